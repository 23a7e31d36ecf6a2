//! An answer, read: which concepts stand where, and in which frame.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::cue::Cue;
use crate::text::hash::print;
use crate::text::outline::{Outline, outline};
pub(super) use crate::text::phrase::State;
use crate::text::syntax::order;
use crate::text::token::{Token, tokenize};

use super::compile::{Compiled, ConceptId, Meaning, NearId};
use super::find::{Finder, Found};
use super::frame::{Frame, Frames};
use super::hits::{Hit, Hits, span_hit};
use super::measure::{REASON, quantities};
use super::near::Nears;
use super::salad::{is_breathless, is_catalogue, is_heap, is_list};

/// An answer with everything that its words mean for one rubric.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) outline: Outline,
    pub(super) hits: Hits,
    /// Token → its clause.
    pub(super) clause_of: Vec<u32>,
    /// Sentence → where it tells grounds.
    pub(super) grounds: Vec<Vec<usize>>,
    /// Sentence → whether it is a list of terms.
    pub(super) bag: Vec<bool>,
    /// Sentence → whether it is copied from the prompt.
    pub(super) copied: Vec<bool>,
    /// The phrases that were met, as often as they were.
    pub(super) phrases: Vec<State>,
    /// The patterns that were met.
    pub(super) patterns: Vec<NearId>,
}

/// Phrases and patterns of a rubric and its lexicon.
#[derive(Clone, Debug, Default)]
pub(super) struct Wordings {
    pub(super) phrases: BTreeSet<State>,
    pub(super) patterns: BTreeSet<NearId>,
}

impl<'a> Reading<'a> {
    /// Reads `text` as if the wordings `without` were none; sentences of which `copied` is true pay nothing.
    pub(super) fn new(
        text: &'a str,
        compiled: &Compiled,
        without: &Wordings,
        copied: impl Fn(&[Token]) -> bool,
    ) -> Self {
        let tokens = tokenize(text, |word| !compiled.vocabulary.lookup(print(word)).is_empty());
        let outline = outline(text, &tokens);
        let copied = outline.sentences.iter().map(|s| copied(&tokens[s.tokens.clone()])).collect();
        let mut reading = Self {
            text,
            clause_of: clauses(&outline, tokens.len()),
            grounds: Vec::with_capacity(outline.sentences.len()),
            bag: Vec::with_capacity(outline.sentences.len()),
            hits: Hits::default(),
            phrases: Vec::new(),
            patterns: Vec::new(),
            tokens,
            outline,
            copied,
        };
        reading.read(compiled, without);
        reading
    }

    fn read(&mut self, compiled: &Compiled, without: &Wordings) {
        let mut finder = Finder::new(compiled, &self.tokens);
        let mut nears = Nears::new(compiled, &self.tokens, &without.patterns);
        let mut found = Vec::new();
        let mut hits = Vec::with_capacity(4 * self.tokens.len());
        let mut retracted = vec![false; self.outline.sentences.len()];
        for (s, unrelated) in self.unrelated().into_iter().enumerate() {
            finder.find(self.outline.sentences[s].tokens.clone(), &mut found);
            if !without.phrases.is_empty() {
                found
                    .retain(|f| matches!(f.meaning, Meaning::Cue(_)) || !without.phrases.contains(&f.phrase));
            }
            self.phrases.extend(found.iter().map(|f| f.phrase));
            let mut frames = Frames::new(&self.tokens, &self.outline, s, &cues(&found));
            let bag = unrelated || self.is_bag(&finder, s, &found);
            frames.hold([(Frame::BAG, bag), (Frame::COPIED, self.copied[s])]);
            if frames.retracts_previous && s > 0 {
                retracted[s - 1] = true;
            }
            self.sentence(s, &found, &mut nears, &frames, &mut hits);
            self.bag.push(bag);
            self.grounds.push(frames.grounds);
        }
        self.patterns = nears.met;
        for hit in hits.iter_mut().filter(|hit| retracted[hit.sentence as usize]) {
            hit.frame.insert(Frame::RETRACTED);
        }
        self.hits = Hits::new(&hits, compiled.names.len());
    }

