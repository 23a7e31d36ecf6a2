//! Signals in an answer: where each holds, strongly or only by name.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::content::rubric::{Polarity, Rubric, Signal, Within};

use super::claim::{Claimed, Family, Verdict, verdicts};
use super::compile::{Compiled, ConceptId, named};
use super::frame::Frame;
use super::hits::Hit;
use super::measure::REASON;
use super::reading::Reading;
use super::topic::Topics;

/// A rubric's signals, compiled.
#[derive(Clone, Debug)]
pub(super) struct Signals {
    pub(super) list: Vec<Rule>,
    pub(super) families: BTreeMap<String, Family>,
    topics: Vec<ConceptId>,
}

/// A signal, compiled.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) label: String,
    /// `any` and `all`: one of every group.
    groups: Vec<Vec<ConceptId>>,
    none: Vec<ConceptId>,
    within: Within,
    ordered: bool,
    polarity: Polarity,
    times: usize,
    claim: Option<Claim>,
    reason: Option<(Vec<ConceptId>, Vec<ConceptId>)>,
}

#[derive(Clone, Debug)]
struct Claim {
    family: String,
    subject: usize,
    values: Vec<usize>,
    conflicted: bool,
    plainly: bool,
}

/// Where a signal holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Tokens to quote, in order, without overlap.
    pub(super) tokens: Vec<Range<usize>>,
    /// Only named, not claimed.
    pub(super) weak: bool,
}

/// What was found of one signal.
#[derive(Clone, Debug, Default)]
pub(super) struct Finding {
    /// Where it holds.
    pub(super) places: Vec<Place>,
    /// Where it is denied.
    pub(super) denied: Vec<Range<usize>>,
}

impl Finding {
    /// The byte ranges of its places.
    pub(super) fn spans(&self, reading: &Reading<'_>) -> Vec<Range<usize>> {
        self.places
            .iter()
            .flat_map(|place| &place.tokens)
            .map(|tokens| reading.span(tokens.start, tokens.end))
            .collect()
    }
}

/// Everything found in one answer.
#[derive(Debug)]
pub(super) struct Findings {
    /// By the number of the signal.
    pub(super) of: Vec<Finding>,
    /// By family, by the number of the subject.
    pub(super) verdicts: BTreeMap<String, Vec<Verdict>>,
}

impl Signals {
    pub(super) fn new(rubric: &Rubric, compiled: &Compiled) -> Self {
        let families: BTreeMap<String, Family> = rubric
            .claims
            .iter()
            .map(|(name, claims)| (name.clone(), Family::new(claims, compiled)))
            .collect();
        let mut all = (*rubric.signals).clone();
        for name in named(rubric).filter(|name| compiled.id(name).is_some()) {
            let mention = || Signal { any: vec![name.to_owned()], ..Signal::default() };
            all.entry(name.to_owned()).or_insert_with(mention);
        }
        let list = all.iter().map(|(name, signal)| compile(name, signal, compiled, &families)).collect();
        Self { list, families, topics: compiled.ids_of(&rubric.topics) }
    }

    /// The number of signal `name`.
    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.list.iter().position(|signal| signal.name == name)
    }

    /// Finds every signal in `reading`.
    pub(super) fn find(&self, reading: &Reading<'_>) -> Findings {
        let topics = Topics::new(reading, &self.topics);
        let verdicts: BTreeMap<String, Vec<Verdict>> =
            self.families.iter().map(|(name, family)| (name.clone(), verdicts(reading, family))).collect();
        let seeker = Seeker { reading, topics, verdicts: &verdicts };
        let of = self.list.iter().map(|signal| seeker.find(signal)).collect();
        Findings { of, verdicts }
    }
}

fn compile(name: &str, signal: &Signal, compiled: &Compiled, families: &BTreeMap<String, Family>) -> Rule {
    let mut groups: Vec<Vec<ConceptId>> = Vec::new();
    if !signal.any.is_empty() {
        groups.push(compiled.ids_of(&signal.any));
    }
    groups.extend(signal.all.iter().map(|group| compiled.ids_of(group)));
    let claim = signal.claim.as_ref().and_then(|rule| {
        let family = families.get(&rule.family)?;
        let subject = family.subjects.iter().position(|(name, _)| *name == rule.of)?;
        let value = |name: &String| family.values.iter().position(|(value, _)| value == name);
        let values = rule.is.iter().filter_map(value).collect();
        Some(Claim {
            family: rule.family.clone(),
            subject,
            values,
            conflicted: rule.conflicted,
            plainly: rule.plainly,
        })
    });
    Rule {
        name: name.to_owned(),
        label: label(name, signal, compiled),
        groups,
        none: compiled.ids_of(&signal.none),
        within: signal.within,
        ordered: signal.ordered,
        polarity: signal.polarity,
        times: usize::from(signal.times.max(1)),
        claim,
        reason: signal.reason.as_ref().map(|r| (compiled.ids_of(&r.about), compiled.ids_of(&r.because))),
    }
}

