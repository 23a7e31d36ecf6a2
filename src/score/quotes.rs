//! The words that are quoted for a dimension: each signal a few times, and nothing twice.

use std::cmp::Reverse;
use std::ops::Range;

use super::reading::Reading;
use super::report::{Evidence, Stance};
use super::signal::{Finding, Signals};

/// Quotes of one signal in one stance, at most: the longest, which tell most.
const QUOTES: usize = 3;

/// Collects the evidence of one dimension.
pub(super) struct Quotes<'r, 'a> {
    reading: &'r Reading<'a>,
    signals: &'r Signals,
    evidence: Vec<Evidence>,
}

impl<'r, 'a> Quotes<'r, 'a> {
    pub(super) const fn new(reading: &'r Reading<'a>, signals: &'r Signals) -> Self {
        Self { reading, signals, evidence: Vec::new() }
    }

    /// Quotes the tokens `ranges` for `signal`.
    pub(super) fn add(&mut self, signal: usize, ranges: Vec<Range<usize>>, stance: Stance) {
        let rule = &self.signals.list[signal];
        let mut ranges = joined(self.reading, ranges);
        ranges.sort_by_key(|range| Reverse(range.len()));
        for range in ranges.into_iter().take(QUOTES) {
            let span = self.reading.span(range.start, range.end);
            let quote = self.reading.text[span.clone()].to_owned();
            let (signal, label) = (rule.name.clone(), rule.label.clone());
            self.evidence.push(Evidence { span, quote, signal, label, stance });
        }
    }

    /// The evidence in the order of the answer.
    pub(super) fn finish(mut self) -> Vec<Evidence> {
        self.evidence.sort_by_key(|e| (e.span.start, e.span.end));
        self.evidence
    }
}

/// Where `finding` holds: where it is claimed, or else where it is only named.
pub(super) fn places(finding: &Finding) -> Vec<Range<usize>> {
    let claimed = finding.places.iter().any(|place| !place.weak);
    let worth = finding.places.iter().filter(|place| !(claimed && place.weak));
    worth.flat_map(|place| place.tokens.iter().cloned()).collect()
}

/// `ranges` in the order of the text, those that overlap or stand in one clause as one.
fn joined(reading: &Reading<'_>, mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let clause = reading.clause_of[range.start];
        let joins = |last: &Range<usize>| range.start < last.end || reading.clause_of[last.end - 1] == clause;
        match joined.last_mut() {
            Some(last) if joins(last) => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}