    /// Adds the concepts of sentence `s`, in their frames, to `hits`.
    fn sentence(
        &self,
        s: usize,
        found: &[Found],
        nears: &mut Nears<'_>,
        frames: &Frames,
        hits: &mut Vec<Hit>,
    ) {
        let range = self.outline.sentences[s].tokens.clone();
        let numbers = range.clone().filter(|at| self.tokens[*at].number.is_some());
        let measured = numbers.flat_map(|at| self.measured(at, range.end));
        let met = nears.hits(found, measured).iter().copied();
        let reasons = frames.reasons.iter().map(|start| span_hit(REASON, *start, range.end));
        hits.extend(met.chain(reasons).map(|hit| Hit {
            sentence: s as u32,
            frame: frames.frame(&hit),
            ..hit
        }));
    }

    fn measured(&self, at: usize, end: usize) -> impl Iterator<Item = Hit> {
        let found = quantities(&self.tokens[..end], at).into_iter();
        found.map(move |quantity| span_hit(quantity.concept, at, quantity.end))
    }

    /// Whether sentence `s`, in which `found` phrases stand, is a list of terms or only says that things are there.
    fn is_bag(&self, finder: &Finder<'_>, s: usize, found: &[Found]) -> bool {
        let range = self.outline.sentences[s].tokens.clone();
        is_list(&self.tokens[range.clone()], finder.joining(range.clone()))
            || is_catalogue(&self.tokens, range, found)
    }

    /// Sentence → whether its words stand in no order, or in a heap of phrases.
    fn unrelated(&self) -> Vec<bool> {
        let order = order(self.text, &self.tokens, &self.outline);
        let sum = |(a, b): (i32, i32), (c, d): &(i32, i32)| (a + c, b + d);
        let (points, pairs) = order.sentences.iter().fold((0, 0), sum);
        // Nobody wrote a word of a text that is shuffled throughout.
        let shuffled = pairs >= JUDGED && points * SHUFFLED > -pairs;
        let fluent = points <= FLUENT * pairs;
        let void = shuffled || is_heap(&self.tokens) || is_breathless(&self.tokens, fluent);
        let mut unrelated = vec![void; self.outline.sentences.len()];
        let clear: i32 = order.stretches.iter().map(|(points, _)| (points - CLEAR).max(0)).sum();
        // Beside others that are in no order, an unsure one is not given the benefit of the doubt.
        let doubted = clear >= DOUBTED + pairs / WORDS;
        let most = if doubted { UNSURE } else { DISORDER };
        for (_, tokens) in order.stretches.iter().filter(|(points, _)| *points > most) {
            let stretch = self.sentence_of(tokens.start)..=self.sentence_of(tokens.end - 1);
            // A sentence between two bad ones may be in good order.
            for (unrelated, (points, pairs)) in
                unrelated[stretch.clone()].iter_mut().zip(&order.sentences[stretch])
            {
                *unrelated |= points * SHUFFLED > -pairs;
            }
        }
        let sentences = unrelated.iter_mut().zip(order.sentences);
        sentences.for_each(|(unrelated, (points, pairs))| *unrelated |= doubted && points * SHUFFLED > pairs);
        unrelated
    }

    /// Byte range of tokens `start..end`.
    pub(super) fn span(&self, start: usize, end: usize) -> Range<usize> {
        let last = end.max(start + 1) - 1;
        self.tokens[start].span.start..self.tokens[last].span.end
    }

    /// The hits of any of `concepts`.
    pub(super) fn hits_of<'s>(&'s self, concepts: &'s [ConceptId]) -> impl Iterator<Item = &'s Hit> {
        concepts.iter().flat_map(|id| self.hits.of(*id))
    }

