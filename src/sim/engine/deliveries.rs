//! Deliveries: a worker takes a message, works, and acknowledges it or not. At least once.

use super::super::model::JobModel;
use super::super::sampler::{NEVER, Tick};
use super::super::story::StepKind;
use super::queues::Queue;
use super::stations::Outcome;
use super::things::{Call, Caller, Deed, Message, State};
use super::{Engine, Kind};

impl Queue {
    /// A worker takes this message, and its lease begins.
    #[inline(always)]
    fn deliver(&mut self, message: &mut Message, plan: &JobModel, now: Tick) {
        message.state = State::Taken;
        message.receives += 1;
        message.held += 1;
        message.lease_ends = if plan.early { NEVER } else { now.saturating_add(plan.lease) };
        self.stats.counts.deliveries += 1;
        self.stats.counts.redelivered += u64::from(message.receives > 1);
        if message.receives == 1 {
            self.stats.note_wait(message.published, now);
        }
    }
}

impl Message {
    /// Begins to be worked on without a call of its own, when nothing can happen to it before the work ends; then
    /// tells when that is.
    #[inline(always)]
    fn work_lightly(&mut self, plan: &JobModel, now: Tick) -> Option<Tick> {
        let length = plan.service.draw(&mut plan.service_stream.at(self.id, self.number()));
        let end = now.saturating_add(length);
        self.light = end <= self.lease_ends;
        self.light.then_some(end)
    }

    /// Whether such work fails.
    #[inline(always)]
    fn fails(&self, plan: &JobModel) -> bool {
        let draw = || plan.failure_stream.at(self.id, self.number()).share();
        self.poison || (plan.fails > 0.0 && draw() < plan.fails)
    }

    /// What is done by it.
    #[inline]
    const fn deed(&self, index: u32) -> Deed {
        let Self { order, job, .. } = *self;
        Deed { order, caller: index, attempt: 0, seen: 0, job, kind: Caller::Message, lost: 0 }
    }
}

impl Engine<'_> {
    /// A worker takes a message and does the work.
    #[inline(always)]
    pub(super) fn take(&mut self, index: u32, plan: &JobModel) {
        let message = &mut self.messages[index];
        let queue = &mut self.queues[message.job as usize];
        queue.stats.busy.rise(self.now);
        queue.deliver(message, plan, self.now);
        self.ledger.redelivered += u64::from(message.receives > 1);
        let end = if plan.light { message.work_lightly(plan, self.now) } else { None };
        if plan.early {
            self.acknowledge_early(index, plan);
        }
        match end {
            Some(end) => self.begin_lightly(index, end),
            None => self.work(index, plan),
        }
    }

    /// The work goes on without a call of its own.
    #[inline(always)]
    fn begin_lightly(&mut self, index: u32, end: Tick) {
        self.desk.calls_in += 1;
        self.calendar.push(end, Kind::Worked.of(index));
        self.note_message(StepKind::Begins, index);
    }

    /// Does the work by a call.
    #[inline(always)]
    fn work(&mut self, index: u32, plan: &JobModel) {
        let message = &self.messages[index];
        let Message { id, order, job, receives, lease_ends, .. } = *message;
        let call = Call {
            id,
            caller: index,
            order,
            nth: message.number(),
            delivery: receives,
            left: (plan.calls - 1) as u16,
            job,
            kind: Caller::Message,
            ..Call::default()
        };
        let call = self.calls.insert(call);
        self.attempt(call, plan);
        if !self.is_done_by(call, lease_ends) {
            self.watch_lease(index);
        }
    }

    /// Counts a delivery and starts its lease.
    #[inline(always)]
    pub(super) fn deliver(&mut self, index: u32, plan: &JobModel) {
        let message = &mut self.messages[index];
        let queue = &mut self.queues[message.job as usize];
        queue.deliver(message, plan, self.now);
        self.ledger.redelivered += u64::from(message.receives > 1);
        if plan.early {
            self.acknowledge_early(index, plan);
        }
    }

    #[cold]
    fn acknowledge_early(&mut self, index: u32, plan: &JobModel) {
        self.settle(index, plan, true);
    }

    /// Such work ends.
    #[inline]
    pub(super) fn worked(&mut self, index: u32) {
        self.desk.calls_out += 1;
        let message = &mut self.messages[index];
        message.light = false;
        let (delivery, plan) = (message.receives, &self.model.jobs[message.job as usize]);
        let outcome = if message.fails(plan) {
            Outcome::Failed
        } else if plan.inert {
            Outcome::Done
        } else {
            let deed = message.deed(index);
            self.apply_once(deed, plan)
        };
        let kind = if outcome == Outcome::Done { StepKind::Succeeds } else { StepKind::Fails };
        self.note_message(kind, index);
        self.worker_is_done(index, plan, delivery, outcome);
    }

    /// A worker is done with its delivery.
    #[inline(always)]
    pub(super) fn worker_is_done(&mut self, index: u32, plan: &JobModel, delivery: u16, outcome: Outcome) {
        let Message { job, partition, .. } = self.messages[index];
        let comes_back = self.delivery_ends(index, plan, delivery, outcome);
        self.let_go_message(index, plan);
        let queue = &mut self.queues[job as usize];
        queue.stats.busy.fall(self.now);
        if !comes_back {
            queue.unblock(partition as usize);
        }
        if queue.stats.waiting.get() > 0 {
            self.give_work(job as usize);
        }
    }

    /// The message is settled, or goes back for another delivery (true).
    #[inline(always)]
    pub(super) fn delivery_ends(
        &mut self,
        index: u32,
        plan: &JobModel,
        delivery: u16,
        outcome: Outcome,
    ) -> bool {
        if outcome != Outcome::Done {
            return self.delivery_fails(index, plan, delivery, outcome);
        }
        if !self.hand_on(index, plan) {
            return self.delivery_fails(index, plan, delivery, Outcome::Failed);
        }
        self.settle(index, plan, true);
        false
    }

    #[cold]
    fn delivery_fails(&mut self, index: u32, plan: &JobModel, delivery: u16, outcome: Outcome) -> bool {
        let Message { job, state, receives, order, .. } = self.messages[index];
        let job = job as usize;
        self.queues[job].stats.counts.failed += 1;
        if plan.early {
            self.lose(index);
            return false;
        }
        if state != State::Taken || receives != delivery {
            return false;
        }
        if outcome == Outcome::SoldOut {
            self.cannot_keep(order, job);
            self.settle(index, plan, false);
            return false;
        }
        self.come_back(index)
    }

    /// A failed message waits for its next delivery, or is set aside after the last; true when it comes back.
    fn come_back(&mut self, index: u32) -> bool {
        let Message { job, receives, order, .. } = self.messages[index];
        let plan = &self.model.jobs[job as usize];
        if u32::from(receives) >= plan.attempts {
            self.set_aside(index);
            return false;
        }
        self.messages[index].state = State::Between;
        let wait = plan.backoff.wait(u32::from(receives), self.orders[order].id);
        self.calendar.push(self.now.saturating_add(wait), Kind::MessageBack.of(index));
        true
    }

    /// The backoff of a message is over. In a stream it is still the head of its partition.
    pub(super) fn message_back(&mut self, index: u32) {
        let Message { job, state, order, click, receives, .. } = self.messages[index];
        if state != State::Between {
            return;
        }
        let job = job as usize;
        self.note(StepKind::Returns, order, Some(job), click, u32::from(receives));
        if self.model.jobs[job].stream.is_some() {
            self.put_back(index);
        } else {
            self.enqueue(index);
        }
    }
}
