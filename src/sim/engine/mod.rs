//! The engine: one event list, one clock, and what happens at each event.
//!
//! [`Engine::run`] takes events until the horizon, until nothing is left, or until a limit. Each file holds one part
//! of the system: the request path, dependencies, queues, effects, shoppers, stock, cache, weather, watch.

mod arrivals;
mod batches;
mod calls;
mod checks;
mod deliveries;
mod effects;
mod event;
mod lanes;
mod leases;
mod messages;
mod publish;
mod queues;
mod reads;
mod requests;
mod shoppers;
mod stations;
mod stats;
mod stock;
mod tell;
mod things;
mod watch;
mod weather;
mod workers;

use std::collections::VecDeque;
use std::sync::atomic::Ordering;

pub(super) use queues::Queue;
pub(super) use stations::Station;
pub(super) use stats::{Areas, Stats};

use self::event::{Kind, MOST};
use self::lanes::{Lane, Timer};
use self::reads::Reads;
use self::stock::Stock;
use self::things::{Batch, Call, Message, Order, Request};
use self::watch::Watch;
use self::weather::Weather;
use super::calendar::Calendar;
use super::ledger::Ledger;
use super::model::Model;
use super::options::Options;
use super::report::End;
use super::sampler::{NEVER, Tick};
use super::slab::{Key, Slab};
use super::story::{Step, StepKind, Story};
use super::tally::Tally;

/// Events between two looks at the limits.
const LOOK: u64 = 1 << 14;

/// The whole state of a run.
pub(super) struct Engine<'a> {
    pub model: &'a Model,
    options: &'a Options<'a>,
    pub now: Tick,
    calendar: Calendar,
    pub events: u64,
    pub end: End,
    orders: Slab<Order>,
    requests: Slab<Request>,
    calls: Slab<Call>,
    messages: Slab<Message>,
    batches: Slab<Batch>,
    pub stations: Vec<Station>,
    /// One for each job; those of blocking jobs stay empty.
    pub queues: Vec<Queue>,
    lanes: Vec<Lane>,
    pub ledger: Ledger,
    pub desk: Desk,
    arrivals: arrivals::State,
    weather: Weather,
    stock: Stock,
    reads: Reads,
    outbox: VecDeque<publish::Parcel>,
    pub watch: Watch,
    pub story: Story,
    pub timeline: Vec<Step>,
    follow: u64,
}

/// What the front desk counts.
pub(super) struct Desk {
    pub answer: Tally,
    pub click: Tally,
    pub settled: Tally,
    pub settled_orders: u64,
    pub messages_done: u64,
    pub messages_lost: u64,
    pub messages_dead: u64,
    pub calls_in: u64,
    pub calls_out: u64,
    /// Orders told "placed" that have no email now.
    pub awaiting_email: u64,
    /// What is left of the retry budget.
    budget: f64,
}

impl<'a> Engine<'a> {
    pub(super) fn new(model: &'a Model, options: &'a Options<'a>) -> Self {
        let queues = model.jobs.iter().map(|job| Queue::new(job, model.warmup)).collect();
        let mut engine = Self {
            model,
            options,
            now: 0,
            calendar: Calendar::new(),
            events: 0,
            end: End::Drained,
            orders: Slab::new(),
            requests: Slab::new(),
            calls: Slab::new(),
            messages: Slab::new(),
            batches: Slab::new(),
            stations: model.stations.iter().map(|s| Station::new(s, model.warmup)).collect(),
            queues,
            lanes: (0..lane::count(model)).map(|_| Lane::default()).collect(),
            ledger: Ledger::default(),
            desk: Desk::new(),
            arrivals: arrivals::State::default(),
            weather: Weather::new(model),
            stock: Stock::new(&model.stock),
            reads: Reads::default(),
            outbox: VecDeque::new(),
            watch: Watch::new(model, options),
            story: Story::default(),
            timeline: Vec::new(),
            follow: options.follow.unwrap_or(0),
        };
        engine.prepare();
        engine
    }

