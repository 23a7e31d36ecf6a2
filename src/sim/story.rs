//! The causal story: key moments with a sentence each, and one order's own timeline.

use serde::Serialize;

/// A key moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    /// Seconds since the start.
    pub at: f64,
    /// What kind of moment.
    pub kind: MarkKind,
    /// What happened and why, with the order that it happened to.
    pub sentence: String,
    /// The order, counted from 1; it can be followed.
    pub order: Option<u64>,
    /// The task, by its id.
    pub task: Option<String>,
}

/// Kinds of key moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// Trouble begins.
    Trouble,
    /// Trouble ends.
    Relief,
    /// The first click fails.
    FailedClick,
    /// The first order is charged without being saved.
    ChargedWithoutOrder,
    /// The first order is charged again.
    ChargedTwice,
    /// The first order is saved again.
    DuplicateOrder,
    /// The first unit is sold that does not exist.
    Oversold,
    /// The first "placed" cannot be kept.
    TakenBack,
    /// The first message is lost.
    Lost,
    /// The first lease ends before the work, and the message goes out again.
    Redelivered,
    /// The first email goes out twice.
    EmailedTwice,
    /// The first email is late.
    EmailLate,
    /// The first message is set aside.
    DeadLetter,
    /// The first shopper writes to support.
    Ticket,
    /// An alarm rings.
    Alarm,
    /// Someone notices.
    Noticed,
    /// The last unit is sold.
    SoldOut,
    /// The first reader is told "available" when nothing is left.
    PhantomRead,
    /// The backlog is gone.
    Recovered,
}

/// One step in the life of the followed order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Seconds since the start.
    pub at: f64,
    /// What happened.
    pub kind: StepKind,
    /// The task, by its id; none for what concerns the order as a whole.
    pub task: Option<String>,
    /// The click that it belongs to, from 1.
    pub click: u32,
    /// Which attempt or delivery it is, from 1.
    pub attempt: u32,
}

/// Kinds of steps in an order's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// The shopper clicks.
    Click,
    /// A call joins the dependency's line.
    Waits,
    /// A server or worker begins.
    Begins,
    /// The work succeeds.
    Succeeds,
    /// The work fails.
    Fails,
    /// The line or queue is full, or the dependency refuses.
    Refused,
    /// The caller stops waiting.
    TimesOut,
    /// Published to its queue.
    Published,
    /// The message comes back because its lease ended.
    LeaseEnds,
    /// The message comes back after its backoff.
    Returns,
    /// Set aside as a dead letter.
    DeadLetter,
    /// Lost for good.
    Lost,
    /// Recognised as already done.
    Recognised,
    /// The card is charged.
    Charged,
    /// A unit is taken from stock.
    Reserved,
    /// The order is saved.
    Saved,
    /// The email is sent.
    Emailed,
    /// The warehouse is told.
    Shipped,
    /// What was done is undone.
    Undone,
    /// The item is gone.
    SoldOut,
    /// The shopper is told "placed".
    Placed,
    /// The shopper sees an error.
    Failed,
    /// The stored answer is replayed.
    Replayed,
    /// The shopper gives up.
    GivesUp,
    /// The shopper writes to support.
    Ticket,
}

/// The marks so far, and which kinds have been seen.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub marks: Vec<Mark>,
    seen: u32,
}

impl Story {
    pub(super) const fn has(&self, kind: MarkKind) -> bool {
        self.seen & 1 << kind as u32 != 0
    }

    pub(super) const fn saw(&mut self, kind: MarkKind) {
        self.seen |= 1 << kind as u32;
    }
}
