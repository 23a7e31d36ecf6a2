//! Deliveries: a worker takes a message, works, and acknowledges it or not. At least once.

use super::super::model::JobModel;
use super::super::sampler::{NEVER, Tick};
use super::super::story::StepKind;
use super::queues::Queue;
use super::stations::Outcome;
use super::things::{Call, Caller, Message, State};
use super::{Engine, Kind};

impl Queue {
    /// A worker takes this message, and its lease begins.
    #[inline(always)]
    fn deliver(&mut self, message: &mut Message, plan: &JobModel, now: Tick, warmup: Tick) {
        message.state = State::Taken;
        message.receives += 1;
        message.held += 1;
        message.lease_ends = if plan.early { NEVER } else { now.saturating_add(plan.lease) };
        self.stats.counts.deliveries += 1;
        if message.receives == 1 && message.published >= warmup {
            self.stats.wait.note(now - message.published);
        }
    }
}

impl Engine<'_> {
    /// A worker takes a message and calls the dependency.
    #[inline(always)]
    pub(super) fn take(&mut self, index: u32, plan: &JobModel) {
        self.deliver(index, plan);
        let message = &self.messages[index];
        let Message { order, job, receives, .. } = *message;
        let nth = message.number();
        self.queues[job as usize].stats.busy.rise(self.now);
        if plan.light && self.work_lightly(index, plan) {
            return;
        }
        let call = Call {
            caller: index,
            order,
            nth,
            delivery: receives,
            left: (plan.calls - 1) as u16,
            job,
            kind: Caller::Message,
            ..Call::default()
        };
        let call = self.calls.insert(call);
        self.attempt(call, plan);
        if !self.is_done_by(call, self.messages[index].lease_ends) {
            self.watch_lease(index);
        }
    }

    /// Counts a delivery and starts its lease.
    #[inline(always)]
    pub(super) fn deliver(&mut self, index: u32, plan: &JobModel) {
        let message = &mut self.messages[index];
        let queue = &mut self.queues[message.job as usize];
        queue.deliver(message, plan, self.now, self.model.warmup);
        if message.receives > 1 {
            self.delivered_again(index);
        }
        if plan.early {
            self.acknowledge_early(index);
        }
    }

    #[cold]
    fn acknowledge_early(&mut self, index: u32) {
        self.settle(index, true);
    }

    #[cold]
    fn delivered_again(&mut self, index: u32) {
        let job = self.messages[index].job as usize;
        self.queues[job].stats.counts.redelivered += 1;
        self.ledger.redelivered += 1;
    }

    /// Does the work without a call of its own, when nothing can happen to it before it ends.
    #[inline(always)]
    fn work_lightly(&mut self, index: u32, plan: &JobModel) -> bool {
        let message = &mut self.messages[index];
        let id = self.orders[message.order].id;
        let length = plan.service.draw(&mut plan.service_stream.at(id, message.number()));
        let ends = self.now.saturating_add(length);
        if ends > message.lease_ends {
            return false;
        }
        message.light = true;
        self.desk.calls_in += 1;
        self.calendar.push(ends, Kind::Worked.of(index));
        self.note_message(StepKind::Begins, index);
        true
    }

    /// Such work ends.
    #[inline]
    pub(super) fn worked(&mut self, index: u32) {
        self.desk.calls_out += 1;
        let message = &mut self.messages[index];
        message.light = false;
        let Message { order, job, receives, poison, .. } = *message;
        let nth = message.number();
        let plan = &self.model.jobs[job as usize];
        let fails = plan.fails > 0.0 && {
            let id = self.orders[order].id;
            plan.failure_stream.at(id, nth).share() < plan.fails
        };
        let outcome = if fails || poison {
            Outcome::Failed
        } else if plan.inert {
            Outcome::Done
        } else {
            let (caller, kind) = (index, Caller::Message);
            self.apply(&Call { caller, order, nth, delivery: receives, job, kind, ..Call::default() })
        };
        let kind = if outcome == Outcome::Done { StepKind::Succeeds } else { StepKind::Fails };
        self.note_message(kind, index);
        self.worker_is_done(index, receives, outcome);
    }

    /// A worker is done with its delivery.
    #[inline(always)]
    pub(super) fn worker_is_done(&mut self, index: u32, delivery: u16, outcome: Outcome) {
        let Message { job, partition, .. } = self.messages[index];
        self.queues[job as usize].stats.busy.fall(self.now);
        if !self.delivery_ends(index, delivery, outcome) {
            self.queues[job as usize].unblock(partition);
        }
        self.let_go_message(index);
        if self.queues[job as usize].stats.waiting.get() > 0 {
            self.give_work(job as usize);
        }
    }

    /// The message is settled, or goes back for another delivery (true).
    #[inline(always)]
    pub(super) fn delivery_ends(&mut self, index: u32, delivery: u16, outcome: Outcome) -> bool {
        if outcome != Outcome::Done {
            return self.delivery_fails(index, delivery, outcome);
        }
        if !self.hand_on(index) {
            return self.delivery_fails(index, delivery, Outcome::Failed);
        }
        self.settle(index, true);
        false
    }

    #[cold]
    fn delivery_fails(&mut self, index: u32, delivery: u16, outcome: Outcome) -> bool {
        let Message { job, state, receives, order, .. } = self.messages[index];
        let job = job as usize;
        self.queues[job].stats.counts.failed += 1;
        if self.model.jobs[job].early {
            self.lose(index);
            return false;
        }
        if state != State::Taken || receives != delivery {
            return false;
        }
        if outcome == Outcome::SoldOut {
            self.cannot_keep(order, job);
            self.settle(index, false);
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