    /// Schedules what happens by itself.
    fn prepare(&mut self) {
        self.begin_arrivals();
        self.begin_weather();
        self.begin_watch();
        self.begin_reads();
        if self.model.warmup > 0 {
            self.calendar.push(self.model.warmup, Kind::Warm.of(0));
        }
        if self.model.horizon != NEVER {
            self.calendar.push_stamped(self.model.horizon, u32::MAX, Kind::Horizon.of(0));
        }
    }

    /// Runs to the end.
    pub(super) fn run(&mut self) {
        while let Some((at, payload)) = self.calendar.next() {
            self.now = at;
            self.events += 1;
            let (kind, index) = Kind::split(payload);
            match kind {
                Kind::Served => self.served(index),
                Kind::Worked => self.worked(index),
                Kind::Arrival => self.arrive(),
                _ if self.other(kind, index) => {}
                _ => return,
            }
            if self.events.is_multiple_of(LOOK) && self.must_stop() {
                return;
            }
        }
    }

    /// Everything that is not an arrival or the end of a service; false when the run is over.
    #[inline(never)]
    fn other(&mut self, kind: Kind, index: u32) -> bool {
        match kind {
            Kind::Served | Kind::Worked | Kind::Arrival => {}
            Kind::ClickAgain => self.click_again(index),
            Kind::CallAgain => self.call_again(index),
            Kind::CallLate => self.call_is_late(index),
            Kind::Refused => self.refused(index),
            Kind::MessageBack => self.message_back(index),
            Kind::LeaseEnds => self.lease_ends(index),
            Kind::Lane => self.lane_due(index),
            Kind::Impatient => self.impatient(index),
            Kind::WindowBegins => self.window_begins(index as usize),
            Kind::WindowEnds => self.window_ends(index as usize),
            Kind::Beat => return self.beat(),
            Kind::Frame => return self.frame_due(),
            Kind::Watch => self.watch_due(),
            Kind::Linger => self.linger_over(index as usize),
            Kind::Breakdown => self.breakdown(index as usize),
            Kind::Relay => self.relay(),
            Kind::Read => self.read_arrives(),
            Kind::Redrive => self.redrive(index as usize),
            Kind::Rate => self.rate_changes(),
            Kind::WorkersBack => self.workers_back(index as usize),
            Kind::Warm => self.warm(),
            Kind::Finish => return !self.nothing_left(),
            Kind::Horizon => return self.horizon(),
        }
        true
    }

    /// The horizon is reached; true when the rest may still finish.
    fn horizon(&mut self) -> bool {
        self.stop_arrivals();
        self.end = if self.model.drain { End::Drained } else { End::Horizon };
        self.model.drain
    }

    /// Nothing that was scheduled by hand keeps an empty system going.
    fn nothing_left(&self) -> bool {
        let horizon = self.model.horizon;
        let through = horizon == NEVER || self.now >= horizon;
        through
            && self.arrivals.over()
            && self.reads.over()
            && self.orders.len() == 0
            && self.calls.len() == 0
    }

    #[cold]
    fn must_stop(&mut self) -> bool {
        let options = self.options;
        if let Some(progress) = options.progress {
            progress.store(self.ledger.orders, Ordering::Relaxed);
        }
        let inside =
            self.orders.len().max(self.calls.len()).max(self.messages.len()).max(self.requests.len());
        let reason = if options.cancel.is_some_and(|c| c.load(Ordering::Relaxed)) {
            End::Cancelled
        } else if self.events >= options.max_events {
            End::TooManyEvents
        } else if inside >= options.max_live.min(MOST / 2) {
            End::TooManyInside
        } else {
            return false;
        };
        self.end = reason;
        true
    }

