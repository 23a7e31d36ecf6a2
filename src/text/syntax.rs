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
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("words/order.txt")));

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

/// A word or mark at its token, in its sentence.
#[derive(Clone, Copy, Debug)]
struct Place {
    kind: Kind,
    token: usize,
    sentence: usize,
}

/// How well the words of a text follow each other: points that speak against their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Stretches of tokens in which neighbours fit badly, each with its points.
    pub stretches: Vec<(i32, Range<usize>)>,
    /// Sentence → the points of all its neighbours, and how many pairs of them were judged.
    pub sentences: Vec<(i32, i32)>,
}

/// How well the words of `text` follow each other.
pub fn order(text: &str, tokens: &[Token<'_>], outline: &Outline) -> Order {
    let places = places(text, tokens, outline);
    let classes: Vec<usize> = places.iter().map(|place| TABLE.class(*place, tokens)).collect();
    let mut order = Order { sentences: vec![(0, 0); outline.sentences.len()], ..Order::default() };
    let (mut sum, mut start, mut best) = (0, 0, (0, 0));
    for at in 1..places.len() {
        let breaks = places[at].kind == Kind::Line;
        if sum <= 0 {
            (sum, start, best) = (0, at - 1, (0, 0));
        }
        if !breaks {
            let points = TABLE.points(classes[at - 1], classes[at]);
            let (all, pairs) = &mut order.sentences[places[at].sentence];
            (*all, *pairs) = (*all + points, *pairs + 1);
            sum += points;
            best = best.max((sum, at));
        }
        if breaks || sum <= 0 || at + 1 == places.len() {
            let stretch = || (best.0, places[start].token..places[best.1].token + 1);
            order.stretches.extend((best.0 > 0).then(stretch));
            (sum, best) = (0, (0, 0));
        }
    }
    order
}

/// The words and marks of `text`, with the edges of its sentences and lines.
fn places(text: &str, tokens: &[Token<'_>], outline: &Outline) -> Vec<Place> {
    let capitals = capitalises(text, tokens, outline);
    let mut places = Vec::with_capacity(tokens.len() * 5 / 4);
    let mut block = None;
    for (s, sentence) in outline.sentences.iter().enumerate() {
        let Some(first) = tokens.get(sentence.tokens.start) else { continue };
        let goes_on = block == Some(sentence.block) && (first.gap.has(STOPS) || !first.gap.has(Gap::LINE));
        let at = sentence.tokens.start;
        let small = is_small(text, tokens, at);
        let mut push = |kind| places.push(Place { kind, token: at, sentence: s });
        let opens = !(goes_on && capitals && small);
        match (goes_on, opens) {
            (true, true) => [Kind::End, Kind::Begin].into_iter().for_each(&mut push),
            (true, false) => push(Kind::Stop),
            (false, _) if block.is_some() => [Kind::Edge, Kind::Line].into_iter().for_each(&mut push),
            (false, _) => push(Kind::Line),
        }
        block = Some(sentence.block);
        sentence_places(text, tokens, sentence.tokens.clone(), opens, |kind, token| {
            places.push(Place { kind, token, sentence: s });
        });
    }
    // Tokens behind the last sentence, such as the number of an empty item, belong to none.
    if let Some(last) = outline.sentences.last() {
        let (token, sentence) = (last.tokens.end.max(1) - 1, outline.sentences.len() - 1);
        places.push(Place { kind: Kind::Edge, token, sentence });
    }
    places
}

fn sentence_places(
    text: &str,
    tokens: &[Token<'_>],
    range: Range<usize>,
    opens: bool,
    mut push: impl FnMut(Kind, usize),
) {
    let (first, mut at) = (range.start, range.start);
    // Whether a name was closed by a bracket or a quotation mark: that is a part of it.
    let mut closes = false;
    while at < range.end {
        let token = &tokens[at];
        let end = name_end(text, tokens, at, range.end);
        // What is written in one go is one word.
        if at == first || token.gap != Gap::JOINED {
            let short = at > 0 && is_abbreviation(&tokens[at - 1].text);
            let named = end.is_some();
            let inner = |kind: &Kind| {
                closes && matches!(kind, Kind::Close | Kind::Quote) || named && *kind == Kind::Quote
            };
            let marks = marks(token.gap, short).filter(|kind| at > first && !inner(kind));
            marks.for_each(|kind| push(kind, at));
            let kind = if named { Kind::Name } else { word(text, token, opens && at == first) };
            push(kind, at);
        }
        closes = end.is_some();
        at = end.unwrap_or(at + 1);
    }
}

/// Most words of a quotation, and of a bracket directly behind a word, that are taken for one name.
const NAME: usize = 16;

/// The token after a name that begins at `at` and is judged as one word: code, however long, a short quotation, or a
/// word with a bracket ("stock(shop, sku)").
fn name_end(text: &str, tokens: &[Token<'_>], at: usize, end: usize) -> Option<usize> {
    let after = |at: usize| {
        let next = tokens.get(at + 1).map_or(text.len(), |next| next.span.start);
        text.get(tokens[at].span.end..next).unwrap_or("")
    };
    let before = if at == 0 { &text[..tokens[0].span.start] } else { after(at - 1) };
    let ends = |longest: usize, mark: &[char]| {
        let last = (at..end.min(at.saturating_add(longest))).find(|last| after(*last).contains(mark))?;
        Some(last + 1)
    };
    if before.ends_with('`') {
        ends(end, &['`'])
    } else if before.ends_with(['"', '“', '„', '«']) && (at == 0 || before.chars().nth(1).is_some()) {
        ends(NAME, &['"', '”', '“', '»'])
    } else if after(at).starts_with(['(', '[']) {
        let last = (at + 1..end.min(at + 1 + NAME)).find(|last| after(*last).contains([')', ']']))?;
        Some(last + 1)
    } else {
        None
    }
}

/// Whether the word at `at` is written in small letters, and no name of code: `order_line`, `stock(…)`.
fn is_small(text: &str, tokens: &[Token<'_>], at: usize) -> bool {
    let joined = tokens
        .get(at + 1)
        .is_some_and(|next| next.gap == Gap::JOINED && next.span.start > tokens[at].span.end);
    text[tokens[at].span.clone()].starts_with(char::is_lowercase)
        && !joined
        && name_end(text, tokens, at, tokens.len()).is_none()
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
    // A letter by itself names something: "reserve at A".
    let lettered = written.len() == 1;
    match capital {
        true if !label && !lettered && token.is_in(&SMALL) => Kind::Capital,
        true => Kind::Name,
        false => Kind::Word,
    }
}

/// Whether the writer of a text begins sentences with capitals: most lines, and small words at least now and then,
/// measured by how often the text goes on in small letters after a full stop.
fn capitalises(text: &str, tokens: &[Token<'_>], outline: &Outline) -> bool {
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
    let small = |at: &usize| tokens[*at].gap.has(Gap::STOP) && is_small(text, tokens, *at);
    let lines = || outline.blocks.iter().filter_map(|block| outline.sentences.get(block.sentences.start));
    let begins = |is: fn(char) -> bool| {
        lines()
            .filter(|line| tokens.get(line.tokens.start).is_some_and(|first| written(first).starts_with(is)))
            .count()
    };
    4 * tokens.iter().filter(opens).count() >= (0..tokens.len()).filter(small).count()
        && begins(char::is_uppercase) >= begins(char::is_lowercase)
}

/// The measured table.
struct Table {
    /// Word → its class.
    words: HashMap<Print, usize, BuildFnv>,
    /// Endings of words that are in no class, with theirs; the last one fits every word.
    endings: Vec<(&'static str, usize)>,
    /// Kind → its class.
    kinds: Vec<usize>,
    points: Vec<Vec<i32>>,
}

impl Table {
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
        order(text, &tokens, &outline(text, &tokens))
            .stretches
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
            "Rider sees: queued / on the way / at the door / handed over (signed)",
            "parcel(id, weight, street, note) changes seldom. slot(street, day, seats) is written all day. rider_shift too.",
            "`UPDATE seat SET rider=:r WHERE (tour, seat) IN (SELECT tour, seat FOR UPDATE SKIP LOCKED)`",
            "- worker: takes the oldest row. renews its lease each minute. gives up after six tries. tells a person",
        ] {
            assert!(points(text) < 12, "{text}: {}", points(text));
        }
    }

    #[test]
    fn no_stretch_goes_on_behind_the_last_sentence() {
        let text = "the the of to a van. of the to the the a\n1. #";
        let tokens = tokenize(text, |_| true);
        let outline = outline(text, &tokens);
        let end = outline.sentences.last().expect("a sentence").tokens.end;
        assert!(end < tokens.len(), "the number of an empty item stands in no sentence");
        let stretches = order(text, &tokens, &outline).stretches;
        assert!(!stretches.is_empty() && stretches.iter().all(|(_, stretch)| stretch.end <= end));
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
        let classes = TABLE.points.len();
        assert!(classes > Kind::ALL.len() && TABLE.points.iter().all(|row| row.len() == classes));
        assert!(TABLE.words.values().all(|class| *class < classes));
    }
}
