//! A run as compact text.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::super::output;
use super::Outcome;
use crate::content::design::Design;
use crate::content::scenario::Scenario;
use crate::sim::{End, Estimate, Latency, Ledger, Run, Station, Step};

/// Names the fault scripts of a scenario.
pub(super) fn faults(scenario: &Scenario) -> anyhow::Result<()> {
    let rows = scenario.faults.iter().map(|f| vec![f.id.to_string(), f.title.clone(), f.tell.clone()]);
    let rows: Vec<Vec<String>> = rows.collect();
    let names = ["fault", "title", "what happens"].map(str::to_owned);
    output::text(&if rows.is_empty() {
        "this scenario has no fault scripts\n".to_owned()
    } else {
        listed(&names, &rows)
    })
}

/// One design and what it did.
pub(super) fn report(outcome: &Outcome, fault: Option<&str>) -> String {
    let run = &outcome.run;
    let mut text = headline(run, fault);
    let _ = writeln!(text, "{}", described(&outcome.design));
    text.push('\n');
    text.push_str(&front_desk(run));
    text.push('\n');
    text.push_str(&stations(&run.stations));
    text.push_str(&harm(run));
    text.push_str(&story(run));
    text.push_str(&timeline(&run.timeline));
    text.push_str(&footer(run));
    text
}

/// Several designs side by side.
pub(super) fn comparison(outcomes: &[Outcome], fault: Option<&str>) -> String {
    let mut text = headline(&outcomes[0].run, fault);
    text.push('\n');
    let head: Vec<String> =
        std::iter::once(String::new()).chain(outcomes.iter().map(|o| o.name.clone())).collect();
    let mut rows = Vec::new();
    for (name, value) in measures() {
        let cells: Vec<String> = outcomes.iter().map(|o| value(&o.run)).collect();
        if cells.iter().any(|c| c != "0" && c != "–") {
            rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
        }
    }
    text.push_str(&table(&head, &rows));
    text
}

type Measure = (&'static str, fn(&Run) -> String);

fn measures() -> Vec<Measure> {
    let mut measures: Vec<Measure> = vec![
        ("p50 until \"placed\"", |r| time(r.answer.quantiles.p50)),
        ("p95", |r| time(r.answer.quantiles.p95)),
        ("p99", |r| time(r.answer.quantiles.p99)),
        ("placed", |r| count(r.ledger.placed)),
        ("within the deadline", |r| count(r.ledger.goodput)),
    ];
    measures.extend(HARMS);
    measures.push(("minutes unnoticed", |r| {
        r.ledger.minutes_unnoticed().map_or_else(|| "–".to_owned(), |m| format!("{m:.1}"))
    }));
    measures
}

const HARMS: [Measure; 24] = [
    ("failed clicks", |r| count(r.ledger.failed_clicks)),
    ("gave up", |r| count(r.ledger.gave_up)),
    ("told it is gone", |r| count(r.ledger.sold_out)),
    ("charged without an order", |r| count(r.ledger.charged_without_order)),
    ("charged twice", |r| count(r.ledger.charged_twice)),
    ("duplicate orders", |r| count(r.ledger.duplicate_orders)),
    ("oversold", |r| count(r.ledger.oversold)),
    ("\"placed\" taken back", |r| count(r.ledger.taken_back)),
    ("emails late", |r| count(r.ledger.emails_late)),
    ("emails never", |r| count(r.ledger.emails_never)),
    ("emailed twice", |r| count(r.ledger.emailed_twice)),
    ("shipped twice", |r| count(r.ledger.shipped_twice)),
    ("messages lost", |r| count(r.ledger.lost)),
    ("delivered again", |r| count(r.ledger.redelivered)),
    ("dead letters", |r| count(r.ledger.dead_letters)),
    ("repeats recognised", |r| count(r.ledger.recognised)),
    ("answers replayed", |r| count(r.ledger.replayed)),
    ("writes lost to another", |r| count(r.ledger.wasted_writes)),
    ("reads", |r| count(r.ledger.reads)),
    ("reads from the cache", |r| count(r.ledger.read_hits)),
    ("stale reads", |r| count(r.ledger.stale_reads)),
    ("\"available\" that was not", |r| count(r.ledger.phantom_reads)),
    ("support tickets", |r| count(r.ledger.tickets)),
    ("alarms", |r| count(r.ledger.alarms)),
];

fn headline(run: &Run, fault: Option<&str>) -> String {
    let fault = fault.map_or_else(|| "calm".to_owned(), |f| f.replace('-', " "));
    let times = if run.replications > 1 { format!(" × {}", run.replications) } else { String::new() };
    format!(
        "{} · {fault} · {} simulated{times} · {} {}s · seed {}\n",
        run.title,
        long(run.simulated),
        count(run.ledger.orders),
        run.noun,
        run.seed
    )
}

/// The changes of a design against its scenario.
fn described(design: &Design) -> String {
    let placements = design.placements.iter().map(|(task, place)| format!("{task} {place}"));
    let settings = design.settings.iter().map(|(key, value)| format!("{key} = {value}"));
    let changes: Vec<String> = placements.chain(settings).collect();
    if changes.is_empty() { "as the scenario has it".to_owned() } else { changes.join(" · ") }
}

fn front_desk(run: &Run) -> String {
    let Ledger { orders, placed, clicks, failed_clicks, goodput, .. } = run.ledger;
    let share = |part: u64, whole: u64| format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64);
    let Latency { quantiles: q, mean, .. } = run.answer;
    if placed == 0 {
        return format!(
            "front desk  nobody was told \"placed\"; {} of {} clicks failed\n",
            count(failed_clicks),
            count(clicks)
        );
    }
    format!(
        "front desk  placed {}  in time {}  clicks that failed {}\n\
         until \"placed\"  mean {}  p50 {}  p95 {}  p99 {}  max {}\n",
        share(placed, orders),
        share(goodput, orders),
        share(failed_clicks, clicks),
        within(mean),
        time(q.p50),
        time(q.p95),
        time(q.p99),
        time(q.max)
    )
}

