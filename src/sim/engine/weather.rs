//! Windows of trouble: when they begin and end, and what they do meanwhile. Random breakdowns.

use super::super::model::Model;
use super::super::sampler::{NEVER, Tick, seconds};
use super::super::story::MarkKind;
use super::stations::Climate;
use super::things::{Call, Place};
use super::{Engine, Kind};
use crate::content::scenario::Trouble;

/// Which windows are open, and what they add up to.
#[derive(Debug)]
pub(super) struct Weather {
    open: Vec<bool>,
    repairing: Vec<bool>,
    pub(super) spike: f64,
    pub(super) crash: f64,
    /// For each job, the share of messages that are poison now.
    pub(super) poison: Vec<f64>,
    /// For each window, how many messages it may still poison.
    poison_left: Vec<u32>,
    /// Windows of trouble that have not ended.
    pub(super) storms: u32,
    /// Trouble has been, and its backlog may not be gone.
    pub(super) aftermath: bool,
    /// The window that ended last.
    last: Option<usize>,
}

impl Weather {
    pub(super) fn new(model: &Model) -> Self {
        let count = |w: &super::super::model::WindowModel| if w.count == 0 { u32::MAX } else { w.count };
        Self {
            open: vec![false; model.windows.len()],
            repairing: vec![false; model.windows.len()],
            spike: 1.0,
            crash: model.publish.crash,
            poison: vec![0.0; model.jobs.len()],
            poison_left: model.windows.iter().map(count).collect(),
            storms: 0,
            aftermath: false,
            last: None,
        }
    }
}

