//! Durable queues and streams: what waits there, in which order, and who may take it.

use std::collections::VecDeque;

use super::super::model::JobModel;
use super::super::sampler::{Tick, seconds};
use super::super::slab::{Key, Slab};
use super::Engine;
use super::stats::Stats;
use super::things::{Message, State};
use crate::content::task::Placement;

/// A message in a ring.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    key: Key,
    since: Tick,
}

/// A queue as it stands.
#[derive(Debug)]
pub(crate) struct Queue {
    pub stats: Stats,
    /// Messages waiting, and between them some that were settled meanwhile; the first one waits. One ring, or one for
    /// each partition of a stream.
    rings: Vec<VecDeque<Waiting>>,
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
    pub(super) fn new(job: &JobModel, warmup: Tick) -> Self {
        let rings = job.stream.as_ref().map_or(1, |s| s.partitions as usize);
        Self {
            stats: Stats::new(warmup, true),
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
    #[inline]
    pub(super) const fn has_idle(&self) -> bool {
        self.stats.busy.get() < self.alive()
    }

    /// Whether a worker is free for a message that comes now: nobody was before it.
    #[inline]
    pub(super) const fn is_idle(&self) -> bool {
        self.stats.waiting.get() == 0 && self.has_idle()
    }

    /// Whether a message waits and a worker is free.
    #[inline]
    const fn has_work(&self) -> bool {
        self.stats.waiting.get() > 0 && self.has_idle()
    }

    /// Since when the first message stands in the only ring of a queue that is not a stream.
    pub(super) fn head_since(&self) -> Option<Tick> {
        self.rings[0].front().map(|head| head.since)
    }

    /// Clears away those at the head of a ring that were settled while they waited.
    #[inline]
    fn clear_head(&mut self, ring: usize, messages: &Slab<Message>) {
        while self.rings[ring].pop_front_if(|head| !messages.has(head.key)).is_some() {}
    }

    /// The head of a partition is no longer being worked on; nothing to do unless this is a stream.
    #[inline]
    pub(super) fn unblock(&mut self, partition: usize) {
        if let Some(blocked) = self.blocked.get_mut(partition) {
            *blocked = false;
        }
    }

    /// The next partition that has messages and that nobody works on.
    fn next_partition(&self) -> Option<usize> {
        let count = self.rings.len();
        let from = |step| (self.turn + step) % count;
        (0..count).map(from).find(|at| !self.blocked[*at] && !self.rings[*at].is_empty())
    }
}

impl Engine<'_> {
    /// The partition that an order's key goes to.
    pub(super) fn partition_of(&self, job: usize, id: u64) -> u16 {
        let job = &self.model.jobs[job];
        let Some(stream) = &job.stream else { return 0 };
        let key = job.key_stream.at(id, 0).below(stream.keys.into());
        job.key_stream.at(key, 1).below(stream.partitions.into()) as u16
    }

    /// A message waits at the end of its ring, until a free worker takes it.
    pub(super) fn enqueue(&mut self, index: u32) {
        let (job, partition, head) = self.line_up(index);
        self.queues[job].rings[partition].push_back(head);
        self.give_work(job);
    }

    /// A failed message of a stream is the head of its partition again.
    pub(super) fn put_back(&mut self, index: u32) {
        let (job, partition, head) = self.line_up(index);
        self.queues[job].rings[partition].push_front(head);
        self.queues[job].unblock(partition);
        self.give_work(job);
    }

    /// The message waits from now on, in this ring of this job.
    fn line_up(&mut self, index: u32) -> (usize, usize, Waiting) {
        let message = &mut self.messages[index];
        message.state = State::Waiting;
        let (job, partition) = (message.job as usize, message.partition as usize);
        self.queues[job].stats.waiting.rise(self.now);
        (job, partition, Waiting { key: self.messages.key(index), since: self.now })
    }

    /// Free workers take messages.
    pub(super) fn give_work(&mut self, job: usize) {
        let plan = &self.model.jobs[job];
        if plan.placement == Placement::Batchable {
            return self.cut_batches(job);
        }
        while self.queues[job].has_work() {
            let Some(message) = self.next_message(job) else { return };
            self.take(message, plan);
        }
    }

    /// The oldest waiting message; in a stream, that of the next partition which nobody works on.
    fn next_message(&mut self, job: usize) -> Option<u32> {
        let queue = &mut self.queues[job];
        if queue.blocked.is_empty() {
            return self.pop(job, 0);
        }
        let at = queue.next_partition()?;
        queue.blocked[at] = true;
        queue.turn = (at + 1) % queue.rings.len();
        self.pop(job, at)
    }

    /// Takes the first message of a ring.
    pub(super) fn pop(&mut self, job: usize, ring: usize) -> Option<u32> {
        let queue = &mut self.queues[job];
        let head = queue.rings[ring].pop_front()?;
        queue.stats.waiting.fall(self.now);
        queue.clear_head(ring, &self.messages);
        Some(head.key.index)
    }

    /// A message was settled while it waited.
    #[cold]
    pub(super) fn leave_ring(&mut self, index: u32, job: usize, ring: usize) {
        self.messages.renew(index);
        self.queues[job].stats.waiting.fall(self.now);
        self.queues[job].clear_head(ring, &self.messages);
    }

    /// Seconds that the oldest waiting message has waited.
    pub(super) fn oldest_message(&self, job: usize) -> f64 {
        let heads = self.queues[job].rings.iter().filter_map(VecDeque::front);
        let oldest = heads.map(|head| self.messages[head.key.index].published).min();
        oldest.map_or(0.0, |since| seconds(self.now - since))
    }
}
