//! The shape of an answer: blocks (headings, items, paragraphs), their sentences, and their clauses.

use std::ops::Range;
use std::sync::LazyLock;

use super::hash::{Prints, prints};
use super::line::{Line, LineKind, lines};
use super::token::{Gap, Token};

/// An answer taken apart. All ranges are indices into the level below.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Headings, list items, paragraphs, in order.
    pub blocks: Vec<Block>,
    /// Sentences, or lines of notes, in order.
    pub sentences: Vec<Sentence>,
    /// Clauses, in order.
    pub clauses: Vec<Clause>,
}

/// A heading, a list item, or a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its sentences.
    pub sentences: Range<usize>,
    /// The heading, lead-in line or item that it stands under.
    pub parent: Option<usize>,
    /// The innermost heading, counted from 1; 0 before the first.
    pub section: usize,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A marked heading (`#`, `**bold line**`) of a level from 1, or a line that serves as one (level 7).
    Heading(u8),
    /// A list item or table row at an indentation.
    Item(usize),
    /// Anything else.
    Paragraph,
}

/// A sentence, or one line of notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its clauses.
    pub clauses: Range<usize>,
    /// Its block.
    pub block: usize,
    /// It ends in a question mark.
    pub question: bool,
}

/// A part of a sentence between commas, arrows and the like, or conjunctions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its sentence.
    pub sentence: usize,
}

/// Marks that end a clause.
pub const CLAUSE: Gap = Gap::COMMA
    .and(Gap::SEMICOLON)
    .and(Gap::COLON)
    .and(Gap::DASH)
    .and(Gap::OPEN)
    .and(Gap::CLOSE)
    .and(Gap::ARROW)
    .and(Gap::PIPE);

fn ends_clause(token: &Token) -> bool {
    token.gap.has(CLAUSE) || token.is_in(&CONJUNCTIONS)
}

/// Words that begin a clause.
static CONJUNCTIONS: LazyLock<Prints> = LazyLock::new(|| {
    prints(&[
        "but",
        "because",
        "since",
        "so",
        "while",
        "whereas",
        "although",
        "though",
        "otherwise",
        "then",
        "unless",
        "if",
        "when",
        "once",
        "and",
        "or",
        "which",
        "however",
        "bc",
        "cos",
        "therefore",
        "instead",
        "before",
        "after",
        "until",
    ])
});

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e", "g", "i", "eg", "ie", "vs", "etc", "approx", "incl", "ca", "resp", "max", "min", "no", "nr", "avg",
    "cf",
];

/// Whether a full stop after `word` ends no sentence.
pub(super) fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.contains(&word)
}

/// Whether a full stop between `word` and `next` ends no sentence: "no." is a number's, or the end.
fn abbreviates(word: &str, next: &Token<'_>) -> bool {
    is_abbreviation(word) && (word != "no" || next.number.is_some())
}

/// Takes `text` apart along its `tokens`.
pub fn outline(text: &str, tokens: &[Token]) -> Outline {
    let mut builder = Builder { tokens, ..Builder::default() };
    let lines = lines(text);
    for (i, line) in lines.iter().enumerate() {
        builder.line(line, lines.get(i + 1));
    }
    builder.finish(text)
}

#[derive(Default)]
struct Builder<'a> {
    tokens: &'a [Token<'a>],
    out: Outline,
    /// Headings and items that are open: their depth and block.
    open: Vec<(usize, usize)>,
    section: usize,
    /// The token after the last one taken.
    at: usize,
    /// The block that a further line continues.
    continues: Option<usize>,
    /// Whether the last line was short, so that its end ends the sentence.
    broken: bool,
    fenced: bool,
}

