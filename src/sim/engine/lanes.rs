//! Timers of a constant length: first set, first due, so that a ring keeps them in order and the event list holds
//! only the next one. A timer that is no longer meant is skipped when its turn comes.

use std::collections::VecDeque;

use super::super::sampler::Tick;
use super::super::slab::Key;

/// One timer, and what it is for: the generation of an item is the epoch of its lock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timer {
    pub due: Tick,
    pub stamp: u32,
    pub key: Key,
}

/// Timers of one kind.
#[derive(Debug, Default)]
pub(crate) struct Lane {
    pub timers: VecDeque<Timer>,
}

impl Lane {
    /// Adds a timer; true when it is the first, and has to be scheduled.
    #[inline]
    pub(crate) fn push(&mut self, timer: Timer) -> bool {
        self.timers.push_back(timer);
        self.timers.len() == 1
    }
}
