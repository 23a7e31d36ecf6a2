//! Calls from the side of who makes them: attempts, retries, time limits, what follows when one is over.

use super::super::model::JobModel;
use super::super::story::StepKind;
use super::stations::Outcome;
use super::things::{Call, Caller, Place};
use super::{Engine, Kind};

impl<'a> Engine<'a> {
    /// The job that this call is for.
    #[inline]
    pub(super) fn plan_of(&self, index: u32) -> &'a JobModel {
        &self.model.jobs[self.calls[index].job as usize]
    }

    /// Makes the next attempt of a call: first the lock on its item, then the dependency.
    #[inline(always)]
    pub(super) fn attempt(&mut self, index: u32, plan: &JobModel) {
        self.desk.calls_in += 1;
        if plan.reserves && !self.lock(index) {
            return;
        }
        self.enter(index, plan);
    }

    #[inline(never)]
    fn attempt_again(&mut self, index: u32) {
        self.attempt(index, self.plan_of(index));
    }

    /// The dependency does not take the call; its caller hears so in an event of its own, because what the caller
    /// does next may be to call again.
    #[cold]
    pub(super) fn refuse(&mut self, index: u32) {
        let plan = self.plan_of(index);
        self.stations[plan.station].stats.counts.refused += 1;
        self.note_call(StepKind::Refused, index);
        self.calls[index].place = Place::Refused;
        self.calendar.push(self.now, Kind::Refused.of(index));
    }

    /// The caller hears that the call was refused.
    pub(super) fn refused(&mut self, index: u32) {
        self.calls[index].place = Place::Between;
        self.conclude(index, Outcome::Failed);
    }

    /// An attempt is over: it is tried again later, or whoever waits for it goes on.
    #[inline(never)]
    pub(super) fn conclude(&mut self, index: u32, outcome: Outcome) {
        self.go_on(index, self.plan_of(index), outcome);
    }

    #[inline(always)]
    pub(super) fn go_on(&mut self, index: u32, plan: &JobModel, outcome: Outcome) {
        self.desk.calls_out += 1;
        let Call { caller, kind, alone, left, lock, .. } = self.calls[index];
        if lock > 0 {
            self.unlock(index);
        }
        if alone {
            return self.clear_away(index);
        }
        if self.follow != 0 {
            self.note_call(
                if outcome == Outcome::Done { StepKind::Succeeds } else { StepKind::Fails },
                index,
            );
        }
        let through = outcome == Outcome::Done && left == 0;
        if !through && self.goes_again(index, plan, outcome) {
            return;
        }
        self.calls.remove(index);
        match kind {
            Caller::Request => self.call_is_back(caller, outcome),
            _ => self.back_room_goes_on(index, plan, outcome),
        }
    }

    /// A worker or a reader goes on after their call, whose slot is free now but not yet used again.
    #[inline(never)]
    fn back_room_goes_on(&mut self, index: u32, plan: &JobModel, outcome: Outcome) {
        let Call { kind, caller, job, delivery, order, seen, .. } = self.calls[index];
        match kind {
            Caller::Request => self.call_is_back(caller, outcome),
            Caller::Message => self.worker_is_done(caller, plan, delivery, outcome),
            Caller::Batch => self.batch_is_done(caller, job as usize, outcome),
            Caller::Read => self.read_is_done(order, seen),
        }
    }

    /// Whether the call goes on after this attempt: with the next attempt, or with the next of several calls.
    #[cold]
    fn goes_again(&mut self, index: u32, plan: &JobModel, outcome: Outcome) -> bool {
        self.calls.renew(index);
        let call = &mut self.calls[index];
        match outcome {
            Outcome::Failed if call.attempt + 1 < plan.tries => {
                self.try_later(index);
            }
            Outcome::Again => {
                call.lost += 1;
                self.attempt_again(index);
            }
            Outcome::Done if call.left > 0 => {
                call.left -= 1;
                call.attempt = 0;
                call.nth = call.nth.wrapping_add(1 << 20);
                self.watch_leases(index);
                self.attempt_again(index);
            }
            _ => return false,
        }
        true
    }

    fn try_later(&mut self, index: u32) {
        self.watch_leases(index);
        let plan = self.plan_of(index);
        let call = &mut self.calls[index];
        call.attempt += 1;
        let wait = plan.call_backoff.wait(call.attempt, call.id);
        self.calendar.push(self.now.saturating_add(wait), Kind::CallAgain.of(index));
    }

    /// The backoff of a call is over.
    pub(super) fn call_again(&mut self, index: u32) {
        if self.calls[index].alone { self.clear_away(index) } else { self.attempt_again(index) }
    }

    /// A call that nobody waits for is over.
    fn clear_away(&mut self, index: u32) {
        let (plan, Call { kind, caller, .. }) = (self.plan_of(index), self.calls[index]);
        self.calls.remove(index);
        match kind {
            Caller::Request => self.let_go_request(caller),
            Caller::Message => self.let_go_message(caller, plan),
            Caller::Batch => self.let_go_batch(caller, plan),
            Caller::Read => {}
        }
    }

    /// The time limit of a call is over, unless it ended meanwhile and its slot is used by another one.
    pub(super) fn call_is_late(&mut self, index: u32) {
        let due = self.calls[index].entered.saturating_add(self.plan_of(index).timeout);
        if due == self.now {
            self.call_times_out(index);
        }
    }

    /// The time limit of a call is over.
    pub(super) fn call_times_out(&mut self, index: u32) {
        let Call { place, kind, alone, .. } = self.calls[index];
        if alone {
            return;
        }
        match place {
            Place::Line => {
                self.note_call(StepKind::TimesOut, index);
                self.leave_line(index);
            }
            Place::Served | Place::Stuck if kind != Caller::Batch => {
                self.note_call(StepKind::TimesOut, index);
                let plan = self.plan_of(index);
                self.stations[plan.station].stats.counts.timed_out += 1;
                let copy = self.part(index);
                self.desk.calls_in += 1;
                self.conclude(copy, Outcome::Failed);
            }
            _ => {}
        }
    }

    /// The caller waits no longer: the attempt goes on without them, and they go on with a copy of the call.
    fn part(&mut self, index: u32) -> u32 {
        let copy = Call { place: Place::Between, lock: 0, ..self.calls[index] };
        self.calls[index].alone = true;
        match copy.kind {
            Caller::Request => self.requests[copy.caller].holds += 1,
            Caller::Message => self.messages[copy.caller].held += 1,
            Caller::Batch | Caller::Read => {}
        }
        self.calls.insert(copy)
    }

    /// Adds a call's step to the followed order's timeline.
    #[inline]
    pub(super) fn note_call(&mut self, kind: StepKind, index: u32) {
        if self.follow != 0 {
            self.write_call_down(kind, index);
        }
    }

    #[cold]
    fn write_call_down(&mut self, kind: StepKind, index: u32) {
        let call = self.calls[index];
        let (order, job) = (call.order, call.job as usize);
        match call.kind {
            Caller::Read => {}
            Caller::Batch => self.note_batch(kind, call.caller, job),
            Caller::Request => {
                let click = self.requests[call.caller].click;
                self.note(kind, order, Some(job), click, call.attempt);
            }
            Caller::Message => {
                let click = self.messages[call.caller].click;
                self.note(kind, order, Some(job), click, u32::from(call.delivery) - 1);
            }
        }
    }
}
