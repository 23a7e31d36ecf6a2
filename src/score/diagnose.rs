//! What is wrong with a rubric: names that mean nothing, rules that nothing uses, ladders with a gap.

use std::collections::BTreeSet;

use crate::content::prompt::Prompt;
use crate::content::rubric::{Dimension, Gate, Rubric};
use crate::diagnostic::Diagnostic;

use super::compile::{Merged, merge, named, order, refers, roots};
use super::measure::MEASURES;
use super::{Scorer, lexicon};

/// Everything wrong with the rubric of `prompt`; each problem names its key.
pub fn diagnose(prompt: &Prompt) -> Vec<Diagnostic> {
    let rubric = &prompt.rubric;
    let all = merge(lexicon(), &rubric.concepts);
    let mut found = concepts(rubric, &all);
    found.extend(circles(rubric, &all));
    found.extend(claims(rubric));
    found.extend(gates(rubric, &all));
    found.extend(ladders(rubric));
    found.extend(unused(rubric));
    found.extend(dead(prompt));
    found
}

fn unknown(what: &str, name: &str, at: String) -> Diagnostic {
    Diagnostic::error("unknown-name", format!("there is no {what} `{name}`"), None).at(at)
}

fn is_concept(all: &Merged<'_>, name: &str) -> bool {
    all.contains_key(name) || MEASURES.iter().any(|(measure, _)| *measure == name)
}

/// Concepts that are referred to and do not exist.
fn concepts(rubric: &Rubric, all: &Merged<'_>) -> Vec<Diagnostic> {
    let mut used: Vec<(String, &str)> = Vec::new();
    used.extend(rubric.about.iter().map(|name| ("rubric.about".to_owned(), name.as_str())));
    used.extend(rubric.elsewhere.iter().map(|name| ("rubric.elsewhere".to_owned(), name.as_str())));
    used.extend(rubric.topics.iter().map(|name| ("rubric.topics".to_owned(), name.as_str())));
    for (name, concept) in rubric.concepts.iter() {
        used.extend(refers(concept).map(|other| (format!("rubric.concepts.{name}"), other)));
    }
    for (name, signal) in rubric.signals.iter() {
        let lists = signal.any.iter().chain(signal.all.iter().flatten()).chain(&signal.none);
        let reason = signal.reason.iter().flat_map(|reason| reason.about.iter().chain(&reason.because));
        used.extend(lists.chain(reason).map(|concept| (format!("rubric.signals.{name}"), concept.as_str())));
    }
    for (name, family) in &rubric.claims {
        let lists = family.subjects.values().chain(family.values.values()).flatten();
        let others = family.rest.iter().chain(&family.all).chain(&family.reply);
        used.extend(lists.chain(others).map(|concept| (format!("rubric.claims.{name}"), concept.as_str())));
    }
    used.into_iter()
        .filter(|(_, name)| !is_concept(all, name))
        .map(|(at, name)| unknown("concept", name, at))
        .collect()
}

/// Concepts that are defined through themselves.
fn circles(rubric: &Rubric, all: &Merged<'_>) -> Vec<Diagnostic> {
    let (_, circles) = order(all, &roots(rubric));
    let tell = |(name, other): (&str, &str)| {
        let message = format!("`{name}` refers to `{other}`, which refers back to it");
        Diagnostic::warning("circular-concept", message, None).at(format!("rubric.concepts.{name}"))
    };
    circles.into_iter().map(tell).collect()
}

/// Claims of families, subjects and values that do not exist.
fn claims(rubric: &Rubric) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, rule) in
        rubric.signals.iter().filter_map(|(name, signal)| Some((name, signal.claim.as_ref()?)))
    {
        let at = || format!("rubric.signals.{name}.claim");
        let Some(family) = rubric.claims.get(&rule.family) else {
            found.push(unknown("family of claims", &rule.family, at()));
            continue;
        };
        if !family.subjects.contains_key(&rule.of) {
            found.push(unknown("subject", &rule.of, at()));
        }
        let values = rule.is.iter().filter(|value| !family.values.contains_key(*value));
        found.extend(values.map(|value| unknown("value", value, at())));
    }
    found
}

/// Gates and descriptions that name neither a signal nor a concept.
fn gates(rubric: &Rubric, all: &Merged<'_>) -> Vec<Diagnostic> {
    let known = |name: &str| rubric.signals.contains_key(name) || is_concept(all, name);
    let mut found = Vec::new();
    for (i, dimension) in rubric.dimensions.iter().enumerate() {
        for (list, gates) in [("gates", &dimension.gates), ("caps", &dimension.caps)] {
            for (j, gate) in gates.iter().enumerate() {
                let at = format!("rubric.dimensions[{i}].{list}[{j}]");
                found.extend(
                    names(gate).filter(|name| !known(name)).map(|name| unknown("signal", name, at.clone())),
                );
            }
        }
    }
    let described = rubric.described.iter().enumerate().filter(|(_, rule)| !known(&rule.signal));
    found
        .extend(described.map(|(i, rule)| unknown("signal", &rule.signal, format!("rubric.described[{i}]"))));
    found
}

