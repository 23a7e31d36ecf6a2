//! Whatever a scenario says: nothing is lost, nothing runs backwards, nothing runs for ever; same seed, same result.

use std::fmt::Write;

use frontdesk::content::design::Design;
use frontdesk::content::library::Library;
use frontdesk::content::scenario::Scenario;
use frontdesk::sim::{End, Options, Run, run};

use proptest::prelude::*;

fn parsed(toml: &str) -> Scenario {
    toml::from_str(toml).expect("the scenario is valid TOML")
}

#[test]
fn the_same_seed_gives_the_same_json() {
    let library = Library::builtin();
    for prompt in &library.prompts {
        let scenario = prompt.simulation.as_ref().expect("a built-in prompt has a scenario");
        for fault in scenario.faults.iter().take(2) {
            let mut scenario =
                scenario.with(&Design::default(), Some(fault.id.as_str())).expect("the fault applies");
            scenario.horizon = scenario.horizon.min("3m".parse().expect("a time"));
            let json = |seed| {
                let run = run(&scenario, &Options { seed, ..Options::default() }).expect("it runs");
                assert!(run.balance.holds(), "{} {}: {:?}", prompt.id, fault.id, run.balance);
                serde_json::to_string(&run).expect("a run is JSON")
            };
            assert_eq!(json(5), json(5), "{} {}", prompt.id, fault.id);
            assert_ne!(json(5), json(6), "{} {}", prompt.id, fault.id);
        }
    }
}

#[test]
fn two_designs_meet_the_same_shoppers() {
    let base = "horizon = '1m'\n[[tasks]]\nid = 'a'\nservice = 'exponential 100ms'\n[[tasks]]\nid = 'b'\nservice = 'exponential 50ms'";
    let inline = run(&parsed(base), &Options::default()).expect("it runs");
    let queued = parsed(&format!("{base}\nplacement = 'async'"));
    let queued = run(&queued, &Options::default()).expect("it runs");
    assert_eq!(inline.ledger.orders, queued.ledger.orders);
    assert!((inline.stations[0].time_in_system.mean - queued.stations[0].time_in_system.mean).abs() < 1e-3);
}

#[test]
fn a_time_limit_ends_what_was_begun_before_the_dependency_stopped() {
    for trouble in ["freezes", "hangs"] {
        let run = run(
            &parsed(&format!(
                "orders = 1\nclient = {{ attempts = 1 }}\narrivals = {{ rhythm = 'constant', rate = 0.1 }}\n\
                 windows = [{{ trouble = '{trouble}', task = 'a', from = '11s', until = '1m' }}]\n\
                 tasks = [{{ id = 'a', service = '2s', servers = 1, call = {{ timeout = '5s' }} }}]"
            )),
            &Options::default(),
        )
        .expect("it runs");
        assert_eq!((run.stations[0].timed_out, run.ledger.failed_clicks), (1, 1), "{trouble}");
        assert_eq!(run.click.quantiles.max, 5.0, "{trouble}");
    }
}

#[test]
fn each_of_several_calls_has_its_own_time_limit() {
    let scenario = parsed(
        "orders = 50\narrivals = { rate = 2 }\n\
         tasks = [{ id = 'a', placement = 'async', service = '2s', servers = 2, calls = 2, \
                    call = { timeout = '3s' }, queue = { workers = 2 } }]",
    );
    let run = run(&scenario, &Options::default()).expect("it runs");
    assert_eq!((run.stations[0].timed_out, run.stations[0].completed), (0, 100));
}

#[test]
fn overload_without_an_end_is_bounded() {
    let scenario = parsed(
        "orders = 100000000\narrivals = { rate = 1000 }\ntasks = [{ id = 's', service = '1s', servers = 1 }]",
    );
    let limits = Options { max_live: 50_000, frames: 0, ..Options::default() };
    assert_eq!(run(&scenario, &limits).expect("it runs").end, End::TooManyInside);
    let limits = Options { max_events: 100_000, frames: 0, ..Options::default() };
    let stopped = run(&scenario, &limits).expect("it runs");
    assert_eq!(stopped.end, End::TooManyEvents);
    assert!(stopped.events < 200_000 && stopped.balance.holds());
}

