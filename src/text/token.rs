//! Words, numbers, and what stands between them, with their places in the text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::hash::{BuildFnv, Print, Prints, print};
use super::safe;

/// A word or a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Token<'a> {
    /// Byte range in the text.
    pub span: Range<usize>,
    /// Lower case, compatibility-normalised, without apostrophes.
    pub text: Cow<'a, str>,
    /// That as a number.
    pub print: Print,
    /// Its value, when it is a number in digits or words.
    pub number: Option<f64>,
    /// What stands between the token before and this one.
    pub gap: Gap,
}

impl Token<'_> {
    /// Whether it is in this set of words.
    pub fn is_in(&self, words: &Prints) -> bool {
        words.contains(&self.print)
    }

    /// Whether it is one of `words`.
    pub fn is_one_of(&self, words: &[&str]) -> bool {
        words.contains(&&*self.text)
    }
}

/// What stands between two tokens, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gap(u32);

macro_rules! gaps {
    ($($(#[$doc:meta])* $name:ident = $bit:expr),+ $(,)?) => { impl Gap { $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)+ } };
}

gaps! {
    /// White space.
    SPACE = 0,
    /// `,`
    COMMA = 1,
    /// `;`
    SEMICOLON = 2,
    /// `:`
    COLON = 3,
    /// `.` or `!` or `…` that is followed by white space.
    STOP = 4,
    /// `?`
    QUESTION = 5,
    /// `->`, `→`, `=>`, `>>`
    ARROW = 6,
    /// ` - `, `–`, `—`
    DASH = 7,
    /// `/`
    SLASH = 8,
    /// `(` or `[` or `{`
    OPEN = 9,
    /// `)` or `]` or `}`
    CLOSE = 10,
    /// `|`
    PIPE = 11,
    /// `+` or `&`
    PLUS = 12,
    /// A line end.
    LINE = 13,
    /// `€`, `$`, `£`
    MONEY = 15,
    /// `>`, `<`, `≥`, `≤`, `=`
    COMPARE = 16,
    /// `~`, `≈`
    ABOUT = 17,
    /// A quotation mark.
    QUOTE = 18,
    /// No space at all, and none of the above: a hyphen, an underscore, a dot, a change of case.
    JOINED = 19,
    /// `×` or `*`
    TIMES = 20,
}

impl Gap {
    /// Whether it has any of `other`.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Splits `text` into tokens. Words written together (`orderMailer`) stay together when `known` knows them so.
pub fn tokenize(text: &str, known: impl Fn(&str) -> bool) -> Vec<Token<'_>> {
    let tokens = Vec::with_capacity(text.len() / 4);
    let mut reader = Reader { text, known, tokens, gap: Gap::default(), quoted: 0 };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at = if c.is_alphabetic() {
            reader.word(at)
        } else if c.is_numeric() {
            reader.number(at)
        } else {
            reader.between(at, c)
        };
    }
    reader.tokens
}

struct Reader<'a, K> {
    text: &'a str,
    known: K,
    tokens: Vec<Token<'a>>,
    gap: Gap,
    /// Where the last quotation that was opened closes.
    quoted: usize,
}

impl<'a, K: Fn(&str) -> bool> Reader<'a, K> {
    fn push(&mut self, span: Range<usize>, text: Cow<'a, str>, number: Option<f64>) {
        let print = print(&text);
        self.push_printed(span, text, print, number);
    }

    fn push_printed(&mut self, span: Range<usize>, text: Cow<'a, str>, print: Print, number: Option<f64>) {
        let gap = std::mem::take(&mut self.gap);
        let gap = if gap == Gap::default() { Gap::JOINED } else { gap };
        self.tokens.push(Token { span, text, print, number, gap });
    }

    fn word(&mut self, start: usize) -> usize {
        let end = self.word_end(start);
        let raw = &self.text[start..end];
        if raw.bytes().all(|byte| byte.is_ascii_lowercase()) {
            self.bare_word(start..end, Cow::Borrowed(raw));
            return end;
        }
        match fold(raw) {
            Cow::Borrowed(plain) => self.plain_word(start..end, Cow::Borrowed(plain)),
            plain @ Cow::Owned(_) => self.mixed_word(start, raw, plain),
        }
        end
    }

    /// A word with capitals, which part those that are written together, or with letters beyond ASCII.
    fn mixed_word(&mut self, start: usize, raw: &'a str, plain: Cow<'a, str>) {
        let cuts = case_changes(raw);
        if cuts.is_empty() || (self.known)(&plain) {
            return self.plain_word(start..start + raw.len(), plain);
        }
        let mut from = 0;
        for cut in cuts.into_iter().chain([raw.len()]) {
            self.plain_word(start + from..start + cut, fold(&raw[from..cut]));
            from = cut;
        }
    }

    /// The end of the word at `start`: letters, digits, and apostrophes and invisible characters between them.
    fn word_end(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let mut end = start + plain;
        for (i, c) in rest[plain..].char_indices() {
            if c.is_alphanumeric() || is_mark(c) {
                end = start + plain + i + c.len_utf8();
            } else if !is_apostrophe(c) && safe::is_shown(c) {
                break;
            }
        }
        end
    }

    fn plain_word(&mut self, span: Range<usize>, text: Cow<'a, str>) {
        if text.contains(is_apostrophe) {
            self.with_apostrophe(span, &text);
        } else {
            self.bare_word(span, text);
        }
    }

    /// A word without apostrophes.
    fn bare_word(&mut self, span: Range<usize>, text: Cow<'a, str>) {
        let print = print(&text);
        match SPECIAL.get(&print) {
            Some(Special::Short(words)) => self.words(span, words),
            Some(Special::Number(value)) => self.push_printed(span, text, print, Some(*value)),
            None => self.push_printed(span, text, print, None),
        }
    }

    fn words(&mut self, span: Range<usize>, words: &'static str) {
        words.split(' ').for_each(|word| self.push(span.clone(), Cow::Borrowed(word), None));
    }

    fn with_apostrophe(&mut self, span: Range<usize>, text: &str) {
        let bare = text.replace(is_apostrophe, "");
        if let Some(Special::Short(words)) = SPECIAL.get(&print(&bare)) {
            return self.words(span, words);
        }
        let (stem, full) = contraction(text).unwrap_or((&bare, None));
        let number = number_word(stem);
        self.push(span.clone(), Cow::Owned(stem.to_owned()), number);
        full.into_iter().for_each(|full| self.push(span.clone(), Cow::Borrowed(full), None));
    }

    fn number(&mut self, start: usize) -> usize {
        let rest = &self.text[start..];
        let digits = |c: char| c.is_numeric();
        let mut end = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let inside = matches!(c, '.' | ',' | '_') && chars.peek().is_some_and(|(_, next)| digits(*next));
            if !digits(c) && !inside {
                break;
            }
            end = i + c.len_utf8();
        }
        let text =
            if rest[..end].is_ascii() { Cow::Borrowed(&rest[..end]) } else { rest[..end].nfkc().collect() };
        let value = parse_number(&text);
        self.push(start..start + end, text, value);
        self.percent(start + end)
    }

    /// A percent sign after a number is a word, so that it is read at the end of a text as well.
    fn percent(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let space = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
        if !rest[space..].starts_with('%') {
            return at;
        }
        self.gap = if space > 0 { Gap::SPACE } else { Gap::JOINED };
        self.push(at + space..at + space + 1, Cow::Borrowed("percent"), None);
        at + space + 1
    }

    fn between(&mut self, at: usize, c: char) -> usize {
        const ARROWS: &[&str] = &["-->", "--->", "->", "=>", "→", ">>", "⇒", "➜", "-▶", "▶", "►", "⟶"];
        let rest = &self.text[at..];
        if c != ' '
            && let Some(arrow) = ARROWS.iter().find(|arrow| rest.starts_with(**arrow))
        {
            self.gap = self.gap.and(Gap::ARROW);
            return at + arrow.len();
        }
        if let Some(close) = closing(c).filter(|_| at > self.quoted)
            && let Some(length) = quotation(&rest[c.len_utf8()..], close)
            && !self.opens_sentence()
        {
            self.quoted = at + c.len_utf8() + length;
        }
        self.gap = self.gap.and(self.mark(at, c));
        at + c.len_utf8()
    }

    /// Whether nothing of a sentence stands before this place.
    fn opens_sentence(&self) -> bool {
        self.tokens.is_empty() || self.gap.has(Gap::STOP.and(Gap::QUESTION).and(Gap::LINE))
    }

    /// Whether a mark at `at` may end a sentence: what a quotation inside a sentence says ends with the quotation,
    /// and the sentence goes on unless another one begins.
    fn ends_here(&self, at: usize) -> bool {
        let after = self
            .text
            .get(self.quoted..)
            .unwrap_or("")
            .trim_start_matches(['"', '”', '“', '»', '«', ')', ' ']);
        at >= self.quoted
            || at + 1 == self.quoted && after.chars().next().is_none_or(|c| c.is_uppercase() || c == '\n')
    }

    /// Whether the question mark at `at` stands for a value: `n >= ?`, `VALUES (?, ?)`.
    fn is_placeholder(&self, at: usize) -> bool {
        self.text[..at].trim_end_matches(' ').ends_with(['=', '>', '<', '(', '-', '+', ','])
    }

    fn mark(&self, at: usize, c: char) -> Gap {
        let after = || self.text[at + c.len_utf8()..].chars().next();
        let spaced = || {
            after()
                .is_none_or(|next| next.is_whitespace() || matches!(next, '"' | '\'' | '”' | ')' | '*' | '_'))
        };
        match c {
            '\n' => Gap::LINE,
            ',' => Gap::COMMA,
            ';' => Gap::SEMICOLON,
            ':' => Gap::COLON,
            '!' if self.text[..at].ends_with('(') => Gap::default(),
            '.' | '!' if spaced() && self.ends_here(at) => Gap::STOP,
            '…' if self.ends_here(at) => Gap::STOP,
            '?' if at < self.quoted => {
                if spaced() && self.ends_here(at) {
                    Gap::STOP
                } else {
                    Gap::default()
                }
            }
            '?' if spaced() && !self.is_placeholder(at) => Gap::QUESTION,
            '–' | '—' => Gap::DASH,
            '-' if self.gap.has(Gap::SPACE) && spaced() => Gap::DASH,
            '/' => Gap::SLASH,
            '(' | '[' | '{' => Gap::OPEN,
            ')' | ']' | '}' => Gap::CLOSE,
            '|' | '│' | '┃' => Gap::PIPE,
            '+' | '&' => Gap::PLUS,
            '€' | '$' | '£' => Gap::MONEY,
            '>' | '<' | '≥' | '≤' | '=' => Gap::COMPARE,
            '~' | '≈' => Gap::ABOUT,
            '×' | '*' => Gap::TIMES,
            '"' | '“' | '”' | '„' | '«' | '»' => Gap::QUOTE,
            c if c.is_whitespace() => Gap::SPACE,
            _ => Gap::default(),
        }
    }
}

