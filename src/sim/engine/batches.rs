//! Batches: cut by size or by linger, worked off by one worker, failing as a whole unless acknowledged in part.

use super::super::model::JobModel;
use super::super::story::StepKind;
use super::stations::Outcome;
use super::things::{Batch, Call, Caller, Deed, Message};
use super::{Engine, Kind};

impl Engine<'_> {
    /// Cuts batches as long as one is full or due and a worker is free.
    pub(super) fn cut_batches(&mut self, job: usize) {
        while let Some(since) = self.queues[job].head_since() {
            let model = &self.model.jobs[job].batch;
            let due = since.saturating_add(model.linger.nanos());
            let full = self.queues[job].stats.waiting.get() >= model.size;
            if !full && due > self.now {
                return self.wait_for_linger(job, due);
            }
            if !self.queues[job].has_idle() {
                return;
            }
            self.cut(job);
        }
        self.queues[job].linger_ends = 0;
    }

    fn wait_for_linger(&mut self, job: usize, due: u64) {
        if self.queues[job].linger_ends != due {
            self.queues[job].linger_ends = due;
            self.calendar.push(due, Kind::Linger.of(job as u32));
        }
    }

    /// The linger of some batch is over.
    pub(super) fn linger_over(&mut self, job: usize) {
        if self.queues[job].linger_ends == self.now {
            self.queues[job].linger_ends = 0;
            self.cut_batches(job);
        }
    }

    /// One worker takes as many messages as a batch may have.
    fn cut(&mut self, job: usize) {
        let plan = &self.model.jobs[job];
        let most = plan.batch.size as usize;
        let mut messages = Vec::with_capacity(most.min(self.queues[job].stats.waiting.get() as usize));
        while messages.len() < most {
            let Some(index) = self.pop(job, 0) else { break };
            self.deliver(index, plan);
            messages.push((index, self.messages[index].receives));
        }
        let Some(&(first, delivery)) = messages.first() else { return };
        let message = &self.messages[first];
        let Message { id, order, lease_ends, .. } = *message;
        let nth = message.number();
        let size = messages.len() as u32;
        let batch = self.batches.insert(Batch { messages });
        self.queues[job].stats.busy.rise(self.now);
        let call = Call {
            id,
            caller: batch,
            order,
            nth,
            delivery,
            size,
            job: job as u8,
            kind: Caller::Batch,
            ..Call::default()
        };
        let call = self.calls.insert(call);
        self.attempt(call, plan);
        if !self.is_done_by(call, lease_ends) {
            self.watch_leases(call);
        }
    }

    /// The effects of a batch. One poison message fails all, unless the rest may be acknowledged without it.
    pub(super) fn apply_batch(&mut self, deed: Deed, plan: &JobModel) -> Outcome {
        let messages = self.batches[deed.caller].messages.clone();
        let partial = plan.batch.partial_ack;
        if !partial && messages.iter().any(|(index, _)| self.messages[*index].poison) {
            return Outcome::Failed;
        }
        for (index, _) in messages {
            let Message { order, poison, .. } = self.messages[index];
            if !poison {
                self.apply_once(Deed { kind: Caller::Message, caller: index, order, ..deed }, plan);
            }
        }
        Outcome::Done
    }

    /// A worker is done with a batch.
    pub(super) fn batch_is_done(&mut self, batch: u32, job: usize, outcome: Outcome) {
        let plan = &self.model.jobs[job];
        self.queues[job].stats.busy.fall(self.now);
        for (index, delivery) in std::mem::take(&mut self.batches[batch].messages) {
            let poison = self.messages[index].poison;
            let of_this = if poison { Outcome::Failed } else { outcome };
            self.delivery_ends(index, plan, delivery, of_this);
            self.let_go_message(index, plan);
        }
        self.batches.remove(batch);
        self.give_work(job);
    }

    /// A batch whose worker is dead is over at its dependency.
    pub(super) fn let_go_batch(&mut self, batch: u32, plan: &JobModel) {
        for (index, _) in std::mem::take(&mut self.batches[batch].messages) {
            self.let_go_message(index, plan);
        }
        self.batches.remove(batch);
    }

    /// The worker of a batch is dead.
    pub(super) fn batch_is_orphaned(&mut self, batch: u32) {
        for (index, _) in self.batches[batch].messages.clone() {
            self.orphan(index);
        }
    }

    /// A step of the followed order, when it is in this batch.
    pub(super) fn note_batch(&mut self, kind: StepKind, batch: u32, job: usize) {
        for (index, delivery) in self.batches[batch].messages.clone() {
            let Message { order, click, .. } = self.messages[index];
            self.note(kind, order, Some(job), click, u32::from(delivery) - 1);
        }
    }
}
