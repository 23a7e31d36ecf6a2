//! Dependencies: servers, a line, what callers experience there.

use std::collections::VecDeque;

use super::super::model::{JobModel, StationModel};
use super::super::sampler::{NEVER, Tick};
use super::super::slab::{Key, Slab};
use super::super::story::StepKind;
use super::stats::Stats;
use super::things::{Call, Place};
use super::{Engine, Kind, lane};

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    /// May be tried again.
    Failed,
    /// The write lost against a newer version, and is tried again at once.
    Again,
    /// The item is gone; trying again does not help.
    SoldOut,
}

/// A dependency as it stands.
#[derive(Debug)]
pub(crate) struct Station {
    pub stats: Stats,
    pub servers: u32,
    limit: u32,
    /// Those who wait, and between them some who have left; the first one waits.
    pub line: VecDeque<Key>,
    /// Calls that were taken and are never answered, until relief comes.
    pub hanging: Vec<u32>,
    /// It stands still: breakdowns and freezes.
    pub frozen: u32,
    /// Breakdowns and repairs so far.
    pub turns: u64,
    pub weather: Climate,
    /// The weather is calm.
    pub calm: bool,
}

/// What the weather does to a dependency now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Climate {
    pub down: bool,
    pub hangs: bool,
    pub slow: f64,
    pub failing: f64,
}

impl Climate {
    pub(super) const CALM: Self = Self { down: false, hangs: false, slow: 1.0, failing: 0.0 };

    /// Nothing is wrong.
    pub(super) fn is_calm(&self) -> bool {
        !self.down && !self.hangs && self.failing <= 0.0 && (self.slow - 1.0).abs() < 1e-9
    }

    /// The share of attempts that fail when this share fails by itself.
    fn failing(&self, fails: f64) -> f64 {
        if self.down { 1.0 } else { fails + self.failing * (1.0 - fails) }
    }
}

impl Station {
    pub(super) fn new(model: &StationModel, warmup: Tick) -> Self {
        Self {
            stats: Stats::new(warmup, model.tracked),
            servers: model.servers,
            limit: model.line,
            line: VecDeque::new(),
            hanging: Vec::new(),
            frozen: 0,
            turns: 0,
            weather: Climate::CALM,
            calm: true,
        }
    }

    /// Whether a server is free.
    #[inline]
    const fn has_free(&self) -> bool {
        self.stats.busy.get() < self.servers && self.frozen == 0
    }

    /// Whether nobody more may wait.
    #[inline]
    const fn is_full(&self) -> bool {
        self.stats.waiting.get() >= self.limit
    }

    /// A server begins with this call.
    #[inline(always)]
    fn begin(&mut self, index: u32, call: &mut Call, plan: &JobModel, now: Tick) -> Option<Tick> {
        self.stats.busy.rise(now);
        self.stats.counts.deliveries += 1;
        self.stats.note_wait(call.entered, now);
        if self.weather.hangs {
            self.hang(index, call);
            return None;
        }
        let mut length = plan.service.draw(&mut plan.service_stream.at(call.id, call.number()));
        if !self.calm {
            length = (length as f64 * self.weather.slow) as Tick;
        }
        if call.size > 0 {
            length = length.saturating_add(plan.batch.each.nanos().saturating_mul(u64::from(call.size)));
        }
        call.place = Place::Served;
        call.ends = now.saturating_add(length);
        Some(call.ends)
    }

    /// The call is taken, and not answered until relief comes.
    #[cold]
    fn hang(&mut self, index: u32, call: &mut Call) {
        call.place = Place::Stuck;
        call.ends = 0;
        self.hanging.push(index);
    }

    /// The service of this call ends.
    #[inline(always)]
    fn end(&mut self, call: &mut Call, now: Tick) {
        call.place = Place::Between;
        self.stats.leave(call.entered, now);
        self.stats.note_stay(call.entered, now);
        self.stats.busy.fall(now);
        self.stats.counts.completed += 1;
    }

    /// Whether this attempt, whose service is over, fails.
    #[inline(always)]
    fn fails(&self, call: &Call, plan: &JobModel) -> bool {
        let share = if self.calm { plan.fails } else { self.weather.failing(plan.fails) };
        share > 0.0 && plan.failure_stream.at(call.id, call.number()).share() < share
    }

    /// Clears away those at the head of the line who have left: the head always waits.
    #[inline(always)]
    fn clear_head(&mut self, calls: &Slab<Call>) {
        while self.line.pop_front_if(|key| !calls.has(*key)).is_some() {}
    }
}

