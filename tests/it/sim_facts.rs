//! What senior engineers know about queues, retries, duplicates and locks, each as a run that could contradict it.

use frontdesk::content::scenario::Scenario;
use frontdesk::sim::{Options, Run, StepKind, run};

fn simulate(toml: &str) -> Run {
    let scenario: Scenario = toml::from_str(toml).expect("the scenario is valid TOML");
    let run = run(&scenario, &Options { frames: 600, ..Options::default() }).expect("the scenario runs");
    assert!(run.balance.holds(), "{:?}", run.balance);
    run
}

fn close(value: f64, exact: f64, tolerance: f64) -> bool {
    (value / exact - 1.0).abs() <= tolerance
}

#[test]
fn fact_1_the_knee() {
    for (load, times, orders) in
        [(0.5, 2.0, 100_000), (0.8, 5.0, 200_000), (0.9, 10.0, 500_000), (0.95, 20.0, 1_500_000)]
    {
        let run = simulate(&format!(
            "orders = {orders}\narrivals = {{ rate = {load} }}\ntasks = [{{ id = 's', service = 'exponential 1s', servers = 1 }}]"
        ));
        let station = &run.stations[0];
        let mean = station.time_in_system.mean;
        assert!(close(mean, times, 0.08), "{load}: {mean}");
        assert!(close(station.time_in_system_quantiles.p99 / mean, 4.605, 0.08), "{load}: p99");
        assert!(station.little.gap < 1e-9);
    }
}

#[test]
fn fact_2_pooling() {
    let wait = |rate: f64, servers: u32| {
        let toml = format!(
            "orders = 400000\narrivals = {{ rate = {rate} }}\ntasks = [{{ id = 's', service = 'exponential 1s', servers = {servers} }}]"
        );
        simulate(&toml).stations[0].wait.mean
    };
    assert!(close(wait(3.2, 4), 0.75, 0.05), "one queue for four servers");
    assert!(close(wait(0.8, 1), 4.0, 0.06), "each of four queues with its own server");
}

/// A hundred messages a second, ten minutes of standstill, then this many workers of 10 a second each.
fn drain(workers: u32) -> Run {
    simulate(&format!(
        "horizon = '75m'\narrivals = {{ rhythm = 'constant', rate = 100 }}\n\
         windows = [{{ trouble = 'freezes', task = 'email', from = '1m', until = '11m' }}]\n\
         tasks = [{{ id = 'email', placement = 'async', service = '100ms', queue = {{ workers = {workers}, lease = 'never' }} }}]"
    ))
}

#[test]
fn fact_3_the_backlog_drains_at_the_headroom() {
    let run = drain(12);
    let frame = |seconds: f64| run.recording.at(seconds).expect("a frame").tasks[0];
    assert!(close(f64::from(frame(660.0).depth), 60_000.0, 0.01), "{}", frame(660.0).depth);
    assert!(close(f64::from(frame(660.0 + 500.0).oldest), 500.0, 0.02), "{}", frame(1160.0).oldest);
    let depths = run.recording.series(0, |t| f64::from(t.depth));
    let drained = depths.iter().rposition(|d| *d > 100.0).expect("a backlog") as f64 * run.recording.step;
    assert!(close(drained - 660.0, 3_000.0, 0.02), "drained after {}", drained - 660.0);

    let stuck = drain(10);
    let last = stuck.recording.frame(stuck.recording.len() - 1).expect("a frame");
    assert!(last.tasks[0].depth > 59_000, "no headroom never drains");
}

#[test]
fn fact_4_retries_multiply() {
    let run = simulate(
        "orders = 100\ntasks = [{ id = 's', service = '1ms', fails = 1.0, \
         call = { tries = 3, layers = 5, backoff = { first = '1ms', factor = 1 } } }]",
    );
    assert_eq!(run.stations[0].arrivals, 100 * 243, "three attempts in each of five layers");
}