#[test]
fn work_without_duration_and_servers_without_number_are_fine() {
    let scenario = parsed(
        "orders = 1000\ntasks = [{ id = 'a', servers = 1000000000 }, { id = 'b', placement = 'async' }]",
    );
    let run = run(&scenario, &Options::default()).expect("it runs");
    assert_eq!((run.ledger.placed, run.end), (1_000, End::Drained));
    assert_eq!(run.answer.quantiles.max, 0.0);
}

#[test]
fn hostile_values_are_refused_before_they_run() {
    for toml in [
        "arrivals = { rate = nan }",
        "arrivals = { rate = inf }",
        "arrivals = { rate = 1e308 }",
        "arrivals = { rate = 9223372036854775807 }",
        "arrivals = { rate = -0.0 }",
        "arrivals = { rhythm = 'gaps', gap = '0s' }",
        "arrivals = { rhythm = 'day', profile = [] }",
        "arrivals = { rhythm = 'day', profile = [nan] }",
        "horizon = 'never'",
        "horizon = '366d'\narrivals = { rate = 10000 }",
        "client = { attempts = 1000000 }",
        "client = { backoff = { factor = 1e308 } }",
        "stock = { items = 4000000000 }",
        "orders = 1000000000000",
        "arrivals = { rate = 9223372036854775807 }",
        "publish = { crash = 2 }",
        "windows = [{ trouble = 'spike', from = '2m', until = '1m' }]",
        "windows = [{ trouble = 'spike', factor = inf }]",
    ] {
        let scenario = parsed(&format!("{toml}\n[[tasks]]\nid = 'a'"));
        let problems = run(&scenario, &Options::default()).expect_err(toml);
        assert!(!problems[0].message.is_empty());
    }
    for toml in ["horizon = -1", "horizon = 1e308", "warmup = nan", "orders = -5", "tasks = 7"] {
        assert!(toml::from_str::<Scenario>(&format!("{toml}\n")).is_err(), "{toml}");
    }
}

