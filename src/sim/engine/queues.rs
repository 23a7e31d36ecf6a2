//! Durable queues and streams with workers: at least once, by lease and acknowledgement.

use std::collections::VecDeque;

use super::super::model::JobModel;
use super::super::sampler::{Tick, seconds};
use super::super::story::{MarkKind, StepKind};
use super::stations::Outcome;
use super::stats::Stats;
use super::things::{Call, Caller, Message, Place, State};
use super::{Engine, Kind};
use crate::content::scenario::Effect;
use crate::content::task::Placement;

/// A queue as it stands.
#[derive(Debug)]
pub(crate) struct Queue {
    pub stats: Stats,
    /// Messages waiting, with the time since when; one ring, or one for each partition of a stream.
    rings: Vec<VecDeque<(u32, Tick)>>,
    /// Partitions whose head is being worked on.
    blocked: Vec<bool>,
    /// Where the search for a partition goes on.
    turn: usize,
    pub workers: u32,
    pub dead_workers: u32,
    /// When the oldest death that is not repaired happened.
    pub dead_since: Tick,
    /// Messages set aside.
    pub dead: VecDeque<u32>,
    pub dead_count: u64,
    /// When the batch that is being collected leaves; 0 when none is.
    pub linger_ends: Tick,
}

impl Queue {
    pub(super) fn new(job: &JobModel) -> Self {
        let rings = job.stream.as_ref().map_or(1, |s| s.partitions as usize);
        Self {
            stats: Stats::new(),
            rings: vec![VecDeque::new(); rings],
            blocked: vec![false; if job.stream.is_some() { rings } else { 0 }],
            turn: 0,
            workers: job.workers,
            dead_workers: 0,
            dead_since: 0,
            dead: VecDeque::new(),
            dead_count: 0,
            linger_ends: 0,
        }
    }

    /// Workers alive.
    pub(crate) const fn alive(&self) -> u32 {
        self.workers - self.dead_workers
    }

    /// Whether a worker is free.
    pub(super) const fn has_idle(&self) -> bool {
        self.stats.busy < self.alive()
    }

    /// The first of the ring that is not gone.
    pub(super) fn rings(&self) -> &[VecDeque<(u32, Tick)>] {
        &self.rings
    }
}

