//! Words without a relation: lists of terms, and heaps of phrases.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::cue::{JOINING, LIGHT};
use crate::text::hash::{Prints, prints};
use crate::text::outline::CLAUSE;
use crate::text::token::{Gap, Token};

use super::compile::Meaning;
use super::find::Found;

/// What stands between the pieces of a sentence.
const BREAK: Gap = CLAUSE.and(Gap::QUOTE).and(Gap::SLASH).and(Gap::LINE);

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
    let relates = relations(tokens) + placings(tokens);
    let terse = count >= 6 && breaks >= 4 && breaks * 4 >= count && (joining + relates) * 10 < count;
    terse || breaks >= ENDLESS && count <= 6 * breaks && relates * 12 < count
}

/// Members beyond which a list is no sentence, whatever its words.
const ENDLESS: usize = 20;

/// Words that nobody writes without a break between them, and that nobody says so when they follow each other well.
const BREATH: usize = 60;
const SPEECH: usize = 200;

/// Pieces, and words in each on average, by which a whole text is a heap of phrases.
const HEAP: usize = 60;
const PIECE: usize = 3;

/// Words beside the joining ones that hardly stand in a list of terms.
const PLACING: &[&str] = &[
    "via", "per", "each", "every", "one", "w", "within", "behind", "under", "over", "later", "first", "last",
    "never", "against", "between", "during", "through", "max", "else",
];

/// How often a sentence places things by a word, a bracket, or behind somebody who sees them in quotation marks.
fn placings(tokens: &[Token<'_>]) -> usize {
    const SHOWING: Gap = Gap::COLON.and(Gap::DASH);
    let shows = tokens.iter().skip(1).any(|token| token.gap.has(SHOWING));
    let places = |token: &Token<'_>| {
        let marked = token.gap.has(Gap::OPEN) && !is_code(token.gap) || shows && token.gap.has(Gap::QUOTE);
        marked || token.is_one_of(PLACING)
    };
    tokens.iter().filter(|token| places(token)).count()
}

