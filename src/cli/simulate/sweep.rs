//! `--sweep KEY=A,B,C`: one run for each value, as a table, CSV or JSON.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use super::super::output;
use super::{Args, setting, split};
use crate::content::design::Design;
use crate::content::scenario::Scenario;
use crate::sim::Run;

/// The rows of a sweep.
#[derive(Serialize)]
pub(super) struct Sweep {
    key: String,
    rows: Vec<Row>,
}

/// What one value did.
#[derive(Serialize)]
struct Row {
    value: String,
    run: Run,
}

/// Runs the scenario once for each value; an interrupt leaves the rows that are done.
pub(super) fn run(
    args: &Args,
    scenario: &Scenario,
    design: &Design,
    spec: &str,
    cancel: &Arc<AtomicBool>,
) -> anyhow::Result<Sweep> {
    let (key, values) = split(spec)?;
    let mut rows = Vec::new();
    for value in values.split(',').map(str::trim).filter(|v| !v.is_empty()) {
        let mut design = design.clone();
        design.settings.insert(key.to_owned(), setting(value));
        rows.push(Row { value: value.to_owned(), run: args.simulate(scenario, &design, cancel)? });
        if cancel.load(Ordering::Relaxed) {
            break;
        }
    }
    Ok(Sweep { key: key.to_owned(), rows })
}

/// A column: its name and what it shows of a run.
type Column = (&'static str, fn(&Run) -> f64);

const COLUMNS: [Column; 15] = [
    ("orders", |r| r.ledger.orders as f64),
    ("placed", |r| r.ledger.placed as f64),
    ("goodput", |r| r.ledger.goodput as f64),
    ("p50", |r| r.answer.quantiles.p50),
    ("p95", |r| r.answer.quantiles.p95),
    ("p99", |r| r.answer.quantiles.p99),
    ("failed_clicks", |r| r.ledger.failed_clicks as f64),
    ("charged_without_order", |r| r.ledger.charged_without_order as f64),
    ("charged_twice", |r| r.ledger.charged_twice as f64),
    ("duplicate_orders", |r| r.ledger.duplicate_orders as f64),
    ("oversold", |r| r.ledger.oversold as f64),
    ("emails_late", |r| r.ledger.emails_late as f64),
    ("emails_never", |r| r.ledger.emails_never as f64),
    ("dead_letters", |r| r.ledger.dead_letters as f64),
    ("tickets", |r| r.ledger.tickets as f64),
];

impl Sweep {
    pub(super) fn print(&self, json: bool, csv: bool) -> anyhow::Result<()> {
        if json {
            return output::json(self);
        }
        output::text(&if csv { self.csv() } else { self.table() })
    }

    fn csv(&self) -> String {
        let names = COLUMNS.map(|(name, _)| name).join(",");
        let mut text = format!("{},{names}\n", self.key);
        for row in &self.rows {
            let cells = COLUMNS.map(|(_, cell)| cell(&row.run).to_string()).join(",");
            let _ = writeln!(text, "{},{cells}", row.value);
        }
        text
    }

    /// Only the columns in which something happened.
    fn table(&self) -> String {
        let used = COLUMNS.iter().filter(|(_, cell)| self.rows.iter().any(|row| cell(&row.run) > 0.0));
        let used: Vec<&Column> = used.collect();
        let head =
            std::iter::once(self.key.clone()).chain(used.iter().map(|(name, _)| name.replace('_', " ")));
        let rows = self.rows.iter().map(|row| {
            let cells = used.iter().map(|(name, cell)| shown(name, cell(&row.run)));
            std::iter::once(row.value.clone()).chain(cells).collect()
        });
        super::text::table(&head.collect::<Vec<_>>(), &rows.collect::<Vec<_>>())
    }
}

fn shown(name: &str, value: f64) -> String {
    if name.starts_with('p') && name != "placed" {
        super::text::time(value)
    } else {
        super::text::count(value as u64)
    }
}
