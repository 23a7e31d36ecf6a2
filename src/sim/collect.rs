//! From the engine's counters to the report.

use super::engine::{Areas, Engine, Stats};
use super::model::JobModel;
use super::report::{Balance, Estimate, Little, Role, Run, Station};
use super::sampler::seconds;
use super::tally::half_width;
use crate::content::task::Placement;

/// The report of a finished run.
pub(super) fn collect(mut engine: Engine<'_>) -> Run {
    engine.count_partial_stays();
    let model = engine.model;
    let measured = seconds(engine.now.saturating_sub(model.warmup));
    let stations = stations(&engine, measured);
    let balance = balance(&engine);
    engine.ledger.emails_never = engine.desk.awaiting_email - engine.emails_on_their_way();
    Run {
        title: model.title.clone(),
        noun: model.noun.clone(),
        seed: model.seed,
        replications: 1,
        end: engine.end,
        simulated: seconds(engine.now),
        measured,
        events: engine.events,
        stations,
        answer: engine.desk.answer.latency(),
        click: engine.desk.click.latency(),
        settled: engine.desk.settled.latency(),
        ledger: engine.ledger,
        balance,
        story: engine.story.marks,
        recording: engine.watch.recording,
        timeline: engine.timeline,
    }
}

fn balance(engine: &Engine<'_>) -> Balance {
    let inside = engine.inside();
    let desk = &engine.desk;
    Balance {
        orders_in: engine.ledger.orders,
        orders_settled: desk.settled_orders,
        orders_inside: inside.orders,
        messages_in: engine.ledger.published,
        messages_done: desk.messages_done,
        messages_lost: desk.messages_lost,
        messages_dead: desk.messages_dead,
        messages_inside: inside.messages,
        calls_in: desk.calls_in,
        calls_out: desk.calls_out,
        calls_inside: inside.calls,
    }
}

/// Dependencies in use first, then queues, each in the scenario's order.
fn stations(engine: &Engine<'_>, measured: f64) -> Vec<Station> {
    let model = engine.model;
    let tracked = |index: &usize| model.stations[*index].tracked;
    let dependencies = (0..engine.stations.len()).filter(tracked).map(|index| {
        let station = &engine.stations[index];
        let job = &model.jobs[model.stations[index].job];
        let reads = model.cache.as_ref().is_some_and(|c| c.job == model.stations[index].job);
        let role = if reads { Role::Reads } else { Role::Dependency };
        let active = u64::from(station.stats.inside() - station.stats.waiting.get());
        summary(
            job,
            role,
            station.servers,
            &station.stats,
            active,
            &curves(engine, index, &station.stats),
            measured,
        )
    });
    let background = model.jobs.iter().enumerate().filter(|(_, job)| job.placement != Placement::Blocking);
    let queues = background.map(|(index, job)| {
        let queue = &engine.queues[index];
        let active = u64::from(queue.stats.inside() - queue.stats.waiting.get());
        let place = engine.stations.len() + index;
        summary(
            job,
            role(job),
            queue.workers,
            &queue.stats,
            active,
            &curves(engine, place, &queue.stats),
            measured,
        )
    });
    dependencies.chain(queues).collect()
}

const fn role(job: &JobModel) -> Role {
    match (job.placement, &job.stream) {
        (Placement::Batchable, _) => Role::Batches,
        (_, Some(_)) => Role::Stream,
        _ => Role::Queue,
    }
}

/// The areas of one station over the measured time, what they gained from beat to beat, and the nanoseconds between
/// two beats.
struct Curves {
    total: Areas,
    gains: Vec<Areas>,
    period: f64,
}

impl Curves {
    /// Time averages, one for each beat.
    fn averages(&self, area: fn(&Areas) -> u128) -> Vec<f64> {
        self.gains.iter().map(|gain| area(gain) as f64 / self.period).collect()
    }
}

fn curves(engine: &Engine<'_>, place: usize, stats: &Stats) -> Curves {
    let mut before = Areas::default();
    let gains = engine.watch.beats.iter().filter_map(|beat| beat.get(place)).map(|areas| {
        let gain = areas.since(&before);
        before = *areas;
        gain
    });
    let period = engine.watch.period as f64;
    Curves { total: stats.areas(engine.now), gains: gains.collect(), period }
}

fn summary(
    job: &JobModel,
    role: Role,
    servers: u32,
    stats: &Stats,
    active: u64,
    curves: &Curves,
    measured: f64,
) -> Station {
    let limited = (servers != u32::MAX).then_some(servers);
    let counts = stats.counts;
    let let_in = counts.arrivals - counts.refused;
    let per_time = |area: u128| if measured > 0.0 { area as f64 * 1e-9 / measured } else { 0.0 };
    let average = |area: fn(&Areas) -> u128, divisor: f64| Estimate {
        mean: per_time(area(&curves.total)) / divisor,
        half_width: half_width(&curves.averages(area)).map(|half| half / divisor),
    };
    let number_in_system = average(|a| a.inside, 1.0);
    let squared = per_time(curves.total.inside_squared);
    Station {
        id: job.id.clone(),
        label: job.label.clone(),
        role,
        servers: limited,
        arrivals: counts.arrivals,
        completed: counts.completed,
        failed: counts.failed,
        refused: counts.refused,
        abandoned: counts.abandoned,
        timed_out: counts.timed_out,
        deliveries: counts.deliveries,
        redelivered: counts.redelivered,
        dead_letters: counts.dead,
        lost: counts.lost,
        waiting_at_end: u64::from(stats.waiting.get()),
        active_at_end: active,
        wait: stats.wait.estimate(),
        wait_quantiles: stats.wait.quantiles(),
        waited_share: stats.wait.share_above_zero(),
        time_in_system: stats.time_in_system.estimate(),
        time_in_system_quantiles: stats.time_in_system.quantiles(),
        number_waiting: average(|a| a.waiting, 1.0),
        number_in_system,
        number_in_system_variance: (squared - number_in_system.mean.powi(2)).max(0.0),
        empty_share: per_time(curves.total.empty),
        utilisation: average(|a| a.busy, f64::from(limited.unwrap_or(1))),
        throughput: if measured > 0.0 { counts.completed as f64 / measured } else { 0.0 },
        blocking_probability: share(counts.refused, counts.arrivals),
        abandonment_probability: share(counts.abandoned, let_in),
        little: little(number_in_system.mean, per_time(stats.stay)),
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn little(number: f64, rate_times_stay: f64) -> Little {
    let larger = number.max(rate_times_stay);
    let gap = if larger > 0.0 { (number - rate_times_stay).abs() / larger } else { 0.0 };
    Little { number, rate_times_stay, gap }
}
