//! What each clause is about: the topics that it names, or those of the text before it.

use std::ops::Range;

use super::compile::ConceptId;
use super::reading::Reading;

/// Clause → the topics that it is about, as bits by the number of the topic.
#[derive(Debug)]
pub(super) struct Topics {
    concepts: Vec<ConceptId>,
    masks: Vec<u64>,
}

/// Shortest clause, in tokens, that says something by itself; a shorter one is a member of a list.
const MEMBER: usize = 3;

impl Topics {
    /// The topics of all clauses.
    pub(super) fn new(reading: &Reading<'_>, concepts: &[ConceptId]) -> Self {
        let mut named = vec![0_u64; reading.outline.clauses.len()];
        for (topic, concept) in concepts.iter().enumerate().take(64) {
            for hit in reading.hits.of(*concept) {
                named[reading.clause(hit)] |= 1 << topic;
            }
        }
        let mut topics = Self { concepts: concepts.to_vec(), masks: named };
        topics.spread(reading);
        topics
    }

    fn spread(&mut self, reading: &Reading<'_>) {
        let outline = &reading.outline;
        let mut of_block: Vec<u64> = vec![0; outline.blocks.len()];
        for (b, block) in outline.blocks.iter().enumerate() {
            let mut current =
                outline.parents(b).map(|parent| of_block[parent]).find(|mask| *mask != 0).unwrap_or(0);
            for s in block.sentences.clone() {
                current = self.sentence(reading, s, current);
            }
            let first = block.sentences.clone().next().map(|s| &outline.sentences[s].clauses);
            of_block[b] = first.map_or(0, |clauses| {
                clauses.clone().find_map(|c| Some(self.masks[c]).filter(|m| *m != 0)).unwrap_or(0)
            });
        }
    }

    /// Spreads topics through a sentence that begins under `current`; returns what the next one begins under.
    fn sentence(&mut self, reading: &Reading<'_>, s: usize, mut current: u64) -> u64 {
        let clauses = reading.outline.sentences[s].clauses.clone();
        let first_named = clauses.clone().map(|c| self.masks[c]).find(|mask| *mask != 0).unwrap_or(0);
        let mut member = false;
        let mut named_here = false;
        for c in clauses {
            let own = self.masks[c];
            let length = reading.outline.clauses[c].tokens.len();
            self.masks[c] = match own {
                // What stands before the first topic of a sentence may belong to it as well.
                0 if !named_here => current | first_named,
                0 => current,
                _ if member => own | current,
                _ => own,
            };
            named_here |= own != 0;
            current = if named_here { self.masks[c] } else { current };
            member = own != 0 && length <= MEMBER;
        }
        current
    }

    /// The stretch of tokens around `clause` that is about `concept`; `None` when that is no topic.
    pub(super) fn run(
        &self,
        reading: &Reading<'_>,
        clause: usize,
        concept: ConceptId,
    ) -> Option<Range<usize>> {
        let topic = self.concepts.iter().position(|c| *c == concept)?;
        Some(self.stretch(reading, clause, 1 << topic))
    }

    /// The stretch of tokens around `clause` that is about the same as it.
    pub(super) fn same(&self, reading: &Reading<'_>, clause: usize) -> Option<Range<usize>> {
        let mask = self.masks[clause];
        (mask != 0).then(|| self.stretch(reading, clause, mask))
    }

    fn stretch(&self, reading: &Reading<'_>, clause: usize, mask: u64) -> Range<usize> {
        let about = |c: &usize| self.masks[*c] & mask != 0;
        let first = (0..clause).rev().take_while(about).last().unwrap_or(clause);
        let last = (clause + 1..self.masks.len()).take_while(about).last().unwrap_or(clause);
        reading.outline.clauses[first].tokens.start..reading.outline.clauses[last].tokens.end
    }
}
