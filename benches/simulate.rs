//! The simulator's speed: the network, M/M/1, and the checkout as a person plays it.
//!
//! `cargo bench --bench simulate`. Beside the peers, in one run: `benches/peers.sh PATH`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use frontdesk::content::design::Design;
use frontdesk::content::library::Library;
use frontdesk::content::scenario::Scenario;
use frontdesk::sim::{Options, run};

fn scenario(toml: &str, orders: u64) -> Scenario {
    let mut scenario: Scenario = toml::from_str(toml).expect("a shipped scenario is valid");
    scenario.orders = Some(orders);
    scenario
}

fn stations(c: &mut Criterion) {
    let options = Options { frames: 0, ..Options::default() };
    let mut group = c.benchmark_group("orders");
    group.sample_size(10);
    let cases = [
        ("network", include_str!("../scenarios/network.toml"), 100_000),
        ("mm1", include_str!("../scenarios/mm1.toml"), 1_000_000),
    ];
    for (name, toml, orders) in cases {
        let scenario = scenario(toml, orders);
        group.throughput(Throughput::Elements(orders));
        group.bench_function(name, |b| b.iter(|| run(black_box(&scenario), &options)));
    }
    group.finish();
}

fn checkout(c: &mut Criterion) {
    let library = Library::builtin();
    let prompt = library.prompt("checkout").expect("the checkout is built in");
    let scenario = prompt.simulation.as_ref().expect("the checkout has a scenario");
    let mut group = c.benchmark_group("checkout");
    group.sample_size(10);
    for fault in ["calm-day", "email-provider-down", "ten-fold-spike"] {
        let scenario = scenario.with(&Design::default(), Some(fault)).expect("the fault applies");
        group.bench_function(fault, |b| b.iter(|| run(black_box(&scenario), &Options::default())));
    }
    group.finish();
}

criterion_group!(benches, stations, checkout);
criterion_main!(benches);
