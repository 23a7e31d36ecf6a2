//! A word that denies, where it stands: what it is no denial of, and how far it reaches.

use std::ops::Range;

use crate::text::outline::CLAUSE;
use crate::text::token::{Gap, Token};

use super::frame::{FINITE, antecedent};

/// Words that open a relative clause.
pub(super) const RELATIVES: &[&str] = &["that", "which", "who", "what", "whatever"];

/// Verbs with which a sentence goes on behind a relative clause, beside the finite ones: "what cannot be read *lands* on a list".
const MOVING: &[&str] = &[
    "land", "lands", "end", "ends", "move", "moves", "fall", "falls", "stay", "wait", "waits", "come",
    "comes",
];

/// Whether `token` tells what becomes of the things named before it.
pub(super) fn is_predicate(token: &Token<'_>) -> bool {
    token.is_one_of(FINITE) || token.is_one_of(MOVING)
}

/// Words in which a relative clause ends.
const RELATIVE: usize = 40;

/// Things that have numbers.
const NUMBERED: &[&str] = &[
    "order", "invoice", "cart", "basket", "payment", "ticket", "receipt", "phone", "account", "item",
    "parcel", "customer", "serial", "part", "version",
];

/// A word or phrase that denies, in its clause.
pub(super) struct Trigger<'t> {
    tokens: &'t [Token<'t>],
    pub(super) words: Range<usize>,
    pub(super) clause: Range<usize>,
}

impl<'t> Trigger<'t> {
    pub(super) const fn new(tokens: &'t [Token<'t>], words: Range<usize>, clause: Range<usize>) -> Self {
        Self { tokens, words, clause }
    }

    /// The words of its clause before it.
    pub(super) const fn before(&self) -> Range<usize> {
        self.clause.start..self.words.start
    }

    /// The words of its clause after it. A trigger of several words may run over the end of its clause.
    pub(super) fn after(&self) -> Range<usize> {
        self.words.end..self.clause.end.max(self.words.end)
    }

    /// Whether the word at `at` of its clause is one of `words`.
    fn is(&self, at: usize, words: &[&str]) -> bool {
        self.clause.contains(&at) && self.tokens[at].is_one_of(words)
    }

    /// Whether a condition opened by it stands before what is done then: "if the bank doesn't answer, we ask again".
    pub(super) fn leads(&self, sentence: &Range<usize>) -> bool {
        const JOINS: &[&str] = &["and", "but", "then", "or", "so"];
        let start = self.words.start;
        start == sentence.start
            || self.tokens[start].gap.has(CLAUSE)
            || self.tokens[start - 1].is_one_of(JOINS)
    }

    /// Where the condition or purpose that it opens ends.
    pub(super) fn antecedent(&self) -> usize {
        antecedent(self.tokens, self.after())
    }

    /// The condition or purpose in which it stands.
    pub(super) fn aside(&self, condition: &Range<usize>) -> Option<Range<usize>> {
        if condition.contains(&self.words.start) {
            return Some(condition.clone());
        }
        self.is_purpose().then(|| self.clause.start..self.antecedent())
    }

    /// Where "that cannot be read" ends in "jobs that cannot be read go to a person": before the verb of what it tells of.
    pub(super) fn relative(&self) -> Option<usize> {
        let start = self.words.start.saturating_sub(3).max(self.clause.start);
        let relates = self.tokens[start..self.words.start].iter().any(|token| token.is_one_of(RELATIVES));
        let end = self.clause.end.min(self.words.end + RELATIVE);
        (self.words.end + 1..end).filter(|_| relates).find(|at| is_predicate(&self.tokens[*at]))
    }

    /// Whether it tells what something is done for: "to not charge twice", "so that nobody pays twice", "to avoid".
    fn is_purpose(&self) -> bool {
        let (start, end) = (self.words.start, self.words.end);
        let opens = |at: usize| at <= self.clause.start || self.is(at - 1, &["order", "as"]);
        let to = start.checked_sub(1).filter(|at| self.is(*at, &["to"]));
        let to_not = to.is_some_and(|at| self.is(start, &["avoid"]) || opens(at));
        let not_to = self.is(end, &["to"]) && opens(start);
        let so_that = self.is(self.clause.start, &["so"]) && self.is(self.clause.start + 1, &["that"]);
        to_not || not_to || so_that
    }

    /// Whether it is all that a quotation says: a "no" that somebody has to hear.
    pub(super) fn is_quoted(&self) -> bool {
        let quoted = |at: usize| self.tokens.get(at).is_some_and(|token| token.gap.has(Gap::QUOTE));
        quoted(self.words.start) && quoted(self.words.end)
    }

    /// Whether *no* stands for a number: "PUT by order no, five tries".
    pub(super) fn is_number(&self) -> bool {
        let thing = self.words.start.checked_sub(1).is_some_and(|at| self.is(at, NUMBERED));
        let ends = |next: &Token<'_>| self.words.end >= self.clause.end || next.number.is_some();
        thing && self.is(self.words.start, &["no"]) && self.tokens.get(self.words.end).is_none_or(ends)
    }
}
