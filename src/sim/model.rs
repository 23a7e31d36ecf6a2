//! A scenario made ready for running: indices for names, ticks for times, samplers for distributions.

use super::random::{Purpose, Stream};
use super::sampler::{NEVER, Sampler, Tick, ticks};
use crate::content::scenario::{
    Ack, Alarm, Arrivals, Backoff, Batch, Cache, Client, Dedupe, Effect, Jitter, Job, Locking, Publish,
    Rhythm, Scenario, Span, Stock, Stream as StreamSpec, Team, Trouble, Window,
};
use crate::content::task::Placement;

/// Everything the engine reads and never changes.
#[derive(Debug)]
pub(super) struct Model {
    pub title: String,
    pub noun: String,
    pub person: String,
    pub seed: u64,
    pub horizon: Tick,
    pub warmup: Tick,
    /// Arrivals after which no more come; `u64::MAX` without a limit.
    pub orders: u64,
    /// Whether the system empties itself after the last arrival.
    pub drain: bool,
    pub deadline: Tick,
    pub email_deadline: Tick,
    pub compensate: bool,
    pub arrivals: ArrivalModel,
    pub client: ClientModel,
    pub jobs: Vec<JobModel>,
    pub stations: Vec<StationModel>,
    /// Groups of jobs of the request path: groups one after the other, the jobs of a group together.
    pub stages: Vec<Stage>,
    /// Background jobs that are published with the order; the others come after one of them.
    pub fan_out: Vec<usize>,
    pub publish: PublishModel,
    pub stock: StockModel,
    pub cache: Option<CacheModel>,
    pub team: Team,
    pub windows: Vec<WindowModel>,
    /// Some job sends the email that an order is promised.
    pub promises_email: bool,
    pub saves: bool,
    /// Some job looks at the stock when it begins.
    pub looks: bool,
}

/// Calls that are made at the same time: for each its job, and which of the job's calls it is.
pub(super) type Stage = Vec<(usize, u32)>;

#[derive(Debug)]
pub(super) struct ArrivalModel {
    pub spec: Arrivals,
    pub gap: Gap,
    pub stream: Stream,
    pub burst: Sampler,
    pub quiet: Sampler,
}

/// The distance between two arrivals, in units of the mean distance.
#[derive(Debug)]
pub(super) enum Gap {
    Exponential,
    Constant,
    /// In ticks, at rate 1 per tick.
    General(Sampler),
    Trace(Vec<Tick>),
}

#[derive(Debug)]
pub(super) struct ClientModel {
    pub timeout: Tick,
    pub attempts: u32,
    pub retry: f64,
    pub backoff: BackoffModel,
    pub budget: Option<f64>,
    pub idempotency: bool,
    pub key_expiry: Tick,
    pub in_progress: bool,
    pub ticket_after: Tick,
    pub ticket_share: f64,
    pub stream: Stream,
}

#[derive(Clone, Debug)]
pub(super) struct BackoffModel {
    first: f64,
    factor: f64,
    cap: Tick,
    jitter: Jitter,
    stream: Stream,
}

impl BackoffModel {
    fn new(backoff: &Backoff, stream: Stream) -> Self {
        let Backoff { first, factor, cap, jitter } = backoff;
        Self { first: first.nanos() as f64, factor: *factor, cap: cap.nanos(), jitter: *jitter, stream }
    }

    /// The wait after failure number `failed`, from 1, of order `id`.
    pub(super) fn wait(&self, failed: u32, id: u64) -> Tick {
        let longest = self.cap.min(Span::MAX.nanos());
        let full = (self.first * libm::pow(self.factor, f64::from(failed.max(1) - 1))).min(longest as f64);
        let share = match self.jitter {
            Jitter::None => 1.0,
            Jitter::Equal => 0.5 + 0.5 * self.stream.at(id, failed).share(),
            Jitter::Full => self.stream.at(id, failed).share(),
        };
        (full * share) as Tick
    }
}