/// Ten servers of 10 a second each, and impatient clients.
fn overload(rate: u32, backoff: &str, more: &str) -> Run {
    simulate(&format!(
        "horizon = '10m'\ndeadline = '1s'\narrivals = {{ rate = {rate} }}\n{more}\n\
         tasks = [{{ id = 's', service = 'exponential 100ms', servers = 10 }}]\n\
         [client]\ntimeout = '1s'\nattempts = 6\n{backoff}"
    ))
}

#[test]
fn fact_5_backoff_is_no_load_shedding_and_a_budget_is() {
    let clicks = |backoff: &str| overload(130, backoff, "").ledger.clicks as f64;
    let at_once = clicks("backoff = { first = '100ms', factor = 1 }");
    let later = clicks("backoff = { first = '5s', factor = 2, cap = '20s', jitter = 'full' }");
    let budget = clicks("retry_budget = 0.1\nbackoff = { first = '100ms', factor = 1 }");
    assert!(later > 0.85 * at_once, "backing off only moves the load: {later} against {at_once}");
    assert!(budget < 0.3 * at_once, "a budget sheds it: {budget} against {at_once}");
}

#[test]
fn fact_6_overload_outlives_its_trigger() {
    let spike = "windows = [{ trouble = 'spike', from = '1m', until = '1m30s', factor = 4 }]";
    let goodput = |run: &Run, seconds: f64| run.recording.at(seconds).expect("a frame").flow.goodput;
    let retrying = overload(70, "backoff = { first = '200ms', factor = 1 }", spike);
    assert!(goodput(&retrying, 55.0) > 60.0, "healthy before");
    assert!(goodput(&retrying, 590.0) < 15.0, "eight minutes after the spike: {}", goodput(&retrying, 590.0));
    let budgeted = overload(70, "retry_budget = 0.1\nbackoff = { first = '200ms', factor = 1 }", spike);
    assert!(goodput(&budgeted, 590.0) > 60.0, "with a budget: {}", goodput(&budgeted, 590.0));
}

fn email(queue: &str, more: &str) -> Run {
    simulate(&format!(
        "horizon = '5m'\ndrain = true\narrivals = {{ rate = 20 }}\n{more}\n\
         [[tasks]]\nid = 'email'\nplacement = 'async'\neffect = 'email'\nservice = 'exponential 1s'\nqueue = {{ workers = 40, {queue} }}"
    ))
}

#[test]
fn fact_7_leases_and_acknowledgements() {
    let short = email("lease = '1s'", "");
    assert!(short.ledger.emailed_twice > 500, "a lease shorter than the work makes duplicates");
    assert_eq!(email("lease = '5m'", "").ledger.emailed_twice, 0);

    let deaths = "windows = [{ trouble = 'dead-workers', task = 'email', from = '1m', until = '2m' }]";
    let early = email("lease = '10s', ack = 'early'", deaths);
    assert!(early.ledger.lost > 0 && early.ledger.redelivered == 0, "acknowledged before the work: lost");
    let late = email("lease = '10s'", deaths);
    assert!(late.ledger.lost == 0 && late.ledger.emailed_twice > 0, "acknowledged after the work: repeated");
}

/// One payment in ten takes five seconds; the shopper clicks again after one.
fn impatient(client: &str, email: &str) -> Run {
    simulate(&format!(
        "horizon = '5m'\ndrain = true\narrivals = {{ rate = 20 }}\n\
         client = {{ timeout = '1s', attempts = 2, {client} }}\n\
         [[tasks]]\nid = 'payment'\neffect = 'charge'\nservice = 'empirical 100ms*9 5s*1'\n\
         [[tasks]]\nid = 'order'\neffect = 'save'\nservice = '10ms'\n\
         [[tasks]]\nid = 'email'\nplacement = 'async'\neffect = 'email'\nservice = '100ms'\n{email}"
    ))
}

#[test]
fn fact_8_two_messages_one_order() {
    assert!(impatient("", "dedupe = 'message'").ledger.emailed_twice > 50, "each message was new");
    assert_eq!(impatient("", "dedupe = 'order'").ledger.emailed_twice, 0, "the order was not");
}

