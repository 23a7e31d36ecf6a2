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

fn on_all_seeds(toml: &str, orders: u64) -> Vec<Run> {
    std::thread::scope(|scope| {
        let handles: Vec<_> =
            (0..SEEDS).map(|seed| scope.spawn(move || simulate(toml, orders, seed))).collect();
        handles.into_iter().map(|h| h.join().expect("the run ends")).collect()
    })
}

/// Runs a case on all seeds and holds each measure against the case's exact value.
fn hold(case: &str, toml: &str, orders: u64, measures: &[Measure]) {
    let cases: Vec<Value> = serde_json::from_str(include_str!("cases.json")).expect("cases.json is JSON");
    let expected = &cases.iter().find(|c| c["name"] == case).expect("the case is in cases.json")["expected"];
    let runs = on_all_seeds(toml, orders);
    for (name, measure) in measures {
        // Dead letters are so rare in these cases that a tighter interval would need a hundred million messages.
        let tight = if *name == "p_dead_letter" { 0.15 } else { 0.02 };
        let exact = expected[name].as_f64().expect("the case has this value");
        let values: Vec<f64> = runs.iter().map(measure).collect();
        let (mean, half) = interval(&values);
        assert!(half <= tight * exact.abs(), "{case} {name}: ± {half} around {mean} is not tight");
        assert!(
            (mean - exact).abs() <= half.max(0.001 * exact),
            "{case} {name}: {mean} ± {half}, exactly {exact}"
        );
    }
}

/// What M/M/1 and M/M/c say of a line.
const MARKOVIAN: [Measure; 9] = [
    ("rho", |r| first(r).utilisation.mean),
    ("p_wait", |r| first(r).waited_share),
    ("Wq", |r| first(r).wait.mean),
    ("W", |r| first(r).time_in_system.mean),
    ("Lq", |r| first(r).number_waiting.mean),
    ("L", |r| first(r).number_in_system.mean),
    ("Wq_p50", |r| first(r).wait_quantiles.p50),
    ("Wq_p95", |r| first(r).wait_quantiles.p95),
    ("Wq_p99", |r| first(r).wait_quantiles.p99),
];

#[test]
fn one_server() {
    hold(
        "mm1_rho09",
        "[arrivals]\nrate = 0.9\n[[tasks]]\nid = 's'\nservice = 'exponential 1s'\nservers = 1",
        2_000_000,
        &MARKOVIAN,
    );
}

#[test]
fn four_servers() {
    hold(
        "mm4_rho09",
        "[arrivals]\nrate = 3.6\n[[tasks]]\nid = 's'\nservice = 'exponential 1s'\nservers = 4",
        2_000_000,
        &MARKOVIAN,
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
        1_500_000,
        &[
            ("rho", |r| first(r).utilisation.mean),
            ("Wq", |r| first(r).wait.mean),
            ("W", |r| first(r).time_in_system.mean),
            ("Lq", |r| first(r).number_waiting.mean),
            ("L", |r| first(r).number_in_system.mean),
        ],
    );
}

/// A share, and the quantile of a run that belongs to it.
type Quantile = (f64, fn(&Run) -> f64);

/// The share of M/D/1 customers who wait no longer than `t` services (Erlang 1909).
fn md1_wait_share(load: f64, t: f64) -> f64 {
    let term = |j: u32| {
        let left = load * (t - f64::from(j));
        (1..=j).map(|i| -left / f64::from(i)).product::<f64>() * left.exp()
    };
    (1.0 - load) * (0..=t as u32).map(term).sum::<f64>()
}

#[test]
fn constant_service_times() {
    let toml = "[arrivals]\nrate = 0.8\n[[tasks]]\nid = 's'\nservice = '1s'\nservers = 1";
    hold(
        "md1",
        toml,
        600_000,
        &[
            ("Wq", |r| first(r).wait.mean),
            ("W", |r| first(r).time_in_system.mean),
            ("Lq", |r| first(r).number_waiting.mean),
            ("L", |r| first(r).number_in_system.mean),
            ("P_Wq_eq_0", |r| 1.0 - first(r).waited_share),
        ],
    );
    // The shares that the case publishes are those of the formula, and the formula's share of each quantile is its own.
    for (t, published) in [(1.0, 0.445_108_185_698), (2.0, 0.634_519_936_32), (10.0, 0.988_342_891_735)] {
        assert!((md1_wait_share(0.8, t) - published).abs() < 1e-9, "{t}");
    }
    let runs = on_all_seeds(toml, 600_000);
    let quantiles: [Quantile; 4] = [
        (0.5, |r| first(r).wait_quantiles.p50),
        (0.9, |r| first(r).wait_quantiles.p90),
        (0.95, |r| first(r).wait_quantiles.p95),
        (0.99, |r| first(r).wait_quantiles.p99),
    ];
    for (share, quantile) in quantiles {
        let shares: Vec<f64> = runs.iter().map(|r| md1_wait_share(0.8, quantile(r))).collect();
        let (mean, half) = interval(&shares);
        assert!(half < 0.01 && (mean - share).abs() <= half.max(0.001), "{share}: {mean} ± {half}");
    }
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
    let retries = |attempts: u32| {
        format!(
            "[arrivals]\nrate = 10\n[[tasks]]\nid = 's'\nplacement = 'async'\nservice = 'exponential 200ms'\nfails = 0.3\n\
             queue = {{ workers = 'unlimited', attempts = {attempts}, lease = 'never', backoff = {{ first = '1s', factor = 2 }} }}"
        )
    };
    hold(
        "retry_dlq_p30",
        &retries(6),
        500_000,
        &[
            ("attempts_per_task", |r| first(r).deliveries as f64 / first(r).arrivals as f64),
            ("p_dead_letter", dead_share),
            ("mean_time_to_settle", |r| first(r).time_in_system.mean),
            // Little's law for those who are inside and not being served.
            ("mean_backoff", |r| (first(r).number_in_system.mean - first(r).utilisation.mean) / 10.0),
        ],
    );
    // Those who would need a retry die when nobody makes one.
    hold("retry_dlq_p30", &retries(1), 200_000, &[("p_any_retry", dead_share)]);
}

