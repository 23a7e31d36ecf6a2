//! Phrases where they stand in an answer.

use std::ops::Range;

use crate::text::phrase::{State, Words};
use crate::text::token::Token;
use crate::text::vocabulary::WordId;

use super::compile::{Compiled, Meaning};

/// Light words that may stand inside a phrase, at most, between two of its words.
const SKIPS: usize = 2;

/// A phrase where it stands: first token and the token after the last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) meaning: Meaning,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Which phrase it is.
    pub(super) phrase: State,
}

/// What a token may be.
struct Meant<'c> {
    words: &'c [WordId],
    set: Words,
    /// A phrase may be read across it.
    is_light: bool,
    /// It joins others into a sentence.
    joins: bool,
}

/// Finds the phrases of a rubric in the tokens of an answer.
pub(super) struct Finder<'c> {
    compiled: &'c Compiled,
    tokens: Vec<Meant<'c>>,
    /// Phrases begun: the state, the next token, and the light words since the last of its own.
    open: Vec<(State, usize, usize)>,
}

impl<'c> Finder<'c> {
    pub(super) fn new(compiled: &'c Compiled, tokens: &[Token]) -> Self {
        let tokens = tokens.iter().map(|token| meant(compiled, token)).collect();
        Self { compiled, tokens, open: Vec::new() }
    }

    /// How many of the tokens of `range` join others.
    pub(super) fn joining(&self, range: Range<usize>) -> usize {
        self.tokens[range].iter().filter(|token| token.joins).count()
    }

    /// Puts all phrases in the tokens of `range` into `found`.
    pub(super) fn find(&mut self, range: Range<usize>, found: &mut Vec<Found>) {
        let trie = &self.compiled.trie;
        found.clear();
        for start in range.clone() {
            let begun = self.tokens[start].words.iter().filter_map(|word| trie.start(*word));
            self.open.extend(begun.map(|state| (state, start + 1, 0)));
            while let Some((state, at, skipped)) = self.open.pop() {
                if skipped == 0 {
                    let values = trie.values(state).iter();
                    found.extend(values.map(|m| Found { meaning: *m, start, end: at, phrase: state }));
                }
                if at < range.end {
                    self.go_on(state, at, skipped);
                }
            }
        }
    }

    /// Goes on from `state` with token `at`, or across it.
    fn go_on(&mut self, state: State, at: usize, skipped: usize) {
        let trie = &self.compiled.trie;
        let (after, token) = (trie.after(state), &self.tokens[at]);
        if after.may_meet(token.set) {
            let steps = token.words.iter().filter_map(|word| trie.step(state, *word));
            self.open.extend(steps.map(|state| (state, at + 1, 0)));
        }
        if token.is_light && skipped < SKIPS && after != Words::default() {
            self.open.push((state, at + 1, skipped + 1));
        }
    }
}

fn meant<'c>(compiled: &'c Compiled, token: &Token) -> Meant<'c> {
    let words = match compiled.vocabulary.lookup(token.print) {
        [] => compiled.vocabulary.correct(&token.text),
        words => words,
    };
    let mut set = Words::default();
    words.iter().for_each(|word| set.insert(*word));
    let any = |flags: &[bool]| words.iter().any(|word| flags[word.0 as usize]);
    Meant { words, set, is_light: any(&compiled.light), joins: any(&compiled.joining) }
}
