//! What a design costs: harm so far at a moment, and the figures at the end, for one run or two.

use super::lab::Played;
use super::words::{count, percent, span};
use crate::content::scenario::{Effect, Scenario};
use crate::sim::{Harm, Ledger, Run};

/// One kind of harm that counts up while a run plays.
#[derive(Debug)]
pub struct Cost {
    /// What a person reads.
    pub label: &'static str,
    /// How many so far.
    pub of: fn(&Harm) -> u32,
    /// Shown even while it is 0, when the scenario has this effect; otherwise only when it happens.
    always: Option<Effect>,
}

const fn cost(label: &'static str, of: fn(&Harm) -> u32, always: Option<Effect>) -> Cost {
    Cost { label, of, always }
}

static COSTS: [Cost; 14] = [
    cost("clicks that failed", |h| h.failed_clicks, Some(Effect::None)),
    cost("charged without order", |h| h.charged_without_order, Some(Effect::Charge)),
    cost("charged twice", |h| h.charged_twice, Some(Effect::Charge)),
    cost("oversold", |h| h.oversold, Some(Effect::Reserve)),
    cost("still no email", |h| h.awaiting_email, Some(Effect::Email)),
    cost("emails late", |h| h.emails_late, Some(Effect::Email)),
    cost("support tickets", |h| h.tickets, Some(Effect::None)),
    cost("orders doubled", |h| h.duplicate_orders, None),
    cost("placed, taken back", |h| h.taken_back, None),
    cost("emailed twice", |h| h.emailed_twice, None),
    cost("messages lost", |h| h.lost, None),
    cost("dead letters", |h| h.dead_letters, None),
    cost("told: sold out", |h| h.sold_out, None),
    cost("stale answers", |h| h.stale_reads, None),
];

/// The costs that matter in these runs; the same ones from their first moment to their last.
pub fn relevant(scenario: &Scenario, runs: &[&Run]) -> Vec<&'static Cost> {
    let happens = |cost: &Cost| runs.iter().filter_map(|r| r.recording.harm.last()).any(|h| (cost.of)(h) > 0);
    COSTS.iter().filter(|c| c.always.is_some_and(|e| can_have(scenario, e)) || happens(c)).collect()
}

/// Whether harm that comes with `effect` can happen at all: stock that never ends is never oversold.
fn can_have(scenario: &Scenario, effect: Effect) -> bool {
    match effect {
        Effect::None => true,
        Effect::Reserve if scenario.stock.units.is_unlimited() => false,
        effect => scenario.tasks.iter().any(|t| t.effect == effect),
    }
}

/// A figure of a whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What a person reads.
    pub label: &'static str,
    /// The figure; smaller is better, infinite when it never came.
    pub value: f64,
    /// As a person reads it.
    pub text: String,
}

/// The end of a run in figures, gravest first; those that the scenario cannot have are left out.
pub fn figures(played: &Played) -> Vec<Figure> {
    let (ledger, answer) = (&played.run.ledger, &played.run.answer);
    let time = |label, value| Figure { label, value, text: span(value) };
    let mut all = vec![
        time("\"placed\" p50", answer.quantiles.p50),
        time("\"placed\" p95", answer.quantiles.p95),
        time("\"placed\" p99", answer.quantiles.p99),
    ];
    let can = |effect| can_have(&played.scenario, effect);
    let counted = COUNTS.iter().filter(|(_, effect, of)| effect.is_some_and(can) || of(ledger) > 0);
    all.extend(counted.map(|(label, _, of)| number(label, of(ledger), ledger)));
    all.extend(noticed(ledger));
    all
}

fn number(label: &'static str, value: u64, ledger: &Ledger) -> Figure {
    let share = match label {
        FAILED if value > 0 => format!(" ({})", percent(value as f64 / ledger.clicks.max(1) as f64)),
        _ => String::new(),
    };
    Figure { label, value: value as f64, text: format!("{}{share}", count(value)) }
}

fn noticed(ledger: &Ledger) -> Option<Figure> {
    ledger.trouble_at?;
    let value = ledger.minutes_unnoticed().map_or(f64::INFINITY, |m| m * 60.0);
    Some(Figure { label: "until anyone noticed", value, text: span(value) })
}

const FAILED: &str = "clicks that failed";

