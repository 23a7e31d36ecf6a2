//! Independent replications on all cores, put together into one report.

use rayon::prelude::*;

use super::report::{Balance, Estimate, Latency, Little, Quantiles, Run, Station};
use super::tally::over_replications;
use super::{Ledger, Options, run};
use crate::content::scenario::Scenario;
use crate::diagnostic::Diagnostic;

/// Runs a scenario `replications` times with the seeds from `options.seed` on, and puts the runs together: counts are
/// summed, every mean is over the runs with the interval that their spread gives.
///
/// # Errors
/// Every problem that [`Scenario::check`] finds.
pub fn replicate(
    scenario: &Scenario,
    options: &Options<'_>,
    replications: u32,
) -> Result<Run, Vec<Diagnostic>> {
    if replications <= 1 {
        return run(scenario, options);
    }
    let one = |index: u32| {
        let seed = options.seed.wrapping_add(u64::from(index));
        let frames = if index == 0 { options.frames } else { 0 };
        run(scenario, &Options { seed, frames, ..options.clone() })
    };
    let runs: Vec<Run> = (0..replications).into_par_iter().map(one).collect::<Result<_, _>>()?;
    Ok(together(runs))
}

fn together(runs: Vec<Run>) -> Run {
    let over = |measure: &dyn Fn(&Run) -> f64| mean(runs.iter().map(measure));
    let stations = (0..runs[0].stations.len()).map(|index| {
        let same: Vec<&Station> = runs.iter().map(|r| &r.stations[index]).collect();
        station(&same)
    });
    let stations = stations.collect();
    let (simulated, measured) = (over(&|r| r.simulated), over(&|r| r.measured));
    let latencies = |pick: fn(&Run) -> Latency| latency(&runs.iter().map(pick).collect::<Vec<_>>());
    let (answer, click, settled) =
        (latencies(|r| r.answer), latencies(|r| r.click), latencies(|r| r.settled));
    let ledger = ledger(&runs.iter().map(|r| &r.ledger).collect::<Vec<_>>());
    let balance = balance(&runs);
    let (replications, events) = (runs.len() as u32, runs.iter().map(|r| r.events).sum());
    let Some(first) = runs.into_iter().next() else { unreachable!("two or more replications") };
    Run {
        replications,
        simulated,
        measured,
        events,
        stations,
        answer,
        click,
        settled,
        ledger,
        balance,
        ..first
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / f64::max(count, 1.0)
}

fn estimate<'a, T: 'a>(of: impl Iterator<Item = &'a T>, pick: impl Fn(&T) -> Estimate) -> Estimate {
    over_replications(&of.map(|item| pick(item).mean).collect::<Vec<_>>())
}

fn latency(all: &[Latency]) -> Latency {
    let quantiles = all.iter().map(|l| l.quantiles).collect::<Vec<_>>();
    Latency {
        count: all.iter().map(|l| l.count).sum(),
        mean: estimate(all.iter(), |l| l.mean),
        quantiles: average(&quantiles),
    }
}

/// Quantiles averaged over the runs; the maximum is that of all.
fn average(all: &[Quantiles]) -> Quantiles {
    let over = |pick: fn(&Quantiles) -> f64| mean(all.iter().map(pick));
    Quantiles {
        p50: over(|q| q.p50),
        p90: over(|q| q.p90),
        p95: over(|q| q.p95),
        p99: over(|q| q.p99),
        p999: over(|q| q.p999),
        max: all.iter().map(|q| q.max).fold(0.0, f64::max),
    }
}

fn station(all: &[&Station]) -> Station {
    let sum = |pick: fn(&Station) -> u64| all.iter().map(|s| pick(s)).sum();
    let over = |pick: fn(&Station) -> f64| mean(all.iter().map(|s| pick(s)));
    let of = |pick: fn(&Station) -> Estimate| estimate(all.iter(), |s| pick(s));
    let quantiles =
        |pick: fn(&Station) -> Quantiles| average(&all.iter().map(|s| pick(s)).collect::<Vec<_>>());
    Station {
        id: all[0].id.clone(),
        label: all[0].label.clone(),
        role: all[0].role,
        servers: all[0].servers,
        arrivals: sum(|s| s.arrivals),
        completed: sum(|s| s.completed),
        failed: sum(|s| s.failed),
        refused: sum(|s| s.refused),
        abandoned: sum(|s| s.abandoned),
        timed_out: sum(|s| s.timed_out),
        deliveries: sum(|s| s.deliveries),
        redelivered: sum(|s| s.redelivered),
        dead_letters: sum(|s| s.dead_letters),
        lost: sum(|s| s.lost),
        waiting_at_end: sum(|s| s.waiting_at_end),
        active_at_end: sum(|s| s.active_at_end),
        wait: of(|s| s.wait),
        wait_quantiles: quantiles(|s| s.wait_quantiles),
        waited_share: over(|s| s.waited_share),
        time_in_system: of(|s| s.time_in_system),
        time_in_system_quantiles: quantiles(|s| s.time_in_system_quantiles),
        number_waiting: of(|s| s.number_waiting),
        number_in_system: of(|s| s.number_in_system),
        number_in_system_variance: over(|s| s.number_in_system_variance),
        empty_share: over(|s| s.empty_share),
        utilisation: of(|s| s.utilisation),
        throughput: over(|s| s.throughput),
        blocking_probability: over(|s| s.blocking_probability),
        abandonment_probability: over(|s| s.abandonment_probability),
        little: Little {
            number: over(|s| s.little.number),
            rate_times_stay: over(|s| s.little.rate_times_stay),
            gap: all.iter().map(|s| s.little.gap).fold(0.0, f64::max),
        },
    }
}

/// Counts are sums, moments are those of the first run.
fn ledger(all: &[&Ledger]) -> Ledger {
    let sum = |pick: fn(&Ledger) -> u64| all.iter().map(|l| pick(l)).sum();
    Ledger {
        orders: sum(|l| l.orders),
        clicks: sum(|l| l.clicks),
        placed: sum(|l| l.placed),
        goodput: sum(|l| l.goodput),
        failed_clicks: sum(|l| l.failed_clicks),
        gave_up: sum(|l| l.gave_up),
        charged_without_order: sum(|l| l.charged_without_order),
        charged_twice: sum(|l| l.charged_twice),
        duplicate_orders: sum(|l| l.duplicate_orders),
        oversold: sum(|l| l.oversold),
        taken_back: sum(|l| l.taken_back),
        emails: sum(|l| l.emails),
        emails_late: sum(|l| l.emails_late),
        emails_never: sum(|l| l.emails_never),
        emailed_twice: sum(|l| l.emailed_twice),
        shipped_twice: sum(|l| l.shipped_twice),
        tickets: sum(|l| l.tickets),
        published: sum(|l| l.published),
        lost: sum(|l| l.lost),
        redelivered: sum(|l| l.redelivered),
        dead_letters: sum(|l| l.dead_letters),
        recognised: sum(|l| l.recognised),
        replayed: sum(|l| l.replayed),
        sold_out: sum(|l| l.sold_out),
        wasted_writes: sum(|l| l.wasted_writes),
        reads: sum(|l| l.reads),
        read_hits: sum(|l| l.read_hits),
        stale_reads: sum(|l| l.stale_reads),
        phantom_reads: sum(|l| l.phantom_reads),
        database_reads: sum(|l| l.database_reads),
        alarms: sum(|l| l.alarms),
        ..all[0].clone()
    }
}

fn balance(runs: &[Run]) -> Balance {
    let sum = |pick: fn(&Balance) -> u64| runs.iter().map(|r| pick(&r.balance)).sum();
    Balance {
        orders_in: sum(|b| b.orders_in),
        orders_settled: sum(|b| b.orders_settled),
        orders_inside: sum(|b| b.orders_inside),
        messages_in: sum(|b| b.messages_in),
        messages_done: sum(|b| b.messages_done),
        messages_lost: sum(|b| b.messages_lost),
        messages_dead: sum(|b| b.messages_dead),
        messages_inside: sum(|b| b.messages_inside),
        calls_in: sum(|b| b.calls_in),
        calls_out: sum(|b| b.calls_out),
        calls_inside: sum(|b| b.calls_inside),
    }
}