impl Builder<'_> {
    fn line(&mut self, line: &Line<'_>, next: Option<&Line<'_>>) {
        match line.kind {
            LineKind::Blank => self.continues = None,
            LineKind::Fence => {
                self.fenced = !self.fenced;
                self.continues = None;
            }
            LineKind::Heading(level) if !self.fenced => {
                let block = self.block(Kind::Heading(level), usize::from(level));
                self.section = block + 1;
                self.out.blocks[block].section = self.section;
                self.take(line, block);
                self.continues = None;
            }
            LineKind::Item(indent) if !self.fenced => {
                let block = self.block(Kind::Item(indent), 10 + indent);
                self.take(line, block);
                self.continues = Some(block);
            }
            _ => {
                let block = match self.continues {
                    Some(block) => block,
                    None => self.block(Kind::Paragraph, 9),
                };
                self.take(line, block);
                self.continues = Some(block);
            }
        }
        self.broken = self.fenced || line.is_broken(next);
    }

    /// Opens a block at a depth: what is open at that depth or deeper closes.
    fn block(&mut self, kind: Kind, depth: usize) -> usize {
        // A paragraph after a list ends the list and its lead-in line, yet stays under its heading.
        let keeps = |open: usize| open < depth;
        while self.open.last().is_some_and(|(open, _)| !keeps(*open)) {
            self.open.pop();
        }
        let parent = self.open.last().map(|(_, block)| *block);
        let block = self.out.blocks.len();
        let sentences = self.out.sentences.len()..self.out.sentences.len();
        self.out.blocks.push(Block { kind, sentences, parent, section: self.section });
        if kind != Kind::Paragraph {
            self.open.push((depth, block));
        }
        self.broken = true;
        block
    }

    /// Adds the tokens of `line` to `block`, sentence by sentence.
    fn take(&mut self, line: &Line<'_>, block: usize) {
        while self.tokens.get(self.at).is_some_and(|token| token.span.start < line.start) {
            self.at += 1;
        }
        let mut fresh = self.broken;
        while let Some(token) = self.tokens.get(self.at).filter(|token| token.span.start < line.end) {
            if fresh || self.out.sentences.is_empty() || self.ends_sentence(token) {
                self.open_sentence(block);
            } else if ends_clause(token) {
                self.open_clause();
            }
            fresh = false;
            self.at += 1;
            self.extend();
        }
        self.out.blocks[block].sentences.end = self.out.sentences.len();
    }

    fn ends_sentence(&self, token: &Token) -> bool {
        let last = &self.tokens[self.at - 1];
        let stops = token.gap.has(Gap::LINE) || !abbreviates(&last.text, token);
        token.gap.has(Gap::QUESTION) || token.gap.has(Gap::STOP) && stops
    }

    fn open_sentence(&mut self, block: usize) {
        if let Some(last) = self.out.sentences.last_mut() {
            last.question =
                self.tokens.get(last.tokens.end).is_some_and(|token| token.gap.has(Gap::QUESTION));
        }
        let clauses = self.out.clauses.len()..self.out.clauses.len();
        self.out.sentences.push(Sentence { tokens: self.at..self.at, clauses, block, question: false });
        self.open_clause();
    }

    fn open_clause(&mut self) {
        let sentence = self.out.sentences.len() - 1;
        self.out.clauses.push(Clause { tokens: self.at..self.at, sentence });
        self.out.sentences[sentence].clauses.end = self.out.clauses.len();
    }

    fn extend(&mut self) {
        if let (Some(sentence), Some(clause)) = (self.out.sentences.last_mut(), self.out.clauses.last_mut()) {
            sentence.tokens.end = self.at;
            clause.tokens.end = self.at;
        }
    }

    fn finish(mut self, text: &str) -> Outline {
        let rest = self.tokens.last().map_or("", |token| &text[token.span.end..]);
        if let Some(last) = self.out.sentences.last_mut() {
            last.question = rest.trim_start_matches(['"', '”', ')', '*', '_', ' ']).starts_with('?');
        }
        self.out
    }
}

