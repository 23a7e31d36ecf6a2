//! Timers of a constant length: first set, first due, so that a ring keeps them in order and the event list holds
//! only the next one. A timer that is no longer meant is skipped when its turn comes.

use std::collections::VecDeque;

use super::super::sampler::Tick;

/// One timer: what it is for, in which generation of its slot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timer {
    pub due: Tick,
    pub stamp: u32,
    pub index: u32,
    pub generation: u32,
    /// The delivery, attempt or lock that it was set for.
    pub nth: u32,
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
