//! How well words follow each other: the order of the small words and marks gives a sentence away, and a heap of words
//! too.
//!
//! An article wants a noun, a preposition does not stand before "they", no sentence ends with a comma. Every pair of
//! neighbours is worth points, measured on honest answers beside the same answers with sentences shuffled
//! (`words/order.txt`); a run of neighbours whose points add up is a place where nobody wrote a sentence
//! (a cumulative sum test: Page 1954).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::cue::JOINING;
use super::hash::{BuildFnv, Print, Prints, print, prints};
use super::outline::{Outline, is_abbreviation};
use super::token::{Gap, Token};

/// Classes of words with their words, then the points of every pair of classes, in halves of a bit.
static ORDER: LazyLock<Order> = LazyLock::new(|| Order::parse(include_str!("words/order.txt")));

/// Words that begin with a capital only where a sentence begins.
static SMALL: LazyLock<Prints> = LazyLock::new(|| prints(JOINING));

/// What stands at a place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Before the first word of a paragraph, an item, or a line of notes.
    Line,
    /// Before the first word of a further sentence.
    Begin,
    /// After a sentence that ends with a full stop.
    End,
    /// After the last word of a paragraph, an item, or a line.
    Edge,
    /// A full stop after which the text goes on in small letters.
    Stop,
    Comma,
    Colon,
    Open,
    Close,
    Quote,
    /// Any other mark.
    Mark,
    Number,
    /// A small word with a capital, as sentences begin.
    Capital,
    /// Another word with a capital.
    Name,
    Word,
}