    /// The warm-up is over: statistics start here; the ledger counts everything.
    fn warm(&mut self) {
        let now = self.now;
        self.stations.iter_mut().for_each(|s| s.stats.restart(now));
        self.queues.iter_mut().for_each(|q| q.stats.restart(now));
        (self.desk.answer, self.desk.click, self.desk.settled) = (Tally::new(), Tally::new(), Tally::new());
        self.watch.restart();
    }

    /// Sets a timer of a lane.
    fn set_timer(&mut self, lane: usize, length: Tick, key: Key) {
        let due = self.now.saturating_add(length);
        let stamp = self.calendar.stamp();
        if self.lanes[lane].push(Timer { due, stamp, key }) {
            self.calendar.push_stamped(due, stamp, Kind::Lane.of(lane as u32));
        }
    }

    /// The next timer of a lane is due.
    fn lane_due(&mut self, index: u32) {
        let lane = index as usize;
        let Some(timer) = self.lanes[lane].timers.pop_front() else { return };
        while let Some(next) = self.lanes[lane].timers.front().copied() {
            if self.is_meant(lane, &next) {
                self.calendar.push_stamped(next.due, next.stamp, Kind::Lane.of(index));
                break;
            }
            self.lanes[lane].timers.pop_front();
        }
        if self.is_meant(lane, &timer) {
            self.timer_fires(lane, timer);
        }
    }

    fn is_meant(&self, lane: usize, timer: &Timer) -> bool {
        match lane {
            lane::SHOPPER => self.requests.has(timer.key),
            lane::TICKET => self.orders.has(timer.key),
            lane::LOCK => true,
            _ => self.calls.has(timer.key),
        }
    }

    fn timer_fires(&mut self, lane: usize, timer: Timer) {
        let Key { index, generation } = timer.key;
        match lane {
            lane::SHOPPER => self.shopper_times_out(index),
            lane::TICKET => self.ticket_due(index),
            lane::LOCK => self.lock_expires(index, generation),
            _ => self.call_times_out(index),
        }
    }

    /// Adds to the timeline of the followed order.
    #[inline]
    fn note(&mut self, kind: StepKind, order: u32, job: Option<usize>, click: u8, attempt: u32) {
        if self.follow != 0 {
            self.write_down(kind, order, job, click, attempt);
        }
    }

    /// The same for the latest delivery of a message.
    #[inline]
    fn note_message(&mut self, kind: StepKind, index: u32) {
        if self.follow != 0 {
            let Message { order, job, click, receives, .. } = self.messages[index];
            self.write_down(kind, order, Some(job as usize), click, u32::from(receives) - 1);
        }
    }

    #[cold]
    fn write_down(&mut self, kind: StepKind, order: u32, job: Option<usize>, click: u8, attempt: u32) {
        if self.orders[order].id == self.follow {
            let task = job.map(|j| self.model.jobs[j].id.clone());
            let at = super::sampler::seconds(self.now);
            self.timeline.push(Step { at, kind, task, click: u32::from(click), attempt: attempt + 1 });
        }
    }
}

impl Desk {
    fn new() -> Self {
        Self {
            answer: Tally::new(),
            click: Tally::new(),
            settled: Tally::new(),
            settled_orders: 0,
            messages_done: 0,
            messages_lost: 0,
            messages_dead: 0,
            calls_in: 0,
            calls_out: 0,
            awaiting_email: 0,
            budget: 10.0,
        }
    }
}

/// Which lane holds which timers.
mod lane {
    use super::super::model::Model;

    pub(super) const SHOPPER: usize = 0;
    pub(super) const TICKET: usize = 1;
    pub(super) const LOCK: usize = 2;
    const FIRST: usize = 3;

    pub(super) fn count(model: &Model) -> usize {
        FIRST + model.jobs.len()
    }

    /// Timeouts of the calls of a job.
    pub(super) const fn timeout(job: usize) -> usize {
        FIRST + job
    }
}