fn stations(stations: &[Station]) -> String {
    let head = [
        "station", "what", "load", "wait", "p95", "inside", "p95", "waiting", "refused", "left", "again",
        "at end",
    ];
    let rows: Vec<Vec<String>> = stations.iter().map(row).collect();
    table(&head.map(str::to_owned), &rows)
}

fn row(s: &Station) -> Vec<String> {
    let load = match s.servers {
        Some(servers) => format!("{:.0} % of {servers}", s.utilisation.mean * 100.0),
        None => format!("{:.1} busy", s.utilisation.mean),
    };
    let what =
        serde_json::to_value(s.role).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    vec![
        s.id.clone(),
        what,
        load,
        within(s.wait),
        time(s.wait_quantiles.p95),
        within(s.time_in_system),
        time(s.time_in_system_quantiles.p95),
        format!("{:.1}", s.number_waiting.mean),
        count(s.refused),
        count(s.abandoned),
        count(s.redelivered),
        count(s.waiting_at_end + s.active_at_end),
    ]
}

fn harm(run: &Run) -> String {
    let seen: Vec<String> = HARMS
        .iter()
        .map(|(name, value)| (name, value(run)))
        .filter(|(_, value)| value != "0")
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    let mut text = String::from("\n");
    let mut line = String::from(if seen.is_empty() { "no harm" } else { "harm" });
    for item in seen {
        if line.width() + item.width() + 3 > 100 {
            let _ = writeln!(text, "{line}");
            "    ".clone_into(&mut line);
        }
        let gap = if line.trim_end().len() == 4 || line.trim().is_empty() { "  " } else { " · " };
        line.push_str(gap);
        line.push_str(&item);
    }
    let _ = writeln!(text, "{line}");
    if let Some(minutes) = run.ledger.minutes_unnoticed() {
        let _ = writeln!(text, "noticed {minutes:.1} minutes after the trouble began");
    } else if run.ledger.trouble_at.is_some() {
        text.push_str("nobody noticed\n");
    }
    text
}

fn story(run: &Run) -> String {
    let mut text = String::from(if run.story.is_empty() { "" } else { "\n" });
    for mark in &run.story {
        let _ = writeln!(text, "{}  {}", clock(mark.at), mark.sentence);
    }
    text
}

