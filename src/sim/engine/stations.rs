//! Dependencies: servers, a line, what callers experience there.

use std::collections::VecDeque;

use super::super::model::{JobModel, StationModel};
use super::super::sampler::{NEVER, Tick};
use super::super::story::StepKind;
use super::calls::id_of;
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
    /// Its tallies are kept: it has a limit, or the request path calls it.
    tracked: bool,
    limit: u32,
    pub line: VecDeque<u32>,
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
}

impl Station {
    pub(super) fn new(model: &StationModel) -> Self {
        Self {
            stats: Stats::new(),
            servers: model.servers,
            tracked: model.tracked,
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

    /// A server begins with this call, of order `id`.
    #[inline(always)]
    fn begin(&mut self, call: &mut Call, plan: &JobModel, id: u64, now: Tick, warmup: Tick) {
        self.stats.busy.rise(now);
        self.stats.counts.deliveries += 1;
        if self.tracked && call.entered >= warmup {
            self.stats.wait.note(now - call.entered);
        }
        let mut length = plan.service.draw(&mut plan.service_stream.at(id, call.number()));
        if !self.calm {
            length = (length as f64 * self.weather.slow) as Tick;
        }
        if call.size > 0 {
            length = length.saturating_add(plan.batch.each.nanos().saturating_mul(u64::from(call.size)));
        }
        call.place = Place::Served;
        call.ends = now.saturating_add(length);
    }

    /// The service of this call ends.
    #[inline(always)]
    fn end(&mut self, call: &mut Call, now: Tick, warmup: Tick) {
        call.place = Place::Between;
        if self.tracked && call.entered >= warmup {
            self.stats.time_in_system.note(now - call.entered);
        }
        self.stats.leave(call.entered, now, warmup);
        self.stats.busy.fall(now);
    }

    /// The share of attempts that fail here when this share fails by itself.
    fn failing(&self, fails: f64) -> f64 {
        fails + self.weather.failing * (1.0 - fails)
    }
}

impl Engine<'_> {
    /// Joins the dependency: is served at once, waits, or is refused.
    #[inline(always)]
    pub(super) fn enter(&mut self, index: u32, plan: &JobModel) {
        let now = self.now;
        let call = &mut self.calls[index];
        let station = &mut self.stations[plan.station];
        call.entered = now;
        station.stats.counts.arrivals += 1;
        let free = station.has_free();
        if station.weather.down || (!free && station.stats.waiting.get() >= station.limit) {
            return self.refuse(index);
        }
        station.stats.enter(now);
        if plan.timeout != NEVER {
            let (lane, attempt) = (lane::timeout(call.job as usize), call.attempt);
            self.set_timer(lane, plan.timeout, index, self.calls.generation(index), attempt);
        }
        if free { self.begin(index, plan) } else { self.wait(index, plan) }
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
        let call = &mut self.calls[index];
        call.place = Place::Line;
        let station = &mut self.stations[plan.station];
        station.stats.waiting.rise(self.now);
        station.line.push_back(index);
        let model = &self.model.stations[plan.station];
        if let Some(patience) = &model.patience {
            let mut draws = model.patience_stream.at(id_of(call, &self.orders), call.nth ^ call.attempt << 8);
            call.ends = self.now.saturating_add(patience.draw(&mut draws));
            self.calendar.push(call.ends, Kind::Impatient.of(index));
        }
        self.note_call(StepKind::Waits, index);
    }

    /// A server begins with this call.
    #[inline(always)]
    fn begin(&mut self, index: u32, plan: &JobModel) {
        let (now, model) = (self.now, self.model);
        if model.looks {
            self.calls[index].seen = self.look(index);
        }
        let call = &mut self.calls[index];
        let id = id_of(call, &self.orders);
        let station = &mut self.stations[plan.station];
        station.begin(call, plan, id, now, model.warmup);
        if station.weather.hangs {
            self.hang(index);
        } else {
            self.calendar.push(call.ends, Kind::Served.of(index));
        }
        self.note_call(StepKind::Begins, index);
    }

    /// The call is taken, and not answered until relief comes.
    #[cold]
    fn hang(&mut self, index: u32) {
        let call = &mut self.calls[index];
        call.place = Place::Stuck;
        call.ends = 0;
        self.stations[self.model.jobs[call.job as usize].station].hanging.push(index);
    }

    /// A service ends, unless it was stopped meanwhile.
    #[inline(always)]
    pub(super) fn served(&mut self, index: u32) {
        let (now, model) = (self.now, self.model);
        let call = &mut self.calls[index];
        if call.ends != now || call.place != Place::Served {
            return;
        }
        let plan = &model.jobs[call.job as usize];
        let station = &mut self.stations[plan.station];
        if station.weather.hangs {
            self.hang(index);
            return self.watch_leases(index);
        }
        station.end(call, now, model.warmup);
        if !station.line.is_empty() {
            self.serve_next(plan.station);
        }
        let outcome = self.outcome(index, plan);
        let counts = &mut self.stations[plan.station].stats.counts;
        if outcome == Outcome::Done {
            counts.completed += 1;
        } else {
            counts.failed += 1;
        }
        self.go_on(index, plan, outcome);
    }

    /// Whether the attempt succeeded, and what it did.
    #[inline(always)]
    fn outcome(&mut self, index: u32, plan: &JobModel) -> Outcome {
        let station = &self.stations[plan.station];
        if station.weather.down {
            return Outcome::Failed;
        }
        let fails = if station.calm { plan.fails } else { station.failing(plan.fails) };
        if fails > 0.0 {
            let call = &self.calls[index];
            let mut draws = plan.failure_stream.at(id_of(call, &self.orders), call.number());
            if draws.share() < fails {
                return Outcome::Failed;
            }
        }
        if plan.harmless {
            return Outcome::Done;
        }
        let call = self.calls[index];
        self.apply(&call)
    }

    /// Fills free servers from the line.
    #[inline(never)]
    pub(super) fn serve_next(&mut self, at: usize) {
        while self.stations[at].has_free() {
            let Some(next) = self.stations[at].line.pop_front() else { return };
            self.clear_head(at);
            let plan = self.plan_of(next);
            let station = &mut self.stations[at];
            station.stats.waiting.fall(self.now);
            if station.weather.down {
                let entered = self.calls[next].entered;
                station.stats.leave(entered, self.now, self.model.warmup);
                self.refuse(next);
            } else {
                self.begin(next, plan);
            }
        }
    }

    /// Leaves the line; the place in it is cleared away when its turn comes.
    pub(super) fn leave_line(&mut self, index: u32) {
        let Call { job, entered, .. } = self.calls[index];
        let at = self.model.jobs[job as usize].station;
        let station = &mut self.stations[at];
        station.stats.waiting.fall(self.now);
        station.stats.leave(entered, self.now, self.model.warmup);
        station.stats.counts.abandoned += 1;
        if entered >= self.model.warmup {
            station.stats.wait.note(self.now - entered);
        }
        let copy = Call { place: Place::Between, ..self.calls[index] };
        self.calls[index].place = Place::Left;
        self.clear_head(at);
        let copy = self.calls.insert(copy);
        self.conclude(copy, Outcome::Failed);
    }

    /// Clears away those at the head of the line who have left: the head always waits.
    #[inline(always)]
    fn clear_head(&mut self, at: usize) {
        let line = &mut self.stations[at].line;
        while let Some(index) = line.pop_front_if(|index| self.calls[*index].place == Place::Left) {
            self.calls.remove(index);
        }
    }

    /// The patience of a waiting call is over.
    pub(super) fn impatient(&mut self, index: u32) {
        let call = &self.calls[index];
        if call.place == Place::Line && call.ends == self.now {
            self.leave_line(index);
        }
    }
}