impl Outline {
    /// The blocks above `block`, innermost first.
    pub fn parents(&self, block: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.blocks[block].parent, |parent| self.blocks[*parent].parent)
    }

    /// The tokens of these sentences.
    pub fn tokens(&self, sentences: Range<usize>) -> Range<usize> {
        let last = sentences.end.max(sentences.start + 1) - 1;
        self.sentences[sentences.start].tokens.start..self.sentences[last].tokens.end
    }

    /// The sentences of `block` and of what stands below it.
    pub fn subtree(&self, block: usize) -> Range<usize> {
        let below = |b: &usize| self.parents(*b).any(|parent| parent == block);
        let last = (block + 1..self.blocks.len()).take_while(below).last().unwrap_or(block);
        self.blocks[block].sentences.start..self.blocks[last].sentences.end
    }

    /// The sentences under the same heading as `sentence`.
    pub fn section(&self, sentence: usize) -> Range<usize> {
        let section = self.blocks[self.sentences[sentence].block].section;
        let first = self.sentences.partition_point(|s| self.blocks[s.block].section < section);
        let end = self.sentences.partition_point(|s| self.blocks[s.block].section <= section);
        first..end
    }

    /// The tokens of the clause of `sentence` in which token `at` stands.
    pub fn clause_in(&self, sentence: usize, at: usize) -> Range<usize> {
        let clauses = &self.clauses[self.sentences[sentence].clauses.clone()];
        let clause = clauses.get(clauses.partition_point(|clause| clause.tokens.end <= at));
        clause.map_or(at..at, |clause| clause.tokens.clone())
    }

    /// Whether `sentence` is a marked heading.
    pub fn is_heading(&self, sentence: usize) -> bool {
        matches!(self.blocks[self.sentences[sentence].block].kind, Kind::Heading(1..=6))
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokenize;
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        let tokens = tokenize(text, |_| false);
        let outline = outline(text, &tokens);
        let join =
            |s: &Sentence| tokens[s.tokens.clone()].iter().map(|t| &*t.text).collect::<Vec<_>>().join(" ");
        outline.sentences.iter().map(join).collect()
    }

    #[test]
    fn sentences_end_at_stops_and_short_lines() {
        assert_eq!(sentences("Queue. i.e. a list\nno stream"), ["queue", "i e a list", "no stream"]);
    }

    #[test]
    fn wrapped_lines_are_one_sentence() {
        let text = "Since a message can be delivered twice, the workers check a table of\nhandled ids before they do anything.";
        assert_eq!(sentences(text).len(), 1);
    }

    #[test]
    fn lines_with_labels_are_sentences() {
        let schema = "riders: id, name, phone number, the street where they begin, seats\nshifts: rider_id, day, from_hour";
        assert_eq!(sentences(schema).len(), 2);
        let talk = "Q: what if two of them take the last bicycle at once, on a Sunday?\nA: one of them reads zero rows";
        assert_eq!(sentences(talk).len(), 2);
    }

    #[test]
    fn a_line_with_room_for_the_next_word_was_ended_there() {
        let notes = "one statement takes the row, so that no lock service has to be asked\n\
                     shard by town, since no rider leaves it; a bag is packed in one place, and the lines are sorted by id";
        assert_eq!(sentences(notes).len(), 2);
    }

    #[test]
    fn items_stand_under_their_heading() {
        let text = "## After\n- email\n  - at once\n- warehouse\n\n## Ops\nalerts";
        let tokens = tokenize(text, |_| false);
        let outline = outline(text, &tokens);
        let parents: Vec<_> = outline.blocks.iter().map(|block| block.parent).collect();
        assert_eq!(parents, [None, Some(0), Some(1), Some(0), None, Some(4)]);
    }

    #[test]
    fn a_line_above_a_list_is_its_heading() {
        let text = "before the tick mark\n- stock\n- card";
        let tokens = tokenize(text, |_| false);
        let outline = outline(text, &tokens);
        assert_eq!(outline.blocks[0].kind, Kind::Heading(7));
        assert_eq!(outline.blocks[2].parent, Some(0));
    }

    #[test]
    fn a_line_drawn_under_a_title_makes_it_a_heading() {
        let kinds = |text: &str| {
            let outline = outline(text, &tokenize(text, |_| false));
            outline.blocks.iter().map(|block| block.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds("Before noon\n-----------\nBread."), [Kind::Heading(1), Kind::Paragraph]);
        assert_eq!(kinds("Bread and rolls are baked.\n----\nCake."), [Kind::Paragraph, Kind::Paragraph]);
    }

    #[test]
    fn questions_are_marked() {
        let asked = |text: &str| {
            let outline = outline(text, &tokenize(text, |_| false));
            outline.sentences.iter().map(|s| s.question).collect::<Vec<_>>()
        };
        assert_eq!(asked("Queue or stream? A queue."), [true, false]);
        assert_eq!(asked("A queue. Or a stream?"), [false, true]);
    }
}
