//! How well words follow each other: the order of the small words gives a sentence away, and a heap of words too.
//!
//! An article wants a noun, a preposition does not stand before "they", no sentence ends with a comma. Every pair of
//! neighbours is worth a few points for or against; the points of a stretch of text tell whether somebody wrote it
//! or only put its words there.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::hash::{BuildFnv, Print, print};
use super::outline::is_abbreviation;
use super::token::{Gap, Token};

/// Classes of words and marks, as far as their order gives a sentence away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// The beginning or the end of the stretch.
    Edge,
    /// *the*, *our*: wants a noun after it.
    Determiner,
    Preposition,
    Auxiliary,
    Conjunction,
    /// *we*: the subject of a clause.
    Subject,
    /// *it*, *them*.
    Pronoun,
    /// *this*, *all*, *not*.
    Pointer,
    Number,
    /// Any other word.
    Word,
    /// A small word with a capital, as sentences begin.
    Opener,
    /// A full stop after which the text goes on in small letters.
    Stop,
    Comma,
    Close,
    /// Any other mark.
    Mark,
}

/// The small words of each class, by their numbers.
static SMALL: LazyLock<HashMap<Print, Class, BuildFnv>> = LazyLock::new(|| {
    let classes: [(Class, &str); 7] = [
        (Class::Determiner, "a an the my our your their its every each his her"),
        (
            Class::Preposition,
            "of in on at for with from by into to per via behind against between during without \
             through under over about across within towards",
        ),
        (
            Class::Auxiliary,
            "is are was were be been being am has have had do does did will would can could should \
             must may might",
        ),
        (
            Class::Conjunction,
            "and or but because if while since unless so than as when that which who where whether \
             until once after before then although otherwise",
        ),
        (Class::Subject, "i we they he she"),
        (Class::Pronoun, "it them him us me you"),
        (Class::Pointer, "this these those both all some any one there what how why not never no"),
    ];
    let words =
        |(class, words): (Class, &'static str)| words.split(' ').map(move |word| (print(word), class));
    classes.into_iter().flat_map(words).collect()
});

fn class(token: &Token) -> Class {
    SMALL.get(&token.print).copied().unwrap_or(Class::Word)
}

/// What two neighbours tell: against an order below 0, for it above. From counts in a few thousand written sentences
/// beside the same sentences with their words shuffled, rounded to powers of two.
const fn fit(a: Class, b: Class) -> i32 {
    use Class::{
        Auxiliary, Close, Comma, Conjunction, Determiner, Edge, Mark, Number, Opener, Pointer, Preposition,
        Pronoun, Stop, Subject, Word,
    };
    match (a, b) {
        (
            Determiner,
            Edge | Subject | Pronoun | Determiner | Preposition | Opener | Conjunction | Auxiliary | Stop,
        )
        | (Subject, Edge | Determiner | Preposition | Opener | Stop)
        | (Comma, Edge | Opener)
        | (Preposition, Subject)
        | (Auxiliary | Pointer | Conjunction | Word, Opener)
        | (Opener, Conjunction | Edge | Stop)
        | (Conjunction, Stop)
        | (Stop, Auxiliary | Preposition | Determiner | Conjunction | Pointer | Opener) => -4,
        (Stop, _)
        | (Preposition, Preposition | Opener)
        | (Opener, Preposition | Word | Auxiliary)
        | (Subject, Pronoun | Conjunction)
        | (Edge, Auxiliary) => -3,
        (Preposition, Stop | Edge | Auxiliary)
        | (Determiner | Subject, Pointer)
        | (Auxiliary, Edge | Conjunction | Subject | Stop)
        | (Number, Number)
        | (Opener, Pointer | Determiner | Mark)
        | (Pointer, Conjunction | Stop)
        | (Pronoun, Determiner | Stop)
        | (Close, Word)
        | (Comma, Auxiliary) => -2,
        (Determiner, Mark | Number)
        | (Edge, Pronoun | Preposition)
        | (Comma, Pronoun | Preposition | Mark)
        | (Conjunction, Edge | Mark | Preposition)
        | (Preposition, Conjunction | Mark)
        | (Pointer, Number | Pointer | Mark | Pronoun | Determiner)
        | (Word, Subject)
        | (Number, Auxiliary) => -1,
        (Determiner | Subject, Word)
        | (Pointer, Subject | Auxiliary | Word)
        | (Auxiliary, Auxiliary | Number | Pointer)
        | (Word, Preposition | Auxiliary | Edge)
        | (Edge, Determiner | Conjunction | Subject)
        | (Pronoun, Preposition)
        | (Conjunction, Pointer | Pronoun | Determiner)
        | (Preposition, Number | Pointer)
        | (Mark, Subject | Number)
        | (Comma, Pointer | Subject) => 1,
        (Preposition, Pronoun | Determiner)
        | (Subject | Pronoun, Auxiliary)
        | (Conjunction, Subject)
        | (Close | Pronoun, Edge)
        | (Edge, Mark)
        | (Mark, Opener)
        | (Comma, Conjunction) => 2,
        _ => 0,
    }
}

/// Shortest stretch, in words, whose order can be judged.
const JUDGED: usize = 5;

/// What the order of a stretch tells, from below 0 (nobody wrote it) upwards; `None` for one too short to tell.
pub fn order(text: &str, tokens: &[Token]) -> Option<i32> {
    (tokens.len() >= JUDGED).then(|| plausibility(text, tokens))
}

fn plausibility(text: &str, tokens: &[Token]) -> i32 {
    let mut last = Class::Edge;
    let mut points = 0;
    let mut next = |class: Class| {
        points += fit(last, class);
        last = class;
    };
    for (i, token) in tokens.iter().enumerate() {
        if i > 0 && token.gap == Gap::JOINED {
            continue;
        }
        let short = i > 0 && token.gap.has(STOP) && is_abbreviation(&tokens[i - 1].text);
        marks(token.gap, short).filter(|_| i > 0).for_each(&mut next);
        next(word(text, token, i == 0));
    }
    next(Class::Edge);
    points
}

/// The marks in a gap; a full stop after an abbreviation is none.
fn marks(gap: Gap, abbreviated: bool) -> impl Iterator<Item = Class> {
    let stop = if abbreviated { Gap::default() } else { STOP };
    let all = [
        (Gap::CLOSE, Class::Close),
        (stop, Class::Stop),
        (Gap::COMMA.and(Gap::SEMICOLON).and(Gap::COLON), Class::Comma),
        (MARKS, Class::Mark),
    ];
    all.into_iter().filter(move |(mark, _)| gap.has(*mark)).map(|(_, class)| class)
}

const STOP: Gap = Gap::STOP.and(Gap::QUESTION);

const MARKS: Gap = Gap::ARROW
    .and(Gap::DASH)
    .and(Gap::SLASH)
    .and(Gap::OPEN)
    .and(Gap::PIPE)
    .and(Gap::PLUS)
    .and(Gap::MONEY)
    .and(Gap::COMPARE)
    .and(Gap::ABOUT)
    .and(Gap::QUOTE)
    .and(Gap::TIMES);

fn word(text: &str, token: &Token, first: bool) -> Class {
    if token.number.is_some() && token.text.starts_with(|c: char| c.is_ascii_digit()) {
        return Class::Number;
    }
    let written = &text[token.span.clone()];
    let shouted = written.len() > 1 && written.chars().all(char::is_uppercase);
    match class(token) {
        _ if shouted => Class::Word,
        Class::Word => Class::Word,
        _ if !first && written != "I" && written.starts_with(char::is_uppercase) && token.text != "i" => {
            Class::Opener
        }
        small => small,
    }
}

/// Whether the writer of a text begins sentences with capitals: small words have one at least now and then,
/// measured by how often the text goes on in small letters after a full stop.
pub fn capitalises(text: &str, tokens: &[Token]) -> bool {
    let written = |token: &Token| &text[token.span.clone()];
    let opens = |token: &&Token| {
        let word = written(token);
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(char::is_lowercase)
            && word.len() > 1
            && !token.gap.has(Gap::JOINED)
            && class(token) != Class::Word
    };
    let small = |token: &&Token| token.gap.has(Gap::STOP) && written(token).starts_with(char::is_lowercase);
    4 * tokens.iter().filter(opens).count() >= tokens.iter().filter(small).count()
}

#[cfg(test)]
mod tests {
    use super::super::token::tokenize;
    use super::*;

    fn disordered(text: &str) -> bool {
        order(text, &tokenize(text, |_| true)).is_some_and(|points| points < -2)
    }

    #[test]
    fn sentences_and_notes_are_in_order() {
        for text in [
            "We charge the card before we answer, because the shopper must know that it is good.",
            "retry 5x, then DLQ, alert on age of oldest job in the queue",
            "inline: hold stock (ttl 10m) > auth card > insert order",
            "Should I go on to the numbers, or do you want the tables first?",
        ] {
            assert!(!disordered(text), "{text}");
        }
    }

    #[test]
    fn shuffled_words_are_in_no_order() {
        for text in [
            "before card. charge answer, We the we",
            "oldest when queue The alert is the, minutes old than five more job in",
        ] {
            assert!(disordered(text), "{text}");
        }
    }

    #[test]
    fn words_tell_less_in_no_order_than_in_their_own() {
        let points = |text: &str| order(text, &tokenize(text, |_| true)).unwrap();
        let written = "we charge the card before we answer because the shopper must know that it is good";
        let shuffled =
            "the before card because we we must is shopper the it charge that answer the good know";
        assert!(points(shuffled) + 4 < points(written), "{} {}", points(shuffled), points(written));
    }
}
