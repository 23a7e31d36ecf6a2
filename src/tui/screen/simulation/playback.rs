//! Where the playback stands. Time is an argument.

use std::time::Duration;

/// Simulated seconds a second.
const SPEEDS: [f64; 12] = [0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
/// A run is played in about this many seconds unless another speed is chosen.
const PLEASANT: f64 = 60.0;
/// After a pause of the program playback goes on, it does not jump.
const LONGEST_STEP: Duration = Duration::from_millis(250);
/// Two moments closer than this are the same one.
const NEAR: f64 = 1e-6;

/// The moment that is shown, and how it moves on.
#[derive(Clone, Debug, PartialEq)]
pub struct Playback {
    at: f64,
    end: f64,
    speed: usize,
    since: Option<Duration>,
    playing: bool,
}

impl Playback {
    /// At the start of a run of `end` seconds, playing.
    pub fn new(end: f64) -> Self {
        let end = if end.is_finite() { end.max(0.0) } else { 0.0 };
        let wanted = end / PLEASANT;
        let speed = SPEEDS.iter().position(|s| *s >= wanted).unwrap_or(SPEEDS.len() - 1);
        Self { at: 0.0, end, speed, since: None, playing: true }
    }

    /// The same place and speed in another run.
    #[must_use]
    pub fn within(&self, end: f64) -> Self {
        Self { end, at: self.at.min(end), ..self.clone() }
    }

    /// The moment that is shown, in seconds.
    pub fn at(&self) -> f64 {
        self.at
    }

    /// The length of the run, in seconds.
    pub fn end(&self) -> f64 {
        self.end
    }

    /// Simulated seconds a second.
    pub fn speed(&self) -> f64 {
        SPEEDS[self.speed]
    }

    /// Whether it moves.
    pub fn playing(&self) -> bool {
        self.playing
    }

    /// Whether the whole run has been shown.
    pub fn ended(&self) -> bool {
        self.at >= self.end - NEAR
    }

    /// Moves on to `now`; true when the end was reached just now.
    pub fn tick(&mut self, now: Duration) -> bool {
        if !self.playing {
            return false;
        }
        let step = self.since.map_or(Duration::ZERO, |since| now.saturating_sub(since)).min(LONGEST_STEP);
        self.since = Some(now);
        self.at = (self.at + step.as_secs_f64() * self.speed()).min(self.end);
        self.playing = !self.ended();
        !self.playing
    }

    /// Starts or stops; at the end it starts over.
    pub fn toggle(&mut self) {
        if !self.playing && self.ended() {
            self.at = 0.0;
        }
        self.playing = !self.playing;
        self.since = None;
    }

    /// Stops.
    pub fn pause(&mut self) {
        self.playing = false;
    }

    /// Stops at `at`.
    pub fn seek(&mut self, at: f64) {
        self.at = at.clamp(0.0, self.end);
        self.playing = false;
    }

    /// Moves by a share of the run, and goes on playing if it played.
    pub fn scrub(&mut self, share: f64) {
        self.at = (self.at + share * self.end).clamp(0.0, self.end);
    }

    /// Twice as fast, or half as fast.
    pub fn change_speed(&mut self, faster: bool) {
        self.speed =
            if faster { (self.speed + 1).min(SPEEDS.len() - 1) } else { self.speed.saturating_sub(1) };
    }

    /// Stops at the first of these moments behind this one; at the end when there is none.
    pub fn to_next(&mut self, moments: impl Iterator<Item = f64>) {
        let next = moments.filter(|m| *m > self.at + NEAR).fold(self.end, f64::min);
        self.seek(next);
    }

    /// Stops at the last of these moments before this one; at the start when there is none.
    pub fn to_previous(&mut self, moments: impl Iterator<Item = f64>) {
        let previous = moments.filter(|m| *m < self.at - NEAR).fold(0.0, f64::max);
        self.seek(previous);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn ten_minutes_play_in_about_one() {
        let mut playback = Playback::new(600.0);
        assert!((playback.speed() - 16.0).abs() < 1e-9);
        assert!(!playback.tick(ms(1_000)), "the first tick only starts the clock");
        playback.tick(ms(1_100));
        assert!((playback.at() - 1.6).abs() < 1e-9);
    }

    #[test]
    fn a_program_that_slept_goes_on_where_it_was() {
        let mut playback = Playback::new(600.0);
        playback.tick(ms(0));
        playback.tick(ms(3_600_000));
        assert!((playback.at() - 4.0).abs() < 1e-9, "a quarter of a second at 16 x");
    }

    #[test]
    fn it_stops_at_the_end_and_says_so_once() {
        let mut playback = Playback::new(1.0);
        let ended: Vec<bool> = (0..60).map(|i| playback.tick(ms(i * 250))).collect();
        assert_eq!(ended.iter().filter(|e| **e).count(), 1);
        assert!(playback.ended() && !playback.playing());
        playback.toggle();
        assert!(playback.playing() && playback.at() == 0.0, "playing on from the end starts over");
    }

    #[test]
    fn marks_are_reached_in_order_and_both_ways() {
        let marks = [10.0, 20.0, 20.0, 500.0];
        let mut playback = Playback::new(600.0);
        let mut stops = Vec::new();
        for _ in 0..4 {
            playback.to_next(marks.into_iter());
            stops.push(playback.at());
        }
        playback.to_previous(marks.into_iter());
        stops.push(playback.at());
        playback.seek(5.0);
        playback.to_previous(marks.into_iter());
        stops.push(playback.at());
        assert_eq!(stops, [10.0, 20.0, 500.0, 600.0, 500.0, 0.0]);
        assert!(!playback.playing(), "stepping stops");
    }

    #[test]
    fn scrubbing_and_speed_stay_inside_their_ends() {
        let mut playback = Playback::new(600.0);
        playback.scrub(-0.5);
        assert_eq!(playback.at(), 0.0);
        playback.scrub(0.5);
        assert_eq!(playback.at(), 300.0);
        (0..30).for_each(|_| playback.change_speed(true));
        assert_eq!(playback.speed(), 256.0);
        (0..30).for_each(|_| playback.change_speed(false));
        assert_eq!(playback.speed(), 0.1);
        assert_eq!(playback.within(100.0).at(), 100.0);
        assert_eq!(Playback::new(f64::NAN).at(), 0.0);
    }
}