/// Longest quotation that is looked through, in bytes.
const QUOTATION: usize = 200;

/// The mark that closes a quotation opened by `c`.
const fn closing(c: char) -> Option<char> {
    match c {
        '"' => Some('"'),
        '“' => Some('”'),
        '„' => Some('“'),
        '«' => Some('»'),
        _ => None,
    }
}

/// The length of the quotation that `rest` begins with, up to its closing mark on the same line.
fn quotation(rest: &str, close: char) -> Option<usize> {
    let inside = rest.char_indices().take_while(|(i, c)| *c != '\n' && *i < QUOTATION);
    inside.into_iter().find(|(_, c)| *c == close).map(|(i, _)| i).filter(|length| *length > 0)
}

/// Lower case and compatibility-normalised, without what cannot be seen.
fn fold(raw: &str) -> Cow<'_, str> {
    if !raw.is_ascii() {
        return unusual(raw).into();
    }
    if raw.bytes().any(|byte| byte.is_ascii_uppercase()) {
        raw.to_ascii_lowercase().into()
    } else {
        raw.into()
    }
}

fn unusual(raw: &str) -> String {
    raw.chars().filter(|c| safe::is_shown(*c)).nfkc().flat_map(char::to_lowercase).collect()
}

/// Where a capital follows a small letter.
fn case_changes(raw: &str) -> Vec<usize> {
    let pairs = raw.char_indices().zip(raw.chars().skip(1));
    pairs
        .filter(|((_, a), b)| a.is_lowercase() && b.is_uppercase())
        .map(|((i, a), _)| i + a.len_utf8())
        .collect()
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´')
}