#[test]
fn fact_9_idempotency_keys() {
    assert!(impatient("", "").ledger.charged_twice > 50, "without a key");
    let keyed = impatient("idempotency = true", "");
    assert_eq!((keyed.ledger.charged_twice, keyed.ledger.duplicate_orders), (0, 0), "with a key");
    let blind = impatient("idempotency = true, in_progress = false", "");
    assert!(blind.ledger.charged_twice > 50, "a concurrent click needs the in-progress state");
    let late = "backoff = { first = '20s' }, idempotency = true";
    let kept = impatient(late, "").ledger;
    assert!(kept.charged_twice == 0 && kept.replayed > 50, "the stored response is replayed: {kept:?}");
    let expired = impatient(&format!("{late}, key_expiry = '10s'"), "");
    assert!(expired.ledger.charged_twice > 50, "an expired key protects nobody");
}

fn stream(partitions: u32, poison: bool) -> Run {
    let window = "windows = [{ trouble = 'poison', task = 's', from = '1m', until = '2m', count = 1 }]";
    simulate(&format!(
        "horizon = '5m'\ndrain = true\narrivals = {{ rate = 20 }}\n{}\n\
         [[tasks]]\nid = 's'\nplacement = 'async'\nservice = 'exponential 100ms'\n\
         queue = {{ workers = 8, attempts = 5, backoff = {{ first = '10s', factor = 1 }} }}\n\
         stream = {{ partitions = {partitions} }}",
        if poison { window } else { "" }
    ))
}

#[test]
fn fact_10_partitions() {
    let busy = |run: &Run| run.recording.series(0, |t| f64::from(t.busy)).into_iter().fold(0.0, f64::max);
    assert!(busy(&stream(1, false)) <= 1.0, "one partition is one worker's");
    assert!(busy(&stream(3, false)) <= 3.0, "partitions cap parallelism");
    assert!(busy(&stream(16, false)) > 4.0);

    let blocked = stream(4, true);
    let worst = blocked.stations[0].time_in_system_quantiles.max;
    assert!(worst > 40.0, "those behind the poison message wait until it is set aside: {worst}");
    assert!(blocked.stations[0].time_in_system_quantiles.p50 < 1.0, "the other partitions go on");
    assert_eq!(blocked.ledger.dead_letters, 1);
}

/// When each of the first messages was done, read off its own timeline.
fn done_at(stream: &str) -> Vec<f64> {
    let scenario: Scenario = toml::from_str(&format!(
        "orders = 60\narrivals = {{ rate = 50 }}\n\
         [[tasks]]\nid = 's'\nplacement = 'async'\nservice = 'exponential 100ms'\nfails = 0.1\n\
         queue = {{ workers = 8, attempts = 20, backoff = {{ first = '100ms' }} }}\n{stream}"
    ))
    .expect("the scenario is valid TOML");
    let done = |order| {
        let run = run(&scenario, &Options { follow: Some(order), frames: 0, ..Options::default() });
        let timeline = run.expect("the scenario runs").timeline;
        timeline.iter().find(|step| step.kind == StepKind::Succeeds).expect("it is done in the end").at
    };
    (1..=60).map(done).collect()
}

#[test]
fn fact_10_order_holds_for_one_key() {
    let one_key = done_at("stream = { partitions = 8, keys = 1 }");
    assert!(one_key.is_sorted(), "eight workers, one key, failures: still one after the other");
    assert!(
        !done_at("stream = { partitions = 8, keys = 1000 }").is_sorted(),
        "keys do not wait for each other"
    );
    assert!(!done_at("").is_sorted(), "a queue promises no order");
}

