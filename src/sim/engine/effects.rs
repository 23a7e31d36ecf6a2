//! What a finished call does to its order, and what it is recognised by when it comes again.

use super::super::model::JobModel;
use super::super::story::{MarkKind, StepKind};
use super::Engine;
use super::stations::Outcome;
use super::things::{Caller, Deed, Order, Request};
use crate::content::scenario::{Dedupe, Effect};

impl Engine<'_> {
    /// The work is done: it has its effect, unless it is recognised or cannot be processed.
    #[inline(always)]
    pub(super) fn apply(&mut self, deed: Deed, plan: &JobModel) -> Outcome {
        match deed.kind {
            Caller::Read => Outcome::Done,
            Caller::Batch => self.apply_batch(deed, plan),
            Caller::Message if self.messages[deed.caller].poison => Outcome::Failed,
            Caller::Message | Caller::Request => self.apply_once(deed, plan),
        }
    }

    /// The effect of work that is not recognised as done.
    #[inline(never)]
    pub(super) fn apply_once(&mut self, deed: Deed, plan: &JobModel) -> Outcome {
        if plan.dedupe == Dedupe::None {
            return self.happen(deed, plan);
        }
        if self.is_known(deed, plan) {
            return Outcome::Done;
        }
        let outcome = self.happen(deed, plan);
        if outcome == Outcome::Done {
            self.remember(deed);
        }
        outcome
    }

    /// Whether the same work is recognised as done.
    fn is_known(&mut self, deed: Deed, plan: &JobModel) -> bool {
        let bit = 1_u64 << (deed.job % 64);
        let known = match (plan.dedupe, deed.kind) {
            (Dedupe::None, _) => false,
            (Dedupe::Order, _) => self.orders[deed.order].done & bit != 0,
            (Dedupe::Message, Caller::Request) => self.requests[deed.caller].done & bit != 0,
            (Dedupe::Message, _) => self.messages[deed.caller].done,
        };
        if known {
            self.ledger.recognised += 1;
            let click = self.orders[deed.order].clicks;
            self.note(StepKind::Recognised, deed.order, Some(deed.job as usize), click, deed.attempt);
        }
        known
    }

    fn remember(&mut self, deed: Deed) {
        let bit = 1_u64 << (deed.job % 64);
        self.orders[deed.order].done |= bit;
        match deed.kind {
            Caller::Request => self.requests[deed.caller].done |= bit,
            Caller::Message => self.messages[deed.caller].done = true,
            Caller::Batch | Caller::Read => {}
        }
    }

    /// The effect itself.
    #[inline(always)]
    fn happen(&mut self, deed: Deed, plan: &JobModel) -> Outcome {
        let order = deed.order;
        let kind = match plan.effect {
            Effect::None => return Outcome::Done,
            Effect::Invalidate => {
                self.reads.forget(self.orders[order].item);
                return Outcome::Done;
            }
            Effect::Charge => self.charge(deed),
            Effect::Reserve => match self.reserve(deed, plan) {
                Outcome::Done => StepKind::Reserved,
                other => return other,
            },
            Effect::Save => self.save(order),
            Effect::Email => self.email(order),
            Effect::Ship => self.ship(order),
        };
        if self.follow != 0 {
            self.note(kind, order, Some(deed.job as usize), self.orders[order].clicks, deed.attempt);
        }
        Outcome::Done
    }

    fn charge(&mut self, deed: Deed) -> StepKind {
        if deed.kind == Caller::Request {
            self.requests[deed.caller].flags |= Request::CHARGED;
        }
        let order = &mut self.orders[deed.order];
        order.charged = order.charged.saturating_add(1);
        if order.charged == 2 && !order.has(Order::TWICE) {
            order.flags |= Order::TWICE;
            self.ledger.charged_twice += 1;
            self.mark(MarkKind::ChargedTwice, Some(deed.order), Some(deed.job as usize));
        }
        self.reassess(deed.order);
        StepKind::Charged
    }

    fn reserve(&mut self, deed: Deed, plan: &JobModel) -> Outcome {
        let outcome = if plan.reserves { self.take_unit(deed) } else { Outcome::Done };
        if outcome == Outcome::Done {
            let order = &mut self.orders[deed.order];
            order.reserved = order.reserved.saturating_add(1);
            if deed.kind == Caller::Request {
                self.requests[deed.caller].flags |= Request::RESERVED;
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
