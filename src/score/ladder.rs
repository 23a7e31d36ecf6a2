//! The ladder of a dimension: gates from level 1 up, without a gap, then what holds the level down.

use crate::content::id::DimensionId;
use crate::content::rubric::{Dimension, Gate};

use super::purse::Purse;
use super::quotes::{Quotes, places};
use super::reading::Reading;
use super::report::{Cap, DimensionScore, Evidence, Stance, Step};
use super::signal::{Findings, Signals};

/// A dimension, compiled.
#[derive(Clone, Debug)]
pub(super) struct Ladder {
    dimension: Dimension,
    gates: Vec<Condition>,
    caps: Vec<Condition>,
}

/// A gate or cap, compiled.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) level: u8,
    all: Vec<usize>,
    some: Vec<(usize, Vec<usize>)>,
    none: Vec<usize>,
    why: String,
}

impl Condition {
    fn new(gate: &Gate, signals: &Signals) -> Self {
        let ids = |names: &[String]| names.iter().filter_map(|name| signals.index(name)).collect::<Vec<_>>();
        let mut some: Vec<(usize, Vec<usize>)> =
            gate.some.iter().map(|quorum| (usize::from(quorum.at_least), ids(&quorum.of))).collect();
        if !gate.any.is_empty() {
            some.push((1, ids(&gate.any)));
        }
        Self { level: gate.level, all: ids(&gate.all), some, none: ids(&gate.none), why: gate.why.clone() }
    }

    /// The signals that it wants.
    pub(super) fn names(&self) -> impl Iterator<Item = usize> + '_ {
        self.all.iter().chain(self.some.iter().flat_map(|(_, of)| of)).copied()
    }

    /// Groups of signals, with how many of each are wanted.
    pub(super) fn wants(&self) -> impl Iterator<Item = (usize, &[usize])> {
        let some = self.some.iter().map(|(at_least, of)| (*at_least, of.as_slice()));
        std::iter::once((self.all.len(), self.all.as_slice())).chain(some)
    }

    fn holds(&self, is: impl Fn(usize) -> bool) -> bool {
        self.is_met(&is) && !self.none.iter().any(|signal| is(*signal))
    }

    /// Whether what it wants is there.
    pub(super) fn is_met(&self, is: impl Fn(usize) -> bool) -> bool {
        let enough =
            |(at_least, of): &(usize, Vec<usize>)| of.iter().filter(|s| is(**s)).count() >= *at_least;
        self.all.iter().all(|signal| is(*signal)) && self.some.iter().all(enough)
    }
}

/// What an answer as a whole allows at most, and why.
#[derive(Clone, Debug)]
pub(super) struct Ceiling {
    pub(super) level: u8,
    pub(super) why: String,
}

impl Ladder {
    pub(super) fn new(dimension: &Dimension, signals: &Signals) -> Self {
        let compile = |gates: &[Gate]| gates.iter().map(|gate| Condition::new(gate, signals)).collect();
        Self {
            gates: compile(&dimension.gates),
            caps: compile(&dimension.caps),
            dimension: dimension.clone(),
        }
    }

    /// The dimension's id.
    pub(super) const fn id(&self) -> &DimensionId {
        &self.dimension.id
    }

    /// Scores the dimension.
    pub(super) fn score(
        &self,
        reading: &Reading<'_>,
        signals: &Signals,
        findings: &Findings,
        ceilings: &[Ceiling],
    ) -> DimensionScore {
        let named = |signal: usize| !findings.of[signal].places.is_empty();
        let claimed = |signal: usize| findings.of[signal].places.iter().any(|place| !place.weak);
        let opens = |gate: &&Condition| if gate.level <= 1 { gate.holds(named) } else { gate.holds(claimed) };
        let mut reached = 0;
        let mut used: Vec<&Condition> = Vec::new();
        let mut purse = Purse::new(reading, findings);
        let next = |level: u8| self.gates.iter().filter(move |gate| gate.level == level).filter(opens);
        while let Some(gate) = next(reached + 1).find(|gate| purse.opens(gate)) {
            reached += 1;
            used.push(gate);
        }
        let caps = self.caps(findings, signals, &claimed, ceilings, &used);
        let level = caps.iter().map(|(cap, _)| cap.level).fold(reached, u8::min);
        let caps: Vec<(Cap, Vec<usize>)> = caps.into_iter().filter(|(cap, _)| cap.level < reached).collect();
        let evidence = self.evidence(reading, signals, findings, &used, &caps);
        DimensionScore {
            id: self.dimension.id.clone(),
            title: self.dimension.title.clone(),
            level,
            why: why(level, &used, &caps),
            next: self.dimension.questions.get(usize::from(level)).cloned(),
            evidence,
            caps: caps.into_iter().map(|(cap, _)| cap).collect(),
            trace: self.trace(signals, &named, &claimed, reached),
        }
    }

