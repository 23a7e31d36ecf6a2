//! Concepts in one sentence: phrases, and patterns whose slots are filled close together.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::token::{Gap, Token};

use super::compile::{Compiled, ConceptId, Meaning, Near, NearId};
use super::find::Found;
use super::hits::{Hit, span_hit};

/// The longest stretch of tokens that a pattern may span; a comma counts as [`COMMA`] tokens, a harder break as more.
const WINDOW: u32 = 14;
const COMMA: u32 = 2;
const BREAK: u32 = 4;

/// Matches the patterns of a rubric sentence by sentence, keeping its memory between them.
pub(super) struct Nears<'c> {
    compiled: &'c Compiled,
    /// Token → how far it stands from the beginning of the text, in tokens and what commas and breaks count for.
    along: Vec<u32>,
    /// What fills slots in this sentence, pattern by pattern linked from the last to the first.
    fillings: Vec<Filling>,
    /// Pattern → what of it is filled.
    open: Vec<Open>,
    /// The sentence, counted from 1.
    sentence: u32,
    /// Patterns with all slots filled that are still to be tried, as a set of bits.
    full: Vec<u64>,
    /// The lowest pattern that may still be tried in this sentence.
    next: NearId,
    /// Which of the words of `full` may hold some: from the lowest to the highest.
    marked: Range<usize>,
    /// The fillings of the pattern being tried, and where it is found.
    row: Vec<Filling>,
    stretches: Vec<Hit>,
    /// Where concepts do not count in this sentence, concept by concept.
    exceptions: Vec<Exception>,
    /// Concept → the last sentence in which it does not count somewhere.
    excepted: Vec<u32>,
    /// The concepts of this sentence.
    hits: Vec<Hit>,
    /// Patterns that count as none.
    without: &'c BTreeSet<NearId>,
    /// Patterns that were met.
    pub(super) met: Vec<NearId>,
}

/// A slot of a pattern, filled by the tokens from `start` to `end` that are `own`.
#[derive(Clone, Copy, Debug)]
struct Filling {
    own: u64,
    start: u32,
    end: u32,
    /// The filling of the same pattern before it, counted from 1; 0 for none.
    before: u32,
    slot: u8,
}

/// What of a pattern is filled in one sentence.
#[derive(Clone, Copy, Debug, Default)]
struct Open {
    sentence: u32,
    slots: u32,
    /// Its last filling, counted from 1.
    last: u32,
    /// All its slots.
    all: u32,
}

/// Words in which a concept does not count: the concept, first token, and the token after the last.
type Exception = (ConceptId, u32, u32);

impl<'c> Nears<'c> {
    pub(super) fn new(compiled: &'c Compiled, tokens: &[Token], without: &'c BTreeSet<NearId>) -> Self {
        let open = |near: &Near| Open { all: (1 << near.slots) - 1, ..Open::default() };
        Self {
            compiled,
            along: along(tokens),
            fillings: Vec::new(),
            open: compiled.nears.iter().map(open).collect(),
            sentence: 0,
            full: vec![0; compiled.nears.len().div_ceil(64)],
            next: 0,
            marked: compiled.nears.len()..0,
            row: Vec::new(),
            stretches: Vec::new(),
            exceptions: Vec::new(),
            excepted: vec![0; compiled.names.len()],
            hits: Vec::new(),
            without,
            met: Vec::new(),
        }
    }

    /// The concepts of a sentence in which `found` phrases and `measured` quantities stand.
    pub(super) fn hits(&mut self, found: &[Found], measured: impl Iterator<Item = Hit>) -> &[Hit] {
        self.begin(found);
        for f in found {
            match f.meaning {
                Meaning::Concept(id) => self.add(span_hit(id, f.start, f.end)),
                Meaning::Slot(near, slot) => {
                    let hit = span_hit(self.compiled.nears[near as usize].concept, f.start, f.end);
                    if !self.is_excepted(hit.concept, &hit) {
                        self.fill(near, slot, &hit);
                    }
                }
                Meaning::Except(_) | Meaning::Cue(_) => {}
            }
        }
        measured.for_each(|hit| self.add(hit));
        self.patterns();
        keep_longest(&mut self.hits);
        &self.hits
    }

    /// Begins a sentence in which `found` phrases stand.
    fn begin(&mut self, found: &[Found]) {
        self.sentence += 1;
        self.next = 0;
        self.fillings.clear();
        self.hits.clear();
        self.exceptions.clear();
        let exception = |f: &Found| match f.meaning {
            Meaning::Except(id) => Some((id, f.start as u32, f.end as u32)),
            _ => None,
        };
        self.exceptions.extend(found.iter().filter_map(exception));
        self.exceptions.sort_unstable();
        for (concept, ..) in &self.exceptions {
            self.excepted[*concept as usize] = self.sentence;
        }
    }

    /// Whether `hit` stands where `concept` does not count.
    fn is_excepted(&self, concept: ConceptId, hit: &Hit) -> bool {
        if self.excepted[concept as usize] != self.sentence {
            return false;
        }
        let first = self.exceptions.partition_point(|(id, ..)| *id < concept);
        let begun = |(id, from, _): &&Exception| *id == concept && *from <= hit.start;
        self.exceptions[first..].iter().take_while(begun).any(|(_, _, to)| hit.end <= *to)
    }

