//! Concepts in one sentence: phrases, and patterns whose slots are filled close together.

use std::collections::BTreeSet;

use crate::text::token::{Gap, Token};

use super::compile::{Compiled, ConceptId, Meaning, NearId};
use super::reading::{Found, Hit, bits, span_hit};

/// The longest stretch of tokens that a pattern may span; a comma counts as [`COMMA`] tokens, a harder break as more.
const WINDOW: usize = 14;
const COMMA: usize = 2;
const BREAK: usize = 4;

/// Matches the patterns of a rubric sentence by sentence, keeping its memory between them.
pub(super) struct Nears<'c> {
    compiled: &'c Compiled,
    /// Pattern → what fills its slots in this sentence.
    filled: Vec<Vec<Filling>>,
    /// Patterns with all slots filled or being filled, as a set of bits.
    touched: Vec<u64>,
    /// Patterns that count as none.
    without: &'c BTreeSet<NearId>,
    /// Patterns that were met.
    pub(super) met: Vec<NearId>,
}

#[derive(Clone, Copy, Debug)]
struct Filling {
    slot: u8,
    start: usize,
    end: usize,
    own: u64,
}

impl<'c> Nears<'c> {
    pub(super) fn new(compiled: &'c Compiled, without: &'c BTreeSet<NearId>) -> Self {
        let count = compiled.nears.len();
        let (filled, touched) = (vec![Vec::new(); count], vec![0; count.div_ceil(64)]);
        Self { compiled, filled, touched, without, met: Vec::new() }
    }

    /// The concepts of a sentence in which `found` phrases and `measured` quantities stand.
    pub(super) fn hits(&mut self, found: &[Found], measured: &[Hit], tokens: &[Token]) -> Vec<Hit> {
        let mut exceptions = Vec::new();
        for f in found {
            if let Meaning::Except(concept) = f.meaning {
                exceptions.push((concept, f.start, f.end));
            }
        }
        let mut hits = Vec::new();
        for f in found {
            match f.meaning {
                Meaning::Concept(id) => self.add(span_hit(id, f.start, f.end), &exceptions, &mut hits),
                Meaning::Slot(near, slot) => {
                    let concept = self.compiled.nears[near as usize].concept;
                    if !excepted(&exceptions, concept, f.start, f.end) {
                        self.fill(
                            near,
                            Filling { slot, start: f.start, end: f.end, own: bits(f.start, f.start..f.end) },
                        );
                    }
                }
                Meaning::Except(_) | Meaning::Cue(_) => {}
            }
        }
        for hit in measured {
            self.add(*hit, &exceptions, &mut hits);
        }
        self.patterns(tokens, &exceptions, &mut hits);
        keep_longest(hits)
    }

    fn fill(&mut self, near: NearId, filling: Filling) {
        self.filled[near as usize].push(filling);
        self.touched[near as usize / 64] |= 1 << (near % 64);
    }

    /// Adds a hit and what it implies.
    fn add(&mut self, hit: Hit, exceptions: &[(ConceptId, usize, usize)], hits: &mut Vec<Hit>) {
        let compiled = self.compiled;
        for concept in &compiled.implies[hit.concept as usize] {
            if excepted(exceptions, *concept, hit.start as usize, hit.end as usize) {
                continue;
            }
            hits.push(Hit { concept: *concept, ..hit });
            for (near, slot) in &compiled.fills[*concept as usize] {
                let filling =
                    Filling { slot: *slot, start: hit.start as usize, end: hit.end as usize, own: hit.own };
                self.fill(*near, filling);
            }
        }
    }

    /// Tries the touched patterns from low to high: what one finds can only fill higher ones.
    fn patterns(&mut self, tokens: &[Token], exceptions: &[(ConceptId, usize, usize)], hits: &mut Vec<Hit>) {
        for word in 0..self.touched.len() {
            while self.touched[word] != 0 {
                let near = word * 64 + self.touched[word].trailing_zeros() as usize;
                self.touched[word] &= self.touched[word] - 1;
                let fillings = std::mem::take(&mut self.filled[near]);
                let pattern = &self.compiled.nears[near];
                let found = windows(fillings, pattern.slots, pattern.concept, tokens);
                if found.is_empty() || self.without.contains(&(near as NearId)) {
                    continue;
                }
                self.met.push(near as NearId);
                for hit in found {
                    self.add(hit, exceptions, hits);
                }
            }
        }
    }
}

