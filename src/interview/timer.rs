//! A countdown that is right across pauses, sleep, clock changes and a killed process. Time is an argument.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Wall-clock time in milliseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMillis(pub i64);

impl UnixMillis {
    /// Milliseconds from `earlier` to `self`; negative when the clock was set back.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// One reading of both clocks, taken by a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Since any fixed moment of this process; never goes back, may stand still while the machine sleeps.
    pub monotonic: Duration,
    /// What a wall clock shows.
    pub wall: UnixMillis,
}

/// The clocks may drift apart by this much before the timer stops and asks.
pub const TOLERANCE: Duration = Duration::from_secs(5);

/// Why a timer stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The learner paused.
    Asked,
    /// The program was put aside (Ctrl-Z).
    Suspended,
    /// The wall clock and the monotonic clock went apart: the machine slept, or the clock was set.
    Clock,
    /// The program ended while the timer ran: quit, crash, kill, closed terminal.
    Closed,
}

/// A mark in the result: the timer stood still here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Time used when it stopped, in milliseconds.
    pub at_ms: u64,
    /// Why.
    pub cause: Cause,
}

/// What a [`Timer::tick`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// Not running; nothing changed.
    Still,
    /// Running.
    Running,
    /// The limit was passed by this very tick; told once.
    Expired,
    /// The clocks went apart by `away_ms` (negative when the wall clock was set back). The timer is paused: ask
    /// whether the time away counts, then [`Timer::resume`] or [`Timer::count`] and resume.
    Jumped {
        /// How far the wall clock ran ahead of the monotonic one, in milliseconds.
        away_ms: i64,
    },
}

/// A countdown over a limit. What is serialised is a stopped timer: a process that died comes back to the same second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    limit_ms: u64,
    spent_ms: u64,
    #[serde(default)]
    pauses: Vec<Pause>,
    /// Set while it runs, so that a copy that was saved running is known to have been cut off.
    #[serde(default)]
    live: bool,
    #[serde(skip)]
    last: Option<Now>,
}

impl Timer {
    /// A stopped timer with `limit` to go.
    pub fn new(limit: Duration) -> Self {
        Self { limit_ms: millis(limit), spent_ms: 0, pauses: Vec::new(), live: false, last: None }
    }

    /// Starts or goes on. A timer that was saved running gets a [`Cause::Closed`] mark.
    pub fn resume(&mut self, now: Now) {
        if self.live && self.last.is_none() {
            self.mark(Cause::Closed);
        }
        self.live = true;
        self.last = Some(now);
    }

    /// Stops, with a mark in the result. Does nothing to a timer that stands still.
    pub fn pause(&mut self, now: Now, cause: Cause) {
        if !self.is_running() {
            return;
        }
        if let Tick::Jumped { .. } = self.tick(now) {
            return;
        }
        self.stop(cause);
    }

    /// Stops for good, without a mark: the answer was handed in. Time until `now` is counted.
    pub fn finish(&mut self, now: Now) {
        self.tick(now);
        self.live = false;
        self.last = None;
    }

    /// Takes the time since the last call into account.
    pub fn tick(&mut self, now: Now) -> Tick {
        let Some(last) = self.last else { return Tick::Still };
        let passed = millis(now.monotonic.saturating_sub(last.monotonic));
        let away_ms = now.wall.since(last.wall).saturating_sub(i64::try_from(passed).unwrap_or(i64::MAX));
        let before = self.spent_ms;
        self.spent_ms = self.spent_ms.saturating_add(passed);
        self.last = Some(now);
        if away_ms.unsigned_abs() > millis(TOLERANCE) {
            self.stop(Cause::Clock);
            return Tick::Jumped { away_ms };
        }
        if before < self.limit_ms && self.spent_ms >= self.limit_ms { Tick::Expired } else { Tick::Running }
    }

    /// Adds time that passed unseen, for example a sleep that the learner wants counted.
    pub fn count(&mut self, away: Duration) {
        self.spent_ms = self.spent_ms.saturating_add(millis(away));
    }

    /// Changes the limit; what was used stays used.
    pub fn set_limit(&mut self, limit: Duration) {
        self.limit_ms = millis(limit);
    }

    /// True between [`Timer::resume`] and whatever stops it.
    pub const fn is_running(&self) -> bool {
        self.last.is_some()
    }