    /// Fills a slot with the words of `hit`.
    fn fill(&mut self, near: NearId, slot: u8, hit: &Hit) {
        let open = &mut self.open[near as usize];
        if open.sentence != self.sentence {
            *open = Open { sentence: self.sentence, all: open.all, ..Open::default() };
        }
        let Hit { own, start, end, .. } = *hit;
        self.fillings.push(Filling { own, start, end, before: open.last, slot });
        open.last = self.fillings.len() as u32;
        open.slots |= 1 << slot;
        // Concepts that include each other must not try a pattern for ever.
        if open.slots == open.all && near >= self.next {
            let word = near as usize / 64;
            self.full[word] |= 1 << (near % 64);
            self.marked = self.marked.start.min(word)..self.marked.end.max(word + 1);
        }
    }

    /// Adds a hit and what it implies.
    fn add(&mut self, hit: Hit) {
        let compiled = self.compiled;
        for concept in &compiled.implies[hit.concept as usize] {
            if self.is_excepted(*concept, &hit) {
                continue;
            }
            self.hits.push(Hit { concept: *concept, ..hit });
            for (near, slot) in &compiled.fills[*concept as usize] {
                self.fill(*near, *slot, &hit);
            }
        }
    }

    /// Tries the patterns that are full from low to high: what one finds can only fill higher ones.
    fn patterns(&mut self) {
        let mut word = self.marked.start;
        while word < self.marked.end {
            while self.full[word] != 0 {
                let near = word * 64 + self.full[word].trailing_zeros() as usize;
                self.full[word] &= self.full[word] - 1;
                self.next = near as NearId + 1;
                self.gather(self.open[near].last);
                self.windows(near);
                if self.stretches.is_empty() || self.without.contains(&(near as NearId)) {
                    continue;
                }
                self.met.push(near as NearId);
                for i in 0..self.stretches.len() {
                    self.add(self.stretches[i]);
                }
            }
            word += 1;
        }
        self.marked = self.full.len()..0;
    }

    /// Puts the fillings of a pattern, of which `last` is the last, into one row in the order of the text.
    fn gather(&mut self, last: u32) {
        self.row.clear();
        let filling = |at: u32| self.fillings.get((at as usize).checked_sub(1)?);
        let linked = std::iter::successors(filling(last), |f| filling(f.before));
        self.row.extend(linked);
        self.row.reverse();
        self.row.sort_by_key(|f| (f.start, f.end, f.slot));
        self.row.dedup_by_key(|f| (f.start, f.end, f.slot));
    }

    /// Finds the shortest stretches in which every slot of a pattern is filled by words of its own.
    fn windows(&mut self, near: usize) {
        let (all, concept) = (self.open[near].all, self.compiled.nears[near].concept);
        self.stretches.clear();
        for i in 0..self.row.len() {
            if let Some(hit) = window(&self.row[i..], all, concept, &self.along)
                && self.stretches.last().is_none_or(|last| last.end < hit.end)
            {
                self.stretches.push(hit);
            }
        }
    }
}

/// The stretch that begins with the first of `row`: greedily the next filling of each open slot that overlaps none taken.
fn window(row: &[Filling], all: u32, concept: ConceptId, along: &[u32]) -> Option<Hit> {
    let (first, rest) = row.split_first()?;
    let (mut slots, mut own, mut end) = (1 << first.slot, first.own, first.end);
    let length = |end: u32| 1 + along[end as usize - 1] - along[first.start as usize];
    for next in rest {
        if slots == all || length(next.end.max(end)) > WINDOW {
            break;
        }
        let bits = next.own << (next.start - first.start).min(63);
        if slots & 1 << next.slot == 0 && own & bits == 0 {
            slots |= 1 << next.slot;
            own |= bits;
            end = end.max(next.end);
        }
    }
    let whole = span_hit(concept, first.start as usize, end as usize);
    (slots == all).then_some(Hit { own, ..whole })
}

/// Token → the sum of what the tokens up to it count for.
fn along(tokens: &[Token]) -> Vec<u32> {
    let cost = |token: &Token| {
        if token.gap.has(Gap::SEMICOLON.and(Gap::COLON).and(Gap::DASH).and(Gap::ARROW)) {
            BREAK
        } else if token.gap.has(Gap::COMMA) {
            COMMA
        } else {
            1
        }
    };
    let sums = tokens.iter().scan(0, |sum, token| {
        *sum += cost(token);
        Some(*sum)
    });
    sums.collect()
}

/// Keeps, of hits of the same concept, those that do not lie inside another; concept by concept in the order of the text.
fn keep_longest(hits: &mut Vec<Hit>) {
    // By concept, by start, the longest first: as one number, since it is compared more often than anything else.
    hits.sort_by_key(|hit| {
        u128::from(hit.concept) << 64 | u128::from(hit.start) << 32 | u128::from(u32::MAX - hit.end)
    });
    hits.dedup_by(|hit, last| last.concept == hit.concept && hit.end <= last.end);
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