impl Engine<'_> {
    pub(super) fn begin_weather(&mut self) {
        for (index, window) in self.model.windows.iter().enumerate() {
            self.calendar.push(window.from, Kind::WindowBegins.of(index as u32));
            if window.until != NEVER {
                self.calendar.push(window.until, Kind::WindowEnds.of(index as u32));
            }
        }
        for (index, station) in self.model.stations.iter().enumerate() {
            if let Some((up, _)) = &station.breakdowns {
                let first = up.draw(&mut station.up_stream.at(0, 0));
                self.calendar.push(first, Kind::Breakdown.of(index as u32 * 2));
            }
        }
    }

    pub(super) fn window_begins(&mut self, index: usize) {
        let window = &self.model.windows[index];
        self.weather.open[index] = true;
        self.weather.storms += 1;
        self.weather.aftermath = true;
        self.ledger.trouble_at.get_or_insert(seconds(self.now));
        self.mark_each(MarkKind::Trouble, None, window.job, Some(index));
        match (window.trouble, window.job) {
            (Trouble::DeadWorkers, Some(job)) => self.workers_die(job, window.count),
            (Trouble::Redrive, Some(job)) => self.begin_redrive(job),
            (Trouble::Freezes, Some(job)) => self.freeze(self.model.jobs[job].station),
            (Trouble::ColdCache, _) => self.reads.empty(),
            _ => {}
        }
        self.refresh_weather();
    }

    pub(super) fn window_ends(&mut self, index: usize) {
        if !std::mem::take(&mut self.weather.open[index]) {
            return;
        }
        self.weather.storms -= 1;
        self.weather.last = Some(index);
        let window = &self.model.windows[index];
        self.mark_each(MarkKind::Relief, None, window.job, Some(index));
        self.refresh_weather();
        match (window.trouble, window.job) {
            (Trouble::DeadWorkers, Some(job)) => self.workers_back(job),
            (Trouble::Freezes, Some(job)) => self.thaw(self.model.jobs[job].station),
            (Trouble::Hangs, Some(job)) => self.release_hanging(self.model.jobs[job].station),
            _ => {}
        }
    }

    /// Adds up the open windows.
    fn refresh_weather(&mut self) {
        let model = self.model;
        let mut climates = vec![Climate::CALM; self.stations.len()];
        self.weather.poison.iter_mut().for_each(|p| *p = 0.0);
        let (mut spike, mut crash) = (1.0, model.publish.crash);
        for (window, _) in model.windows.iter().zip(&self.weather.open).filter(|(_, open)| **open) {
            match window.trouble {
                Trouble::Spike => spike *= window.factor,
                Trouble::Crash => crash = window.share.max(crash),
                _ => {}
            }
            let Some(job) = window.job else { continue };
            let climate = &mut climates[model.jobs[job].station];
            match window.trouble {
                Trouble::Down => climate.down = true,
                Trouble::Hangs => climate.hangs = true,
                Trouble::Slow => climate.slow *= window.factor,
                Trouble::Failing => climate.failing = climate.failing.max(window.share),
                Trouble::Poison => self.weather.poison[job] = self.weather.poison[job].max(window.share),
                _ => {}
            }
        }
        for (station, climate) in self.stations.iter_mut().zip(climates) {
            station.weather = climate;
            station.calm = climate.is_calm();
        }
        self.weather.crash = crash;
        if spike.total_cmp(&self.weather.spike).is_ne() {
            self.weather.spike = spike;
            self.refresh_spike();
        }
    }

    /// The windows that are open.
    pub(super) fn open_windows(&self) -> impl Iterator<Item = usize> {
        (0..self.weather.open.len()).filter(|index| self.weather.open[*index])
    }

    /// The last window that ended, while its backlog is not gone.
    pub(super) fn weather_was(&self) -> Option<usize> {
        self.weather.last.filter(|_| self.weather.aftermath)
    }

    /// Whether a message of this job, published now, can never be processed.
    pub(super) fn is_poison(&mut self, job: usize, id: u64) -> bool {
        let share = self.weather.poison[job];
        if share <= 0.0 || !self.model.jobs[job].poison_stream.at(id, 0).happens(share) {
            return false;
        }
        let windows = self.model.windows.iter().enumerate();
        let mut open = windows.filter(|(i, w)| {
            self.weather.open[*i]
                && w.trouble == Trouble::Poison
                && w.job == Some(job)
                && self.weather.poison_left[*i] > 0
        });
        let Some((index, _)) = open.next() else { return false };
        self.weather.poison_left[index] -= 1;
        true
    }

    /// Someone works on every trouble that has no end of its own.
    pub(super) fn repair(&mut self) {
        let repair = self.model.team.repair.nanos();
        for (index, window) in self.model.windows.iter().enumerate() {
            let endless = self.weather.open[index] && window.until == NEVER && !self.weather.repairing[index];
            if endless && repair != NEVER {
                self.weather.repairing[index] = true;
                self.calendar.push(self.now.saturating_add(repair), Kind::WindowEnds.of(index as u32));
            }
        }
    }

    /// A random breakdown begins or ends.
    pub(super) fn breakdown(&mut self, code: usize) {
        let (station, ends) = (code / 2, code % 2 == 1);
        let model = &self.model.stations[station];
        let Some((up, down)) = &model.breakdowns else { return };
        if ends {
            self.thaw(station);
        } else {
            self.freeze(station);
        }
        if self.nothing_left() {
            return;
        }
        self.stations[station].turns += 1;
        let mut draws = model.up_stream.at(self.stations[station].turns, 0);
        let lasts: Tick = if ends { up.draw(&mut draws) } else { down.draw(&mut draws) };
        let next = Kind::Breakdown.of((station * 2 + usize::from(!ends)) as u32);
        self.calendar.push(self.now.saturating_add(lasts.max(1)), next);
    }

    /// The dependency stands still; what it was doing is kept.
    fn freeze(&mut self, at: usize) {
        self.stations[at].frozen += 1;
        if self.stations[at].frozen > 1 {
            return;
        }
        for index in self.calls_at(at, Place::Served) {
            self.watch_call(index);
            let call = &mut self.calls[index];
            call.ends -= self.now;
            call.place = Place::Stuck;
        }
    }

    /// The dependency goes on where it stopped.
    fn thaw(&mut self, at: usize) {
        let station = &mut self.stations[at];
        station.frozen -= 1;
        if station.frozen > 0 {
            return;
        }
        let hanging = station.hanging.clone();
        for index in self.calls_at(at, Place::Stuck).into_iter().filter(|i| !hanging.contains(i)) {
            let call = &mut self.calls[index];
            call.ends += self.now;
            call.place = Place::Served;
            self.calendar.push(call.ends, Kind::Served.of(index));
        }
        self.serve_next(at);
    }

    fn calls_at(&self, at: usize, place: Place) -> Vec<u32> {
        let here = |c: &Call| c.place == place && self.model.jobs[c.job as usize].station == at;
        self.calls.iter().filter(|(_, c)| here(c)).map(|(index, _)| index).collect()
    }

    /// What hung is worked on from the start.
    fn release_hanging(&mut self, at: usize) {
        if self.stations[at].weather.hangs {
            return;
        }
        for index in std::mem::take(&mut self.stations[at].hanging) {
            let call = &mut self.calls[index];
            let job = &self.model.jobs[call.job as usize];
            call.place = Place::Served;
            call.ends =
                self.now.saturating_add(job.service.draw(&mut job.service_stream.at(call.id, 1 << 30)));
            self.calendar.push(call.ends, Kind::Served.of(index));
        }
    }
}