#[derive(Debug)]
pub(super) struct JobModel {
    pub id: String,
    pub label: String,
    pub placement: Placement,
    pub station: usize,
    pub effect: Effect,
    pub dedupe: Dedupe,
    pub service: Sampler,
    pub service_stream: Stream,
    pub failure_stream: Stream,
    pub poison_stream: Stream,
    pub key_stream: Stream,
    pub fails: f64,
    pub calls: u32,
    /// Attempts of one call in all: tries of each layer, multiplied.
    pub tries: u32,
    pub timeout: Tick,
    pub call_backoff: BackoffModel,
    pub workers: u32,
    pub lease: Tick,
    pub early: bool,
    pub attempts: u32,
    pub backoff: BackoffModel,
    pub limit: u32,
    /// Background jobs that are published when this one is done.
    pub next: Vec<usize>,
    pub redrive_rate: f64,
    pub replace_after: Tick,
    pub stream: Option<StreamSpec>,
    pub batch: Batch,
    pub alarm: Alarm,
    /// Dead letters are kept for a redrive.
    pub redriven: bool,
    /// Takes a unit of limited stock.
    pub reserves: bool,
    /// Has no effect and recognises nothing.
    pub inert: bool,
    /// A call for it cannot fail for what it is about: it has no effect and carries no message.
    pub harmless: bool,
    /// Nothing can happen to its work between beginning and end, except the end of a lease.
    pub light: bool,
    /// Waits in a plain queue: no stream, no batches.
    pub plain: bool,
}

#[derive(Debug)]
pub(super) struct StationModel {
    pub job: usize,
    pub servers: u32,
    pub line: u32,
    pub patience: Option<Sampler>,
    pub patience_stream: Stream,
    pub breakdowns: Option<(Sampler, Sampler)>,
    pub tracked: bool,
    pub up_stream: Stream,
}

#[derive(Debug)]
pub(super) struct PublishModel {
    pub outbox: bool,
    pub relay: Tick,
    pub crash: f64,
    pub crash_stream: Stream,
}

#[derive(Debug)]
pub(super) struct StockModel {
    pub units: Option<u32>,
    pub items: u32,
    pub hot: f64,
    pub locking: Locking,
    pub retries: u32,
    pub expiry: Tick,
    pub crash: f64,
    pub item_stream: Stream,
    pub crash_stream: Stream,
}

#[derive(Debug)]
pub(super) struct CacheModel {
    pub reads: f64,
    pub expiry: Tick,
    pub invalidate: bool,
    pub single_flight: bool,
    /// Its pseudo job, which is the last one.
    pub job: usize,
    pub stream: Stream,
}

#[derive(Debug)]
pub(super) struct WindowModel {
    pub trouble: Trouble,
    pub job: Option<usize>,
    pub from: Tick,
    pub until: Tick,
    pub factor: f64,
    pub share: f64,
    pub count: u32,
}

impl Model {
    /// Makes a checked scenario ready.
    pub(super) fn new(scenario: &Scenario, seed: u64) -> Self {
        let (mut jobs, mut stations) = jobs(scenario, seed);
        let cache = cache_model(scenario, seed, &mut jobs, &mut stations);
        for job in jobs.iter().filter(|j| j.placement == Placement::Blocking) {
            stations[job.station].tracked = true;
        }
        let windows: Vec<WindowModel> = scenario.windows.iter().map(|w| window_model(w, &jobs)).collect();
        let tasks = &scenario.tasks;
        let looks = cache.is_some() || jobs.iter().any(|j| j.reserves);
        let inline = |effect| jobs.iter().any(|j: &JobModel| j.effect == effect);
        Self {
            title: scenario.title.clone(),
            noun: scenario.noun.clone(),
            person: scenario.person.clone(),
            seed,
            horizon: if scenario.orders.is_some() { NEVER } else { scenario.horizon.nanos() },
            warmup: scenario.warmup.nanos(),
            orders: scenario.orders.unwrap_or(u64::MAX),
            drain: scenario.drain || scenario.orders.is_some(),
            deadline: scenario.deadline.nanos(),
            email_deadline: scenario.email_deadline.nanos(),
            compensate: scenario.compensate,
            arrivals: arrival_model(&scenario.arrivals, Stream::new(seed, "arrivals", Purpose::Arrival)),
            client: client_model(&scenario.client, seed),
            stages: stages(tasks),
            fan_out: fan_out(tasks),
            publish: publish_model(&scenario.publish, seed),
            stock: stock_model(&scenario.stock, seed),
            cache,
            team: scenario.team.clone(),
            promises_email: inline(Effect::Email),
            saves: inline(Effect::Save),
            looks,
            jobs,
            stations,
            windows,
        }
    }
}

/// The tasks, each at its own station or at the one that it uses, and what begins after which.
fn jobs(scenario: &Scenario, seed: u64) -> (Vec<JobModel>, Vec<StationModel>) {
    let (mut jobs, mut stations) = (Vec::<JobModel>::new(), Vec::new());
    for (index, spec) in scenario.tasks.iter().enumerate() {
        let station = match spec.uses.as_ref().and_then(|id| jobs.iter().find(|j| j.id == id.as_str())) {
            Some(owner) => owner.station,
            None => {
                stations.push(station_model(spec, index, seed));
                stations.len() - 1
            }
        };
        jobs.push(job_model(spec, station, scenario, seed));
        if let Some(first) = before(&scenario.tasks, index) {
            jobs[first].next.push(index);
        }
    }
    (jobs, stations)
}

