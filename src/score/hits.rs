//! Concepts where they stand in an answer.

use std::ops::Range;

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
}

/// Bits for tokens `range` from `start`.
pub(super) fn bits(start: usize, range: Range<usize>) -> u64 {
    range.filter(|i| i - start < 64).fold(0, |bits, i| bits | 1 << (i - start))
}

/// A hit of all tokens from `start` to `end`.
pub(super) fn span_hit(concept: ConceptId, start: usize, end: usize) -> Hit {
    let own = bits(start, start..end);
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
        let mut starts = vec![0_u32; count + 1];
        for hit in found {
            starts[hit.concept as usize + 1] += 1;
        }
        for concept in 0..count {
            starts[concept + 1] += starts[concept];
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; found.len()];
        for (i, hit) in found.iter().enumerate() {
            let place = &mut next[hit.concept as usize];
            order[*place as usize] = i as u32;
            *place += 1;
        }
        Self { all: order.into_iter().map(|i| found[i as usize]).collect(), starts }
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