fn timeline(steps: &[Step]) -> String {
    let mut text = String::from(if steps.is_empty() { "" } else { "\n" });
    for step in steps {
        let what = serde_json::to_value(step.kind).ok().and_then(|v| v.as_str().map(|s| s.replace('-', " ")));
        let task = step.task.as_deref().unwrap_or("");
        let attempt = if step.attempt > 1 { format!("  attempt {}", step.attempt) } else { String::new() };
        let click = if step.click > 1 { format!("  click {}", step.click) } else { String::new() };
        let _ =
            writeln!(text, "{:>12.3} s  {task:<16} {}{click}{attempt}", step.at, what.unwrap_or_default());
    }
    text
}

fn footer(run: &Run) -> String {
    let worst = run.stations.iter().map(|s| s.little.gap).fold(0.0, f64::max);
    let balance = if run.balance.holds() {
        "everything that came is accounted for"
    } else {
        "THE BALANCE DOES NOT HOLD"
    };
    let end = match run.end {
        End::Horizon | End::Drained => "",
        End::Stuck => " · stopped: what is inside is stuck, and nobody will notice",
        End::TooManyEvents => " · stopped: too many events",
        End::TooManyInside => " · stopped: too many inside, the load has no end",
        End::Cancelled => " · interrupted: this is what there was",
    };
    format!("\n{} events · {balance} · Little's law within {worst:.1e}{end}\n", count(run.events))
}

/// Columns that line up; the first is left-aligned, the others right.
pub(super) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    aligned(head, rows, |column, cell, width| {
        let pad = " ".repeat(width.saturating_sub(cell.width()));
        if column < 1 { format!("{cell}{pad}") } else { format!("{pad}{cell}") }
    })
}

/// Columns that line up, all left-aligned.
fn listed(head: &[String], rows: &[Vec<String>]) -> String {
    aligned(head, rows, |_, cell, width| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width()))))
}

fn aligned(head: &[String], rows: &[Vec<String>], pad: impl Fn(usize, &str, usize) -> String) -> String {
    let width = |column: usize| {
        let cells = std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).filter_map(|r| r.get(column));
        cells.map(|c| c.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &[String]| {
        let cells: Vec<String> = row.iter().enumerate().map(|(i, cell)| pad(i, cell, widths[i])).collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).map(line).collect()
}

/// A time in the unit that suits it.
pub(super) fn time(seconds: f64) -> String {
    match seconds {
        s if s <= 0.0 => "0".to_owned(),
        s if s < 0.001 => format!("{:.0} µs", s * 1e6),
        s if s < 0.0995 => format!("{:.1} ms", s * 1e3),
        s if s < 0.9995 => format!("{:.0} ms", s * 1e3),
        s if s < 100.0 => format!("{s:.2} s"),
        s => long(s),
    }
}

/// Minutes, hours, days.
fn long(seconds: f64) -> String {
    match seconds {
        s if s < 100.0 => format!("{s:.1} s"),
        s if s < 7_200.0 => format!("{:.1} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3_600.0),
        s => format!("{:.1} days", s / 86_400.0),
    }
}

fn within(estimate: Estimate) -> String {
    match estimate.half_width {
        Some(half) if estimate.mean > 0.0 => {
            format!("{} ± {:.1} %", time(estimate.mean), 100.0 * half / estimate.mean)
        }
        _ => time(estimate.mean),
    }
}

/// `12,811`.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|g| std::str::from_utf8(g).ok()).collect();
    groups.join(",")
}

fn clock(seconds: f64) -> String {
    let whole = seconds as u64;
    if whole < 3_600 {
        format!("{:02}:{:02}", whole / 60, whole % 60)
    } else {
        format!("{:02}:{:02}:{:02}", whole / 3_600, whole / 60 % 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_well() {
        assert_eq!([count(0), count(999), count(12_811)], ["0", "999", "12,811"]);
        assert_eq!(
            [time(0.0), time(0.000_25), time(0.0421), time(0.412), time(1.1), time(600.0)],
            ["0", "250 µs", "42.1 ms", "412 ms", "1.10 s", "10.0 min"]
        );
        assert_eq!([clock(161.0), clock(3_661.0)], ["02:41", "01:01:01"]);
    }

    #[test]
    fn columns_line_up() {
        let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        assert_eq!(table(&row("a", "long"), &[row("bcd", "1")]), "a    long\nbcd     1\n");
    }
}