fn names(gate: &Gate) -> impl Iterator<Item = &str> {
    let groups = gate.some.iter().flat_map(|quorum| &quorum.of);
    gate.all.iter().chain(&gate.any).chain(groups).chain(&gate.none).map(String::as_str)
}

fn ladders(rubric: &Rubric) -> Vec<Diagnostic> {
    rubric.dimensions.iter().enumerate().flat_map(|(i, dimension)| ladder(i, dimension)).collect()
}

fn ladder(i: usize, dimension: &Dimension) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for level in (1..=4).filter(|level| !dimension.gates.iter().any(|gate| gate.level == *level)) {
        let message = format!(
            "`{}` has no gate of level {level}, so no answer gets beyond {}",
            dimension.id,
            level - 1
        );
        found.push(Diagnostic::error("gap-in-ladder", message, None).at(format!("rubric.dimensions[{i}]")));
    }
    for (j, gate) in dimension.gates.iter().enumerate().filter(|(_, gate)| !(1..=4).contains(&gate.level)) {
        let message = format!("a gate opens a level from 1 to 4, not {}", gate.level);
        found.push(
            Diagnostic::error("level-out-of-range", message, None)
                .at(format!("rubric.dimensions[{i}].gates[{j}]")),
        );
    }
    for (j, cap) in dimension.caps.iter().enumerate().filter(|(_, cap)| cap.level > 3) {
        let message = format!("a cap holds a level from 0 to 3, not {}", cap.level);
        found.push(
            Diagnostic::error("level-out-of-range", message, None)
                .at(format!("rubric.dimensions[{i}].caps[{j}]")),
        );
    }
    if dimension.questions.len() != 4 {
        let message = format!("`{}` needs four questions, one to each level", dimension.id);
        found.push(Diagnostic::error("questions", message, None).at(format!("rubric.dimensions[{i}]")));
    }
    found
}

/// Signals that no gate names, and concepts of the rubric that nothing uses.
fn unused(rubric: &Rubric) -> Vec<Diagnostic> {
    let gated: BTreeSet<&str> = named(rubric).collect();
    let signals = rubric.signals.keys().filter(|name| !gated.contains(name.as_str())).map(|name| {
        Diagnostic::warning("unused-signal", format!("no gate uses the signal `{name}`"), None)
            .at(format!("rubric.signals.{name}"))
    });
    let roots = roots(rubric);
    let referred: BTreeSet<&str> = lexicon()
        .values()
        .chain(rubric.concepts.values())
        .flat_map(refers)
        .chain(roots.iter().copied())
        .collect();
    let concepts = rubric.concepts.keys().filter(|name| !referred.contains(name.as_str())).map(|name| {
        Diagnostic::warning("unused-concept", format!("nothing uses the concept `{name}`"), None)
            .at(format!("rubric.concepts.{name}"))
    });
    signals.chain(concepts).collect()
}

/// Signals that no sample answer fires, when there are samples.
fn dead(prompt: &Prompt) -> Vec<Diagnostic> {
    if prompt.samples.is_empty() {
        return Vec::new();
    }
    let scorer = Scorer::new(prompt);
    let fired: BTreeSet<String> =
        prompt.samples.iter().flat_map(|sample| scorer.examine(&sample.answer).found.into_keys()).collect();
    let gated: BTreeSet<&str> = named(&prompt.rubric).collect();
    let silent =
        gated.into_iter().filter(|name| prompt.rubric.signals.contains_key(*name) && !fired.contains(*name));
    let tell = |name: &str| {
        Diagnostic::warning("dead-rule", format!("no sample answer fires the signal `{name}`"), None)
            .at(format!("rubric.signals.{name}"))
            .with_help("add a sample that shows what it is for, or drop it")
    };
    silent.map(tell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(rubric: &str) -> Vec<&'static str> {
        let text = format!(
            "id = 'x'\nrevision = 1\ntitle = 'X'\nstatement = 's'\nmodel_answer = 'm'\n[rubric]\n{rubric}"
        );
        let prompt: Prompt = toml::from_str(&text).unwrap();
        diagnose(&prompt).into_iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn a_dangling_concept_is_an_error() {
        assert_eq!(codes("about = ['no_such_thing']"), ["unknown-name"]);
    }

    #[test]
    fn a_ladder_needs_every_rung() {
        let rubric = "[[rubric.dimensions]]\nid = 'd'\ntitle = 'D'\nsolid = ''\noutstanding = ''\nquestions = ['', '', '', '']\n\
                      gates = [{ level = 1, any = ['retry'] }, { level = 2, any = ['retry'] }, { level = 4, any = ['retry'] }]";
        assert_eq!(codes(rubric), ["gap-in-ladder"]);
    }

    #[test]
    fn an_unused_signal_is_told() {
        assert_eq!(codes("[rubric.signals.s]\nany = ['retry']"), ["unused-signal"]);
    }

    #[test]
    fn a_claim_needs_its_family() {
        let found = codes("[rubric.signals.s]\nclaim = { of = 'email', is = ['async'] }");
        assert_eq!(found, ["unknown-name", "unused-signal"]);
    }
}