/// Text of a random scenario: every part of the model may be in it.
fn scenarios() -> impl Strategy<Value = String> {
    let service = prop::sample::select(vec![
        "0s",
        "20ms",
        "exponential 80ms",
        "lognormal 60ms cv 2",
        "pareto 10ms alpha 1.5",
    ]);
    let placement = prop::sample::select(vec!["blocking", "async", "batchable"]);
    let effect = prop::sample::select(vec!["none", "charge", "reserve", "save", "email", "ship"]);
    let dedupe = prop::sample::select(vec!["none", "message", "order"]);
    let numbers = (1..12_u32, 0..20_u32, 1..4_u32, 1..4_u32, 1..6_u32, 0..30_u32);
    let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let task = (service, placement, effect, dedupe, numbers, switches).prop_map(
        |(service, placement, effect, dedupe, (servers, line, tries, calls, workers, fails), (early, stream, partial, timeout))| {
            format!(
                "placement = '{placement}'\neffect = '{effect}'\ndedupe = '{dedupe}'\nservice = '{service}'\nservers = {servers}\n\
                 line = {line}\ncalls = {calls}\nfails = 0.{fails:02}\n\
                 call = {{ tries = {tries}, timeout = '{}', backoff = {{ first = '50ms' }} }}\n\
                 queue = {{ workers = {workers}, ack = '{}', lease = '300ms', attempts = {tries}, backoff = {{ first = '100ms', jitter = 'full' }} }}\n\
                 batch = {{ size = 7, linger = '200ms', partial_ack = {partial} }}\n{}",
                if timeout { "100ms" } else { "never" },
                if early { "early" } else { "late" },
                if stream { "stream = { partitions = 3 }" } else { "" },
            )
        },
    );
    let trouble = (
        prop::sample::select(vec![
            "down",
            "hangs",
            "freezes",
            "slow",
            "failing",
            "dead-workers",
            "poison",
            "redrive",
            "spike",
            "crash",
            "cold-cache",
        ]),
        0..20_u32,
        any::<bool>(),
    );
    let client = (
        prop::sample::select(vec!["200ms", "1s", "never"]),
        1..4_u32,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    );
    let stock = prop::sample::select(vec!["naive", "optimistic", "pessimistic", "cache"]);
    (prop::collection::vec(task, 1..5), prop::collection::vec(trouble, 0..4), client, stock, any::<bool>(), any::<bool>()).prop_map(
        |(tasks, troubles, (timeout, attempts, key, progress, compensate), locking, outbox, drain)| {
            let mut text = format!(
                "horizon = '30s'\ndrain = {drain}\ncompensate = {compensate}\narrivals = {{ rate = 20 }}\n\
                 client = {{ timeout = '{timeout}', attempts = {attempts}, idempotency = {key}, in_progress = {progress}, ticket_after = '5s' }}\n\
                 publish = {{ outbox = {outbox}, relay = '100ms', crash = 0.02 }}\n\
                 stock = {{ units = 60, items = 3, hot = 0.5, locking = '{locking}', retries = 1, lock_expiry = '70ms', lock_crash = 0.05 }}\n\
                 cache = {{ reads = 20, expiry = '1s' }}\nteam = {{ repair = '2s', tickets = 2 }}\nwindows = ["
            );
            for (trouble, from, endless) in troubles {
                let until = if endless { "never".to_owned() } else { format!("{}s", from + 3) };
                let _ = write!(text, "{{ trouble = '{trouble}', task = 't0', from = '{from}s', until = '{until}', factor = 3, share = 0.5, count = 2 }},");
            }
            text += "]\n";
            for (index, task) in tasks.iter().enumerate() {
                let owes = ["charge", "reserve", "save"].iter().any(|e| task.contains(e));
                // Whether a task follows the one before it hangs on its servers, so that both are tried.
                if index > 0 && !owes && task.contains("servers = 1") {
                    let _ = write!(text, "[[tasks]]\nafter = 't{}'\n", index - 1);
                } else {
                    text += "[[tasks]]\n";
                }
                let _ = write!(text, "id = 't{index}'\nalarm = {{ age = '2s', dead_letters = 1 }}\n{task}\n");
            }
            text
        },
    )
}

fn sound(run: &Run) {
    assert!(run.balance.holds(), "{:?}", run.balance);
    assert!(run.events < 2_000_000, "{} events", run.events);
    assert!(run.story.is_sorted_by(|a, b| a.at <= b.at), "the clock runs backwards");
    for station in &run.stations {
        assert!(station.little.gap < 1e-6, "{}: {:?}", station.id, station.little);
        let measures = [
            station.wait.mean,
            station.time_in_system.mean,
            station.number_waiting.mean,
            station.utilisation.mean,
        ];
        assert!(measures.iter().all(|m| m.is_finite() && *m >= 0.0), "{measures:?}");
        if let Some(servers) = station.servers {
            assert!(servers == 0 || station.utilisation.mean <= 1.0 + 1e-9, "{}", station.utilisation.mean);
        }
    }
    let ledger = &run.ledger;
    assert!(
        ledger.placed <= ledger.orders && ledger.goodput <= ledger.placed && ledger.clicks >= ledger.orders
    );
    assert!(ledger.emails_never <= ledger.placed && ledger.recognised <= run.events);
    for (before, after) in run.recording.harm.iter().zip(run.recording.harm.iter().skip(1)) {
        assert!(
            before.placed <= after.placed
                && before.tickets <= after.tickets
                && before.failed_clicks <= after.failed_clicks
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn random_scenarios_are_sound(text in scenarios(), seed in 0..1_000_u64) {
        let scenario = parsed(&text);
        let limits = Options { seed, max_events: 1_950_000, follow: Some(3), ..Options::default() };
        sound(&run(&scenario, &limits).expect("it runs"));
    }
}
