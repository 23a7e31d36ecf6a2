//! Durable queues and streams: what waits there, in which order, and who may take it.

use std::collections::VecDeque;

use super::super::model::JobModel;
use super::super::sampler::{Tick, seconds};
use super::Engine;
use super::stats::Stats;
use super::things::{Message, State};
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

    /// What waits in the only ring of a queue that is not a stream, in order.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &(u32, Tick)> {
        self.rings[0].iter()
    }

    /// The head of a partition is no longer being worked on; nothing to do unless this is a stream.
    #[inline]
    pub(super) fn unblock(&mut self, partition: u16) {
        if let Some(blocked) = self.blocked.get_mut(partition as usize) {
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
        let Message { job, partition, .. } = self.messages[index];
        let job = job as usize;
        self.line_up(index, job);
        let now = self.now;
        self.queues[job].rings[partition as usize].push_back((index, now));
        self.give_work(job);
    }

    /// A failed message of a stream is the head of its partition again.
    pub(super) fn put_back(&mut self, index: u32) {
        let Message { job, partition, .. } = self.messages[index];
        let job = job as usize;
        self.line_up(index, job);
        let now = self.now;
        self.queues[job].rings[partition as usize].push_front((index, now));
        self.queues[job].unblock(partition);
        self.give_work(job);
    }

    fn line_up(&mut self, index: u32, job: usize) {
        self.messages[index].state = State::Waiting;
        self.messages[index].queued = true;
        self.queues[job].stats.waiting.rise(self.now);
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
        if self.model.jobs[job].stream.is_none() {
            return self.pop(job, 0);
        }
        loop {
            let at = self.queues[job].next_partition()?;
            if let Some(message) = self.pop(job, at) {
                let queue = &mut self.queues[job];
                queue.blocked[at] = true;
                queue.turn = (at + 1) % queue.rings.len();
                return Some(message);
            }
        }
    }

    /// Takes the first message of a ring that is still waiting.
    pub(super) fn pop(&mut self, job: usize, ring: usize) -> Option<u32> {
        self.clear_ring(job, ring);
        let (index, _) = self.queues[job].rings[ring].pop_front()?;
        self.messages[index].queued = false;
        self.queues[job].stats.waiting.fall(self.now);
        self.clear_ring(job, ring);
        Some(index)
    }

    /// Clears away those at the head of a ring that were settled while they waited.
    pub(super) fn clear_ring(&mut self, job: usize, ring: usize) {
        while let Some(&(index, _)) = self.queues[job].rings[ring].front() {
            if self.messages[index].state == State::Waiting {
                return;
            }
            self.queues[job].rings[ring].pop_front();
            self.messages[index].queued = false;
            self.free_message(index);
        }
    }

    /// Seconds that the oldest waiting message has waited.
    pub(super) fn oldest_message(&self, job: usize) -> f64 {
        let waiting = |(index, _): &&(u32, Tick)| self.messages[*index].state == State::Waiting;
        let heads = self.queues[job].rings.iter().filter_map(|ring| ring.iter().find(waiting));
        let oldest = heads.map(|(index, _)| self.messages[*index].published).min();
        oldest.map_or(0.0, |since| seconds(self.now - since))
    }
}