/// The background tasks that are published with the order.
fn fan_out(tasks: &[Job]) -> Vec<usize> {
    let with_order =
        |index: &usize| tasks[*index].placement != Placement::Blocking && before(tasks, *index).is_none();
    (0..tasks.len()).filter(with_order).collect()
}

/// The background task that has to be done before task `index` is published.
fn before(tasks: &[Job], index: usize) -> Option<usize> {
    let background = |at: &usize| tasks[*at].placement != Placement::Blocking;
    let first = tasks[index].after.as_ref()?;
    let first = tasks[..index].iter().position(|t| t.id == *first).filter(background)?;
    background(&index).then_some(first)
}

/// The stages of the request path: neighbours with the same word run together.
fn stages(tasks: &[Job]) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    let mut word = "";
    for (index, task) in tasks.iter().enumerate().filter(|(_, t)| t.placement == Placement::Blocking) {
        let calls = (0..task.calls).map(|twin| (index, twin));
        match stages.last_mut() {
            Some(stage) if !word.is_empty() && word == task.together => stage.extend(calls),
            _ => stages.push(calls.collect()),
        }
        word = &task.together;
    }
    stages
}

fn station_model(spec: &Job, job: usize, seed: u64) -> StationModel {
    let id = spec.id.as_str();
    let samplers = |b: &crate::content::scenario::Breakdowns| (Sampler::new(&b.up), Sampler::new(&b.down));
    StationModel {
        job,
        servers: spec.servers.get(),
        line: spec.line.get(),
        patience: spec.patience.as_ref().map(Sampler::new),
        patience_stream: Stream::new(seed, id, Purpose::Patience),
        breakdowns: spec.breakdowns.as_ref().map(samplers),
        tracked: spec.placement == Placement::Blocking || !spec.servers.is_unlimited(),
        up_stream: Stream::new(seed, id, Purpose::Up),
    }
}

fn job_model(spec: &Job, station: usize, scenario: &Scenario, seed: u64) -> JobModel {
    let id = spec.id.as_str();
    let stream = |purpose| Stream::new(seed, id, purpose);
    let queue = &spec.queue;
    let inert = spec.effect == Effect::None && spec.dedupe == Dedupe::None;
    let redriven = |w: &Window| w.trouble == Trouble::Redrive && w.task.as_ref() == Some(&spec.id);
    JobModel {
        id: id.to_owned(),
        label: spec.label().to_owned(),
        placement: spec.placement,
        station,
        effect: spec.effect,
        dedupe: spec.dedupe,
        service: Sampler::new(&spec.service),
        service_stream: stream(Purpose::Service),
        failure_stream: stream(Purpose::Failure),
        poison_stream: stream(Purpose::Poison),
        key_stream: stream(Purpose::Key),
        fails: spec.fails,
        calls: spec.calls,
        tries: spec.call.tries.saturating_pow(spec.call.layers),
        timeout: spec.call.timeout.nanos(),
        call_backoff: BackoffModel::new(&spec.call.backoff, stream(Purpose::Jitter)),
        workers: queue.workers.get(),
        lease: queue.lease.nanos(),
        early: queue.ack == Ack::Early,
        attempts: queue.attempts,
        backoff: BackoffModel::new(&queue.backoff, stream(Purpose::Jitter)),
        limit: queue.limit.get(),
        next: Vec::new(),
        redrive_rate: queue.redrive_rate,
        replace_after: queue.replace_after.nanos(),
        stream: spec.stream.clone().filter(|_| spec.placement == Placement::Async),
        batch: spec.batch.clone(),
        alarm: spec.alarm.clone(),
        redriven: scenario.windows.iter().any(redriven),
        inert,
        harmless: inert && spec.placement == Placement::Blocking,
        light: is_light(spec, scenario),
        plain: spec.placement == Placement::Async && spec.stream.is_none(),
        reserves: spec.effect == Effect::Reserve && !scenario.stock.units.is_unlimited(),
    }
}

