//! Dependencies: servers, a line, what callers experience there.

use std::collections::VecDeque;

use super::super::model::StationModel;
use super::super::sampler::{NEVER, Tick};
use super::super::story::StepKind;
use super::stats::Stats;
use super::things::{Call, Caller, Place};
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
    /// Its areas and tallies are kept: it has a limit, or the request path calls it.
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
}

impl Engine<'_> {
    /// Makes the next attempt of a call: first the lock on its item, then the dependency.
    #[inline]
    pub(super) fn attempt(&mut self, index: u32) {
        self.desk.calls_in += 1;
        let job = &self.model.jobs[self.calls[index].job as usize];
        if job.reserves && !self.lock(index) {
            return;
        }
        self.enter(index);
    }

    /// Joins the dependency: is served at once, waits, or is refused.
    #[inline]
    pub(super) fn enter(&mut self, index: u32) {
        let (now, model) = (self.now, self.model);
        let call = &mut self.calls[index];
        let job = &model.jobs[call.job as usize];
        let station = &mut self.stations[job.station];
        call.entered = now;
        if station.tracked {
            station.stats.touch(now);
        }
        station.stats.counts.arrivals += 1;
        let free = station.stats.busy < station.servers && station.frozen == 0;
        if station.weather.down || (!free && station.stats.waiting >= station.limit) {
            station.stats.counts.refused += 1;
            return self.refuse(index);
        }
        station.stats.inside += 1;
        if job.timeout != NEVER {
            let (lane, generation) = (lane::timeout(call.job as usize), self.calls.generation(index));
            self.set_timer(lane, job.timeout, index, generation, self.calls[index].attempt);
        }
        if free { self.begin(index) } else { self.wait(index) }
    }

    /// The lock is held now: goes on to the dependency, whose line it has counted in already.
    pub(super) fn enter_from_lock(&mut self, index: u32) {
        let job = &self.model.jobs[self.calls[index].job as usize];
        let station = &mut self.stations[job.station];
        station.stats.touch(self.now);
        station.stats.waiting -= 1;
        let free = station.stats.busy < station.servers && station.frozen == 0;
        if free { self.begin(index) } else { self.wait(index) }
    }

    fn wait(&mut self, index: u32) {
        let call = &mut self.calls[index];
        call.place = Place::Line;
        let (order, job, nth, attempt) = (call.order, call.job as usize, call.nth, call.attempt);
        let at = self.model.jobs[job].station;
        let station = &mut self.stations[at];
        station.stats.waiting += 1;
        station.line.push_back(index);
        let model = &self.model.stations[at];
        if let Some(patience) = &model.patience {
            let id = self.call_id(index);
            let leaves = patience.draw(&mut model.patience_stream.at(id, nth ^ attempt << 8));
            let at = self.now.saturating_add(leaves);
            self.calls[index].ends = at;
            self.calendar.push(at, Kind::Impatient.of(index));
        }
        self.note_call(StepKind::Waits, index, order, job);
    }

    /// A server begins with this call.
    #[inline]
    fn begin(&mut self, index: u32) {
        let (now, model) = (self.now, self.model);
        let id = self.call_id(index);
        if model.looks {
            self.calls[index].seen = self.look(index);
        }
        let call = &mut self.calls[index];
        let job = &model.jobs[call.job as usize];
        let station = &mut self.stations[job.station];
        station.stats.busy += 1;
        station.stats.counts.deliveries += 1;
        if station.tracked && call.entered >= model.warmup {
            station.stats.wait.note(now - call.entered);
        }
        call.place = Place::Served;
        if station.weather.hangs {
            call.place = Place::Stuck;
            call.ends = 0;
            station.hanging.push(index);
        } else {
            let nth = call.nth.wrapping_add(call.attempt.wrapping_mul(0x9e37_79b1));
            let mut length = job.service.draw(&mut job.service_stream.at(id, nth));
            if !station.calm {
                length = (length as f64 * station.weather.slow) as Tick;
            }
            if call.kind == Caller::Batch {
                length +=
                    job.batch.each.nanos().saturating_mul(self.batches[call.caller].messages.len() as u64);
            }
            call.ends = now.saturating_add(length);
            self.calendar.push(call.ends, Kind::Served.of(index));
        }
        if self.follow != 0 {
            let (order, job) = (self.calls[index].order, self.calls[index].job as usize);
            self.note_call(StepKind::Begins, index, order, job);
        }
    }

    /// What the random streams of this call go by.
    #[inline]
    pub(super) fn call_id(&self, index: u32) -> u64 {
        let call = &self.calls[index];
        match call.kind {
            Caller::Request | Caller::Message | Caller::Batch => self.orders[call.order].id,
            Caller::Read => u64::from(call.caller),
        }
    }

    /// A service ends, unless it was stopped meanwhile.
    #[inline]
    pub(super) fn served(&mut self, index: u32) {
        let (now, model) = (self.now, self.model);
        let call = self.calls[index];
        if call.ends != now || call.place != Place::Served {
            return;
        }
        let job = &model.jobs[call.job as usize];
        let station = &mut self.stations[job.station];
        if station.weather.hangs {
            self.calls[index].place = Place::Stuck;
            self.calls[index].ends = 0;
            station.hanging.push(index);
            return self.watch_leases(index);
        }
        let stats = &mut station.stats;
        if station.tracked {
            stats.touch(now);
            if call.entered >= model.warmup {
                stats.time_in_system.note(now - call.entered);
            }
        }
        stats.leave(call.entered, now, model.warmup);
        stats.busy -= 1;
        if !station.line.is_empty() {
            self.serve_next(job.station);
        }
        self.calls[index].place = Place::Between;
        let outcome = self.outcome(index, &call);
        let counts = &mut self.stations[job.station].stats.counts;
        if outcome == Outcome::Done {
            counts.completed += 1
        } else {
            counts.failed += 1
        }
        self.go_on(index, &call, outcome);
    }

    /// Fills free servers from the line.
    pub(super) fn serve_next(&mut self, at: usize) {
        loop {
            self.clear_head(at);
            let station = &mut self.stations[at];
            if station.stats.busy >= station.servers || station.frozen > 0 {
                return;
            }
            let Some(next) = station.line.pop_front() else { return };
            station.stats.waiting -= 1;
            if station.weather.down {
                let entered = self.calls[next].entered;
                station.stats.leave(entered, self.now, self.model.warmup);
                station.stats.counts.refused += 1;
                self.refuse(next);
            } else {
                self.begin(next);
            }
        }
    }

    /// Whether the attempt succeeded, and what it did.
    #[inline]
    fn outcome(&mut self, index: u32, call: &Call) -> Outcome {
        let job = &self.model.jobs[call.job as usize];
        let station = &self.stations[job.station];
        let mut fails = job.fails;
        if !station.calm {
            fails += station.weather.failing * (1.0 - fails);
        }
        if station.weather.down {
            return Outcome::Failed;
        }
        if fails > 0.0 {
            let nth = call.nth.wrapping_add(call.attempt.wrapping_mul(0x9e37_79b1));
            if job.failure_stream.at(self.call_id(index), nth).share() < fails {
                return Outcome::Failed;
            }
        }
        self.apply(call)
    }

    /// The dependency does not take the call; its caller hears so in an event of its own, because what the caller
    /// does next may be to call again.
    fn refuse(&mut self, index: u32) {
        let Call { order, job, .. } = self.calls[index];
        self.note_call(StepKind::Refused, index, order, job as usize);
        self.calls[index].place = Place::Refused;
        self.calendar.push(self.now, Kind::Refused.of(index));
    }

    /// The caller hears that the call was refused.
    pub(super) fn refused(&mut self, index: u32) {
        self.calls[index].place = Place::Between;
        self.conclude(index, Outcome::Failed);
    }

    /// An attempt is over: it is tried again later, or whoever waits for it goes on.
    #[inline]
    pub(super) fn conclude(&mut self, index: u32, outcome: Outcome) {
        let call = self.calls[index];
        self.go_on(index, &call, outcome);
    }

    #[inline]
    fn go_on(&mut self, index: u32, call: &Call, outcome: Outcome) {
        self.desk.calls_out += 1;
        if call.lock > 0 {
            self.unlock(index);
        }
        if call.alone {
            return self.clear_away(index);
        }
        let job = call.job as usize;
        if self.follow != 0 {
            let kind = if outcome == Outcome::Done { StepKind::Succeeds } else { StepKind::Fails };
            self.note_call(kind, index, call.order, job);
        }
        match outcome {
            Outcome::Failed if call.attempt + 1 < self.model.jobs[job].tries => return self.try_later(index),
            Outcome::Again => {
                self.calls[index].lost += 1;
                return self.attempt(index);
            }
            Outcome::Done if call.left > 0 => {
                let call = &mut self.calls[index];
                call.left -= 1;
                call.attempt = 0;
                call.nth = call.nth.wrapping_add(1 << 20);
                self.watch_leases(index);
                return self.attempt(index);
            }
            _ => self.calls.remove(index),
        }
        match call.kind {
            Caller::Request => self.call_is_back(call.caller, outcome),
            Caller::Message => self.worker_is_done(call.caller, call.delivery, outcome),
            Caller::Batch => self.batch_is_done(call.caller, job, outcome),
            Caller::Read => self.read_is_done(call),
        }
    }

    fn try_later(&mut self, index: u32) {
        self.watch_leases(index);
        let id = self.call_id(index);
        let call = &mut self.calls[index];
        call.attempt += 1;
        let wait = self.model.jobs[call.job as usize].call_backoff.wait(call.attempt, id);
        self.calendar.push(self.now.saturating_add(wait), Kind::CallAgain.of(index));
    }

    /// The backoff of a call is over.
    pub(super) fn call_again(&mut self, index: u32) {
        if self.calls[index].alone { self.clear_away(index) } else { self.attempt(index) }
    }

    /// A call that nobody waits for is over.
    fn clear_away(&mut self, index: u32) {
        let call = self.calls[index];
        self.calls.remove(index);
        match call.kind {
            Caller::Request => self.let_go_request(call.caller),
            Caller::Message => self.let_go_message(call.caller),
            Caller::Batch => self.let_go_batch(call.caller),
            Caller::Read => {}
        }
    }

    /// The caller waits no longer: the attempt goes on without them, and they go on with a copy of the call.
    fn part(&mut self, index: u32) -> u32 {
        let copy = Call { place: Place::Between, lock: 0, ..self.calls[index] };
        self.calls[index].alone = true;
        match copy.kind {
            Caller::Request => self.requests[copy.caller].holds += 1,
            Caller::Message => self.messages[copy.caller].held += 1,
            Caller::Batch | Caller::Read => {}
        }
        self.calls.insert(copy)
    }

    /// Leaves the line; the place in it is cleared away when its turn comes.
    fn leave_line(&mut self, index: u32) {
        let Call { job, entered, .. } = self.calls[index];
        let at = self.model.jobs[job as usize].station;
        let station = &mut self.stations[at];
        station.stats.touch(self.now);
        station.stats.waiting -= 1;
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

    /// Clears away those at the head of the line who have left.
    fn clear_head(&mut self, at: usize) {
        let line = &mut self.stations[at].line;
        while let Some(index) = line.pop_front_if(|index| self.calls[*index].place == Place::Left) {
            self.calls.remove(index);
        }
    }

    /// The patience of a waiting call is over.
    pub(super) fn impatient(&mut self, index: u32) {
        let call = self.calls[index];
        if call.place == Place::Line && call.ends == self.now {
            self.leave_line(index);
        }
    }

    /// The time limit of a call is over.
    pub(super) fn call_times_out(&mut self, index: u32) {
        let call = self.calls[index];
        if call.alone {
            return;
        }
        let station = self.model.jobs[call.job as usize].station;
        match call.place {
            Place::Line => {
                self.note_call(StepKind::TimesOut, index, call.order, call.job as usize);
                self.leave_line(index);
            }
            Place::Served | Place::Stuck if call.kind != Caller::Batch => {
                self.note_call(StepKind::TimesOut, index, call.order, call.job as usize);
                self.stations[station].stats.counts.timed_out += 1;
                let copy = self.part(index);
                self.desk.calls_in += 1;
                self.conclude(copy, Outcome::Failed);
            }
            _ => {}
        }
    }

    /// Adds a call's step to the followed order's timeline.
    #[inline]
    pub(super) fn note_call(&mut self, kind: StepKind, index: u32, order: u32, job: usize) {
        if self.follow == 0 {
            return;
        }
        let call = self.calls[index];
        match call.kind {
            Caller::Read => {}
            Caller::Batch => self.note_batch(kind, call.caller, job),
            Caller::Request => {
                let click = self.requests[call.caller].click;
                self.note(kind, order, Some(job), click, call.attempt);
            }
            Caller::Message => {
                let click = self.messages[call.caller].click;
                self.note(kind, order, Some(job), click, u32::from(call.delivery) - 1);
            }
        }
    }
}