/// A signal's label; without one, that of its only concept, else its name.
fn label(name: &str, signal: &Signal, compiled: &Compiled) -> String {
    let only = signal.any.first().filter(|_| signal.any.len() == 1).and_then(|concept| compiled.id(concept));
    match only.map(|concept| &compiled.labels[concept as usize]) {
        _ if !signal.label.is_empty() => signal.label.clone(),
        Some(label) => label.clone(),
        None => name.replace('_', " "),
    }
}

struct Seeker<'r, 'a> {
    reading: &'r Reading<'a>,
    topics: Topics,
    verdicts: &'r BTreeMap<String, Vec<Verdict>>,
}

impl<'r> Seeker<'r, '_> {
    fn find(&self, signal: &Rule) -> Finding {
        let mut parts: Vec<Vec<Place>> = Vec::new();
        let mut denied = Vec::new();
        if let Some(claim) = &signal.claim {
            let spoilt = |place: &Place| self.is_spoilt(signal, &place.tokens[0]);
            parts.push(self.claimed(claim).into_iter().filter(|place| !spoilt(place)).collect());
        }
        if let Some((about, because)) = &signal.reason {
            parts.push(self.reasoned(about, because));
        }
        if !signal.groups.is_empty() {
            parts.push(self.named(signal));
            denied = self.denied(signal);
        }
        // A claim, a reason and concepts in one signal need not stand in one place: each must be found.
        let complete = !parts.is_empty() && parts.iter().all(|places| !places.is_empty());
        let places: Vec<Place> = if complete { parts.into_iter().flatten().collect() } else { Vec::new() };
        let starts = || places.iter().filter_map(|place| Some(place.tokens.first()?.start));
        let enough = signal.times <= 1 || starts().collect::<BTreeSet<usize>>().len() >= signal.times;
        Finding { places: if enough { places } else { Vec::new() }, denied }
    }

    /// Whether one of the concepts that must not be there stands in the sentence of a claim.
    fn is_spoilt(&self, signal: &Rule, claim: &Range<usize>) -> bool {
        let sentence = self.reading.sentence_of(claim.start);
        self.reading.hits_of(&signal.none).any(|hit| hit.sentence as usize == sentence)
    }

    fn claimed(&self, rule: &Claim) -> Vec<Place> {
        let Some(verdict) = self.verdicts.get(&rule.family).and_then(|list| list.get(rule.subject)) else {
            return Vec::new();
        };
        let place = |claim: &Claimed| Place {
            tokens: vec![claim.tokens.clone()],
            weak: claim.frame.has(Frame::WEAK),
        };
        if rule.conflicted {
            let both = verdict
                .conflicted()
                .then(|| verdict.for_it.iter().chain(&verdict.against).map(place).collect());
            return both.unwrap_or_default();
        }
        let named = |value: usize| rule.values.is_empty() || rule.values.contains(&value);
        if rule.plainly {
            return verdict
                .said
                .iter()
                .filter(|claim| claim.plain && named(claim.value))
                .map(place)
                .collect();
        }
        let fits = verdict.value.is_some_and(named);
        if fits { verdict.for_it.iter().map(place).collect() } else { Vec::new() }
    }

    /// Reasons about one of `about`: a concept that is a reason near it, or any reason that says something.
    fn reasoned(&self, about: &[ConceptId], because: &[ConceptId]) -> Vec<Place> {
        let any = [REASON];
        let because = if because.is_empty() { &any[..] } else { because };
        let hits = self.reading.hits_of(because).filter(|hit| pays(hit, Polarity::Asserted));
        let placed = hits.filter_map(|hit| {
            if about.is_empty() {
                return Some(place(&[hit]));
            }
            let subject = self.subject_of(hit, about)?;
            Some(place(&[subject, hit]))
        });
        placed.collect()
    }

    /// The mention of one of `about` that a reason belongs to.
    fn subject_of(&self, reason: &Hit, about: &[ConceptId]) -> Option<&'r Hit> {
        let clause = self.reading.clause(reason);
        about.iter().find_map(|concept| {
            let run = self.topics.run(self.reading, clause, *concept);
            let whole = run.unwrap_or_else(|| self.unit(reason, Within::Neighbours));
            let mut hits = self.reading.hits.of_within(*concept, &whole).iter();
            hits.find(|hit| !hit.frame.has(Frame::COPIED)).or_else(|| self.heading_mention(reason, *concept))
        })
    }

    /// A mention of `concept` in a heading or lead above `hit`.
    fn heading_mention(&self, hit: &Hit, concept: ConceptId) -> Option<&'r Hit> {
        let outline = &self.reading.outline;
        let block = outline.sentences[hit.sentence as usize].block;
        let above = |s: u32| {
            outline.parents(block).any(|parent| outline.blocks[parent].sentences.contains(&(s as usize)))
        };
        outline.blocks[block].parent?;
        self.topics.run(self.reading, self.reading.clause(hit), concept)?;
        self.reading.hits.of(concept).iter().find(|h| above(h.sentence))
    }

    fn named(&self, signal: &Rule) -> Vec<Place> {
        let Some((first, rest)) = signal.groups.split_first() else { return Vec::new() };
        let anchors = self.reading.hits_of(first).filter(|hit| pays(hit, signal.polarity));
        anchors.filter_map(|anchor| self.complete(signal, anchor, rest)).collect()
    }

    /// Completes a signal around its first concept.
    fn complete(&self, signal: &Rule, anchor: &Hit, rest: &[Vec<ConceptId>]) -> Option<Place> {
        if rest.is_empty() && signal.none.is_empty() {
            return Some(place(&[anchor]));
        }
        let unit = self.unit(anchor, signal.within);
        let mut parts = Vec::with_capacity(1 + rest.len());
        parts.push(anchor);
        for group in rest {
            let after = if signal.ordered { parts.last().map_or(0, |hit| hit.end) } else { 0 };
            let polarity = if signal.polarity == Polarity::Denied { Polarity::Any } else { signal.polarity };
            let candidates = self.reading.hits_in(group, &unit);
            let fits = candidates.filter(|hit| pays(hit, polarity) && hit.start >= after);
            parts.push(fits.min_by_key(|hit| hit.start.abs_diff(anchor.start))?);
        }
        // "We do not take a queue" decides nothing; "streams are overkill" does.
        let decides = signal.polarity != Polarity::Any
            || parts.len() == 1
            || parts.iter().any(|hit| !hit.frame.has(Frame::DENIED));
        let spoilt = self.reading.hits_in(&signal.none, &unit).next().is_some();
        (decides && !spoilt).then(|| place(&parts))
    }

    fn denied(&self, signal: &Rule) -> Vec<Range<usize>> {
        if signal.polarity != Polarity::Asserted {
            return Vec::new();
        }
        let hits = signal.groups.first().into_iter().flat_map(|group| self.reading.hits_of(group));
        hits.filter(|hit| hit.frame.has(Frame::DENIED) && !hit.frame.has(Frame::VOID))
            .map(|hit| hit.start as usize..hit.end as usize)
            .collect()
    }

    /// The tokens within which the parts of a signal around `hit` must stand.
    fn unit(&self, hit: &Hit, within: Within) -> Range<usize> {
        let outline = &self.reading.outline;
        let s = hit.sentence as usize;
        match within {
            Within::Clause => outline.clauses[self.reading.clause(hit)].tokens.clone(),
            Within::Sentence => outline.tokens(s..s + 1),
            Within::Neighbours => outline.tokens(s.saturating_sub(1)..(s + 2).min(outline.sentences.len())),
            Within::Topic => self.topic(hit).unwrap_or_else(|| self.unit(hit, Within::Neighbours)),
            Within::Block => outline.tokens(outline.subtree(outline.sentences[s].block)),
            Within::Section => outline.tokens(outline.section(s)),
            Within::Answer => 0..self.reading.tokens.len(),
        }
    }

    /// The text about the topic that `hit` is, or else about the same as it.
    fn topic(&self, hit: &Hit) -> Option<Range<usize>> {
        let clause = self.reading.clause(hit);
        let run = self.topics.run(self.reading, clause, hit.concept);
        run.or_else(|| self.topics.same(self.reading, clause))
    }
}

