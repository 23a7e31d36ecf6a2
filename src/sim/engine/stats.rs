//! What a station or queue counts while the run goes on.

use super::super::sampler::Tick;
use super::super::tally::Tally;

/// Areas under the curves of who waits, who is inside and who is busy, in nanoseconds; whole numbers, and exact.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Areas {
    pub waiting: u128,
    pub inside: u128,
    pub inside_squared: u128,
    pub busy: u128,
    pub empty: u128,
}

impl Areas {
    /// This without what was there earlier.
    pub(crate) const fn since(&self, earlier: &Self) -> Self {
        Self {
            waiting: self.waiting - earlier.waiting,
            inside: self.inside - earlier.inside,
            inside_squared: self.inside_squared - earlier.inside_squared,
            busy: self.busy - earlier.busy,
            empty: self.empty - earlier.empty,
        }
    }
}

/// Counters, areas and tallies of one station or queue.
#[derive(Debug)]
pub(crate) struct Stats {
    touched: Tick,
    pub waiting: u32,
    pub inside: u32,
    pub busy: u32,
    pub areas: Areas,
    /// Time in system of all who left, as far as it lies in the measured time.
    pub stay: u128,
    pub wait: Tally,
    pub time_in_system: Tally,
    pub counts: Counts,
}

/// What happened how often in the measured time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub arrivals: u64,
    pub completed: u64,
    pub failed: u64,
    pub refused: u64,
    pub abandoned: u64,
    pub timed_out: u64,
    pub deliveries: u64,
    pub redelivered: u64,
    pub dead: u64,
    pub lost: u64,
}

impl Stats {
    pub(crate) fn new() -> Self {
        Self {
            touched: 0,
            waiting: 0,
            inside: 0,
            busy: 0,
            areas: Areas::default(),
            stay: 0,
            wait: Tally::new(),
            time_in_system: Tally::new(),
            counts: Counts::default(),
        }
    }

    /// Brings the areas up to `now`; called before anything changes.
    #[inline]
    pub(crate) fn touch(&mut self, now: Tick) {
        let passed = u128::from(now - self.touched);
        self.touched = now;
        self.areas.waiting += u128::from(self.waiting) * passed;
        self.areas.busy += u128::from(self.busy) * passed;
        self.areas.inside += u128::from(self.inside) * passed;
        self.areas.inside_squared += u128::from(u64::from(self.inside) * u64::from(self.inside)) * passed;
        if self.inside == 0 {
            self.areas.empty += passed;
        }
    }

    /// Someone who entered then leaves now.
    #[inline]
    pub(crate) fn leave(&mut self, entered: Tick, now: Tick, warmup: Tick) {
        self.inside -= 1;
        if now >= warmup {
            self.stay += u128::from(now - entered.max(warmup));
        }
    }

    /// Forgets what was measured, at the end of the warm-up.
    pub(crate) fn restart(&mut self, now: Tick) {
        self.touch(now);
        self.areas = Areas::default();
        self.stay = 0;
        self.wait = Tally::new();
        self.time_in_system = Tally::new();
        self.counts = Counts::default();
    }
}
