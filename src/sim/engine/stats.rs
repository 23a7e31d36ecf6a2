//! What a station or queue counts while the run goes on.

use super::super::sampler::{NEVER, Tick};
use super::super::tally::Tally;

/// A number that rises and falls, and the area under its curve.
///
/// A rise takes the time from the area and a fall adds it, so that nothing is to be done while the number stays.
/// Areas are whole nanoseconds and exact; on the way they may wrap around zero.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Level {
    number: u32,
    area: u128,
}

impl Level {
    #[inline]
    pub(crate) const fn get(&self) -> u32 {
        self.number
    }

    #[inline]
    pub(crate) const fn rise(&mut self, now: Tick) {
        self.number += 1;
        self.area = self.area.wrapping_sub(now as u128);
    }

    #[inline]
    pub(crate) const fn fall(&mut self, now: Tick) {
        self.fall_by(1, now);
    }

    #[inline]
    pub(crate) const fn fall_by(&mut self, count: u32, now: Tick) {
        self.number -= count;
        self.area = self.area.wrapping_add(count as u128 * now as u128);
    }

    const fn area(&self, now: Tick) -> u128 {
        self.area.wrapping_add(self.number as u128 * now as u128)
    }
}

/// Who is inside, with the area under the square of their number, and the time in which nobody was.
#[derive(Clone, Copy, Debug, Default)]
struct Inside {
    level: Level,
    squared: u128,
    empty: u128,
}

impl Inside {
    #[inline]
    const fn enter(&mut self, now: Tick) {
        let before = self.level.number as u64;
        if before == 0 {
            self.empty = self.empty.wrapping_add(now as u128);
        }
        self.squared = self.squared.wrapping_sub((2 * before + 1) as u128 * now as u128);
        self.level.rise(now);
    }

    #[inline]
    const fn leave(&mut self, now: Tick) {
        self.level.fall(now);
        let after = self.level.number as u64;
        self.squared = self.squared.wrapping_add((2 * after + 1) as u128 * now as u128);
        if after == 0 {
            self.empty = self.empty.wrapping_sub(now as u128);
        }
    }
}

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
    pub waiting: Level,
    pub busy: Level,
    inside: Inside,
    /// The end of the warm-up, and the areas then.
    warmup: Tick,
    before: Areas,
    /// Who entered from then on is tallied; nobody is when tallies are not kept.
    tallied_from: Tick,
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

impl Counts {
    /// What was counted as completed has failed.
    #[cold]
    pub(crate) const fn takes_back(&mut self) {
        self.completed = self.completed.wrapping_sub(1);
        self.failed += 1;
    }
}

impl Stats {
    /// For statistics from the end of the warm-up on, with or without tallies.
    pub(crate) fn new(warmup: Tick, tallied: bool) -> Self {
        Self {
            waiting: Level::default(),
            busy: Level::default(),
            inside: Inside::default(),
            warmup,
            before: Areas::default(),
            tallied_from: if tallied { warmup } else { NEVER },
            stay: 0,
            wait: Tally::new(),
            time_in_system: Tally::new(),
            counts: Counts::default(),
        }
    }

    /// How many are inside.
    pub(crate) const fn inside(&self) -> u32 {
        self.inside.level.get()
    }

    /// Someone enters.
    #[inline]
    pub(crate) const fn enter(&mut self, now: Tick) {
        self.inside.enter(now);
    }

    /// Someone who entered then leaves now.
    #[inline]
    pub(crate) fn leave(&mut self, entered: Tick, now: Tick) {
        self.inside.leave(now);
        self.stay += u128::from(now.saturating_sub(entered.max(self.warmup)));
    }

    /// Someone who entered then waits no longer.
    #[inline]
    pub(crate) fn note_wait(&mut self, entered: Tick, now: Tick) {
        if entered >= self.tallied_from {
            self.wait.note(now - entered);
        }
    }

    /// Someone who entered then has left.
    #[inline]
    pub(crate) fn note_stay(&mut self, entered: Tick, now: Tick) {
        if entered >= self.tallied_from {
            self.time_in_system.note(now - entered);
        }
    }

    /// Areas of the measured time.
    pub(crate) const fn areas(&self, now: Tick) -> Areas {
        self.all_areas(now).since(&self.before)
    }

    const fn all_areas(&self, now: Tick) -> Areas {
        let Inside { level, squared, empty } = self.inside;
        let (number, now_wide) = (level.number as u128, now as u128);
        let empty_now = if level.number == 0 { now_wide } else { 0 };
        Areas {
            waiting: self.waiting.area(now),
            inside: level.area(now),
            inside_squared: squared.wrapping_add(number * number * now_wide),
            busy: self.busy.area(now),
            empty: empty.wrapping_add(empty_now),
        }
    }

    /// Forgets what was measured, at the end of the warm-up.
    pub(crate) fn restart(&mut self, now: Tick) {
        self.before = self.all_areas(now);
        self.stay = 0;
        self.wait = Tally::new();
        self.time_in_system = Tally::new();
        self.counts = Counts::default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against adding up one strip after the other.
        #[test]
        fn areas_are_those_under_the_curve(steps in prop::collection::vec((0..1_000_000_u64, any::<bool>()), 1..60)) {
            let mut stats = Stats::new(0, true);
            let (mut now, mut number, mut inside, mut squared, mut empty) = (0, 0_u32, 0, 0, 0);
            for (passed, enters) in steps {
                now += passed;
                inside += u128::from(number) * u128::from(passed);
                squared += u128::from(number * number) * u128::from(passed);
                empty += if number == 0 { u128::from(passed) } else { 0 };
                if enters || number == 0 {
                    stats.enter(now);
                    stats.waiting.rise(now);
                    number += 1;
                } else {
                    stats.leave(now, now);
                    stats.waiting.fall(now);
                    number -= 1;
                }
                let areas = stats.areas(now);
                prop_assert_eq!((areas.inside, areas.inside_squared, areas.empty), (inside, squared, empty));
                prop_assert_eq!((areas.waiting, stats.inside()), (inside, number));
            }
        }
    }
}