fn dead_share(run: &Run) -> f64 {
    first(run).dead_letters as f64 / first(run).arrivals as f64
}

#[test]
fn a_lease_that_ends_before_the_work() {
    let leases = |attempts: u32| {
        format!(
            "[arrivals]\nrate = 10\n[[tasks]]\nid = 's'\nplacement = 'async'\nservice = 'exponential 1s'\n\
             queue = {{ workers = 'unlimited', lease = '1s', attempts = {attempts} }}"
        )
    };
    hold(
        "visibility_timeout",
        &leases(4),
        1_000_000,
        &[
            ("mean_deliveries", |r| first(r).deliveries as f64 / first(r).arrivals as f64),
            ("p_dead_letter", dead_share),
        ],
    );
    // Those who would be delivered again die when one delivery is all.
    hold("visibility_timeout", &leases(1), 200_000, &[("p_redelivered", dead_share)]);
}

#[test]
fn other_arrivals_and_other_services() {
    // D/M/1 at 0.8: the share that waits is the root of s = exp((s - 1) / 0.8), and the mean wait s / (1 - s).
    let constant = "arrivals = { rhythm = 'constant', rate = 0.8 }";
    // E2/M/1 at 0.8: s = (1.6 / (2.6 - s))².
    let erlang = "arrivals = { rhythm = 'gaps', gap = 'erlang 1250ms k 2' }";
    let root = |step: fn(f64) -> f64| (0..10_000).fold(0.5, |s, _| step(s));
    let constant_waits = root(|s| ((s - 1.0) / 0.8).exp());
    let erlang_waits = root(|s| (1.6 / (2.6 - s)).powi(2));
    for (arrivals, waits) in [(constant, constant_waits), (erlang, erlang_waits)] {
        agrees(arrivals, "exponential 1s", waits / (1.0 - waits), |r| first(r).wait.mean);
        agrees(arrivals, "exponential 1s", waits, |r| first(r).waited_share);
    }
    // M/G/1 (Pollaczek–Khinchine): a wait of load × service × (1 + cv²) / (2 - 2 load).
    let poisson = "arrivals = { rate = 0.7 }";
    for (service, mean, squared_cv) in [
        ("erlang 1s k 3", 1.0, 1.0 / 3.0),
        ("uniform 0s to 2s", 1.0, 1.0 / 3.0),
        ("pareto 750ms alpha 4", 1.0, 1.0 / 8.0),
        ("empirical 500ms*3 2s", 0.875, 0.551_020_408_163_265_3),
    ] {
        let load = 0.7 * mean;
        let wait = load * mean * (1.0 + squared_cv) / (2.0 - 2.0 * load);
        agrees(poisson, service, wait, |r| first(r).wait.mean);
    }
}

/// Holds one measure of a single server against its exact value.
fn agrees(arrivals: &str, service: &str, exact: f64, measure: fn(&Run) -> f64) {
    let toml = format!("{arrivals}\ntasks = [{{ id = 's', service = '{service}', servers = 1 }}]");
    let values: Vec<f64> = on_all_seeds(&toml, 300_000).iter().map(measure).collect();
    let (mean, half) = interval(&values);
    assert!(half <= 0.02 * exact, "{arrivals} {service}: ± {half} around {mean} is not tight");
    // All eight together hold 95 times in 100 when each one does 99.4 times in 100: 3.56 / 2.262 times as far.
    assert!((mean - exact).abs() <= 1.57 * half, "{arrivals} {service}: {mean} ± {half}, exactly {exact}");
}

/// Nineteen in twenty of the intervals that single runs give hold the exact value.
#[test]
fn intervals_cover_what_they_promise() {
    let toml = "arrivals = { rate = 0.7 }\ntasks = [{ id = 's', service = 'exponential 1s', servers = 1 }]";
    let covered = (0..200).filter(|seed| {
        let wait = first(&simulate(toml, 40_000, *seed)).wait;
        (wait.mean - 0.7 / 0.3).abs() <= wait.half_width.expect("long enough for an interval")
    });
    let count = covered.count();
    // Binomial with 200 and 0.95: outside of 180 to 199 once in a thousand times.
    assert!((180..=199).contains(&count), "{count} of 200");
}
