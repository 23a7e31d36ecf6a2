//! Words without a relation: lists of terms, and heaps of phrases.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::cue::{JOINING, LIGHT};
use crate::text::hash::{Prints, prints};
use crate::text::token::{Gap, Token};

use super::compile::Meaning;
use super::find::Found;

const BREAK: Gap = Gap::COMMA
    .and(Gap::SEMICOLON)
    .and(Gap::COLON)
    .and(Gap::DASH)
    .and(Gap::OPEN)
    .and(Gap::CLOSE)
    .and(Gap::QUOTE)
    .and(Gap::ARROW)
    .and(Gap::SLASH)
    .and(Gap::PIPE)
    .and(Gap::LINE);

/// What stands between the members of a list.
const LISTING: Gap = Gap::COMMA
    .and(Gap::SEMICOLON)
    .and(Gap::LINE)
    .and(Gap::PIPE)
    .and(Gap::SLASH)
    .and(Gap::STOP)
    .and(Gap::PLUS);

/// What states a relation without a word.
const RELATING: Gap = Gap::ARROW.and(Gap::COMPARE).and(Gap::COLON).and(Gap::ABOUT);

/// Whether a sentence is a list of terms: many short pieces, and hardly a word or sign that joins them.
pub(super) fn is_list(tokens: &[Token], joining: usize) -> bool {
    let count = tokens.len();
    let breaks = tokens.iter().skip(1).filter(|token| token.gap.has(LISTING)).count();
    let relates = relations(tokens);
    let terse = count >= 6 && breaks >= 4 && breaks * 4 >= count && (joining + relates) * 10 < count;
    terse || breaks >= ENDLESS && count <= 6 * breaks && relates * 12 < count
}

/// Members beyond which a list is no sentence, whatever its words.
const ENDLESS: usize = 20;

/// Words that nobody writes without a break between them.
const BREATH: usize = 60;

/// Pieces, and words in each on average, by which a whole text is a heap of phrases.
const HEAP: usize = 60;
const PIECE: usize = 3;

/// How often a text states a relation by a sign or gives a figure.
fn relations(tokens: &[Token]) -> usize {
    let states = |token: &&Token| {
        token.text.starts_with(|c: char| c.is_ascii_digit()) || token.gap.has(RELATING) || is_code(token.gap)
    };
    tokens.iter().filter(states).count()
}

/// A schema ("stock(shop, sku)") or a path ("GET /items"): its list belongs to what it stands behind.
const fn is_code(gap: Gap) -> bool {
    gap.has(Gap::OPEN) && !gap.has(Gap::SPACE) || gap.has(Gap::SLASH) && gap.has(Gap::SPACE)
}

/// Verbs that say no more than that something is there.
static NAMING: LazyLock<Prints> = LazyLock::new(|| {
    prints(&[
        "use",
        "uses",
        "add",
        "adds",
        "apply",
        "applies",
        "implement",
        "implements",
        "include",
        "includes",
        "leverage",
        "leverages",
        "ensure",
        "ensures",
        "employ",
        "adopt",
        "introduce",
        "provide",
        "provides",
        "guarantee",
        "guarantees",
        "enable",
        "enables",
        "utilize",
        "utilise",
    ])
});

/// The same, when a sentence begins with them; later they mostly help another verb.
const HAVING: &[&str] = &["have", "has"];

/// Things that a sentence has to name one after the other before it is a catalogue.
const CATALOGUE: usize = 3;

/// Longest member of a catalogue, in words that are no joining ones.
const ENTRY: usize = 3;

/// Whether a sentence only says that several things are there: "we use A and B and C because reliability matters".
/// `found` are the phrases in it.
pub(super) fn is_catalogue(tokens: &[Token], sentence: Range<usize>, found: &[Found]) -> bool {
    let is = |words: &[&str], at: &usize| tokens[*at].is_one_of(words);
    let obliges = |at: usize| at + 1 < sentence.end && is(&["to"], &(at + 1));
    let having = sentence.clone().take(3).any(|at| is(HAVING, &at) && !obliges(at));
    let names = |at: &usize| tokens[*at].is_in(&NAMING);
    let naming = sentence.clone().any(|at| names(&at));
    if !(naming || having) || relations(&tokens[sentence.clone()]) > 0 {
        return false;
    }
    let (mut named, mut inside) = (vec![false; sentence.len()], vec![false; sentence.len()]);
    for Found { start, end, meaning, .. } in found {
        let (start, end) = (start - sentence.start, end - sentence.start);
        inside[start + 1..end].fill(true);
        if matches!(meaning, Meaning::Concept(_)) {
            named[start..end].fill(true);
        }
    }
    let opens = |at: usize| {
        let breaks = tokens[at].gap.has(BREAK.and(LISTING)) && !inside[at - sentence.start];
        breaks || is(&["and", "or", "plus", "because", "since", "so"], &at)
    };
    let (mut entries, mut pieces) = (0, 0);
    let mut piece: Vec<usize> = Vec::new();
    for at in sentence.clone().chain([sentence.end]) {
        if at == sentence.end || at > sentence.start && opens(at) {
            let said: Vec<usize> = piece
                .drain(..)
                .filter(|at| !names(at) && !is(JOINING, at) && !is(LIGHT, at) && !is(&["and"], at))
                .collect();
            pieces += usize::from(!said.is_empty());
            let known = said.iter().filter(|at| named[**at - sentence.start]).count();
            entries += usize::from((1..=ENTRY).contains(&said.len()) && 2 * known >= said.len());
        }
        piece.push(at);
    }
    let most = if naming { entries * 3 >= pieces * 2 } else { entries == pieces };
    entries >= CATALOGUE && most
}

/// Whether a whole text is a heap of phrases: very many very short pieces without a relation, or words without a break.
pub(super) fn is_heap(tokens: &[Token]) -> bool {
    // The cells of a table stand beside each other because they belong together: a row is one piece.
    let cell = |gap: Gap| gap.has(Gap::PIPE) && !gap.has(Gap::LINE);
    let breaks = |token: &Token| token.gap.has(LISTING.and(BREAK)) && !cell(token.gap);
    let pieces = 1 + tokens.iter().skip(1).filter(|token| breaks(token)).count();
    let longest = tokens.split(|token| breaks(token)).map(<[Token]>::len).max().unwrap_or(0);
    let unrelated = relations(tokens) * 12 < tokens.len();
    let scattered = pieces >= HEAP && tokens.len() <= PIECE * pieces;
    let endless = pieces >= 3 * HEAP && tokens.len() * 2 <= pieces * (2 * PIECE + 1);
    unrelated && (scattered || endless) || longest > BREATH
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokenize;

    #[test]
    fn a_list_of_terms_is_seen() {
        let list = |text: &str| is_list(&tokenize(text, |_| true), 0);
        assert!(list("queue, stream, Kafka, SQS, dead-letter queue, backoff, jitter, saga"));
        assert!(!list("5 tries -> DLQ -> a person, alert if age > 5 min"));
    }
}