/// Whether work of this job, once begun, can only end: its dependency has no limit and no trouble, and the call has
/// no timeout, no retries and no lock.
fn is_light(spec: &Job, scenario: &Scenario) -> bool {
    let shared = spec.uses.is_some() || scenario.tasks.iter().any(|t| t.uses.as_ref() == Some(&spec.id));
    let harmless = |t: Trouble| matches!(t, Trouble::Poison | Trouble::Redrive);
    let troubled = |w: &Window| w.task.as_ref() == Some(&spec.id) && !harmless(w.trouble);
    spec.placement == Placement::Async
        && spec.servers.is_unlimited()
        && spec.breakdowns.is_none()
        && !shared
        && spec.call.timeout.is_never()
        && spec.call.tries == 1
        && spec.calls == 1
        && spec.effect != Effect::Reserve
        && !scenario.windows.iter().any(troubled)
}

fn cache_model(
    scenario: &Scenario,
    seed: u64,
    jobs: &mut Vec<JobModel>,
    stations: &mut Vec<StationModel>,
) -> Option<CacheModel> {
    let Cache { reads, expiry, invalidate, single_flight, service, servers } = &scenario.cache;
    if *reads <= 0.0 {
        return None;
    }
    let name = "Database reads".to_owned();
    let id = "cache-misses".parse().ok()?;
    let spec = Job { name, service: service.clone(), servers: *servers, ..Job::new(id) };
    stations.push(station_model(&spec, jobs.len(), seed));
    jobs.push(job_model(&spec, stations.len() - 1, scenario, seed));
    Some(CacheModel {
        reads: *reads,
        expiry: expiry.nanos(),
        invalidate: *invalidate,
        single_flight: *single_flight,
        job: jobs.len() - 1,
        stream: Stream::new(seed, "reads", Purpose::Arrival),
    })
}

fn arrival_model(spec: &Arrivals, stream: Stream) -> ArrivalModel {
    let gap = match spec.rhythm {
        Rhythm::Constant => Gap::Constant,
        Rhythm::Gaps => Gap::General(Sampler::new(&spec.gap)),
        Rhythm::Trace => Gap::Trace(spec.times.iter().map(|t| t.nanos()).collect()),
        Rhythm::Poisson | Rhythm::Bursts | Rhythm::Day => Gap::Exponential,
    };
    let (burst, quiet) = (Sampler::new(&spec.burst), Sampler::new(&spec.quiet));
    ArrivalModel { spec: spec.clone(), gap, stream, burst, quiet }
}

fn client_model(client: &Client, seed: u64) -> ClientModel {
    ClientModel {
        timeout: client.timeout.nanos(),
        attempts: client.attempts,
        retry: client.retry,
        backoff: BackoffModel::new(&client.backoff, Stream::new(seed, "client", Purpose::Jitter)),
        budget: client.retry_budget,
        idempotency: client.idempotency,
        key_expiry: client.key_expiry.nanos(),
        in_progress: client.in_progress,
        ticket_after: client.ticket_after.nanos(),
        ticket_share: client.ticket_share,
        stream: Stream::new(seed, "client", Purpose::Client),
    }
}

fn publish_model(publish: &Publish, seed: u64) -> PublishModel {
    PublishModel {
        outbox: publish.outbox,
        relay: publish.relay.nanos(),
        crash: publish.crash,
        crash_stream: Stream::new(seed, "publish", Purpose::Crash),
    }
}

fn stock_model(stock: &Stock, seed: u64) -> StockModel {
    StockModel {
        units: (!stock.units.is_unlimited()).then_some(stock.units.get()),
        items: stock.items,
        hot: stock.hot,
        locking: stock.locking,
        retries: stock.retries,
        expiry: stock.lock_expiry.nanos(),
        crash: stock.lock_crash,
        item_stream: Stream::new(seed, "stock", Purpose::Item),
        crash_stream: Stream::new(seed, "stock", Purpose::Crash),
    }
}

fn window_model(window: &Window, jobs: &[JobModel]) -> WindowModel {
    let named = |id: &crate::content::id::TaskId| jobs.iter().position(|j| j.id == id.as_str());
    WindowModel {
        trouble: window.trouble,
        job: window.task.as_ref().and_then(named),
        from: window.from.nanos(),
        until: window.until.nanos(),
        factor: window.factor,
        share: window.share,
        count: window.count,
    }
}

impl ArrivalModel {
    /// Arrivals per tick in the part of the day that `now` is in, and when that part ends.
    pub(super) fn day_part(&self, now: Tick) -> (f64, Tick) {
        let spec = &self.spec;
        let parts = spec.profile.len() as u64;
        let length = (spec.day.nanos() / parts).max(1);
        let index = (now / length) % parts;
        let mean = spec.profile.iter().sum::<f64>() / parts as f64;
        let weight = spec.profile.get(index as usize).copied().unwrap_or(mean);
        (spec.rate * weight / mean / ticks(1.0) as f64, (now / length + 1) * length)
    }
}