fn pays(hit: &Hit, polarity: Polarity) -> bool {
    let denied = hit.frame.has(Frame::DENIED);
    !hit.frame.has(Frame::VOID)
        && match polarity {
            Polarity::Asserted => !denied,
            Polarity::Denied => denied,
            Polarity::Any => true,
        }
}

fn place(parts: &[&Hit]) -> Place {
    let mut tokens: Vec<Range<usize>> =
        parts.iter().map(|hit| hit.start as usize..hit.end as usize).collect();
    tokens.sort_by_key(|range| range.start);
    tokens.dedup();
    Place { tokens, weak: parts.iter().any(|hit| hit.frame.has(Frame::WEAK)) }
}

impl Signals {
    fn verdict<'f>(&self, signal: usize, findings: &'f Findings) -> Option<&'f Verdict> {
        let claim = self.list[signal].claim.as_ref()?;
        findings.verdicts.get(&claim.family)?.get(claim.subject)
    }

    /// Whether `signal` is a claim whose opposite is claimed as well.
    pub(super) fn conflicts(&self, signal: usize, findings: &Findings) -> bool {
        self.verdict(signal, findings).is_some_and(Verdict::conflicted)
    }

    /// Where the opposite of `signal` is claimed.
    pub(super) fn opposed(&self, signal: usize, findings: &Findings) -> Vec<Range<usize>> {
        let (Some(rule), Some(verdict)) = (&self.list[signal].claim, self.verdict(signal, findings)) else {
            return Vec::new();
        };
        let family = &self.families[&rule.family];
        let other = |claim: &&Claimed| rule.values.iter().any(|value| family.opposed(*value, claim.value));
        let against = if rule.plainly {
            verdict.said.iter().filter(other).collect()
        } else {
            verdict.against.iter().collect::<Vec<_>>()
        };
        against.into_iter().map(|claim| claim.tokens.clone()).collect()
    }
}
