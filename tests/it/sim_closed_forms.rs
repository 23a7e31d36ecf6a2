//! The simulation against queueing theory: every published case, over several seeds, inside tight 95 % intervals.

use frontdesk::content::scenario::Scenario;
use frontdesk::sim::{Options, Run, Station, run};
use serde_json::Value;

const SEEDS: u64 = 10;

fn simulate(toml: &str, orders: u64, seed: u64) -> Run {
    let mut scenario: Scenario = toml::from_str(toml).expect("the scenario is valid TOML");
    scenario.orders = Some(orders);
    let run = run(&scenario, &Options { seed, frames: 0, ..Options::default() }).expect("the scenario runs");
    assert!(run.balance.holds(), "{:?}", run.balance);
    for station in &run.stations {
        assert!(station.little.gap < 1e-6, "Little's law at {}: {:?}", station.id, station.little);
    }
    run
}

/// What one measure is over the seeds: its mean and the half-width of its 95 % interval.
fn interval(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
    // Student's t for nine degrees of freedom.
    (mean, 2.262 * (variance / n).sqrt())
}

/// A measure of a run, by the name that the cases use.
type Measure = (&'static str, fn(&Run) -> f64);

fn first(run: &Run) -> &Station {
    &run.stations[0]
}

/// Runs a case on all seeds and holds each measure against the case's exact value.
fn hold(case: &str, toml: &str, orders: u64, measures: &[Measure]) {
    let cases: Vec<Value> = serde_json::from_str(include_str!("cases.json")).expect("cases.json is JSON");
    let expected = &cases.iter().find(|c| c["name"] == case).expect("the case is in cases.json")["expected"];
    let runs: Vec<Run> = std::thread::scope(|scope| {
        let handles: Vec<_> =
            (0..SEEDS).map(|seed| scope.spawn(move || simulate(toml, orders, seed))).collect();
        handles.into_iter().map(|h| h.join().expect("the run ends")).collect()
    });
    for (name, measure) in measures {
        // The far tail needs more customers than a test has time for.
        let tight = if name.ends_with("p99") { 0.03 } else { 0.02 };
        let exact = expected[name].as_f64().expect("the case has this value");
        let values: Vec<f64> = runs.iter().map(measure).collect();
        let (mean, half) = interval(&values);
        assert!(half <= tight * exact.abs().max(0.02), "{case} {name}: ± {half} around {mean} is not tight");
        assert!(
            (mean - exact).abs() <= half.max(0.001 * exact),
            "{case} {name}: {mean} ± {half}, exactly {exact}"
        );
    }
}

#[test]
fn one_server() {
    hold(
        "mm1_rho09",
        "[arrivals]\nrate = 0.9\n[[tasks]]\nid = 's'\nservice = 'exponential 1s'\nservers = 1",
        1_000_000,
        &[
            ("rho", |r| first(r).utilisation.mean),
            ("p_wait", |r| first(r).waited_share),
            ("Wq", |r| first(r).wait.mean),
            ("W", |r| first(r).time_in_system.mean),
            ("Lq", |r| first(r).number_waiting.mean),
            ("L", |r| first(r).number_in_system.mean),
            ("Wq_p50", |r| first(r).wait_quantiles.p50),
            ("Wq_p95", |r| first(r).wait_quantiles.p95),
            ("Wq_p99", |r| first(r).wait_quantiles.p99),
        ],
    );
}

#[test]
fn four_servers() {
    hold(
        "mm4_rho09",
        "[arrivals]\nrate = 3.6\n[[tasks]]\nid = 's'\nservice = 'exponential 1s'\nservers = 4",
        1_000_000,
        &[
            ("rho", |r| first(r).utilisation.mean),
            ("p_wait", |r| first(r).waited_share),
            ("Wq", |r| first(r).wait.mean),
            ("W", |r| first(r).time_in_system.mean),
            ("Lq", |r| first(r).number_waiting.mean),
            ("L", |r| first(r).number_in_system.mean),
            ("Wq_p95", |r| first(r).wait_quantiles.p95),
            ("Wq_p99", |r| first(r).wait_quantiles.p99),
        ],
    );
}

#[test]
fn loss_without_a_line_whatever_the_service_distribution() {
    for service in ["exponential 1s", "lognormal 1s cv 2", "1s"] {
        hold(
            "erlangB_c10_a7",
            &format!(
                "[arrivals]\nrate = 7\n[[tasks]]\nid = 's'\nservice = '{service}'\nservers = 10\nline = 0"
            ),
            200_000,
            &[
                ("p_block", |r| first(r).blocking_probability),
                ("mean_busy", |r| first(r).number_in_system.mean),
            ],
        );
    }
}

#[test]
fn a_bounded_line_under_overload() {
    hold(
        "mm1k_ciw_docs",
        "[arrivals]\nrate = 10\n[[tasks]]\nid = 's'\nservice = 'exponential 200ms'\nservers = 1\nline = 3",
        200_000,
        &[
            ("p_block", |r| first(r).blocking_probability),
            ("L", |r| first(r).number_in_system.mean),
            ("throughput", |r| first(r).throughput),
            ("W_accepted", |r| first(r).time_in_system.mean),
            ("Wq_accepted", |r| first(r).wait.mean),
            ("utilisation", |r| first(r).utilisation.mean),
        ],
    );
}

#[test]
fn general_service_times() {
    hold(
        "mg1_lognormal",
        "[arrivals]\nrate = 4\n[[tasks]]\nid = 's'\nservice = 'lognormal 200ms cv 1.5'\nservers = 1",
        600_000,
        &[
            ("rho", |r| first(r).utilisation.mean),
            ("Wq", |r| first(r).wait.mean),
            ("W", |r| first(r).time_in_system.mean),
            ("Lq", |r| first(r).number_waiting.mean),
            ("L", |r| first(r).number_in_system.mean),
        ],
    );
    hold(
        "md1",
        "[arrivals]\nrate = 0.8\n[[tasks]]\nid = 's'\nservice = '1s'\nservers = 1",
        300_000,
        &[
            ("Wq", |r| first(r).wait.mean),
            ("W", |r| first(r).time_in_system.mean),
            ("Lq", |r| first(r).number_waiting.mean),
            ("L", |r| first(r).number_in_system.mean),
            ("P_Wq_eq_0", |r| 1.0 - first(r).waited_share),
        ],
    );
}

#[test]
fn stations_one_after_the_other() {
    let station = |r: &Run, index: usize| r.stations[index].time_in_system.mean;
    assert!(station(&simulate("tasks = [{ id = 'a', service = '1s' }]", 10, 1), 0) > 0.99);
    hold(
        "tandem_jackson",
        "[arrivals]\nrate = 2\n\
         [[tasks]]\nid = 'a'\nservice = 'exponential 200ms'\nservers = 1\n\
         [[tasks]]\nid = 'b'\nservice = 'exponential 800ms'\nservers = 2\n\
         [[tasks]]\nid = 'c'\nservice = 'exponential 333333333ns'\nservers = 1",
        200_000,
        &[
            ("W1", |r| r.stations[0].time_in_system.mean),
            ("W2", |r| r.stations[1].time_in_system.mean),
            ("W3", |r| r.stations[2].time_in_system.mean),
            ("W_total", |r| r.answer.mean.mean),
            ("L_total", |r| r.stations.iter().map(|s| s.number_in_system.mean).sum()),
        ],
    );
}

#[test]
fn servers_for_everyone() {
    hold(
        "mminf",
        "[arrivals]\nrate = 7\n[[tasks]]\nid = 's'\nservice = 'exponential 500ms'",
        200_000,
        &[
            ("L", |r| first(r).number_in_system.mean),
            ("var_L", |r| first(r).number_in_system_variance),
            ("Wq", |r| first(r).wait.mean),
            ("p0", |r| first(r).empty_share),
        ],
    );
}

#[test]
fn impatient_customers() {
    hold(
        "erlangA",
        "[arrivals]\nrate = 10\n[[tasks]]\nid = 's'\nservice = 'exponential 1s'\nservers = 10\npatience = 'exponential 2s'",
        300_000,
        &[
            ("p_wait", |r| first(r).waited_share),
            ("p_abandon", |r| first(r).abandonment_probability),
            ("Lq", |r| first(r).number_waiting.mean),
            ("mean_wait_all", |r| first(r).wait.mean),
        ],
    );
}

#[test]
fn a_server_that_breaks_down_and_resumes() {
    hold(
        "outage_mm1_onoff",
        "[arrivals]\nrate = 0.5\n[[tasks]]\nid = 's'\nservice = 'exponential 1s'\nservers = 1\n\
         breakdowns = { up = 'exponential 20s', down = 'exponential 5s' }",
        300_000,
        &[("L", |r| first(r).number_in_system.mean), ("W", |r| first(r).time_in_system.mean)],
    );
}

#[test]
fn retries_with_backoff_until_the_dead_letter() {
    hold(
        "retry_dlq_p30",
        "[arrivals]\nrate = 10\n[[tasks]]\nid = 's'\nplacement = 'async'\nservice = 'exponential 200ms'\nfails = 0.3\n\
         queue = { workers = 'unlimited', attempts = 6, lease = 'never', backoff = { first = '1s', factor = 2 } }",
        500_000,
        &[
            ("attempts_per_task", |r| first(r).deliveries as f64 / first(r).arrivals as f64),
            ("mean_time_to_settle", |r| first(r).time_in_system.mean),
        ],
    );
}

#[test]
fn a_lease_that_ends_before_the_work() {
    hold(
        "visibility_timeout",
        "[arrivals]\nrate = 10\n[[tasks]]\nid = 's'\nplacement = 'async'\nservice = 'exponential 1s'\n\
         queue = { workers = 'unlimited', lease = '1s', attempts = 4 }",
        300_000,
        &[("mean_deliveries", |r| first(r).deliveries as f64 / first(r).arrivals as f64)],
    );
}
