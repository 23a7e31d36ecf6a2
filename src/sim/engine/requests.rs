//! The request path: stages of calls, then the answer.

use super::super::story::{MarkKind, StepKind};
use super::stations::Outcome;
use super::things::{Call, Caller, Order, Request};
use super::{Engine, NEVER, lane};
use crate::content::scenario::Effect;

impl Engine<'_> {
    /// A click of this order reaches the front desk.
    #[inline(always)]
    pub(super) fn click(&mut self, order: u32) {
        self.ledger.clicks += 1;
        let shopper = &mut self.orders[order];
        shopper.clicks += 1;
        shopper.holds += 1;
        shopper.requests += 1;
        let click = shopper.clicks;
        let request = Request { order, began: self.now, holds: 1, click, ..Request::default() };
        let index = self.requests.insert(request);
        self.note(StepKind::Click, order, None, click, 0);
        let client = &self.model.client;
        if client.timeout != NEVER {
            self.set_timer(lane::SHOPPER, client.timeout, self.requests.key(index));
        }
        if !client.idempotency || self.claim_key(index, order) {
            self.proceed(index, 0);
        }
    }

    /// Whether this request has to do the work; otherwise it is answered from the key's record or waits for it.
    fn claim_key(&mut self, request: u32, order: u32) -> bool {
        let client = &self.model.client;
        let record = &mut self.orders[order];
        if record.has(Order::STORED) && self.now - record.born < client.key_expiry {
            let click = self.requests[request].click;
            self.note(StepKind::Replayed, order, None, click, 0);
            self.replay(request, true);
            return false;
        }
        if record.owner > 0 && client.in_progress {
            record.waiter = request + 1;
            self.requests[request].flags |= Request::WAITS;
            return false;
        }
        record.owner = request + 1;
        true
    }

    /// Goes on with this stage, or commits after the last.
    #[inline(always)]
    fn proceed(&mut self, index: u32, stage: u8) {
        match self.model.stages.get(usize::from(stage)) {
            Some(stage) => self.advance(index, stage),
            None => self.commit(index),
        }
    }

    /// Starts the calls of the request's stage.
    #[inline(never)]
    fn advance(&mut self, index: u32, stage: &[(usize, u32)]) {
        let model = self.model;
        let request = &mut self.requests[index];
        let Request { order, click, .. } = *request;
        request.pending = stage.len() as u16;
        let id = self.orders[order].id;
        for &(job, twin) in stage {
            let nth = u32::from(click - 1) | twin << 5;
            let (caller, kind) = (index, Caller::Request);
            let call = Call { id, caller, order, nth, job: job as u8, kind, ..Call::default() };
            let call = self.calls.insert(call);
            self.attempt(call, &model.jobs[job]);
        }
    }

    /// A call of the stage is back.
    #[inline(always)]
    pub(super) fn call_is_back(&mut self, index: u32, outcome: Outcome) {
        let request = &mut self.requests[index];
        request.pending -= 1;
        match outcome {
            Outcome::Done => {}
            Outcome::Failed | Outcome::Again => request.flags |= Request::FAILED,
            Outcome::SoldOut => request.flags |= Request::FAILED | Request::SOLD_OUT,
        }
        if request.pending > 0 {
            return;
        }
        if request.has(Request::FAILED) {
            return self.fail(index);
        }
        request.stage += 1;
        let stage = request.stage;
        self.proceed(index, stage);
    }

    /// The request did all its work: the shopper, if still there, is told "placed".
    #[inline(always)]
    pub(super) fn succeed(&mut self, index: u32, request: &Request) {
        let Request { order, began, click, .. } = *request;
        if !request.has(Request::ALONE) {
            self.note_click(began);
            self.tell_placed(order, click);
        }
        self.close(index, order, true);
    }

    /// The request failed for good: what it did is undone or stays done, and the shopper sees an error.
    #[inline(never)]
    pub(super) fn fail(&mut self, index: u32) {
        if self.model.compensate {
            self.undo(index);
        }
        self.fail_without_undo(index);
    }

    /// The request ended without an answer or with an error, and nobody undoes anything.
    pub(super) fn fail_without_undo(&mut self, index: u32) {
        let Request { order, began, flags, click, .. } = self.requests[index];
        if flags & Request::ALONE == 0 {
            self.note_click(began);
            self.note(StepKind::Failed, order, None, click, 0);
            self.shopper_fails(order, flags & Request::SOLD_OUT != 0);
        }
        self.close(index, order, false);
    }

    #[inline(always)]
    fn note_click(&mut self, began: u64) {
        if began >= self.model.warmup {
            self.desk.click.note(self.now - began);
        }
    }

    /// A request gets the answer of an earlier one.
    #[inline(never)]
    fn replay(&mut self, index: u32, placed: bool) {
        self.ledger.replayed += 1;
        if placed {
            let request = self.requests[index];
            self.succeed(index, &request);
        } else {
            self.fail(index);
        }
    }

    /// The request is over; its slot stays while calls that nobody waits for refer to it. Who waited for the same
    /// answer gets it.
    #[inline(always)]
    fn close(&mut self, index: u32, order: u32, placed: bool) {
        let request = &mut self.requests[index];
        request.flags |= Request::OVER;
        request.holds -= 1;
        let leaves = request.holds == 0;
        if leaves {
            self.requests.remove(index);
        }
        let record = &mut self.orders[order];
        let waiter = record.answer(index + 1, placed);
        record.holds -= u16::from(leaves);
        let settled = record.holds == 0;
        if record.is_misjudged() {
            self.turn_unsaved(order);
        }
        if waiter > 0 {
            self.replay(waiter - 1, placed);
        } else if settled {
            self.settle_order(order);
        }
    }

    /// One holder fewer.
    #[inline(always)]
    pub(super) fn let_go_request(&mut self, index: u32) {
        let request = &mut self.requests[index];
        request.holds -= 1;
        if request.holds == 0 {
            let order = request.order;
            self.requests.remove(index);
            self.let_go(order);
        }
    }

    /// The shopper's patience with this click is over.
    pub(super) fn shopper_times_out(&mut self, index: u32) {
        let request = &mut self.requests[index];
        if request.has(Request::OVER) || request.has(Request::ALONE) {
            return;
        }
        request.flags |= Request::ALONE;
        let (Request { order, began, click, .. }, waits) = (*request, request.has(Request::WAITS));
        self.note_click(began);
        self.note(StepKind::TimesOut, order, None, click, 0);
        self.shopper_fails(order, false);
        if waits {
            self.close(index, order, false);
        }
    }

    /// Takes back what a failed request did.
    fn undo(&mut self, index: u32) {
        let Request { order, flags, click, .. } = self.requests[index];
        if flags & Request::CHARGED != 0 {
            self.orders[order].charged -= 1;
            self.forget(order, |effect| effect == Effect::Charge);
        }
        if flags & Request::RESERVED != 0 {
            self.orders[order].reserved -= 1;
            self.stock.give_back(self.orders[order].item);
            self.forget(order, |effect| effect == Effect::Reserve);
        }
        if flags & (Request::CHARGED | Request::RESERVED) != 0 {
            self.note(StepKind::Undone, order, None, click, 0);
        }
    }

    /// What was undone may be done again.
    fn forget(&mut self, order: u32, which: impl Fn(Effect) -> bool) {
        let jobs = self.model.jobs.iter().enumerate().filter(|(_, j)| which(j.effect));
        let bits = jobs.fold(0_u64, |bits, (index, _)| bits | 1 << (index % 64));
        self.orders[order].done &= !bits;
    }

    /// Looks whether the order is charged without being saved, now that something has changed.
    #[inline(always)]
    pub(super) fn reassess(&mut self, index: u32) {
        if self.orders[index].is_misjudged() {
            self.turn_unsaved(index);
        }
    }

    #[cold]
    fn turn_unsaved(&mut self, index: u32) {
        if !self.model.saves {
            return;
        }
        self.orders[index].flags ^= Order::UNSAVED;
        if self.orders[index].has(Order::UNSAVED) {
            self.ledger.charged_without_order += 1;
            self.mark(MarkKind::ChargedWithoutOrder, Some(index), None);
        } else {
            self.ledger.charged_without_order -= 1;
        }
    }
}