#[test]
fn fact_11_poison_and_redrive() {
    let batch = |partial: bool| {
        simulate(&format!(
            "horizon = '4m'\ndrain = true\narrivals = {{ rhythm = 'constant', rate = 10 }}\n\
             windows = [{{ trouble = 'poison', task = 's', from = '1m', until = '2m', count = 1 }}]\n\
             [[tasks]]\nid = 's'\nplacement = 'batchable'\nservice = '100ms'\n\
             queue = {{ workers = 2, attempts = 1 }}\nbatch = {{ size = 50, linger = '10s', partial_ack = {partial} }}"
        ))
    };
    assert_eq!(batch(false).ledger.dead_letters, 50, "one poison message fails its whole batch");
    assert_eq!(batch(true).ledger.dead_letters, 1, "unless the rest is acknowledged");

    let redrive = |rate: u32| {
        let run = simulate(&format!(
            "horizon = '10m'\narrivals = {{ rate = 50 }}\n\
             windows = [{{ trouble = 'down', task = 's', from = '1m', until = '3m' }}, {{ trouble = 'redrive', task = 's', from = '5m', until = '6m' }}]\n\
             [[tasks]]\nid = 's'\nplacement = 'async'\nservice = 'exponential 100ms'\n\
             queue = {{ workers = 8, attempts = 2, redrive_rate = {rate} }}"
        ));
        let depth = run.recording.series(0, |t| f64::from(t.depth));
        depth[300..].iter().copied().fold(0.0, f64::max)
    };
    assert!(redrive(0) > 3_000.0, "all at once is a second outage");
    assert!(redrive(15) < 200.0, "throttled, nobody notices");
}

#[test]
fn fact_12_the_dual_write() {
    let crash = |publish: &str, dedupe: &str| {
        simulate(&format!(
            "horizon = '5m'\ndrain = true\narrivals = {{ rate = 50 }}\npublish = {{ crash = 0.05, {publish} }}\n\
             [[tasks]]\nid = 'order'\neffect = 'save'\nservice = '50ms'\n\
             [[tasks]]\nid = 'email'\nplacement = 'async'\neffect = 'email'\nservice = '100ms'\ndedupe = '{dedupe}'\nqueue = {{ workers = 20 }}"
        ))
        .ledger
    };
    let without = crash("outbox = false", "none");
    assert!(without.lost > 500 && without.emails + without.lost == without.orders, "{without:?}");
    let with = crash("outbox = true", "none");
    assert_eq!(with.lost, 0, "none is lost");
    assert!(with.emailed_twice > 300, "some are sent twice");
    assert_eq!(crash("outbox = true", "order").emailed_twice, 0, "unless the consumer is idempotent");
}

#[test]
fn fact_13_the_slow_one_in_a_hundred() {
    let run = simulate(
        "orders = 20000\narrivals = { rate = 10 }\ntasks = [{ id = 's', service = 'empirical 10ms*99 1s*1', calls = 100 }]",
    );
    let slow = (run.answer.mean.mean - 0.010) / 0.990;
    assert!(close(slow, 1.0 - 0.99_f64.powi(100), 0.02), "{slow}");
}

#[test]
fn fact_14_linger() {
    let latency = |rate: u32, linger: &str| {
        let run = simulate(&format!(
            "horizon = '5m'\narrivals = {{ rate = {rate} }}\n\
             [[tasks]]\nid = 's'\nplacement = 'batchable'\nservice = '50ms'\nservers = 2\n\
             queue = {{ workers = 50, lease = 'never' }}\nbatch = {{ size = 500, linger = '{linger}', each = '0s' }}"
        ));
        run.stations.last().expect("a queue").time_in_system.mean
    };
    assert!(latency(2, "200ms") > 2.0 * latency(2, "0s"), "at low traffic it only adds");
    assert!(latency(400, "200ms") < 0.5 * latency(400, "0s"), "at high traffic it saves");
}

#[test]
fn fact_15_a_bounded_queue_rejects_and_goodput_counts() {
    let line = |line: &str| {
        simulate(&format!(
            "horizon = '5m'\ndeadline = '2s'\narrivals = {{ rate = 150 }}\n\
             tasks = [{{ id = 's', service = 'exponential 100ms', servers = 10, line = '{line}' }}]"
        ))
    };
    let (endless, bounded) = (line("unlimited"), line("100"));
    assert!(close(endless.ledger.placed as f64, 30_000.0, 0.03), "it completes as much as it can");
    assert!(endless.ledger.goodput < 3_000, "and nearly all of it too late: {}", endless.ledger.goodput);
    assert!(close(bounded.ledger.goodput as f64, 30_000.0, 0.03), "{}", bounded.ledger.goodput);
    assert!(close(bounded.stations[0].blocking_probability, 1.0 / 3.0, 0.05));
}