impl Engine<'_> {
    /// Joins the dependency: is served at once, waits, or is refused.
    #[inline(always)]
    pub(super) fn enter(&mut self, index: u32, plan: &JobModel) {
        let (call, station) = (&mut self.calls[index], &mut self.stations[plan.station]);
        let lane = lane::timeout(call.job as usize);
        call.entered = self.now;
        station.stats.counts.arrivals += 1;
        let free = station.has_free();
        if station.weather.down || (!free && station.is_full()) {
            return self.refuse(index);
        }
        station.stats.enter(self.now);
        if free {
            self.begin(index, plan);
        } else {
            self.wait(index, plan);
        }
        if plan.timeout != NEVER && !self.is_done_by(index, self.now.saturating_add(plan.timeout)) {
            self.set_timer(lane, plan.timeout, self.calls.key(index));
        }
    }

    /// The lock is held now: goes on to the dependency, whose line it has counted in already.
    pub(super) fn enter_from_lock(&mut self, index: u32) {
        let plan = self.plan_of(index);
        let station = &mut self.stations[plan.station];
        station.stats.waiting.fall(self.now);
        if station.has_free() { self.begin(index, plan) } else { self.wait(index, plan) }
    }

    #[inline(never)]
    fn wait(&mut self, index: u32, plan: &JobModel) {
        let key = self.calls.key(index);
        let (call, station) = (&mut self.calls[index], &mut self.stations[plan.station]);
        call.place = Place::Line;
        station.stats.waiting.rise(self.now);
        station.line.push_back(key);
        let model = &self.model.stations[plan.station];
        if let Some(patience) = &model.patience {
            let mut draws = model.patience_stream.at(call.id, call.nth ^ call.attempt << 8);
            call.ends = self.now.saturating_add(patience.draw(&mut draws));
            self.calendar.push(call.ends, Kind::Impatient.of(index));
        }
        self.note_call(StepKind::Waits, index);
    }

    /// A server begins with this call.
    #[inline(always)]
    fn begin(&mut self, index: u32, plan: &JobModel) {
        if self.model.looks {
            self.calls[index].seen = self.look(index);
        }
        let (call, station) = (&mut self.calls[index], &mut self.stations[plan.station]);
        if let Some(end) = station.begin(index, call, plan, self.now) {
            self.calendar.push(end, Kind::Served.of(index));
        }
        self.note_call(StepKind::Begins, index);
    }

    /// A service ends, unless it was stopped meanwhile.
    #[inline(always)]
    pub(super) fn served(&mut self, index: u32) {
        let call = &mut self.calls[index];
        if call.ends != self.now || call.place != Place::Served {
            return;
        }
        let plan = &self.model.jobs[call.job as usize];
        let station = &mut self.stations[plan.station];
        if station.weather.hangs {
            station.hang(index, call);
            return self.watch_call(index);
        }
        station.end(call, self.now);
        let fails = station.fails(call, plan);
        if !station.line.is_empty() {
            self.serve_next(plan.station);
        }
        let outcome = if fails {
            Outcome::Failed
        } else if plan.harmless {
            Outcome::Done
        } else {
            self.apply(self.calls[index].deed(), plan)
        };
        if outcome != Outcome::Done {
            self.stations[plan.station].stats.counts.takes_back();
        }
        self.go_on(index, plan, outcome);
    }

    /// Fills free servers from the line.
    #[inline(never)]
    pub(super) fn serve_next(&mut self, at: usize) {
        loop {
            let station = &mut self.stations[at];
            if !station.has_free() {
                return;
            }
            let Some(Key { index: next, .. }) = station.line.pop_front() else { return };
            station.clear_head(&self.calls);
            station.stats.waiting.fall(self.now);
            let call = &self.calls[next];
            if station.weather.down {
                station.stats.leave(call.entered, self.now);
                self.refuse(next);
            } else {
                self.begin(next, &self.model.jobs[call.job as usize]);
            }
        }
    }

    /// Leaves the line; the place in it is cleared away when its turn comes.
    pub(super) fn leave_line(&mut self, index: u32) {
        let call = &mut self.calls[index];
        call.place = Place::Between;
        let (job, entered) = (call.job, call.entered);
        self.calls.renew(index);
        let station = &mut self.stations[self.model.jobs[job as usize].station];
        station.stats.waiting.fall(self.now);
        station.stats.leave(entered, self.now);
        station.stats.note_wait(entered, self.now);
        station.stats.counts.abandoned += 1;
        station.clear_head(&self.calls);
        self.conclude(index, Outcome::Failed);
    }

    /// The patience of a waiting call is over.
    pub(super) fn impatient(&mut self, index: u32) {
        let call = &self.calls[index];
        if call.place == Place::Line && call.ends == self.now {
            self.leave_line(index);
        }
    }
}