    /// Time used so far, without the pauses.
    pub const fn spent(&self) -> Duration {
        Duration::from_millis(self.spent_ms)
    }

    /// The time given.
    pub const fn limit(&self) -> Duration {
        Duration::from_millis(self.limit_ms)
    }

    /// Time left; zero when it is over.
    pub const fn left(&self) -> Duration {
        Duration::from_millis(self.limit_ms.saturating_sub(self.spent_ms))
    }

    /// Time beyond the limit; zero before.
    pub const fn over(&self) -> Duration {
        Duration::from_millis(self.spent_ms.saturating_sub(self.limit_ms))
    }

    /// The marks, in order.
    pub fn pauses(&self) -> &[Pause] {
        &self.pauses
    }

    fn stop(&mut self, cause: Cause) {
        self.mark(cause);
        self.live = false;
        self.last = None;
    }

    fn mark(&mut self, cause: Cause) {
        self.pauses.push(Pause { at_ms: self.spent_ms, cause });
    }
}

/// A duration as `12:03`, or `1:02:03` from an hour on; what a clock face shows.
pub fn clock_face(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes:02}:{rest:02}") }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(monotonic: u64, wall: i64) -> Now {
        Now { monotonic: Duration::from_secs(monotonic), wall: UnixMillis(wall * 1000) }
    }

    fn running() -> Timer {
        let mut timer = Timer::new(Duration::from_mins(1));
        timer.resume(at(0, 1000));
        timer
    }

    #[test]
    fn counts_down_and_tells_once_that_it_is_over() {
        let mut timer = running();
        assert_eq!(timer.tick(at(59, 1059)), Tick::Running);
        assert_eq!(timer.left(), Duration::from_secs(1));
        assert_eq!(timer.tick(at(61, 1061)), Tick::Expired);
        assert_eq!(timer.tick(at(62, 1062)), Tick::Running);
        assert_eq!((timer.left(), timer.over()), (Duration::ZERO, Duration::from_secs(2)));
    }

    #[test]
    fn a_pause_leaves_a_mark_and_costs_nothing() {
        let mut timer = running();
        timer.pause(at(10, 1010), Cause::Asked);
        assert_eq!(timer.tick(at(500, 1500)), Tick::Still);
        timer.resume(at(500, 1500));
        timer.tick(at(505, 1505));
        assert_eq!(timer.spent(), Duration::from_secs(15));
        assert_eq!(timer.pauses(), [Pause { at_ms: 10_000, cause: Cause::Asked }]);
    }

    #[test]
    fn sleep_pauses_and_asks_in_both_directions() {
        for (wall, away_ms) in [(1010 + 3600, 3_600_000), (1010 - 3600, -3_600_000)] {
            let mut timer = running();
            assert_eq!(timer.tick(at(10, wall)), Tick::Jumped { away_ms });
            assert!(!timer.is_running());
            assert_eq!(timer.spent(), Duration::from_secs(10));
            assert_eq!(timer.pauses()[0].cause, Cause::Clock);
        }
    }

    #[test]
    fn small_drift_is_no_reason_to_stop() {
        let mut timer = running();
        assert_eq!(timer.tick(at(10, 1015)), Tick::Running);
        assert_eq!(timer.tick(at(20, 1031)), Tick::Jumped { away_ms: 6000 });
    }

    #[test]
    fn a_killed_process_resumes_at_the_same_second_with_a_mark() {
        let mut timer = running();
        timer.tick(at(33, 1033));
        let saved = serde_json::to_string(&timer).unwrap();
        let mut back: Timer = serde_json::from_str(&saved).unwrap();
        assert!(!back.is_running());
        back.resume(at(2, 9000));
        back.tick(at(3, 9001));
        assert_eq!(back.spent(), Duration::from_secs(34));
        assert_eq!(back.pauses(), [Pause { at_ms: 33_000, cause: Cause::Closed }]);
    }

    #[test]
    fn time_away_can_be_counted() {
        let mut timer = running();
        timer.tick(at(10, 4000));
        timer.count(Duration::from_secs(20));
        timer.resume(at(11, 4001));
        assert_eq!(timer.left(), Duration::from_secs(30));
    }

    #[test]
    fn faces() {
        assert_eq!(clock_face(Duration::from_mins(30)), "30:00");
        assert_eq!(clock_face(Duration::from_secs(3723)), "1:02:03");
    }
}
