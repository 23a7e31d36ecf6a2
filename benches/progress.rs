//! What opens with every start, over ten thousand stored attempts: home within 20 ms, a page of history within a frame.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use frontdesk::content::library::Library;
use frontdesk::interview::timer::UnixMillis;
use frontdesk::progress::record::{Record, parse};
use frontdesk::progress::{Draft, DraftKey, Filter, Held, Store, home};

const ATTEMPTS: u64 = 10_000;
const PROMPTS: [&str; 4] = ["checkout", "pdf-invoices", "local-delivery", "video-upload"];
const DAY: u64 = 86_400_000;

/// An attempt with an answer and a report of the usual size.
fn attempt(number: u64) -> Record {
    let prompt = PROMPTS[(number % 4) as usize];
    let levels: Vec<String> = (0..6).map(|d| format!("\"dimension-{d}\":{}", (number + d) % 5)).collect();
    let (text, report) = ("charge the card, then save the order. ".repeat(60), "x".repeat(10_000));
    let line = format!(
        "{{\"record\":\"attempt\",\"id\":\"{number:032x}\",\"prompt\":\"{prompt}\",\"revision\":1,\"kind\":\"practice\",\
         \"at\":{},\"used_ms\":900000,\"limit_ms\":1800000,\"text\":\"{text}\",\"levels\":{{{}}},\"report\":\"{report}\",\
         \"scorer\":\"1\"}}",
        1_600_000_000_000 + number * DAY / 8,
        levels.join(",")
    );
    parse(&line).ok().flatten().unwrap_or(Record::Frontdesk { version: 1 })
}

fn filled(path: &Path) -> Result<Store, Box<dyn std::error::Error>> {
    let mut store = Store::open(path)?;
    let records: Vec<Record> = (0..ATTEMPTS).map(attempt).collect();
    store.import(&records)?;
    Ok(store)
}

fn progress(c: &mut Criterion) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let path = folder.path().join("store.db");
    let Ok(mut store) = filled(&path) else { return };
    let (library, now) = (Library::builtin(), UnixMillis(1_800_000_000_000));
    c.bench_function("open the store", |b| b.iter(|| Store::open(&path).map(drop)));
    c.bench_function("home over 10,000 attempts", |b| {
        b.iter(|| store.standing(now).map(|standing| home::offers(black_box(&library), &standing)));
    });
    c.bench_function("the last page of history", |b| {
        b.iter(|| store.history(&Filter::default(), ATTEMPTS as usize - 50, 50));
    });
    let Ok(id) = "checkout".parse() else { return };
    let fresh = Draft::new(DraftKey::practice(id), std::time::Duration::from_mins(30));
    let Ok(Held::Mine(mut draft)) = store.open_draft(fresh, now) else { return };
    draft.text = "a word ".repeat(1140);
    c.bench_function("save a draft of 8,000 characters", |b| b.iter(|| store.save_draft(&mut draft, now)));
}

criterion_group!(benches, progress);
criterion_main!(benches);
