//! When shoppers come, whatever happens to the rate meanwhile.

use super::super::model::Gap;
use super::super::random::Draws;
use super::super::sampler::{NEVER, Tick, whole};
use super::super::ziggurat::exponential;
use super::{Engine, Kind};
use crate::content::scenario::Rhythm;

/// The stream of arrivals as it stands.
#[derive(Debug)]
pub(super) struct State {
    /// When the next shopper comes; events at other times are out of date.
    next: Tick,
    /// Ticks between two arrivals on average, spikes included; infinite for none.
    pub(super) distance: f64,
    /// The same without spikes.
    base: f64,
    /// For a rate of zero: how much of the gap was left, in units of the mean distance.
    left: f64,
    bursting: bool,
    turns: u64,
    closed: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            next: NEVER,
            distance: f64::INFINITY,
            base: f64::INFINITY,
            left: 0.0,
            bursting: false,
            turns: 0,
            closed: false,
        }
    }
}

impl State {
    /// Nobody comes any more.
    pub(super) const fn over(&self) -> bool {
        self.closed
    }
}

impl Engine<'_> {
    pub(super) fn begin_arrivals(&mut self) {
        let spec = &self.model.arrivals.spec;
        if self.model.jobs.len() == usize::from(self.model.cache.is_some()) {
            self.arrivals.closed = true;
            return;
        }
        self.arrivals.base = match spec.rhythm {
            Rhythm::Gaps => 1.0,
            _ => 1e9 / spec.rate,
        };
        self.arrivals.distance = self.arrivals.base;
        match spec.rhythm {
            Rhythm::Bursts | Rhythm::Day => {
                self.arrivals.left = self.gap(0);
                self.arrivals.distance = f64::INFINITY;
                self.rate_changes();
            }
            _ => self.schedule_arrival(),
        }
    }

    /// The gap before arrival number `id`, in units of the mean distance.
    #[inline(always)]
    fn gap(&self, id: u64) -> f64 {
        let arrivals = &self.model.arrivals;
        let mut draws: Draws = arrivals.stream.at(id, 0);
        match &arrivals.gap {
            Gap::Exponential => exponential(&mut draws),
            Gap::Constant => 1.0,
            Gap::General(sampler) => sampler.draw(&mut draws) as f64,
            Gap::Trace(_) => 0.0,
        }
    }

    #[inline(always)]
    fn schedule_arrival(&mut self) {
        let came = self.ledger.orders;
        if came >= self.model.orders || self.arrivals.closed {
            self.arrivals.closed = true;
            self.arrivals.next = NEVER;
            return;
        }
        self.arrivals.next = match &self.model.arrivals.gap {
            Gap::Trace(times) => times.get(came as usize).copied().unwrap_or(NEVER),
            _ => self.now.saturating_add(whole(self.gap(came) * self.arrivals.distance)),
        };
        if self.arrivals.next == NEVER {
            self.arrivals.closed = true;
        } else {
            self.calendar.push(self.arrivals.next, Kind::Arrival.of(0));
        }
    }

    /// A shopper comes, unless the event is out of date.
    #[inline(always)]
    pub(super) fn arrive(&mut self) {
        if self.now != self.arrivals.next {
            return;
        }
        self.ledger.orders += 1;
        self.schedule_arrival();
        self.shopper_comes();
    }

    /// From now on arrivals are `distance` apart on average; what is left of the gap is stretched with it.
    fn change_distance(&mut self, distance: f64) {
        let state = &mut self.arrivals;
        if state.closed || matches!(self.model.arrivals.gap, Gap::Trace(_)) {
            return;
        }
        if state.distance.is_finite() && state.next != NEVER {
            state.left = (state.next - self.now) as f64 / state.distance;
        }
        state.distance = distance;
        state.next = NEVER;
        if distance.is_finite() {
            state.next = self.now.saturating_add((state.left * distance) as Tick);
            self.calendar.push(state.next, Kind::Arrival.of(0));
        }
    }

    /// A spike begins or ends.
    pub(super) fn refresh_spike(&mut self) {
        let factor = self.weather.spike;
        self.change_distance(self.arrivals.base / factor);
    }

    /// A burst, a pause, or another part of the day begins.
    pub(super) fn rate_changes(&mut self) {
        if self.arrivals.closed {
            return;
        }
        let model = self.model;
        let (per_tick, until) = if model.arrivals.spec.rhythm == Rhythm::Day {
            model.arrivals.day_part(self.now)
        } else {
            self.next_burst()
        };
        self.arrivals.base = 1.0 / per_tick;
        self.refresh_spike();
        self.calendar.push(until, Kind::Rate.of(0));
    }

    /// The rate of the burst or pause that begins, and when it ends.
    fn next_burst(&mut self) -> (f64, Tick) {
        let arrivals = &self.model.arrivals;
        self.arrivals.bursting = !self.arrivals.bursting;
        self.arrivals.turns += 1;
        let mut draws = arrivals.stream.at(self.arrivals.turns, 1);
        let (rate, sampler) = if self.arrivals.bursting {
            (arrivals.spec.rate, &arrivals.burst)
        } else {
            (arrivals.spec.quiet_rate, &arrivals.quiet)
        };
        (rate * 1e-9, self.now.saturating_add(sampler.draw(&mut draws).max(1)))
    }

    pub(super) const fn stop_arrivals(&mut self) {
        self.arrivals.closed = true;
        self.arrivals.next = NEVER;
    }
}