impl Kind {
    const ALL: [(Self, &'static str); 15] = [
        (Self::Line, "LINE"),
        (Self::Begin, "BEGIN"),
        (Self::End, "END"),
        (Self::Edge, "EDGE"),
        (Self::Stop, "STOP"),
        (Self::Comma, "COMMA"),
        (Self::Colon, "COLON"),
        (Self::Open, "OPEN"),
        (Self::Close, "CLOSE"),
        (Self::Quote, "QUOTE"),
        (Self::Mark, "MARK"),
        (Self::Number, "NUMBER"),
        (Self::Capital, "CAPITAL"),
        (Self::Name, "NAME"),
        (Self::Word, "WORD"),
    ];
}

/// A word or mark at its token.
#[derive(Clone, Copy, Debug)]
struct Place {
    kind: Kind,
    token: usize,
}

/// A stretch of tokens, and how many points speak against its order.
pub type Disorder = (i32, Range<usize>);

/// The stretches of `text` in which neighbours fit badly, with their points.
pub fn disorder(text: &str, tokens: &[Token<'_>], outline: &Outline) -> Vec<Disorder> {
    let places = places(text, tokens, outline);
    let classes: Vec<usize> = places.iter().map(|place| ORDER.class(*place, tokens)).collect();
    let mut found = Vec::new();
    let (mut sum, mut start, mut best) = (0, 0, (0, 0));
    for at in 1..places.len() {
        let breaks = places[at].kind == Kind::Line;
        if sum <= 0 {
            (sum, start, best) = (0, at - 1, (0, 0));
        }
        if !breaks {
            sum += ORDER.points(classes[at - 1], classes[at]);
            best = best.max((sum, at));
        }
        if breaks || sum <= 0 || at + 1 == places.len() {
            found.extend((best.0 > 0).then(|| (best.0, places[start].token..places[best.1].token + 1)));
            (sum, best) = (0, (0, 0));
        }
    }
    found
}

/// The words and marks of `text`, with the edges of its sentences and lines.
fn places(text: &str, tokens: &[Token<'_>], outline: &Outline) -> Vec<Place> {
    let capitals = capitalises(text, tokens);
    let mut places = Vec::with_capacity(tokens.len() * 5 / 4);
    let mut block = None;
    for sentence in &outline.sentences {
        let Some(first) = tokens.get(sentence.tokens.start) else { continue };
        let goes_on = block == Some(sentence.block) && (first.gap.has(STOPS) || !first.gap.has(Gap::LINE));
        let small = text[first.span.clone()].starts_with(char::is_lowercase);
        let at = sentence.tokens.start;
        let mut push = |kind| places.push(Place { kind, token: at });
        let opens = !(goes_on && capitals && small);
        match (goes_on, opens) {
            (true, true) => [Kind::End, Kind::Begin].into_iter().for_each(&mut push),
            (true, false) => push(Kind::Stop),
            (false, _) if block.is_some() => [Kind::Edge, Kind::Line].into_iter().for_each(&mut push),
            (false, _) => push(Kind::Line),
        }
        block = Some(sentence.block);
        sentence_places(text, tokens, sentence.tokens.clone(), opens, &mut places);
    }
    places.push(Place { kind: Kind::Edge, token: tokens.len().max(1) - 1 });
    places
}

fn sentence_places(
    text: &str,
    tokens: &[Token<'_>],
    range: Range<usize>,
    opens: bool,
    places: &mut Vec<Place>,
) {
    let first = range.start;
    let mut code = false;
    for at in range {
        let token = &tokens[at];
        let before = if at > 0 { tokens[at - 1].span.end } else { 0 };
        let ticks = text.get(before..token.span.start).map_or(0, |gap| gap.matches('`').count());
        let inside = code && ticks == 0;
        code ^= ticks % 2 == 1;
        // Code is a name, however long; what is written in one go is one word.
        if inside || at > first && token.gap == Gap::JOINED {
            continue;
        }
        let short = at > 0 && is_abbreviation(&tokens[at - 1].text);
        let marks = marks(token.gap, short).filter(|_| at > first);
        places.extend(marks.map(|kind| Place { kind, token: at }));
        let kind = if code { Kind::Name } else { word(text, token, opens && at == first) };
        places.push(Place { kind, token: at });
    }
}

const STOPS: Gap = Gap::STOP.and(Gap::QUESTION);

const MARKS: Gap = Gap::ARROW
    .and(Gap::DASH)
    .and(Gap::SLASH)
    .and(Gap::PIPE)
    .and(Gap::PLUS)
    .and(Gap::MONEY)
    .and(Gap::COMPARE)
    .and(Gap::ABOUT)
    .and(Gap::TIMES);

/// The marks in a gap; a full stop after an abbreviation is none.
fn marks(gap: Gap, abbreviated: bool) -> impl Iterator<Item = Kind> {
    let stops = if abbreviated { Gap::default() } else { STOPS };
    let all = [
        (Gap::CLOSE, Kind::Close),
        (stops, Kind::Stop),
        (Gap::COMMA, Kind::Comma),
        (Gap::SEMICOLON.and(Gap::COLON), Kind::Colon),
        (Gap::QUOTE, Kind::Quote),
        (Gap::OPEN, Kind::Open),
        (MARKS, Kind::Mark),
    ];
    all.into_iter().filter(move |(mark, _)| gap.has(*mark)).map(|(_, kind)| kind)
}

fn word(text: &str, token: &Token<'_>, first: bool) -> Kind {
    if token.number.is_some() && token.text.starts_with(|c: char| c.is_ascii_digit()) {
        return Kind::Number;
    }
    let written = &text[token.span.clone()];
    let shouted = written.len() > 1 && written.chars().all(|c| !c.is_lowercase());
    let capital = !first && !shouted && token.text != "i" && written.starts_with(char::is_uppercase);
    // After a mark a capital opens a label: "Stored, Being checked, Live".
    let label = token.gap.has(MARKS.and(Gap::COMMA).and(Gap::COLON).and(Gap::QUOTE).and(Gap::OPEN));
    match capital {
        true if !label && token.is_in(&SMALL) => Kind::Capital,
        true => Kind::Name,
        false => Kind::Word,
    }
}

/// Whether the writer of a text begins sentences with capitals: small words have one at least now and then,
/// measured by how often the text goes on in small letters after a full stop.
fn capitalises(text: &str, tokens: &[Token<'_>]) -> bool {
    let written = |token: &Token<'_>| &text[token.span.clone()];
    let opens = |token: &&Token<'_>| {
        let word = written(token);
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(char::is_lowercase)
            && word.len() > 1
            && !token.gap.has(Gap::JOINED)
            && token.is_in(&SMALL)
    };
    let small =
        |token: &&Token<'_>| token.gap.has(Gap::STOP) && written(token).starts_with(char::is_lowercase);
    4 * tokens.iter().filter(opens).count() >= tokens.iter().filter(small).count()
}

/// The measured table.
struct Order {
    /// Word → its class.
    words: HashMap<Print, usize, BuildFnv>,
    /// Endings of words that are in no class, with theirs; the last one fits every word.
    endings: Vec<(&'static str, usize)>,
    /// Kind → its class.
    kinds: Vec<usize>,
    points: Vec<Vec<i32>>,
}

impl Order {
    /// Reads the classes with their words ("class name words…"), then a row of points for each of them.
    fn parse(text: &'static str) -> Self {
        let lines = || text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let classes: Vec<Vec<&str>> =
            lines().filter_map(|line| Some(line.strip_prefix("class ")?.split(' ').collect())).collect();
        let members = classes.iter().enumerate();
        let members = members.flat_map(|(class, words)| words[1..].iter().map(move |word| (*word, class)));
        let (endings, words): (Vec<_>, Vec<_>) = members.partition(|(word, _)| word.starts_with('-'));
        let mut endings: Vec<_> = endings.into_iter().map(|(ending, class)| (&ending[1..], class)).collect();
        endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
        let kind = |(_, name): &(Kind, &str)| classes.iter().position(|class| class[0] == *name).unwrap_or(0);
        let rows = lines().filter(|line| !line.starts_with("class ")).map(|line| {
            let points = line.split_whitespace().skip(1).map(|points| points.parse().unwrap_or(0));
            points.collect()
        });
        let kinds = Kind::ALL.iter().map(kind).collect();
        let words = words.into_iter().map(|(word, class)| (print(word), class)).collect();
        Self { words, endings, kinds, points: rows.collect() }
    }

    fn class(&self, place: Place, tokens: &[Token<'_>]) -> usize {
        if place.kind != Kind::Word {
            return self.kinds[place.kind as usize];
        }
        let word = &*tokens[place.token].text;
        let ends =
            |(ending, _): &&(&str, usize)| word.len() > 3.max(ending.len() + 1) && word.ends_with(ending);
        let ending = || self.endings.iter().find(ends).map(|(_, class)| *class);
        self.words
            .get(&tokens[place.token].print)
            .copied()
            .or_else(ending)
            .unwrap_or(self.kinds[Kind::Word as usize])
    }

    fn points(&self, a: usize, b: usize) -> i32 {
        self.points.get(a).and_then(|row| row.get(b)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::outline;
    use super::super::token::tokenize;
    use super::*;

    /// The most points against any stretch of `text`.
    fn points(text: &str) -> i32 {
        let tokens = tokenize(text, |_| true);
        disorder(text, &tokens, &outline(text, &tokens))
            .into_iter()
            .map(|(points, _)| points)
            .max()
            .unwrap_or(0)
    }

    #[test]
    fn sentences_and_notes_are_in_order() {
        for text in [
            "We charge the card before we answer, because the shopper must know that it is good.",
            "retry 5x, then DLQ, alert on age of oldest job in the queue",
            "inline: hold stock (ttl 10m) > auth card > insert order",
            "Should I go on to the numbers, or do you want the tables first?",
        ] {
            assert!(points(text) < 12, "{text}: {}", points(text));
        }
    }

    #[test]
    fn shuffled_words_are_in_no_order() {
        for text in [
            "is know card must before charge the shopper because answer, good. We it that we the the",
            "oldest when queue The alert is the, minutes old than five more job in",
        ] {
            assert!(points(text) > 12, "{text}: {}", points(text));
        }
    }

    #[test]
    fn every_class_has_a_point_for_every_class() {
        let classes = ORDER.points.len();
        assert!(classes > Kind::ALL.len() && ORDER.points.iter().all(|row| row.len() == classes));
        assert!(ORDER.words.values().all(|class| *class < classes));
    }
}
