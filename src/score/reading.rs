//! An answer, read: which concepts stand where, and in which frame.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::cue::Cue;
use crate::text::outline::{Outline, outline};
pub(super) use crate::text::phrase::State;
use crate::text::syntax::{capitalises, order};
use crate::text::token::{Gap, Token, tokenize};
use crate::text::vocabulary::WordId;

use super::compile::{Compiled, ConceptId, Meaning, NearId};
use super::frame::{Frame, Frames};
use super::measure::{REASON, quantities};
use super::near::Nears;
use super::salad::{is_catalogue, is_heap, is_list};

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

/// A phrase where it stands: first token and the token after the last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) meaning: Meaning,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Which phrase it is.
    pub(super) phrase: State,
}

/// An answer with everything that its words mean for one rubric.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) outline: Outline,
    /// In the order of sentences.
    pub(super) hits: Vec<Hit>,
    /// Concept → its hits, as indices.
    pub(super) by_concept: Vec<Vec<u32>>,
    /// Token → its clause.
    pub(super) clause_of: Vec<u32>,
    /// Sentence → where it tells grounds.
    pub(super) grounds: Vec<Vec<usize>>,
    /// Sentence → whether it is a list of terms.
    pub(super) bag: Vec<bool>,
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
    /// Reads `text` as if the wordings `without` were none; sentences for which `void` is true pay nothing.
    pub(super) fn new(
        text: &'a str,
        compiled: &Compiled,
        without: &Wordings,
        void: impl Fn(&[Token]) -> bool,
    ) -> Self {
        let tokens = tokenize(text, |word| !compiled.vocabulary.lookup(word).is_empty());
        let outline = outline(text, &tokens);
        let mut reading = Self {
            text,
            hits: Vec::with_capacity(tokens.len() / 2),
            by_concept: vec![Vec::new(); compiled.names.len()],
            clause_of: clauses(&outline, tokens.len()),
            grounds: Vec::with_capacity(outline.sentences.len()),
            bag: Vec::with_capacity(outline.sentences.len()),
            tokens,
            outline,
            phrases: Vec::new(),
            patterns: Vec::new(),
        };
        reading.read(compiled, without, void);
        reading
    }

    fn read(&mut self, compiled: &Compiled, without: &Wordings, void: impl Fn(&[Token]) -> bool) {
        let words = self.words(compiled);
        let mut nears = Nears::new(compiled, &without.patterns);
        let mut retracted = Vec::new();
        let unrelated = self.unrelated();
        for (s, unrelated) in unrelated.into_iter().enumerate() {
            let range = self.outline.sentences[s].tokens.clone();
            let mut found = find(compiled, &words, range.clone());
            found.retain(|f| matches!(f.meaning, Meaning::Cue(_)) || !without.phrases.contains(&f.phrase));
            self.phrases.extend(found.iter().map(|f| f.phrase));
            let mut frames = Frames::new(&self.tokens, &self.outline, s, &cues(&found));
            frames.bag = unrelated || self.is_bag(compiled, &words, s, &found);
            frames.copied = void(&self.tokens[range]);
            if frames.retracts_previous && s > 0 {
                retracted.push(s as u32 - 1);
            }
            self.sentence(s, &found, &mut nears, frames);
        }
        self.patterns = nears.met;
        for hit in self.hits.iter_mut().filter(|hit| retracted.contains(&hit.sentence)) {
            hit.frame.insert(Frame::RETRACTED);
        }
        for (i, hit) in self.hits.iter().enumerate() {
            self.by_concept[hit.concept as usize].push(i as u32);
        }
    }

    /// Adds the concepts of sentence `s`, in their frames.
    fn sentence(&mut self, s: usize, found: &[Found], nears: &mut Nears<'_>, frames: Frames) {
        let range = self.outline.sentences[s].tokens.clone();
        let measured: Vec<Hit> = range.clone().flat_map(|at| self.measured(at, range.end)).collect();
        let mut hits = nears.hits(found, &measured, &self.tokens);
        hits.extend(frames.reasons.iter().map(|start| span_hit(REASON, *start, range.end)));
        for hit in &mut hits {
            hit.sentence = s as u32;
            hit.frame = frames.frame(hit);
        }
        self.hits.extend(hits);
        self.bag.push(frames.bag);
        self.grounds.push(frames.grounds);
    }

    /// Token → the words that it may be.
    fn words<'c>(&self, compiled: &'c Compiled) -> Vec<&'c [WordId]> {
        let vocabulary = &compiled.vocabulary;
        self.tokens
            .iter()
            .map(|token| match vocabulary.lookup(&token.text) {
                [] => vocabulary.correct(&token.text),
                words => words,
            })
            .collect()
    }

    fn measured(&self, at: usize, end: usize) -> impl Iterator<Item = Hit> {
        let found = quantities(&self.tokens[..end], at).into_iter();
        found.map(move |quantity| span_hit(quantity.concept, at, quantity.end))
    }

    /// Whether sentence `s`, in which `found` phrases stand, is a list of terms or only says that things are there.
    fn is_bag(&self, compiled: &Compiled, words: &[&[WordId]], s: usize, found: &[Found]) -> bool {
        let range = self.outline.sentences[s].tokens.clone();
        let joins = |ids: &&&[WordId]| ids.iter().any(|id| compiled.joining[id.0 as usize]);
        let joining = words[range.clone()].iter().filter(joins).count();
        is_list(&self.tokens[range.clone()], joining) || is_catalogue(&self.tokens, range, found)
    }

    /// Sentence → whether its words stand in no order, or in a heap of phrases.
    fn unrelated(&self) -> Vec<bool> {
        let mut unrelated = vec![is_heap(&self.tokens); self.outline.sentences.len()];
        let orders = self.orders();
        let clear = orders.iter().filter(|(_, order)| *order < IMPLAUSIBLE).count();
        // Beside others that are in no order, an unsure one is not given the benefit of the doubt.
        let least = if clear > 1 { DOUBTFUL } else { IMPLAUSIBLE };
        for (stretch, _) in orders.into_iter().filter(|(_, order)| *order < least) {
            unrelated[stretch].fill(true);
        }
        unrelated
    }

    /// Stretches of sentences, with what their order tells. Sentences that go on in small letters are judged together.
    fn orders(&self) -> Vec<(Range<usize>, i32)> {
        let sentences = &self.outline.sentences;
        let capitals = capitalises(self.text, &self.tokens);
        let mut orders = Vec::new();
        let mut first = 0;
        while first < sentences.len() {
            let goes_on = |s: &usize| capitals && self.goes_on(*s);
            let end = (first + 1..sentences.len()).take_while(goes_on).last().unwrap_or(first) + 1;
            let tokens = sentences[first].tokens.start..sentences[end - 1].tokens.end;
            orders.extend(order(self.text, &self.tokens[tokens]).map(|points| (first..end, points)));
            first = end;
        }
        orders
    }

    /// Whether sentence `s` goes on after a full stop in small letters, as if that stood there by chance.
    fn goes_on(&self, s: usize) -> bool {
        let Some(token) = self.tokens.get(self.outline.sentences[s].tokens.start) else { return false };
        let small = self.text[token.span.clone()].starts_with(char::is_lowercase);
        small && token.gap.has(Gap::STOP) && !token.gap.has(Gap::LINE)
    }

    /// Byte range of tokens `start..end`.
    pub(super) fn span(&self, start: usize, end: usize) -> Range<usize> {
        let last = end.max(start + 1) - 1;
        self.tokens[start].span.start..self.tokens[last].span.end
    }

    /// The hits of any of `concepts`.
    pub(super) fn hits_of<'s>(&'s self, concepts: &'s [ConceptId]) -> impl Iterator<Item = &'s Hit> {
        concepts.iter().flat_map(|id| &self.by_concept[*id as usize]).map(|i| &self.hits[*i as usize])
    }

    /// The hits of one concept.
    pub(super) fn mentions(&self, concept: ConceptId) -> impl Iterator<Item = &Hit> {
        self.by_concept[concept as usize].iter().map(|i| &self.hits[*i as usize])
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

/// A hit of all tokens from `start` to `end`.
pub(super) fn span_hit(concept: ConceptId, start: usize, end: usize) -> Hit {
    let own = bits(start, start..end);
    Hit { concept, start: start as u32, end: end as u32, own, sentence: 0, frame: Frame::default() }
}

/// Points of an order below which nobody wrote it, and below which it is doubtful.
const IMPLAUSIBLE: i32 = -2;
const DOUBTFUL: i32 = 0;

/// The phrases among `found` that frame others.
fn cues(found: &[Found]) -> Vec<(Cue, Range<usize>)> {
    let cue = |f: &Found| if let Meaning::Cue(cue) = f.meaning { Some((cue, f.start..f.end)) } else { None };
    found.iter().filter_map(cue).collect()
}

/// Light words that may stand inside a phrase, at most, between two of its words.
const SKIPS: usize = 2;

/// All phrases in the tokens of `range`.
fn find(compiled: &Compiled, words: &[&[WordId]], range: Range<usize>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open: Vec<(State, usize, usize)> = Vec::new();
    for start in range.clone() {
        open.extend(
            words[start].iter().filter_map(|word| compiled.trie.start(*word)).map(|s| (s, start + 1, 0)),
        );
        while let Some((state, at, skipped)) = open.pop() {
            if skipped == 0 {
                found.extend(compiled.trie.values(state).iter().map(|m| Found {
                    meaning: *m,
                    start,
                    end: at,
                    phrase: state,
                }));
            }
            if at >= range.end || !compiled.trie.goes_on(state) {
                continue;
            }
            open.extend(
                words[at].iter().filter_map(|w| compiled.trie.step(state, *w)).map(|s| (s, at + 1, 0)),
            );
            let light = words[at].iter().any(|word| compiled.light[word.0 as usize]);
            if light && skipped < SKIPS {
                open.push((state, at + 1, skipped + 1));
            }
        }
    }
    found
}