type Counted = (&'static str, Option<Effect>, fn(&Ledger) -> u64);

static COUNTS: [Counted; 16] = [
    (FAILED, Some(Effect::None), |l| l.failed_clicks),
    ("people who gave up", None, |l| l.gave_up),
    ("charged without order", Some(Effect::Charge), |l| l.charged_without_order),
    ("charged twice", Some(Effect::Charge), |l| l.charged_twice),
    ("orders doubled", None, |l| l.duplicate_orders),
    ("oversold", Some(Effect::Reserve), |l| l.oversold),
    ("placed, taken back", None, |l| l.taken_back),
    ("emails never", Some(Effect::Email), |l| l.emails_never),
    ("emails late", Some(Effect::Email), |l| l.emails_late),
    ("emailed twice", None, |l| l.emailed_twice),
    ("shipped twice", None, |l| l.shipped_twice),
    ("messages lost", None, |l| l.lost),
    ("dead letters", None, |l| l.dead_letters),
    ("stale answers", None, |l| l.stale_reads),
    ("told \"available\" wrongly", None, |l| l.phantom_reads),
    ("support tickets", Some(Effect::None), |l| l.tickets),
];

/// One figure before and after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What a person reads.
    pub label: &'static str,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
    /// Whether after is better.
    pub better: bool,
}

/// The figures that differ between two runs, harm first.
pub fn changes(before: &Played, after: &Played) -> Vec<Change> {
    let (old, new) = (figures(before), figures(after));
    let labels = new.iter().chain(&old).map(|f| f.label);
    let mut seen: Vec<&'static str> = Vec::new();
    for label in labels {
        if !seen.contains(&label) {
            seen.push(label);
        }
    }
    // Harm before times: what is spared matters more than how fast the rest became.
    seen.sort_by_key(|label| label.starts_with('"'));
    seen.into_iter().filter_map(|label| change(label, &old, &new)).collect()
}

fn change(label: &'static str, old: &[Figure], new: &[Figure]) -> Option<Change> {
    let find = |figures: &[Figure]| figures.iter().find(|f| f.label == label).cloned();
    let none = || Figure { label, value: 0.0, text: "0".to_owned() };
    let (old, new) = (find(old).unwrap_or_else(none), find(new).unwrap_or_else(none));
    let better = new.value < old.value;
    (old.text != new.text).then_some(Change { label, before: old.text, after: new.text, better })
}

/// How much shoppers suffer in a run, to rank designs by: a wrong charge or sale weighs ten failed clicks.
pub fn burden(played: &Played) -> f64 {
    let l = &played.run.ledger;
    let money = l.charged_without_order + l.charged_twice + l.duplicate_orders + l.oversold + l.taken_back;
    let promises = l.emails_never + l.lost + l.gave_up;
    let nuisance = l.failed_clicks + l.emails_late + l.tickets + l.emailed_twice + l.shipped_twice;
    10.0 * money as f64 + 3.0 * promises as f64 + nuisance as f64
}

#[cfg(test)]
mod tests {
    use super::super::samples::outage;
    use super::*;

    #[test]
    fn only_what_can_happen_is_counted() {
        let played = outage();
        let labels: Vec<_> = relevant(&played.scenario, &[&played.run]).iter().map(|c| c.label).collect();
        assert!(labels.contains(&"still no email") && labels.contains(&"charged twice"));
        assert!(!labels.contains(&"oversold") && !labels.contains(&"messages lost"));
    }

    #[test]
    fn a_change_says_whether_it_is_better() {
        let (mut before, mut after) = (outage(), outage());
        before.run.ledger.charged_twice = 7;
        before.run.ledger.emails_late = 2;
        after.run.ledger.charged_twice = 0;
        after.run.ledger.emails_late = 1_200;
        let said: Vec<_> = changes(&before, &after)
            .iter()
            .map(|c| format!("{} {}>{} {}", c.label, c.before, c.after, c.better))
            .collect();
        assert_eq!(said, ["charged twice 7>0 true", "emails late 2>1,200 false"]);
        assert!(changes(&before, &before).is_empty());
    }

    #[test]
    fn a_wrong_charge_weighs_more_than_a_failed_click() {
        let (mut charged, mut failed) = (outage(), outage());
        charged.run.ledger.charged_twice = 1;
        failed.run.ledger.failed_clicks = 9;
        assert!(burden(&charged) - burden(&failed) > 0.5);
    }
}
