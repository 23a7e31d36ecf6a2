//! What a finished call does to its order, and what it is recognised by when it comes again.

use super::super::story::{MarkKind, StepKind};
use super::Engine;
use super::stations::Outcome;
use super::things::{Call, Caller, Order, Request};
use crate::content::scenario::{Dedupe, Effect};

impl Engine<'_> {
    /// The dependency has done its work for this call.
    #[inline(never)]
    pub(super) fn apply(&mut self, call: &Call) -> Outcome {
        match call.kind {
            Caller::Read => Outcome::Done,
            Caller::Batch => self.apply_batch(call),
            Caller::Message if self.messages[call.caller].poison => Outcome::Failed,
            Caller::Message | Caller::Request if self.is_known(call) => Outcome::Done,
            Caller::Message | Caller::Request => {
                let outcome = self.happen(call);
                self.remember(call, outcome);
                outcome
            }
        }
    }

    /// Whether the same work is recognised as done.
    pub(super) fn is_known(&mut self, call: &Call) -> bool {
        let bit = 1_u64 << (call.job % 64);
        let known = match (self.model.jobs[call.job as usize].dedupe, call.kind) {
            (Dedupe::None, _) => false,
            (Dedupe::Order, _) => self.orders[call.order].done & bit != 0,
            (Dedupe::Message, Caller::Request) => self.requests[call.caller].done & bit != 0,
            (Dedupe::Message, _) => self.messages[call.caller].done,
        };
        if known {
            self.ledger.recognised += 1;
            let click = self.orders[call.order].clicks;
            self.note(StepKind::Recognised, call.order, Some(call.job as usize), click, call.attempt);
        }
        known
    }

    pub(super) fn remember(&mut self, call: &Call, outcome: Outcome) {
        if outcome != Outcome::Done {
            return;
        }
        let bit = 1_u64 << (call.job % 64);
        self.orders[call.order].done |= bit;
        match call.kind {
            Caller::Request => self.requests[call.caller].done |= bit,
            Caller::Message => self.messages[call.caller].done = true,
            Caller::Batch | Caller::Read => {}
        }
    }

    /// The effect itself.
    pub(super) fn happen(&mut self, call: &Call) -> Outcome {
        let (order, job) = (call.order, call.job as usize);
        let kind = match self.model.jobs[job].effect {
            Effect::None => return Outcome::Done,
            Effect::Invalidate => {
                self.reads.forget(self.orders[order].item);
                return Outcome::Done;
            }
            Effect::Charge => self.charge(call),
            Effect::Reserve => match self.reserve(call) {
                Outcome::Done => StepKind::Reserved,
                other => return other,
            },
            Effect::Save => self.save(order),
            Effect::Email => self.email(order),
            Effect::Ship => self.ship(order),
        };
        self.note(kind, order, Some(job), self.orders[order].clicks, call.attempt);
        Outcome::Done
    }

    fn charge(&mut self, call: &Call) -> StepKind {
        let order = &mut self.orders[call.order];
        order.charged = order.charged.saturating_add(1);
        let again = order.charged == 2 && !order.has(Order::TWICE);
        if call.kind == Caller::Request {
            self.requests[call.caller].flags |= Request::CHARGED;
        }
        if again {
            self.orders[call.order].flags |= Order::TWICE;
            self.ledger.charged_twice += 1;
            self.mark(MarkKind::ChargedTwice, Some(call.order), Some(call.job as usize));
        }
        self.reassess(call.order);
        StepKind::Charged
    }

    fn reserve(&mut self, call: &Call) -> Outcome {
        let outcome =
            if self.model.jobs[call.job as usize].reserves { self.take_unit(call) } else { Outcome::Done };
        if outcome == Outcome::Done {
            let order = &mut self.orders[call.order];
            order.reserved = order.reserved.saturating_add(1);
            if call.kind == Caller::Request {
                self.requests[call.caller].flags |= Request::RESERVED;
            }
        }
        outcome
    }

    fn save(&mut self, index: u32) -> StepKind {
        let order = &mut self.orders[index];
        order.saved = order.saved.saturating_add(1);
        if order.saved == 2 {
            self.ledger.duplicate_orders += 1;
            self.mark(MarkKind::DuplicateOrder, Some(index), None);
        }
        self.reassess(index);
        StepKind::Saved
    }

    fn email(&mut self, index: u32) -> StepKind {
        let order = &mut self.orders[index];
        order.emailed = order.emailed.saturating_add(1);
        self.ledger.emails += 1;
        match order.emailed {
            1 if order.has(Order::NO_EMAIL) => {
                order.flags &= !Order::NO_EMAIL;
                let late = self.now - order.told > self.model.email_deadline;
                self.desk.awaiting_email -= 1;
                if late {
                    self.ledger.emails_late += 1;
                    self.mark(MarkKind::EmailLate, Some(index), None);
                }
            }
            2 => {
                self.ledger.emailed_twice += 1;
                self.mark(MarkKind::EmailedTwice, Some(index), None);
            }
            _ => {}
        }
        StepKind::Emailed
    }

    fn ship(&mut self, index: u32) -> StepKind {
        let order = &mut self.orders[index];
        order.shipped = order.shipped.saturating_add(1);
        self.ledger.shipped_twice += u64::from(order.shipped == 2);
        StepKind::Shipped
    }

    /// A background job that the order needs will never be done.
    pub(super) fn cannot_keep(&mut self, index: u32, job: usize) {
        let order = &mut self.orders[index];
        let needed = matches!(self.model.jobs[job].effect, Effect::Charge | Effect::Reserve | Effect::Save);
        if !needed || order.told == 0 || order.has(Order::TAKEN_BACK) {
            return;
        }
        order.flags |= Order::TAKEN_BACK;
        self.ledger.taken_back += 1;
        self.mark(MarkKind::TakenBack, Some(index), Some(job));
        self.may_write(index);
    }
}
