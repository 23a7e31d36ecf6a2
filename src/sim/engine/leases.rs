//! Leases (visibility timeouts): a message that nobody acknowledges in time comes back.

use super::super::sampler::Tick;
use super::super::story::{MarkKind, StepKind};
use super::things::{Call, Caller, Message, Place, State};
use super::{Engine, Kind, NEVER};

impl Engine<'_> {
    /// Whether a call that has just been made will be done by then, unless something happens to it.
    pub(super) fn is_done_by(&self, index: u32, then: Tick) -> bool {
        let call = &self.calls[index];
        call.place == Place::Served && call.ends <= then
    }

    /// Makes the end of a message's lease an event. Only done when the work may last longer than the lease.
    pub(super) fn watch_lease(&mut self, index: u32) {
        let Message { job, lease_ends, .. } = self.messages[index];
        if lease_ends != NEVER && self.model.jobs[job as usize].stream.is_none() {
            self.calendar.push(lease_ends.max(self.now), Kind::LeaseEnds.of(index));
        }
    }

    /// A call that should have been done in time may last longer: makes its time limit and the leases of its messages
    /// events.
    pub(super) fn watch_call(&mut self, index: u32) {
        let Call { job, entered, .. } = self.calls[index];
        let due = entered.saturating_add(self.model.jobs[job as usize].timeout);
        if due != NEVER && due >= self.now {
            self.calendar.push(due, Kind::CallLate.of(index));
        }
        self.watch_leases(index);
    }

    /// The same for all messages that a call is about.
    pub(super) fn watch_leases(&mut self, index: u32) {
        let Call { kind, caller, .. } = self.calls[index];
        match kind {
            Caller::Message => self.watch_lease(caller),
            Caller::Batch => {
                for (message, _) in self.batches[caller].messages.clone() {
                    self.watch_lease(message);
                }
            }
            Caller::Request | Caller::Read => {}
        }
    }

    /// The lease of a delivery is over and nobody has acknowledged the message.
    pub(super) fn lease_ends(&mut self, index: u32) {
        let Message { job, state, receives, order, click, lease_ends, .. } = self.messages[index];
        if state != State::Taken || lease_ends > self.now {
            return;
        }
        let job = job as usize;
        self.note(StepKind::LeaseEnds, order, Some(job), click, u32::from(receives) - 1);
        if u32::from(receives) >= self.model.jobs[job].attempts {
            self.set_aside(index);
        } else {
            self.mark(MarkKind::Redelivered, Some(order), Some(job));
            self.enqueue(index);
        }
    }
}
