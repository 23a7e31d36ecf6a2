//! What is in the system: orders, requests, calls, messages, batches.

use super::super::sampler::Tick;

/// One shopper's order, as it really is. Lives until nothing is left to do for it.
#[derive(Clone, Debug, Default)]
#[repr(align(64))]
pub(crate) struct Order {
    /// Counted from 1 in the order of arrival.
    pub id: u64,
    pub born: Tick,
    /// When the shopper was told "placed"; 0 means not yet.
    pub told: Tick,
    /// Jobs whose effect was recognised by order.
    pub done: u64,
    /// Requests, messages and retries to come that hold this order.
    pub holds: u16,
    /// Requests being worked on.
    pub requests: u16,
    /// Messages that will still save or charge.
    pub saving: u16,
    pub item: u32,
    /// The request that works under the key, plus one; 0 means none.
    pub owner: u32,
    /// The request that waits for the owner's answer, plus one; 0 means none.
    pub waiter: u32,
    pub clicks: u8,
    pub charged: u8,
    pub saved: u8,
    pub reserved: u8,
    pub emailed: u8,
    pub shipped: u8,
    pub flags: u8,
}

impl Order {
    /// Counted as charged without being saved.
    pub(crate) const UNSAVED: u8 = 1;
    /// Counted as taken back.
    pub(crate) const TAKEN_BACK: u8 = 2;
    /// A ticket timer is set.
    pub(crate) const MAY_WRITE: u8 = 4;
    /// Settled and counted so; only its ticket is still to come.
    pub(crate) const LINGERS: u8 = 8;
    /// The shopper gave up, or was told that the item is gone.
    pub(crate) const OVER: u8 = 16;
    /// Counted among those without an email.
    pub(crate) const NO_EMAIL: u8 = 32;
    /// Counted as charged twice.
    pub(crate) const TWICE: u8 = 64;
    /// The answer is stored under the order's key.
    pub(crate) const STORED: u8 = 128;

    pub(crate) const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// One of its requests is over: the answer "placed" is stored, and the key is free. Returns the request, plus one,
    /// that waited for this answer; 0 for none.
    #[inline]
    pub(crate) const fn answer(&mut self, request: u32, placed: bool) -> u32 {
        if placed {
            self.flags |= Self::STORED;
        }
        self.requests -= 1;
        if self.owner == request {
            self.owner = 0;
            return std::mem::replace(&mut self.waiter, 0);
        }
        if self.waiter == request {
            self.waiter = 0;
        }
        0
    }

    /// Whether it is charged without being saved, with nothing under way that may save it, and not counted so; or the
    /// other way round.
    #[inline]
    pub(crate) const fn is_misjudged(&self) -> bool {
        let unsaved = self.charged > 0 && self.saved == 0 && self.requests == 0 && self.saving == 0;
        unsaved != self.has(Self::UNSAVED)
    }
}

/// One click on its way through the request path.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Request {
    pub order: u32,
    pub began: Tick,
    /// Jobs whose effect this request already had.
    pub done: u64,
    /// The request itself, and calls that nobody waits for any more.
    pub holds: u16,
    /// Calls of this stage that are not back.
    pub pending: u16,
    pub stage: u8,
    pub click: u8,
    pub flags: u8,
}

impl Request {
    /// The shopper has stopped waiting.
    pub(crate) const ALONE: u8 = 1;
    /// A call of this stage failed for good.
    pub(crate) const FAILED: u8 = 2;
    /// The item is gone.
    pub(crate) const SOLD_OUT: u8 = 4;
    /// Answered, or given up; only calls that nobody waits for are left.
    pub(crate) const OVER: u8 = 8;
    /// Waits for the answer of an earlier click.
    pub(crate) const WAITS: u8 = 16;
    /// It charged the card.
    pub(crate) const CHARGED: u8 = 32;
    /// It took a unit.
    pub(crate) const RESERVED: u8 = 64;

