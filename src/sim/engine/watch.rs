//! Watching the run: beats for confidence intervals, frames for playback, alarms and who notices them.

use super::super::ledger::Harm;
use super::super::model::Model;
use super::super::options::Options;
use super::super::recent::Recent;
use super::super::recording::{Flow, Recording, TaskFrame};
use super::super::sampler::{NEVER, Tick, seconds, ticks};
use super::super::story::MarkKind;
use super::stats::Areas;
use super::{End, Engine, Kind};
use crate::content::scenario::Span;
use crate::content::task::Placement;

/// Beats kept at most; then every other one is forgotten.
const BEATS: usize = 128;
/// Time between two looks at the alarms.
const LOOK_EVERY: Tick = 1_000_000_000;

/// What is watched.
#[derive(Debug)]
pub(crate) struct Watch {
    /// Areas of all stations, then of all queues, at each beat since the warm-up.
    pub beats: Vec<Vec<Areas>>,
    pub period: Tick,
    pub recording: Recording,
    frame_period: Tick,
    frames: usize,
    recent: Recent,
    last: (u64, u64, u64),
    rates: [f64; 3],
    /// For each job, which of its alarms ring: age, depth, dead letters, heartbeat.
    ringing: Vec<[bool; 4]>,
    /// Since when nothing is scheduled but looking; 0 while something is.
    stuck_since: Tick,
    /// Someone looks at alarms and recovery.
    looks: bool,
    /// Tickets since someone last noticed.
    pub tickets: u32,
}

impl Watch {
    pub(super) fn new(model: &Model, options: &Options) -> Self {
        let length = expected_length(model);
        let tasks = model.jobs.iter().map(|j| j.id.clone()).collect();
        Self {
            beats: Vec::new(),
            period: (length / 64).max(1),
            recording: Recording { tasks, ..Recording::default() },
            frame_period: (length / options.frames.max(1) as u64).max(1),
            frames: options.frames,
            recent: Recent::default(),
            last: (0, 0, 0),
            rates: [0.0; 3],
            ringing: vec![[false; 4]; model.jobs.len()],
            stuck_since: 0,
            looks: false,
            tickets: 0,
        }
    }

    /// Statistics start again.
    pub(super) fn restart(&mut self) {
        self.beats.clear();
    }

    /// An order was told "placed" after this time.
    #[inline]
    pub(super) fn placed(&mut self, after: Tick) {
        if self.frames > 0 {
            self.recent.note(after);
        }
    }
}

/// How long the run will take, as far as one can tell.
fn expected_length(model: &Model) -> Tick {
    if model.horizon != NEVER {
        return model.horizon;
    }
    let gap = match &model.arrivals.gap {
        super::super::model::Gap::Trace(times) => return times.last().copied().unwrap_or(1).max(1),
        super::super::model::Gap::General(_) => model.arrivals.spec.gap.mean(),
        _ => 1.0 / model.arrivals.spec.rate,
    };
    ticks(gap * model.orders as f64).max(1)
}