    /// The caps that hold, with the signals behind them.
    fn caps(
        &self,
        findings: &Findings,
        signals: &Signals,
        is: &impl Fn(usize) -> bool,
        ceilings: &[Ceiling],
        used: &[&Condition],
    ) -> Vec<(Cap, Vec<usize>)> {
        let own = self.caps.iter().filter(|cap| cap.holds(is));
        let mut caps: Vec<(Cap, Vec<usize>)> = own
            .map(|cap| {
                (Cap { level: cap.level, why: cap.why.clone() }, cap.names().filter(|s| is(*s)).collect())
            })
            .collect();
        caps.extend(ceilings.iter().map(|c| (Cap { level: c.level, why: c.why.clone() }, Vec::new())));
        let conflict = used.iter().flat_map(|gate| gate.names()).filter(|s| signals.conflicts(*s, findings));
        caps.extend(conflict.take(1).map(|s| {
            (
                Cap {
                    level: 2,
                    why: format!("The answer also says the opposite: {}.", signals.list[s].label),
                },
                vec![s],
            )
        }));
        caps
    }

    fn evidence(
        &self,
        reading: &Reading<'_>,
        signals: &Signals,
        findings: &Findings,
        used: &[&Condition],
        caps: &[(Cap, Vec<usize>)],
    ) -> Vec<Evidence> {
        let mut quotes = Quotes::new(reading, signals);
        for signal in unique(used.iter().flat_map(|gate| gate.names())) {
            quotes.add(signal, places(&findings.of[signal]), Stance::Supports);
        }
        for signal in unique(caps.iter().flat_map(|(_, signals)| signals.iter().copied())) {
            let mut both = places(&findings.of[signal]);
            both.extend(signals.opposed(signal, findings));
            quotes.add(signal, both, Stance::Contradicts);
        }
        let unsaid = |signal: &usize| findings.of[*signal].places.is_empty();
        for signal in unique(self.gates.iter().flat_map(Condition::names)).into_iter().filter(unsaid) {
            quotes.add(signal, findings.of[signal].denied.clone(), Stance::Denies);
        }
        quotes.finish()
    }

    fn trace(
        &self,
        signals: &Signals,
        named: &impl Fn(usize) -> bool,
        claimed: &impl Fn(usize) -> bool,
        reached: u8,
    ) -> Vec<Step> {
        let text = |list: Vec<usize>| list.into_iter().map(|s| signals.list[s].name.clone()).collect();
        let step = |level| {
            let wanted = self.gates.iter().filter(|gate| gate.level == level).flat_map(Condition::names);
            let (said, missing): (Vec<_>, Vec<_>) = unique(wanted).into_iter().partition(|s| named(*s));
            let (found, only_named) = said.into_iter().partition(|s| level <= 1 || claimed(*s));
            Step {
                level,
                reached: level <= reached,
                found: text(found),
                only_named: text(only_named),
                missing: text(missing),
            }
        };
        (1..=4).map(step).collect()
    }
}

fn why(level: u8, used: &[&Condition], caps: &[(Cap, Vec<usize>)]) -> String {
    let cap = caps.iter().find(|(cap, _)| cap.level == level).map(|(cap, _)| cap.why.clone());
    let gate = used.iter().rev().find(|gate| gate.level == level).map(|gate| gate.why.clone());
    cap.or(gate).filter(|why| !why.is_empty()).unwrap_or_else(|| match level {
        0 => "No evidence found.".to_owned(),
        1 => "Named, without a decision behind it.".to_owned(),
        2 => "A right decision, without its reason or with a key element missing.".to_owned(),
        3 => "The right decisions, each with a reason.".to_owned(),
        _ => "All of it, with what only experience adds.".to_owned(),
    })
}

fn unique(signals: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut list: Vec<usize> = Vec::new();
    for signal in signals {
        if !list.contains(&signal) {
            list.push(signal);
        }
    }
    list
}