fn excepted(exceptions: &[(ConceptId, usize, usize)], concept: ConceptId, start: usize, end: usize) -> bool {
    exceptions.iter().any(|(id, from, to)| *id == concept && *from <= start && end <= *to)
}

/// The shortest stretches in which every slot is filled by words of its own.
fn windows(mut fillings: Vec<Filling>, slots: u8, concept: ConceptId, tokens: &[Token]) -> Vec<Hit> {
    let all = (1_u32 << slots) - 1;
    if slots == 0 || fillings.iter().fold(0_u32, |mask, f| mask | 1 << f.slot) != all {
        return Vec::new();
    }
    fillings.sort_by_key(|f| (f.start, f.end, f.slot));
    fillings.dedup_by_key(|f| (f.start, f.end, f.slot));
    let mut hits: Vec<Hit> = Vec::new();
    for i in 0..fillings.len() {
        if let Some(hit) = window(&fillings, i, slots, concept, tokens)
            && hits.last().is_none_or(|last| last.end < hit.end)
        {
            hits.push(hit);
        }
    }
    hits
}

/// The stretch that begins with filling `i`: greedily the next filling of each open slot that overlaps none taken.
fn window(fillings: &[Filling], i: usize, slots: u8, concept: ConceptId, tokens: &[Token]) -> Option<Hit> {
    let first = fillings[i];
    let (mut mask, mut own, mut end) = (1_u32 << first.slot, first.own, first.end);
    let all = (1_u32 << slots) - 1;
    for next in &fillings[i + 1..] {
        if mask == all || length(tokens, first.start, next.end.max(end)) > WINDOW {
            break;
        }
        let shift = (next.start - first.start).min(63);
        let bits = next.own << shift;
        if mask & 1 << next.slot == 0 && own & bits == 0 {
            mask |= 1 << next.slot;
            own |= bits;
            end = end.max(next.end);
        }
    }
    let start = first.start as u32;
    (mask == all).then(|| Hit { concept, own, end: end as u32, ..span_hit(concept, start as usize, end) })
}

fn length(tokens: &[Token], start: usize, end: usize) -> usize {
    let cost = |token: &Token| {
        if token.gap.has(Gap::SEMICOLON.and(Gap::COLON).and(Gap::DASH).and(Gap::ARROW)) {
            BREAK
        } else if token.gap.has(Gap::COMMA) {
            COMMA
        } else {
            1
        }
    };
    1 + tokens[start + 1..end].iter().map(cost).sum::<usize>()
}

/// Of hits of the same concept, those that do not lie inside another.
fn keep_longest(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.concept, hit.start, std::cmp::Reverse(hit.end)));
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        match kept.last() {
            Some(last) if last.concept == hit.concept && hit.end <= last.end => {}
            _ => kept.push(hit),
        }
    }
    kept.sort_by_key(|hit| (hit.start, hit.end));
    kept
}

#[cfg(test)]
mod tests {
    use crate::content::rubric::{Lexicon, Rubric};
    use crate::score::compile::compile;
    use crate::score::reading::{Reading, Wordings};

    #[test]
    fn a_quantity_fills_a_slot() {
        let lexicon: Lexicon =
            toml::from_str(r#"slow = { near = [[["render"], ["@duration"]]] }"#).expect("a lexicon");
        let rubric: Rubric =
            toml::from_str(r#"signals.s = { label = "slow", any = ["slow"] }"#).expect("a rubric");
        let compiled = compile(&lexicon, &rubric);
        let slow = compiled.ids_of(&["slow".to_owned()]);
        let found = |text: &str| {
            Reading::new(text, &compiled, &Wordings::default(), |_| false).hits_of(&slow).count()
        };
        assert_eq!(found("Rendering needs 3 s."), 1);
        assert_eq!(found("Rendering needs 3 workers."), 0);
    }
}