const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A word that is more than itself.
enum Special {
    /// A contraction without its apostrophe, and its words.
    Short(&'static str),
    /// A number in words.
    Number(f64),
}

static SPECIAL: LazyLock<HashMap<Print, Special, BuildFnv>> = LazyLock::new(|| {
    let short = SHORT.iter().map(|(word, words)| (print(word), Special::Short(words)));
    let numbers = NUMBERS.iter().map(|(word, value)| (print(word), Special::Number(*value)));
    short.chain(numbers).collect()
});

const SHORT: &[(&str, &str)] = &[
    ("dont", "do not"),
    ("doesnt", "does not"),
    ("dosnt", "does not"),
    ("dosent", "does not"),
    ("doesn", "does not"),
    ("didnt", "did not"),
    ("isnt", "is not"),
    ("arent", "are not"),
    ("wasnt", "was not"),
    ("werent", "were not"),
    ("cant", "can not"),
    ("cannot", "can not"),
    ("wont", "will not"),
    ("hasnt", "has not"),
    ("havent", "have not"),
    ("hadnt", "had not"),
    ("shouldnt", "should not"),
    ("wouldnt", "would not"),
    ("couldnt", "could not"),
    ("mustnt", "must not"),
    ("neednt", "need not"),
    ("maynt", "may not"),
    ("aint", "is not"),
    ("thats", "that"),
    ("im", "i am"),
    ("ive", "i have"),
    ("theyre", "they are"),
    ("youre", "you are"),
];

const NUMBERS: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("twice", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("dozen", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
    ("hundreds", 100.0),
    ("thousand", 1e3),
    ("thousands", 1e3),
    ("million", 1e6),
    ("millions", 1e6),
];

/// The stem of a word with an apostrophe, and the word that its ending stands for: *we'll* → *we will*.
fn contraction(text: &str) -> Option<(&str, Option<&'static str>)> {
    let cut = text.rfind(is_apostrophe)?;
    let full = match text[cut..].trim_start_matches(is_apostrophe) {
        "s" | "" => None,
        "d" => Some("would"),
        "ll" => Some("will"),
        "re" => Some("are"),
        "ve" => Some("have"),
        "m" => Some("am"),
        _ => return None,
    };
    Some((&text[..cut], full))
}

fn parse_number(text: &str) -> Option<f64> {
    let grouped = text.split(',').skip(1).all(|group| group.len() == 3) && text.contains(',');
    let plain = if grouped { text.replace(',', "") } else { text.replace(',', ".") };
    plain.replace('_', "").parse().ok()
}

fn number_word(word: &str) -> Option<f64> {
    match SPECIAL.get(&print(word))? {
        Special::Number(value) => Some(*value),
        Special::Short(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokenize(text, |_| false).into_iter().map(|token| token.text.into_owned()).collect()
    }

    #[test]
    fn splits_what_people_write_together() {
        assert_eq!(
            words("OrderMailer.perform_later pub/sub"),
            ["order", "mailer", "perform", "later", "pub", "sub"]
        );
        assert_eq!(words("10k/day 2x"), ["10", "k", "day", "2", "x"]);
        assert_eq!(tokenize("RabbitMQ", |w| w == "rabbitmq")[0].text, "rabbitmq");
    }

    #[test]
    fn contractions_open_with_and_without_apostrophe() {
        assert_eq!(words("isn't dont I'd order's"), ["is", "not", "do", "not", "i", "would", "order"]);
    }

    #[test]
    fn numbers_have_values() {
        let values: Vec<_> = tokenize("1,500 0.5 three", |_| false).iter().filter_map(|t| t.number).collect();
        assert_eq!(values, [1500.0, 0.5, 3.0]);
    }

    #[test]
    fn gaps_keep_what_stood_between() {
        let tokens = tokenize("pay -> save. reply", |_| false);
        assert!(tokens[1].gap.has(Gap::ARROW));
        assert!(tokens[2].gap.has(Gap::STOP));
        assert!(!tokenize("order.created", |_| false)[1].gap.has(Gap::STOP));
    }

    #[test]
    fn what_a_quotation_asks_or_ends_is_part_of_its_sentence() {
        let ends = |text: &str| {
            let ends = Gap::QUESTION.and(Gap::STOP);
            tokenize(text, |_| false).iter().filter(|token| token.gap.has(ends)).count()
        };
        assert_eq!(ends("The page asks \"sold out, take two?\" above the basket"), 0);
        assert_eq!(ends("It says \"Thanks. We are packing.\" and then \"On its way!\" until noon"), 0);
        assert_eq!(ends("It says \"We are packing.\" Later it says more"), 1);
        assert_eq!(ends("\"Do we need a log?\" I do not think so"), 1);
        assert_eq!(ends("the second try (!), with a log (?) this time"), 0);
    }

    #[test]
    fn a_question_mark_for_a_value_asks_nothing() {
        for text in ["set left = left - ? where left >= ? and id = ?; then", "values (?, ?) once"] {
            assert!(!tokenize(text, |_| false).iter().any(|token| token.gap.has(Gap::QUESTION)), "{text}");
        }
    }

    #[test]
    fn invisible_and_wide_characters_change_nothing() {
        assert_eq!(words("que\u{200b}ue ｑｕｅｕｅ"), ["queue", "queue"]);
    }

    #[test]
    fn spans_are_slices_of_the_text() {
        let text = "naïve “Queue” → ok";
        assert!(tokenize(text, |_| false).iter().all(|token| text.get(token.span.clone()).is_some()));
    }
}