    pub(crate) const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// Who waits for a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Caller {
    /// A request on the request path.
    #[default]
    Request,
    /// A worker that holds a message.
    Message,
    /// A worker that holds a batch.
    Batch,
    /// A reader; `order` is the item.
    Read,
}

/// Where a call is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    /// Between attempts.
    #[default]
    Between,
    /// Waiting for the lock on its item.
    Locked,
    /// In the station's line.
    Line,
    /// Being served.
    Served,
    /// Turned away, and about to hear so.
    Refused,
    /// Taken by a dependency that never answers, or that stands still.
    Stuck,
}

/// One call to a dependency, with its attempts.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(crate) struct Call {
    /// What its random numbers go by: the number of its order, or of its read.
    pub id: u64,
    pub entered: Tick,
    /// When the service ends; while stuck, the service time that is left.
    pub ends: Tick,
    pub caller: u32,
    pub order: u32,
    /// Which use of the random streams this is.
    pub nth: u32,
    pub attempt: u32,
    /// What the reserve step read: units or version.
    pub seen: i32,
    /// Which delivery of the message it belongs to.
    pub delivery: u16,
    /// Calls to make after this one.
    pub left: u16,
    /// Messages of a batch; 0 for any other call.
    pub size: u32,
    pub job: u8,
    pub kind: Caller,
    pub place: Place,
    /// Nobody waits for it any more.
    pub alone: bool,
    /// Writes lost against a newer version.
    pub lost: u8,
    /// The lock on its item that it holds, by its epoch; 0 means none.
    pub lock: u32,
}

impl Call {
    /// What the random numbers of this attempt go by.
    #[inline]
    pub(crate) const fn number(&self) -> u32 {
        self.nth.wrapping_add(self.attempt.wrapping_mul(0x9e37_79b1))
    }

    /// What is done by it.
    #[inline]
    pub(crate) const fn deed(&self) -> Deed {
        let Self { order, caller, attempt, seen, job, kind, lost, .. } = *self;
        Deed { order, caller, attempt, seen, job, kind, lost }
    }
}

/// Work that a dependency or a worker has done, and for whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deed {
    pub order: u32,
    pub caller: u32,
    pub attempt: u32,
    /// What the reserve step read when the work began.
    pub seen: i32,
    pub job: u8,
    pub kind: Caller,
    /// Writes lost against a newer version before.
    pub lost: u8,
}

/// Where a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    /// In the queue.
    #[default]
    Waiting,
    /// With a worker.
    Taken,
    /// Between two deliveries.
    Between,
    /// Set aside.
    Dead,
    /// Done, or lost; some worker may still hold it.
    Gone,
}

/// One message of a background job.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Message {
    /// The number of its order.
    pub id: u64,
    pub published: Tick,
    /// When the lease of the last delivery ends.
    pub lease_ends: Tick,
    pub order: u32,
    pub partition: u16,
    pub receives: u16,
    /// Workers that hold it, late ones included.
    pub held: u16,
    pub job: u8,
    pub click: u8,
    pub state: State,
    pub poison: bool,
    /// Its effect has happened.
    pub done: bool,
    /// What comes after it has been published.
    pub handed_on: bool,
    /// It is worked on without a call of its own.
    pub light: bool,
}

impl Message {
    /// What the random numbers of its latest delivery go by.
    #[inline]
    pub(crate) const fn number(&self) -> u32 {
        (self.click as u32 - 1) | (self.receives as u32 - 1) << 5
    }

    /// Whether it is out and nobody holds it. A dead letter that a redrive may put back is not.
    #[inline]
    pub(crate) const fn is_over(&self, redriven: bool) -> bool {
        let out = match self.state {
            State::Gone => true,
            State::Dead => !redriven,
            State::Waiting | State::Taken | State::Between => false,
        };
        out && self.held == 0
    }
}

/// Messages that one worker works off together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    pub messages: Vec<(u32, u16)>,
}
