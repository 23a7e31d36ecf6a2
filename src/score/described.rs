//! The design that an answer describes, for the simulator.

use crate::content::rubric::Describes;
use crate::content::task::{Placement, Task};

use super::claim::How;
use super::reading::Reading;
use super::report::{Described, Finding, Sets};
use super::signal::{Findings, Signals};

/// The family of claims that places tasks.
pub(super) const PLACEMENT: &str = "placement";

/// The placements of `tasks`, and the settings by `rules`, found in `reading`.
pub(super) fn described(
    (tasks, rules): (&[Task], &[Describes]),
    reading: &Reading<'_>,
    signals: &Signals,
    findings: &Findings,
) -> Described {
    let mut described = Described::default();
    for finding in placements(tasks, reading, signals, findings) {
        if let Sets::Placement(task, placement) = &finding.sets {
            described.design.placements.insert(task.clone(), *placement);
        }
        described.findings.push(finding);
    }
    for rule in rules {
        for finding in settings(rule, reading, signals, findings) {
            if let Sets::Setting(key, value) = &finding.sets {
                described.design.settings.insert(key.clone(), value.clone());
            }
            described.findings.push(finding);
        }
    }
    described
}

fn placements(tasks: &[Task], reading: &Reading<'_>, signals: &Signals, findings: &Findings) -> Vec<Finding> {
    let (Some(family), Some(verdicts)) = (signals.families.get(PLACEMENT), findings.verdicts.get(PLACEMENT))
    else {
        return Vec::new();
    };
    let found = tasks.iter().filter_map(|task| {
        let subject = family.subjects.iter().position(|(name, _)| name == task.id.as_str())?;
        let claim = verdicts[subject].for_it.first()?;
        let placement: Placement = family.values[verdicts[subject].value?].0.parse().ok()?;
        let span = reading.span(claim.tokens.start, claim.tokens.end);
        let says = format!("{}: {}", task.name, phrase(placement));
        let quote = reading.text[span.clone()].to_owned();
        Some(Finding {
            sets: Sets::Placement(task.id.clone(), placement),
            says,
            span,
            quote,
            inferred: claim.how == How::Inferred,
        })
    });
    found.collect()
}

const fn phrase(placement: Placement) -> &'static str {
    match placement {
        Placement::Blocking => "before the answer",
        Placement::Async => "handed to a queue, done later",
        Placement::Batchable => "collected and done in batches",
    }
}

fn settings(rule: &Describes, reading: &Reading<'_>, signals: &Signals, findings: &Findings) -> Vec<Finding> {
    let place = signals
        .index(&rule.signal)
        .and_then(|signal| findings.of[signal].places.iter().find(|place| !place.weak));
    let Some(tokens) = place.and_then(|place| Some(place.tokens.first()?.start..place.tokens.last()?.end))
    else {
        return Vec::new();
    };
    let span = reading.span(tokens.start, tokens.end);
    let quote = reading.text[span.clone()].to_owned();
    let finding = |(key, value): (&String, &crate::content::design::Setting)| Finding {
        sets: Sets::Setting(key.clone(), value.clone()),
        says: rule.says.clone(),
        span: span.clone(),
        quote: quote.clone(),
        inferred: false,
    };
    rule.set.iter().map(finding).collect()
}
