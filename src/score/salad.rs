//! Words without a sentence: lists of terms, and words in no order.

use crate::text::token::{Gap, Token};

/// Word classes, as far as their order gives a sentence away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Wants a noun after it.
    Determiner,
    Preposition,
    Auxiliary,
    Conjunction,
    Pronoun,
    Other,
}

fn class(word: &str) -> Class {
    match word {
        "a" | "an" | "the" | "my" | "our" | "your" | "their" | "every" => Class::Determiner,
        "of" | "in" | "on" | "at" | "for" | "with" | "from" | "by" | "into" | "to" => Class::Preposition,
        "is" | "are" | "was" | "were" | "has" | "will" | "would" | "can" | "could" | "should" | "must"
        | "may" => Class::Auxiliary,
        "and" | "or" | "but" | "because" | "if" | "while" => Class::Conjunction,
        "i" | "we" | "they" | "he" | "she" | "you" => Class::Pronoun,
        _ => Class::Other,
    }
}

/// Whether two words hardly ever follow each other in an English sentence.
fn clash(a: Class, b: Class) -> bool {
    use Class::{Auxiliary, Conjunction, Determiner, Other, Preposition, Pronoun};
    match (a, b) {
        (_, Other) | (Other, _) => false,
        (Determiner, _) => true,
        (Preposition, Auxiliary | Conjunction | Preposition | Pronoun) => true,
        (Auxiliary, Auxiliary | Conjunction) | (Conjunction, Conjunction) => true,
        (Pronoun, Determiner | Preposition | Pronoun) => true,
        _ => false,
    }
}

/// Shortest sentence, in words, whose order can be judged.
const JUDGED: usize = 6;

/// Whether the words of a sentence of `text` stand in no order.
pub(super) fn is_shuffled(text: &str, tokens: &[Token]) -> bool {
    if tokens.len() < JUDGED {
        return false;
    }
    let pairs = tokens.windows(2).filter(|pair| !pair[1].gap.has(BREAK));
    let clashes = pairs.filter(|pair| clash(class(&pair[0].text), class(&pair[1].text))).count();
    let dangles =
        tokens.last().is_some_and(|last| matches!(class(&last.text), Class::Determiner | Class::Conjunction));
    let signs = clashes + usize::from(dangles) + 2 * misplaced_capitals(text, tokens);
    signs >= 2 && signs * 16 >= tokens.len()
}

/// How many small words are capitalised in the middle of the sentence, where its first word has ended up.
fn misplaced_capitals(text: &str, tokens: &[Token]) -> usize {
    let small = |token: &Token| class(&token.text) != Class::Other && token.text != "i";
    let capital = |token: &Token| {
        let mut letters = text[token.span.clone()].chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(char::is_lowercase)
            && token.span.len() > 1
    };
    let inside =
        tokens.iter().skip(1).filter(|token| !token.gap.has(BREAK.and(Gap::STOP).and(Gap::QUESTION)));
    inside.filter(|token| small(token) && capital(token)).count()
}

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
    let states =
        |token: &&Token| token.text.starts_with(|c: char| c.is_ascii_digit()) || token.gap.has(RELATING);
    tokens.iter().filter(states).count()
}

/// Whether a whole text is a heap of phrases: very many very short pieces without a relation, or words without a break.
pub(super) fn is_heap(tokens: &[Token]) -> bool {
    let breaks = |token: &Token| token.gap.has(LISTING.and(BREAK));
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

    fn shuffled(text: &str) -> bool {
        is_shuffled(text, &tokenize(text, |_| true))
    }

    #[test]
    fn sentences_pass_and_salads_do_not() {
        assert!(!shuffled(
            "We charge the card before we answer, because the shopper must know that it is good."
        ));
        assert!(!shuffled("retry 5x, then DLQ, alert on age of oldest job in the queue"));
        assert!(shuffled(
            "the before card because we we must is shopper the it charge that answer the good know"
        ));
    }

    #[test]
    fn a_list_of_terms_is_seen() {
        let list = |text: &str| is_list(&tokenize(text, |_| true), 0);
        assert!(list("queue, stream, Kafka, SQS, dead-letter queue, backoff, jitter, saga"));
        assert!(!list("5 tries -> DLQ -> a person, alert if age > 5 min"));
    }
}