/// How often a text states a relation by a sign or gives a figure.
fn relations(tokens: &[Token<'_>]) -> usize {
    let figure = |token: &Token<'_>| token.text.starts_with(|c: char| c.is_ascii_digit());
    tokens.iter().filter(|token| figure(token) || is_relation(token.gap)).count()
}

/// Whether the marks in a gap state a relation.
const fn is_relation(gap: Gap) -> bool {
    gap.has(RELATING) || is_code(gap)
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

/// Words that begin a further entry of a catalogue.
const ADDING: &[&str] = &["and", "or", "plus", "with"];

/// Words that begin a purpose or a reason.
const GROUNDING: &[&str] = &["because", "since", "so", "for"];

/// Reasons that fit anything.
const ANYTHING: &[&str] = &[
    "reliability",
    "scalability",
    "quality",
    "performance",
    "availability",
    "resilience",
    "robustness",
    "efficiency",
    "reliable",
    "scalable",
    "robust",
    "matters",
    "matter",
    "important",
    "needed",
    "good",
    "better",
    "best",
    "practice",
    "practices",
    "system",
    "everything",
    "always",
];

/// Things that a sentence has beside the first, at least ("each job has one owner and one queue" tells something), and from
/// how many on each may take any number of words.
const LISTED: usize = 2;
const LISTED_AT_LENGTH: usize = 3;

/// Words of its own that a reason has, at least: "because reads matter" fits anything.
const REASON: usize = 2;

/// Things that a sentence has to name one after the other before it is a catalogue, and how many when some hang on a
/// *with*: "a queue with workers and retries" is a thing with its parts.
const CATALOGUE: usize = 3;
const CATALOGUE_OF_PARTS: usize = 4;

/// Words that somebody or something does what follows, and how many of them a catalogue has at most.
const SUBJECTS: &[&str] = &["i", "we", "they", "he", "she", "it"];
const TOLD: usize = 2;

/// Longest entry of a catalogue in which only half of the words are known, in words that are no joining ones.
const ENTRY: usize = 3;

/// Whether a sentence only says that several things are there: "we use A and B and C because reliability matters".
/// `found` are the phrases in it.
pub(super) fn is_catalogue(tokens: &[Token<'_>], sentence: Range<usize>, found: &[Found]) -> bool {
    let named = sentence.clone().find(|at| tokens[*at].is_in(&NAMING));
    let naming = named.is_some();
    let having = tokens[sentence.clone()].iter().take(3).any(|token| token.is_one_of(HAVING));
    let subjects = tokens[sentence.clone()].iter().filter(|token| token.is_one_of(SUBJECTS)).count();
    if !naming && !having || subjects > TOLD {
        return false;
    }
    let words = Words::new(tokens, sentence.clone(), found);
    let had = words.had(sentence.clone());
    let related = sentence.clone().any(|at| words.relates(at)) || words.explains(sentence.clone());
    if related || !naming && had < LISTED {
        return false;
    }
    let pieces = words.pieces(sentence.clone());
    let longest = if naming || had >= LISTED_AT_LENGTH { usize::MAX } else { ENTRY };
    let named = pieces.iter().filter(|piece| named.is_none_or(|named| piece[0] > named));
    let entries = named.filter(|piece| piece.len() <= longest && words.is_entry(piece)).count();
    let parts = sentence.clone().any(|at| tokens[at].is_one_of(&["with"]));
    let least = if parts { CATALOGUE_OF_PARTS } else { CATALOGUE };
    let purpose = usize::from(sentence.clone().any(|at| tokens[at].is_one_of(GROUNDING)));
    let most = if naming { entries * 3 >= pieces.len() * 2 } else { entries + purpose >= pieces.len() };
    entries >= least && most
}

/// The words of a sentence with the phrases found in it.
struct Words<'t> {
    tokens: &'t [Token<'t>],
    first: usize,
    /// Whether a phrase that means a concept holds a word, by its place in the sentence.
    known: Vec<bool>,
    /// Whether such a phrase holds a word and begins before it.
    inside: Vec<bool>,
}

impl<'t> Words<'t> {
    fn new(tokens: &'t [Token<'t>], sentence: Range<usize>, found: &[Found]) -> Self {
        let (mut known, mut inside) = (vec![false; sentence.len()], vec![false; sentence.len()]);
        for Found { start, end, .. } in found.iter().filter(|f| matches!(f.meaning, Meaning::Concept(_))) {
            let (start, end) = (start - sentence.start, end - sentence.start);
            known[start..end].fill(true);
            inside[start + 1..end].fill(true);
        }
        Self { tokens, first: sentence.start, known, inside }
    }

    fn is_known(&self, at: usize) -> bool {
        self.known[at - self.first]
    }

    fn is_inside(&self, at: usize) -> bool {
        self.inside[at - self.first]
    }

    /// How many things a sentence lists that begins with having: "the system has A, B and C".
    fn had(&self, sentence: Range<usize>) -> usize {
        let is = |at: usize, words: &[&str]| sentence.contains(&at) && self.tokens[at].is_one_of(words);
        let has = |at: usize| is(at, HAVING) && !is(at + 1, &["to"]);
        let adds = |at: &usize| self.tokens[*at].gap.has(LISTING) || self.tokens[*at].is_one_of(ADDING);
        let listed = sentence.clone().skip(1).filter(|at| adds(at) && !self.is_inside(*at)).count();
        if sentence.clone().take(3).any(has) { listed } else { 0 }
    }

    /// Whether a sign or a figure outside of all phrases stands at `at`.
    fn relates(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let figure = token.text.starts_with(|c: char| c.is_ascii_digit());
        figure && !self.is_known(at) || is_relation(token.gap) && !self.is_inside(at)
    }

    /// Whether a word says something: it neither joins others, nor only says that something is there.
    fn says(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        !token.is_in(&NAMING)
            && ![HAVING, JOINING, LIGHT, ADDING, GROUNDING].iter().any(|words| token.is_one_of(words))
    }

    /// Whether a reason in the sentence says something of its own.
    fn explains(&self, sentence: Range<usize>) -> bool {
        let reason = sentence.clone().find(|at| self.tokens[*at].is_one_of(&["because", "since", "so"]));
        reason.is_some_and(|reason| (reason..sentence.end).filter(|at| self.owns(*at)).count() >= REASON)
    }

    /// Whether a word says something that would not fit any design.
    fn owns(&self, at: usize) -> bool {
        self.says(at) && !self.tokens[at].is_one_of(ANYTHING)
    }

    /// The pieces between marks and adding words, each with the words that say something of their own.
    fn pieces(&self, sentence: Range<usize>) -> Vec<Vec<usize>> {
        let opens = |at: usize| {
            let token = &self.tokens[at];
            let marked =
                token.gap.has(BREAK.and(LISTING)) || token.is_one_of(ADDING) || token.is_one_of(GROUNDING);
            marked && !self.is_inside(at)
        };
        let mut pieces: Vec<Vec<usize>> = vec![Vec::new()];
        for at in sentence.clone() {
            if at > sentence.start && opens(at) {
                pieces.push(Vec::new());
            }
            pieces.last_mut().into_iter().for_each(|piece| piece.extend(self.owns(at).then_some(at)));
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// Whether a piece names one thing: all of its words are known, or half of a few.
    fn is_entry(&self, piece: &[usize]) -> bool {
        let known = piece.iter().filter(|at| self.is_known(**at)).count();
        known == piece.len() || piece.len() <= ENTRY && 2 * known >= piece.len()
    }
}

/// Whether a whole text is a heap of phrases: very many very short pieces without a relation.
pub(super) fn is_heap(tokens: &[Token]) -> bool {
    let pieces = 1 + tokens.iter().skip(1).filter(|token| breaks(token)).count();
    let unrelated = relations(tokens) * 12 < tokens.len();
    let scattered = pieces >= HEAP && tokens.len() <= PIECE * pieces;
    let endless = pieces >= 3 * HEAP && tokens.len() * 2 <= pieces * (2 * PIECE + 1);
    unrelated && (scattered || endless)
}

/// Whether more words stand without a break than anybody writes, or says when they are `fluent`.
pub(super) fn is_breathless(tokens: &[Token], fluent: bool) -> bool {
    let longest = if fluent { SPEECH } else { BREATH };
    tokens.split(breaks).any(|piece| piece.len() > longest)
}

/// Whether a piece begins with `token`. The cells of a table stand beside each other because they belong together: a row is
/// one piece.
fn breaks(token: &Token<'_>) -> bool {
    let cell = token.gap.has(Gap::PIPE) && !token.gap.has(Gap::LINE);
    token.gap.has(LISTING.and(BREAK)) && !cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokenize;

    #[test]
    fn a_list_of_terms_is_seen() {
        assert!(list("queue, stream, Kafka, SQS, dead-letter queue, backoff, jitter, saga"));
        assert!(list(
            "Components: gateway, load balancer, application server, relational database, cache, broker, worker pool"
        ));
        assert!(!list("5 tries -> DLQ -> a person, alert if age > 5 min"));
    }

    #[test]
    fn notes_that_place_things_are_no_list() {
        for notes in [
            "sale = charge + shelf + receipt row inline; letter + parcel + tips via broker (one taker each)",
            "Tables: parcel (id, weight, street), slot (street, day, seats), rider, rider_shift",
            "Rider sees: map, \"on the way\", \"at the door\", \"handed over\", \"nobody home\", help button",
            "frozen row: positions, amounts, rate per position, both addresses, currency",
        ] {
            assert!(!list(notes), "{notes}");
        }
    }

    fn list(text: &str) -> bool {
        is_list(&tokenize(text, |_| true), 0)
    }
}