impl Engine<'_> {
    pub(super) fn begin_watch(&mut self) {
        self.calendar.push(self.model.warmup.saturating_add(self.watch.period), Kind::Beat.of(0));
        if self.watch.frames > 0 {
            self.calendar.push(0, Kind::Frame.of(0));
        }
        let watched = |j: &super::super::model::JobModel| {
            let a = &j.alarm;
            !a.age.is_never() || !a.heartbeat.is_never() || a.depth.is_some() || a.dead_letters.is_some()
        };
        if !self.model.windows.is_empty() || self.model.jobs.iter().any(watched) {
            self.watch.looks = true;
            self.calendar.push(LOOK_EVERY, Kind::Watch.of(0));
        }
    }

    /// Notes the areas under the curves.
    pub(super) fn beat(&mut self) -> bool {
        if self.nothing_left() {
            return false;
        }
        if self.is_stuck() {
            self.end = End::Stuck;
            return false;
        }
        let now = self.now;
        let stations = self.stations.iter().map(|s| &s.stats);
        let all = stations.chain(self.queues.iter().map(|q| &q.stats));
        let areas = all.map(|stats| stats.areas(now)).collect();
        let watch = &mut self.watch;
        watch.beats.push(areas);
        if watch.beats.len() == BEATS {
            let mut index = 0;
            watch.beats.retain(|_| {
                index += 1;
                index % 2 == 0
            });
            watch.period = watch.period.saturating_mul(2);
        }
        self.calendar.push(now.saturating_add(watch.period), Kind::Beat.of(0));
        true
    }

    /// Whether nothing but looking has been scheduled for longer than any alarm waits.
    fn is_stuck(&mut self) -> bool {
        let breakdowns = self.model.stations.iter().filter(|s| s.breakdowns.is_some()).count();
        let looking = usize::from(self.watch.frames > 0) + usize::from(self.watch.looks) + breakdowns;
        if !self.arrivals.over() || self.calendar.pending() > looking {
            self.watch.stuck_since = 0;
            return false;
        }
        if self.watch.stuck_since == 0 {
            self.watch.stuck_since = self.now.max(1);
        }
        let alarms = self.model.jobs.iter().flat_map(|j| [j.alarm.age, j.alarm.heartbeat]);
        let longest = alarms.filter(|a| !a.is_never()).map(Span::nanos).max().unwrap_or(0);
        self.now - self.watch.stuck_since > longest.saturating_add(10 * LOOK_EVERY)
    }

    /// Records a frame.
    pub(super) fn frame_due(&mut self) -> bool {
        self.record();
        if self.nothing_left() {
            return false;
        }
        let watch = &mut self.watch;
        if watch.recording.flow.len() > watch.frames + 1 {
            watch.recording.thin();
            watch.frame_period = watch.frame_period.saturating_mul(2);
        }
        let next = watch.recording.flow.len() as u64;
        let at = next.saturating_mul(self.watch.frame_period);
        self.calendar.push(at.max(self.now), Kind::Frame.of(0));
        true
    }

    fn record(&mut self) {
        let flow = self.flow();
        let harm = self.harm();
        for job in 0..self.model.jobs.len() {
            let frame = self.task_frame(job);
            self.watch.recording.frames.push(frame);
        }
        let recording = &mut self.watch.recording;
        recording.step = seconds(self.watch.frame_period);
        recording.flow.push(flow);
        recording.harm.push(harm);
    }

    fn task_frame(&self, job: usize) -> TaskFrame {
        let model = &self.model.jobs[job];
        let (station, queue) = (&self.stations[model.station], &self.queues[job]);
        let inline = model.placement == Placement::Blocking;
        let oldest = if inline { self.oldest_call(model.station) } else { self.oldest_message(job) };
        let done = if inline { station.stats.counts.completed } else { queue.stats.counts.completed };
        TaskFrame {
            serving: station.stats.busy.get().max(queue.stats.busy.get() * u32::from(model.light)),
            line: station.stats.waiting.get(),
            depth: queue.stats.waiting.get(),
            oldest: oldest as f32,
            busy: queue.stats.busy.get(),
            dead: queue.dead_workers,
            next_batch: seconds(queue.linger_ends.saturating_sub(self.now)) as f32,
            done: done as u32,
            dead_letters: queue.dead_count as u32,
            trouble: !station.weather.is_calm() || station.frozen > 0 || queue.dead_workers > 0,
        }
    }

    /// Seconds that the call at the head of the line has waited.
    fn oldest_call(&self, station: usize) -> f64 {
        let head = self.stations[station].line.front();
        head.map_or(0.0, |key| seconds(self.now - self.calls[key.index].entered))
    }

    fn flow(&mut self) -> Flow {
        let now = (self.ledger.clicks, self.ledger.placed, self.ledger.goodput);
        let watch = &mut self.watch;
        let passed = seconds(watch.frame_period).max(1e-9);
        let fresh = -libm::expm1(-passed / 5.0);
        let deltas = [now.0 - watch.last.0, now.1 - watch.last.1, now.2 - watch.last.2];
        for (rate, delta) in watch.rates.iter_mut().zip(deltas) {
            *rate += (delta as f64 / passed - *rate) * fresh;
        }
        watch.last = now;
        let [p50, p95, p99] = watch.recent.percentiles(passed);
        let [clicks, placed, goodput] = watch.rates.map(|r| r as f32);
        Flow { clicks, placed, goodput, in_flight: self.requests.len() as u32, p50, p95, p99 }
    }

    /// Harm so far.
    fn harm(&self) -> Harm {
        let l = &self.ledger;
        Harm {
            orders: l.orders as u32,
            placed: l.placed as u32,
            failed_clicks: l.failed_clicks as u32,
            charged_without_order: l.charged_without_order as u32,
            charged_twice: l.charged_twice as u32,
            duplicate_orders: l.duplicate_orders as u32,
            oversold: l.oversold as u32,
            taken_back: l.taken_back as u32,
            awaiting_email: self.desk.awaiting_email as u32,
            emails_late: l.emails_late as u32,
            emailed_twice: l.emailed_twice as u32,
            dead_letters: l.dead_letters as u32,
            lost: l.lost as u32,
            tickets: l.tickets as u32,
            alarms: l.alarms as u32,
            sold_out: l.sold_out as u32,
            stale_reads: l.stale_reads as u32,
        }
    }

    /// Looks at the alarms, and whether the backlog of past trouble is gone.
    pub(super) fn watch_due(&mut self) {
        for job in 0..self.model.jobs.len() {
            self.look_at(job);
        }
        self.look_for_recovery();
        if !self.nothing_left() {
            self.calendar.push(self.now + LOOK_EVERY, Kind::Watch.of(0));
        }
    }

    fn look_at(&mut self, job: usize) {
        let model = &self.model.jobs[job];
        let inline = model.placement == Placement::Blocking;
        let queue = &self.queues[job];
        let (age, depth) = if inline {
            (self.oldest_call(model.station), self.stations[model.station].stats.waiting.get())
        } else {
            (self.oldest_message(job), queue.stats.waiting.get())
        };
        let silent = if queue.dead_workers > 0 { self.now - queue.dead_since } else { 0 };
        let now = [
            age > model.alarm.age.as_secs(),
            model.alarm.depth.is_some_and(|limit| u64::from(depth) > limit),
            model.alarm.dead_letters.is_some_and(|limit| queue.dead_count >= limit.max(1)),
            silent > model.alarm.heartbeat.nanos(),
        ];
        let before = std::mem::replace(&mut self.watch.ringing[job], now);
        let rings = now.iter().zip(before).position(|(now, before)| *now && !before);
        if let Some(which) = rings.filter(|_| self.model.team.alarms) {
            self.ring(job, which);
        }
    }

    fn ring(&mut self, job: usize, which: usize) {
        self.ledger.alarms += 1;
        let at = seconds(self.now);
        self.ledger.first_alarm_at.get_or_insert(at);
        let what = [
            "the oldest message is too old",
            "too many messages wait",
            "messages are being set aside",
            "a worker gives no heartbeat",
        ];
        self.mark_each(MarkKind::Alarm, None, Some(job), Some(which));
        self.notice(what[which]);
    }

    /// Someone knows now, and starts to repair what does not end by itself.
    pub(super) fn notice(&mut self, how: &str) {
        let at = seconds(self.now);
        if self.ledger.trouble_at.is_some() && self.ledger.noticed_at.is_none() {
            self.ledger.noticed_at = Some(at);
            self.tell(MarkKind::Noticed, None, None, format!("Someone notices: {how}."));
        }
        self.repair();
    }

    fn look_for_recovery(&mut self) {
        if self.weather.storms > 0 || !self.weather.aftermath {
            return;
        }
        let queues_calm = self.queues.iter().zip(&self.model.jobs).all(|(queue, job)| {
            job.placement == Placement::Batchable || queue.stats.waiting.get() <= queue.workers.min(1_000)
        });
        let lines_calm = self.stations.iter().all(|s| s.stats.waiting.get() <= s.servers.min(1_000));
        if queues_calm && lines_calm {
            self.weather.aftermath = false;
            self.mark_each(MarkKind::Recovered, None, None, None);
        }
    }
}
