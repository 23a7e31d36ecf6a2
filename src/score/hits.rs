//! Concepts where they stand in an answer.

use std::ops::Range;

use crate::text::group::grouped;

use super::compile::ConceptId;
use super::frame::Frame;

/// A concept where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) concept: ConceptId,
    /// First token.
    pub(super) start: u32,
    /// The token after the last.
    pub(super) end: u32,
    /// Which of the tokens between are its own, as bits from `start`.
    pub(super) own: u64,
    pub(super) sentence: u32,
    pub(super) frame: Frame,
}

impl Hit {
    /// Whether `token` is one of its own words.
    pub(super) const fn owns(&self, token: usize) -> bool {
        let start = self.start as usize;
        token >= start && token - start < 64 && self.own & 1 << (token - start) != 0
    }

    /// Its own words.
    pub(super) fn own(&self) -> impl Iterator<Item = usize> {
        let (start, end) = (self.start as usize, (self.end as usize).min(self.start as usize + 64));
        let own = self.own;
        (start..end).filter(move |token| own & 1 << (token - start) != 0)
    }
}

/// A hit of all tokens from `start` to `end`.
pub(super) fn span_hit(concept: ConceptId, start: usize, end: usize) -> Hit {
    let own = if end - start < 64 { (1 << (end - start)) - 1 } else { u64::MAX };
    Hit { concept, start: start as u32, end: end as u32, own, sentence: 0, frame: Frame::default() }
}

/// The hits of an answer, concept by concept in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Hits {
    all: Vec<Hit>,
    /// Concept → where its hits begin in `all`, and the end of the last.
    starts: Vec<u32>,
}

impl Hits {
    /// Orders hits, found in the order of sentences, by their concepts, of which there are `count`.
    pub(super) fn new(found: &[Hit], count: usize) -> Self {
        let (all, starts) = grouped(found, |hit| hit.concept.into(), count);
        Self { all, starts }
    }

    /// The hits of one concept.
    pub(super) fn of(&self, concept: ConceptId) -> &[Hit] {
        let concept = concept as usize;
        &self.all[self.starts[concept] as usize..self.starts[concept + 1] as usize]
    }

    /// The hits of one concept that begin in `tokens`.
    pub(super) fn of_within(&self, concept: ConceptId, tokens: &Range<usize>) -> &[Hit] {
        let hits = self.of(concept);
        let before = |at: usize| hits.partition_point(|hit| (hit.start as usize) < at);
        if hits.is_empty() { hits } else { &hits[before(tokens.start)..before(tokens.end)] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_found_by_concept_and_place() {
        let found: Vec<Hit> =
            [(2, 0), (0, 1), (2, 5), (2, 9)].map(|(concept, at)| span_hit(concept, at, at + 1)).into();
        let hits = Hits::new(&found, 3);
        let starts = |hits: &[Hit]| hits.iter().map(|hit| hit.start).collect::<Vec<_>>();
        assert_eq!(starts(hits.of(2)), [0, 5, 9]);
        assert_eq!(starts(hits.of_within(2, &(1..9))), [5]);
        assert!(hits.of(1).is_empty() && hits.of_within(1, &(0..9)).is_empty());
    }
}