impl Engine<'_> {
    /// The partition that an order's key goes to.
    pub(super) fn partition_of(&self, job: usize, id: u64) -> u16 {
        let job = &self.model.jobs[job];
        let Some(stream) = &job.stream else { return 0 };
        let key = (job.key_stream.at(id, 0).share() * f64::from(stream.keys)) as u64;
        (job.key_stream.at(key, 1).share() * f64::from(stream.partitions)) as u16
    }

    /// A message waits at the end of its ring.
    pub(super) fn enqueue(&mut self, index: u32) {
        let Message { job, partition, .. } = self.messages[index];
        let (job, now) = (job as usize, self.now);
        let message = &mut self.messages[index];
        message.state = State::Waiting;
        message.queued = true;
        let queue = &mut self.queues[job];
        if queue.stats.waiting == 0 && queue.has_idle() && self.model.jobs[job].plain {
            self.messages[index].queued = false;
            return self.take(index);
        }
        queue.stats.waiting += 1;
        queue.rings[partition as usize].push_back((index, now));
        self.give_work(job);
    }

    /// Free workers take messages.
    pub(super) fn give_work(&mut self, job: usize) {
        if self.model.jobs[job].placement == Placement::Batchable {
            return self.cut_batches(job);
        }
        while self.queues[job].stats.waiting > 0 && self.queues[job].has_idle() {
            let Some(message) = self.next_message(job) else { return };
            self.take(message);
        }
    }

    /// The oldest waiting message; in a stream, that of the next partition which nobody works on.
    fn next_message(&mut self, job: usize) -> Option<u32> {
        if self.queues[job].blocked.is_empty() {
            return self.pop(job, 0);
        }
        let count = self.queues[job].rings.len();
        for step in 0..count {
            let at = (self.queues[job].turn + step) % count;
            if self.queues[job].blocked[at] || self.queues[job].rings[at].is_empty() {
                continue;
            }
            if let Some(message) = self.pop(job, at) {
                self.queues[job].blocked[at] = true;
                self.queues[job].turn = (at + 1) % count;
                return Some(message);
            }
        }
        None
    }

    /// Takes the first message of a ring that is still waiting.
    pub(super) fn pop(&mut self, job: usize, ring: usize) -> Option<u32> {
        self.clear_ring(job, ring);
        let (index, _) = self.queues[job].rings[ring].pop_front()?;
        self.messages[index].queued = false;
        self.queues[job].stats.waiting -= 1;
        self.clear_ring(job, ring);
        Some(index)
    }

    /// Clears away those at the head of a ring that were settled while they waited.
    fn clear_ring(&mut self, job: usize, ring: usize) {
        while let Some(&(index, _)) = self.queues[job].rings[ring].front() {
            if self.messages[index].state == State::Waiting {
                return;
            }
            self.queues[job].rings[ring].pop_front();
            self.messages[index].queued = false;
            self.free_message(index);
        }
    }

    /// A worker takes a message and calls the dependency.
    #[inline]
    fn take(&mut self, index: u32) {
        let nth = self.deliver(index);
        let Message { order, job, receives, .. } = self.messages[index];
        let job = job as usize;
        self.queues[job].stats.busy += 1;
        if self.model.jobs[job].light && self.work_lightly(index, nth) {
            return;
        }
        let call = Call {
            caller: index,
            order,
            nth,
            delivery: receives,
            left: (self.model.jobs[job].calls - 1) as u16,
            job: job as u8,
            kind: Caller::Message,
            ..Call::default()
        };
        let call = self.calls.insert(call);
        self.attempt(call);
        if !self.is_done_by(call, self.messages[index].lease_ends) {
            self.watch_lease(index);
        }
    }

    /// Does the work without a call of its own, when nothing can happen to it before it ends.
    #[inline]
    fn work_lightly(&mut self, index: u32, nth: u32) -> bool {
        let Message { order, job, lease_ends, click, .. } = self.messages[index];
        let job = job as usize;
        let model = &self.model.jobs[job];
        let length = model.service.draw(&mut model.service_stream.at(self.orders[order].id, nth));
        let ends = self.now.saturating_add(length);
        if ends > lease_ends {
            return false;
        }
        self.desk.calls_in += 1;
        self.messages[index].light = true;
        self.calendar.push(ends, Kind::Worked.of(index));
        self.note(StepKind::Begins, order, Some(job), click, u32::from(self.messages[index].receives) - 1);
        true
    }

    /// Such work ends.
    #[inline]
    pub(super) fn worked(&mut self, index: u32) {
        let Message { order, job, receives, click, poison, .. } = self.messages[index];
        self.desk.calls_out += 1;
        self.messages[index].light = false;
        let model = &self.model.jobs[job as usize];
        let nth = u32::from(click - 1) | u32::from(receives - 1) << 5;
        let id = self.orders[order].id;
        let fails = model.fails > 0.0 && model.failure_stream.at(id, nth).share() < model.fails;
        let outcome = match (fails || poison, model.inert) {
            (true, _) => Outcome::Failed,
            (false, true) => Outcome::Done,
            (false, false) => {
                let (caller, kind) = (index, Caller::Message);
                let call = Call { caller, order, nth, delivery: receives, job, kind, ..Call::default() };
                self.apply(&call)
            }
        };
        let kind = if outcome == Outcome::Done { StepKind::Succeeds } else { StepKind::Fails };
        self.note(kind, order, Some(job as usize), click, u32::from(receives) - 1);
        self.worker_is_done(index, receives, outcome);
    }

    /// Whether a call that has just been made will be done by then, unless something happens to it.
    pub(super) fn is_done_by(&self, index: u32, then: Tick) -> bool {
        let call = &self.calls[index];
        call.place == Place::Served && call.ends <= then
    }

    /// Makes the end of a message's lease an event. Only done when the work may last longer than the lease.
    pub(super) fn watch_lease(&mut self, index: u32) {
        let Message { job, lease_ends, .. } = self.messages[index];
        if lease_ends != super::NEVER && self.model.jobs[job as usize].stream.is_none() {
            self.calendar.push(lease_ends.max(self.now), Kind::LeaseEnds.of(index));
        }
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

    /// Counts a delivery and starts its lease; returns what its random numbers go by.
    pub(super) fn deliver(&mut self, index: u32) -> u32 {
        let (now, model) = (self.now, self.model);
        let message = &mut self.messages[index];
        let job = message.job as usize;
        message.state = State::Taken;
        message.receives += 1;
        message.held += 1;
        let Message { receives, published, order, click, .. } = *message;
        let counts = &mut self.queues[job].stats.counts;
        counts.deliveries += 1;
        if receives > 1 {
            counts.redelivered += 1;
            self.ledger.redelivered += 1;
            self.mark(MarkKind::Redelivered, Some(order), Some(job));
        } else if published >= model.warmup {
            self.queues[job].stats.wait.note(now - published);
        }
        if model.jobs[job].early {
            self.messages[index].lease_ends = super::NEVER;
            self.settle(index, true);
        } else {
            self.messages[index].lease_ends = now.saturating_add(model.jobs[job].lease);
        }
        u32::from(click - 1) | u32::from(receives - 1) << 5
    }

    /// A worker is done with its delivery.
    #[inline]
    pub(super) fn worker_is_done(&mut self, index: u32, delivery: u16, outcome: Outcome) {
        let Message { job, partition, .. } = self.messages[index];
        let job = job as usize;
        self.queues[job].stats.touch(self.now);
        self.queues[job].stats.busy -= 1;
        let again = self.delivery_ends(index, delivery, outcome);
        if !again {
            self.unblock(job, partition);
        }
        self.let_go_message(index);
        self.give_work(job);
    }

    /// The message is settled, or goes back for another delivery (true).
    pub(super) fn delivery_ends(&mut self, index: u32, delivery: u16, outcome: Outcome) -> bool {
        let Message { job, state, receives, order, .. } = self.messages[index];
        if outcome == Outcome::Done {
            self.settle(index, true);
            return false;
        }
        self.queues[job as usize].stats.counts.failed += 1;
        if self.model.jobs[job as usize].early {
            self.lose(index);
            return false;
        }
        if state != State::Taken || receives != delivery {
            return false;
        }
        if outcome == Outcome::SoldOut {
            self.cannot_keep(order, job as usize);
            self.settle(index, false);
            return false;
        }
        self.come_back(index)
    }

    /// A failed message waits for its next delivery, or is set aside after the last; true when it comes back.
    pub(super) fn come_back(&mut self, index: u32) -> bool {
        let Message { job, receives, order, .. } = self.messages[index];
        let model = &self.model.jobs[job as usize];
        if u32::from(receives) >= model.attempts {
            self.set_aside(index);
            return false;
        }
        self.messages[index].state = State::Between;
        let wait = model.backoff.wait(u32::from(receives), self.orders[order].id);
        self.calendar.push(self.now.saturating_add(wait), Kind::MessageBack.of(index));
        true
    }

    /// The backoff of a message is over. In a stream it is still the head of its partition.
    pub(super) fn message_back(&mut self, index: u32) {
        let Message { job, partition, state, order, click, receives, .. } = self.messages[index];
        let job = job as usize;
        self.queues[job].stats.touch(self.now);
        if state == State::Between {
            self.note(StepKind::Returns, order, Some(job), click, u32::from(receives));
            if self.model.jobs[job].stream.is_some() {
                self.messages[index].state = State::Waiting;
                self.messages[index].queued = true;
                let now = self.now;
                self.queues[job].stats.waiting += 1;
                self.queues[job].rings[partition as usize].push_front((index, now));
                self.unblock(job, partition);
                self.give_work(job);
            } else {
                self.enqueue(index);
            }
        }
    }

    fn unblock(&mut self, job: usize, partition: u16) {
        if let Some(blocked) = self.queues[job].blocked.get_mut(partition as usize) {
            *blocked = false;
        }
    }

    /// The lease of a delivery is over and nobody has acknowledged the message.
    pub(super) fn lease_ends(&mut self, index: u32) {
        let Message { job, state, receives, order, click, lease_ends, .. } = self.messages[index];
        if state != State::Taken || lease_ends > self.now {
            return;
        }
        let job = job as usize;
        self.queues[job].stats.touch(self.now);
        self.note(StepKind::LeaseEnds, order, Some(job), click, u32::from(receives) - 1);
        if u32::from(receives) >= self.model.jobs[job].attempts {
            self.set_aside(index);
        } else {
            self.enqueue(index);
        }
    }

    /// The message leaves the queue: acknowledged as done, or for good without success.
    #[inline]
    pub(super) fn settle(&mut self, index: u32, done: bool) {
        let message = &mut self.messages[index];
        if matches!(message.state, State::Gone | State::Dead) {
            return;
        }
        let waited = message.state == State::Waiting;
        message.state = State::Gone;
        let Message { job, published, partition, .. } = *message;
        let stats = &mut self.queues[job as usize].stats;
        stats.waiting -= u32::from(waited);
        stats.counts.completed += u64::from(done);
        stats.leave(published, self.now, self.model.warmup);
        if published >= self.model.warmup {
            stats.time_in_system.note(self.now - published);
        }
        self.desk.messages_done += 1;
        self.message_is_out(index);
        if waited {
            self.clear_ring(job as usize, partition as usize);
        }
    }

    /// A message that was acknowledged early and then failed is lost.
    pub(super) fn lose(&mut self, index: u32) {
        let Message { job, order, click, .. } = self.messages[index];
        let job = job as usize;
        self.queues[job].stats.counts.lost += 1;
        self.queues[job].stats.counts.completed = self.queues[job].stats.counts.completed.saturating_sub(1);
        self.desk.messages_done -= 1;
        self.desk.messages_lost += 1;
        self.ledger.lost += 1;
        self.note(StepKind::Lost, order, Some(job), click, 0);
        self.mark(MarkKind::Lost, Some(order), Some(job));
        self.cannot_keep(order, job);
    }

    /// The message is set aside as a dead letter.
    fn set_aside(&mut self, index: u32) {
        let message = &mut self.messages[index];
        message.state = State::Dead;
        let Message { job, published, order, click, receives, .. } = *message;
        let job = job as usize;
        let queue = &mut self.queues[job];
        queue.stats.counts.dead += 1;
        queue.stats.leave(published, self.now, self.model.warmup);
        if published >= self.model.warmup {
            queue.stats.time_in_system.note(self.now - published);
        }
        queue.dead_count += 1;
        self.desk.messages_dead += 1;
        self.ledger.dead_letters += 1;
        self.note(StepKind::DeadLetter, order, Some(job), click, u32::from(receives) - 1);
        self.mark(MarkKind::DeadLetter, Some(order), Some(job));
        self.cannot_keep(order, job);
        if self.model.jobs[job].redriven {
            self.queues[job].dead.push_back(index);
        }
        self.message_is_out(index);
    }

    fn message_is_out(&mut self, index: u32) {
        let Message { job, order, .. } = self.messages[index];
        if matches!(self.model.jobs[job as usize].effect, Effect::Save) {
            self.orders[order].saving = self.orders[order].saving.saturating_sub(1);
            self.reassess(order);
        }
    }

    /// A worker holds the message no longer.
    #[inline]
    pub(super) fn let_go_message(&mut self, index: u32) {
        self.messages[index].held -= 1;
        self.free_message(index);
    }

    /// Frees the slot of a message that is out and that nobody holds.
    fn free_message(&mut self, index: u32) {
        let Message { state, held, queued, order, job, .. } = self.messages[index];
        let kept = state == State::Dead && self.model.jobs[job as usize].redriven;
        if matches!(state, State::Gone | State::Dead) && held == 0 && !queued && !kept {
            self.messages.remove(index);
            self.let_go(order);
        }
    }

    /// Some workers die without a word. What their dependency is doing goes on, but nobody acknowledges it.
    pub(super) fn workers_die(&mut self, job: usize, count: u32) {
        let queue = &mut self.queues[job];
        queue.stats.touch(self.now);
        let alive = queue.alive();
        let die = if count == 0 { alive } else { count.min(alive) };
        if queue.dead_workers == 0 {
            queue.dead_since = self.now;
        }
        queue.dead_workers += die;
        let at_work = die.min(queue.stats.busy);
        queue.stats.busy -= at_work;
        self.abandon_calls(job, at_work as usize);
        let after = self.model.jobs[job].replace_after;
        if after != super::NEVER {
            self.calendar.push(self.now.saturating_add(after), Kind::WorkersBack.of(job as u32));
        }
    }

    fn abandon_calls(&mut self, job: usize, count: usize) {
        let theirs = |c: &Call| {
            c.job as usize == job
                && !c.alone
                && c.place != Place::Left
                && matches!(c.kind, Caller::Message | Caller::Batch)
        };
        let calls: Vec<u32> =
            self.calls.iter().filter(|(_, c)| theirs(c)).map(|(i, _)| i).take(count).collect();
        for index in calls {
            let call = self.calls[index];
            self.calls[index].alone = true;
            if call.kind == Caller::Batch {
                self.batch_is_orphaned(call.caller);
            } else {
                self.orphan(call.caller);
            }
        }
    }

    /// The worker of a message is dead: early acknowledged it is lost; in a stream its partition goes on elsewhere
    /// after the lease; in a queue the lease is running already.
    pub(super) fn orphan(&mut self, index: u32) {
        let Message { job, state, .. } = self.messages[index];
        let model = &self.model.jobs[job as usize];
        if model.early {
            self.lose(index);
        } else if model.stream.is_some() && state == State::Taken {
            self.messages[index].state = State::Between;
            self.calendar.push(self.now.saturating_add(model.lease), Kind::MessageBack.of(index));
        } else {
            self.watch_lease(index);
        }
    }

    /// Dead workers are replaced.
    pub(super) fn workers_back(&mut self, job: usize) {
        self.queues[job].stats.touch(self.now);
        self.queues[job].dead_workers = 0;
        self.give_work(job);
    }

    /// Dead letters go back: all at once, or at the queue's redrive rate.
    pub(super) fn begin_redrive(&mut self, job: usize) {
        if self.model.jobs[job].redrive_rate > 0.0 {
            return self.redrive(job);
        }
        for _ in 0..self.queues[job].dead.len() {
            self.redrive_one(job);
        }
    }

    /// One dead letter goes back, and the next after it.
    pub(super) fn redrive(&mut self, job: usize) {
        self.redrive_one(job);
        if !self.queues[job].dead.is_empty() {
            let distance = (1e9 / self.model.jobs[job].redrive_rate) as Tick;
            self.calendar.push(self.now.saturating_add(distance.max(1)), Kind::Redrive.of(job as u32));
        }
    }

    fn redrive_one(&mut self, job: usize) {
        let Some(index) = self.queues[job].dead.pop_front() else { return };
        self.queues[job].dead_count -= 1;
        self.desk.messages_dead -= 1;
        self.ledger.dead_letters -= 1;
        self.queues[job].stats.touch(self.now);
        self.queues[job].stats.inside += 1;
        let message = &mut self.messages[index];
        message.published = self.now;
        message.receives = 0;
        if self.model.jobs[job].effect == Effect::Save {
            self.orders[self.messages[index].order].saving += 1;
        }
        self.enqueue(index);
    }

    /// Seconds that the oldest waiting message has waited.
    pub(super) fn oldest_message(&self, job: usize) -> f64 {
        let waiting = |(index, _): &&(u32, Tick)| self.messages[*index].state == State::Waiting;
        let heads = self.queues[job].rings.iter().filter_map(|ring| ring.iter().find(waiting));
        let oldest = heads.map(|(index, _)| self.messages[*index].published).min();
        oldest.map_or(0.0, |since| seconds(self.now - since))
    }
}