    /// The hits of any of `concepts` that begin in `tokens`.
    pub(super) fn hits_in<'s>(
        &'s self,
        concepts: &'s [ConceptId],
        tokens: &Range<usize>,
    ) -> impl Iterator<Item = &'s Hit> {
        concepts.iter().flat_map(|id| self.hits.of_within(*id, tokens))
    }

    /// The sentence of a token.
    pub(super) fn sentence_of(&self, token: usize) -> usize {
        self.outline.clauses[self.clause_of[token] as usize].sentence
    }

    /// The clause of a hit's first token.
    pub(super) fn clause(&self, hit: &Hit) -> usize {
        self.clause_of[hit.start as usize] as usize
    }
}

fn clauses(outline: &Outline, tokens: usize) -> Vec<u32> {
    let mut clause_of = vec![0; tokens];
    for (i, clause) in outline.clauses.iter().enumerate() {
        clause_of[clause.tokens.clone()].fill(i as u32);
    }
    clause_of
}

/// Points for each pair of neighbours up to which words follow each other as they do in speech.
const FLUENT: i32 = -1;

/// Points against the order of a stretch above which nobody wrote it, whatever stands around it.
const DISORDER: i32 = 18;

/// The same in a text that is shuffled in parts.
const UNSURE: i32 = 12;

/// Points above which the order of a stretch is clearly bad, and how many such points a text may have, beside one in so many
/// pairs of words, before it counts as shuffled in parts.
const CLEAR: i32 = 8;
const DOUBTED: i32 = 14;
const WORDS: i32 = 40;

/// A text is shuffled throughout when less than one point in so many pairs speaks for its order (in what people write it is
/// nearly one a pair), and a sentence of a text that is shuffled in parts when more than one speaks against it; and how
/// many pairs a text must have to tell.
const SHUFFLED: i32 = 7;
const JUDGED: i32 = 60;

/// The phrases among `found` that frame others.
fn cues(found: &[Found]) -> Vec<(Cue, Range<usize>)> {
    let cue = |f: &Found| if let Meaning::Cue(cue) = f.meaning { Some((cue, f.start..f.end)) } else { None };
    found.iter().filter_map(cue).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::rubric::{Lexicon, Rubric};
    use crate::score::compile::compile;

    /// How many sentences of `text` are unrelated words, of how many.
    fn unrelated(text: &str) -> (usize, usize) {
        let compiled = compile(&Lexicon::default(), &Rubric::default());
        let reading = Reading::new(text, &compiled, &Wordings::default(), |_| false);
        (reading.bag.iter().filter(|bag| **bag).count(), reading.bag.len())
    }

    #[test]
    fn a_text_that_is_shuffled_throughout_is_void() {
        let text = "bell the to rings rider when The nobody, waits then and minute a. which a Parcels in are shop signed \
                    brought later the the back to. by before counts evening The who the manager street all each in parcels, \
                    a that and are told customers day next late the has it. it If rider the breaks, another is phone the one \
                    takes from shift over who the and called office.";
        let (void, all) = unrelated(text);
        assert_eq!(void, all);
    }

    #[test]
    fn who_talks_without_a_pause_is_heard() {
        let text = "so the rider takes the parcels out in the morning and when somebody is not at home he rings next door and if \
                    nobody is there either he brings it back to the shop in the evening and we write it on the board so that \
                    the one who has the late shift can call them and ask when it suits them better because we do not want to \
                    drive twice for nothing";
        assert_eq!(unrelated(text).0, 0);
        let heap =
            "dead letter queue backoff with jitter retry budget consumer group at least once outbox table "
                .repeat(5);
        let (void, all) = unrelated(&heap);
        assert_eq!(void, all);
    }

    #[test]
    fn terse_and_odd_sentences_of_an_honest_text_are_not() {
        for text in [
            "Rider first, van second. Reserve at A, reserve at B, if B refuses release A. Saga.",
            "Each street has one rider and I want one number: how long since the oldest parcel was taken in. This covers the \
             shop, the bag and the rider in one.",
            "- retry w/ delay 10s 1m 10m 1h then a person\n- bell: 2 rings, 1 call, then back to the shop",
        ] {
            assert_eq!(unrelated(text).0, 0, "{text}");
        }
    }
}
