//! How a message ends: acknowledged, lost, or set aside as a dead letter, which may be put back.

use std::collections::BTreeSet;

use super::super::model::JobModel;
use super::super::sampler::Tick;
use super::super::story::{MarkKind, StepKind};
use super::queues::Queue;
use super::things::{Message, Order, State};
use super::{Engine, Kind};
use crate::content::scenario::Effect;

impl Queue {
    /// The message leaves.
    #[inline(always)]
    fn let_out(&mut self, message: &mut Message, to: State, now: Tick) {
        message.state = to;
        self.stats.leave(message.published, now);
        self.stats.note_stay(message.published, now);
    }
}

impl Engine<'_> {
    /// Promised emails that may still come in time: something that leads to them is under way.
    pub(in super::super) fn emails_on_their_way(&self) -> u64 {
        let mut leads = vec![false; self.model.jobs.len()];
        for (index, job) in self.model.jobs.iter().enumerate().rev() {
            leads[index] = job.effect == Effect::Email || job.next.iter().any(|next| leads[*next]);
        }
        let works = |m: &Message| m.state != State::Dead && (m.state != State::Gone || m.held > 0);
        let messages = self.messages.iter().map(|(_, message)| message);
        let under_way = messages.filter(|m| leads[m.job as usize] && works(m)).map(|m| m.order);
        let orders: BTreeSet<u32> =
            under_way.chain(self.outbox.iter().map(|parcel| parcel.order())).collect();
        let in_time =
            |order: &Order| order.has(Order::NO_EMAIL) && self.now - order.told <= self.model.email_deadline;
        orders.into_iter().filter(|order| in_time(&self.orders[*order])).count() as u64
    }

    /// The message leaves the queue: acknowledged as done, or for good without success.
    #[inline(always)]
    pub(super) fn settle(&mut self, index: u32, plan: &JobModel, done: bool) {
        let message = &mut self.messages[index];
        if matches!(message.state, State::Gone | State::Dead) {
            return;
        }
        let Message { job, partition, order, state, .. } = *message;
        let job = job as usize;
        let queue = &mut self.queues[job];
        queue.let_out(message, State::Gone, self.now);
        queue.stats.counts.completed += u64::from(done);
        self.desk.messages_done += 1;
        self.is_out(order, plan);
        if state == State::Waiting {
            self.leave_ring(index, job, partition as usize);
        }
    }

    /// A message that was acknowledged early and then failed is lost.
    pub(super) fn lose(&mut self, index: u32) {
        let Message { job, order, click, .. } = self.messages[index];
        let job = job as usize;
        let counts = &mut self.queues[job].stats.counts;
        counts.lost += 1;
        counts.completed = counts.completed.saturating_sub(1);
        self.desk.messages_done -= 1;
        self.desk.messages_lost += 1;
        self.ledger.lost += 1;
        self.note(StepKind::Lost, order, Some(job), click, 0);
        self.mark(MarkKind::Lost, Some(order), Some(job));
        self.cannot_keep(order, job);
    }

    /// The message is set aside as a dead letter.
    pub(super) fn set_aside(&mut self, index: u32) {
        let message = &mut self.messages[index];
        let Message { job, order, click, receives, .. } = *message;
        let job = job as usize;
        let queue = &mut self.queues[job];
        queue.let_out(message, State::Dead, self.now);
        queue.stats.counts.dead += 1;
        queue.dead_count += 1;
        self.desk.messages_dead += 1;
        self.ledger.dead_letters += 1;
        self.note(StepKind::DeadLetter, order, Some(job), click, u32::from(receives) - 1);
        self.mark(MarkKind::DeadLetter, Some(order), Some(job));
        self.cannot_keep(order, job);
        if self.model.jobs[job].redriven {
            self.queues[job].dead.push_back(index);
        }
        self.is_out(order, &self.model.jobs[job]);
    }

    /// A message of this order and job will save nothing any more.
    #[inline(always)]
    fn is_out(&mut self, order: u32, plan: &JobModel) {
        if plan.effect == Effect::Save {
            self.orders[order].saving = self.orders[order].saving.saturating_sub(1);
            self.reassess(order);
        }
    }

    /// A worker holds the message no longer.
    #[inline(always)]
    pub(super) fn let_go_message(&mut self, index: u32, plan: &JobModel) {
        let message = &mut self.messages[index];
        message.held -= 1;
        if message.is_over(plan.redriven) {
            let order = message.order;
            self.messages.remove(index);
            self.let_go(order);
        }
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
        let queue = &mut self.queues[job];
        let Some(index) = queue.dead.pop_front() else { return };
        queue.dead_count -= 1;
        queue.stats.enter(self.now);
        self.desk.messages_dead -= 1;
        self.ledger.dead_letters -= 1;
        let message = &mut self.messages[index];
        message.published = self.now;
        message.receives = 0;
        if self.model.jobs[job].effect == Effect::Save {
            self.orders[message.order].saving += 1;
        }
        self.enqueue(index);
    }
}