/// A thousand buyers at once, one unit, a write that takes a tenth of a second.
fn rush(stock: &str) -> Run {
    let times = vec!["0"; 1_000].join(",");
    simulate(&format!(
        "horizon = '10m'\narrivals = {{ rhythm = 'trace', times = [{times}] }}\nstock = {{ units = 1, {stock} }}\n\
         [[tasks]]\nid = 'stock'\neffect = 'reserve'\nservice = '100ms'"
    ))
}

#[test]
fn fact_16_a_thousand_buyers_for_one_unit() {
    let naive = rush("locking = 'naive'").ledger;
    assert_eq!((naive.placed, naive.oversold), (1_000, 999), "all of them saw 1 left");
    let optimistic = rush("locking = 'optimistic'").ledger;
    assert_eq!((optimistic.placed, optimistic.oversold, optimistic.wasted_writes), (1, 0, 999));
    let pessimistic = rush("locking = 'pessimistic'");
    assert_eq!((pessimistic.ledger.placed, pessimistic.ledger.wasted_writes), (1, 0), "no wasted write");
    let wait = &pessimistic.stations[0];
    assert!(close(wait.wait.mean, 999.0 * 0.1 / 2.0, 0.01), "waits grow linearly: {}", wait.wait.mean);
    assert!(close(wait.wait_quantiles.max, 99.9, 0.01));
    let expired = rush("locking = 'cache', lock_expiry = '50ms'").ledger;
    assert!(expired.oversold > 0, "a lock that expires before the write lets a second buyer in");
    let crashed = rush("locking = 'cache', lock_crash = 1.0").ledger;
    assert_eq!(
        (crashed.placed, crashed.sold_out),
        (1, 0),
        "a lock that is never given back holds up everyone"
    );
}

/// An email that is sent when its document is there.
fn chain(render: &str, email: &str) -> Run {
    simulate(&format!(
        "orders = 500\narrivals = {{ rate = 5 }}\n\
         [[tasks]]\nid = 'render'\nservice = '2s'\n{render}\n\
         [[tasks]]\nid = 'email'\nafter = 'render'\neffect = 'email'\nservice = '100ms'\n{email}"
    ))
}

const BACKGROUND: &str = "placement = 'async'\nqueue = { workers = 'unlimited', attempts = 2 }";

#[test]
fn a_chain_hands_on_what_is_done_and_nothing_else() {
    let run = chain(BACKGROUND, BACKGROUND);
    assert_eq!((run.stations[1].completed, run.ledger.emails, run.ledger.emails_never), (500, 500, 0));
    assert!(run.settled.quantiles.p50 >= 2.1, "{:?}", run.settled);
    let broken = chain(&format!("fails = 1\n{BACKGROUND}"), BACKGROUND);
    assert_eq!((broken.ledger.dead_letters, broken.ledger.emails, broken.ledger.emails_never), (500, 0, 500));
    let inline = chain("", BACKGROUND);
    assert_eq!(
        (inline.ledger.emails, inline.ledger.published),
        (500, 500),
        "with the order when that waits for it"
    );
}

#[test]
fn an_email_that_may_still_come_in_time_is_not_missing() {
    let run = simulate(
        "horizon = '1m'\narrivals = { rhythm = 'constant', rate = 10 }\nemail_deadline = '30s'\n\
         tasks = [{ id = 'email', placement = 'async', effect = 'email', service = '20s', queue = { workers = 'unlimited' } }]",
    );
    assert_eq!(run.ledger.emails_never, 0);
    assert!(run.ledger.placed - run.ledger.emails >= 190, "{:?}", run.ledger);
}
