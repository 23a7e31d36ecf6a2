//! A chapter file: front matter between `+++` lines, then Markdown whose fenced blocks may be moves.

use std::ops::Range;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::content::chapter::{Block, Chapter, Diagram, FrontMatter, Inline, Move, Section};
use crate::diagnostic::Diagnostic;
use crate::text::safe;

use super::markdown::{self, Element, Fence};
use super::spans::shift;
use super::{Parsed, Spans, schema, typed};

/// The info strings that make a fenced block a move.
const MOVES: [&str; 12] = [
    "predict",
    "commit",
    "classify",
    "simulate",
    "recall",
    "reveal",
    "diagram",
    "compare",
    "misconception",
    "script",
    "practice",
    "say",
];

/// Reads a chapter. Keys of the front matter are found by their name, those of the n-th move, from 0, as
/// `moves[n].key`.
pub fn chapter(text: &str) -> Parsed<Chapter> {
    let mut reader = Reader { text, spans: Spans::of_file(text), ..Reader::default() };
    let (front, body) = reader.front_matter();
    let title = front.as_ref().map_or("", |front| &front.title);
    let sections = reader.sections(title, body);
    let chapter = front.map(|front| Chapter { front, sections });
    Parsed::settle(chapter, reader.problems, reader.spans)
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    problems: Vec<Diagnostic>,
    spans: Spans,
    moves: usize,
}

impl Reader<'_> {
    fn error(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        span: Range<usize>,
        help: impl Into<String>,
    ) {
        self.problems.push(Diagnostic::error(code, message, span).with_help(help));
    }

    /// The front matter, and where the Markdown begins.
    fn front_matter(&mut self) -> (Option<FrontMatter>, usize) {
        let Some((toml, body)) = fenced_by_plus(self.text) else {
            let first = 0..self.text.lines().next().map_or(0, str::len);
            let help = "begin with a line `+++`, then the keys id, revision, title, objective and minutes, then `+++`";
            self.error("front-matter", "a chapter begins with front matter", first, help);
            return (None, 0);
        };
        (self.toml(toml, ""), body)
    }

    fn toml<T: DeserializeOwned + JsonSchema>(&mut self, range: Range<usize>, prefix: &str) -> Option<T> {
        let (value, problems) = typed::part(self.text, range, prefix, &mut self.spans);
        self.problems.extend(problems);
        value
    }

    fn sections(&mut self, title: &str, body: usize) -> Vec<Section> {
        let mut sections =
            vec![Section { title: title.to_owned(), blocks: Vec::new(), span: body..self.text.len() }];
        for (element, range) in markdown::elements(&self.text[body..]) {
            let span = shift(range, body);
            match element {
                Element::Block(Block::Heading(level @ 1..=2, line)) => {
                    self.check_level(level, &span);
                    close(&mut sections, span.start);
                    let title = plain(&line);
                    sections.push(Section { title, blocks: Vec::new(), span: span.start..self.text.len() });
                }
                Element::Block(block) => push(&mut sections, Some(block)),
                Element::Fence(fence) => push(&mut sections, self.fence(fence, body, span)),
            }
        }
        sections.retain(|section| !section.blocks.is_empty() || section.span.start != body);
        sections
    }

    fn check_level(&mut self, level: u8, span: &Range<usize>) {
        if level == 1 {
            let problem = Diagnostic::warning("heading-level", "sections begin with `##`", span.clone());
            self.problems.push(problem.with_help("the chapter's title stands in the front matter"));
        }
    }

    fn fence(&mut self, fence: Fence, body: usize, span: Range<usize>) -> Option<Block> {
        let name = fence.info.split_whitespace().next().unwrap_or("").to_owned();
        let head = span.start..span.start + first_line(&self.text[span.clone()]).len();
        if !is_closed(&self.text[span]) {
            self.error(
                "unclosed-fence",
                "this block is never closed",
                head,
                "end it with a line of the same backticks",
            );
            return None;
        }
        if MOVES.contains(&name.as_str()) {
            self.a_move(&name, fence, body, head).map(Block::Move)
        } else {
            self.check_name(&name, head);
            Some(Block::Code(fence.code))
        }
    }

    /// A name that is nearly a move is more likely misspelt than a language.
    fn check_name(&mut self, name: &str, head: Range<usize>) {
        if let Some(near) = schema::nearest(name, &MOVES) {
            self.error(
                "unknown-move",
                format!("there is no move `{name}`"),
                head,
                format!("did you mean `{near}`?"),
            );
        }
    }

    fn a_move(&mut self, name: &str, fence: Fence, body: usize, head: Range<usize>) -> Option<Move> {
        let key = format!("moves[{}]", self.moves);
        self.moves += 1;
        self.spans.insert(key.clone(), head.clone());
        let rest = fence.info[name.len()..].trim();
        if name == "diagram" {
            return Some(Move::Diagram(Diagram { title: rest.to_owned(), art: fence.code }));
        }
        if !rest.is_empty() {
            self.error(
                "fence-info",
                format!("nothing follows `{name}`, but here is `{rest}`"),
                head,
                "use keys inside the block",
            );
        }
        self.body(name, shift(fence.body, body), &key)
    }

    fn body(&mut self, name: &str, range: Range<usize>, key: &str) -> Option<Move> {
        match name {
            "predict" => self.toml(range, key).map(Move::Predict),
            "commit" => self.toml(range, key).map(Move::Commit),
            "classify" => self.toml(range, key).map(Move::Classify),
            "simulate" => self.toml(range, key).map(Move::Simulate),
            "recall" => self.toml(range, key).map(Move::Recall),
            "reveal" => self.toml(range, key).map(Move::Reveal),
            "compare" => self.toml(range, key).map(Move::Compare),
            "misconception" => self.toml(range, key).map(Move::Misconception),
            "script" => self.toml(range, key).map(Move::Script),
            "practice" => self.toml(range, key).map(Move::Practice),
            _ => self.toml(range, key).map(Move::Say),
        }
    }
}

fn push(sections: &mut [Section], block: Option<Block>) {
    if let Some(section) = sections.last_mut() {
        section.blocks.extend(block);
    }
}

fn close(sections: &mut [Section], end: usize) {
    if let Some(section) = sections.last_mut() {
        section.span.end = end;
    }
}

/// A line's text without its styles.
fn plain(line: &[Inline]) -> String {
    let text = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Emphasis(text) | Inline::Strong(text) | Inline::Code(text) => {
            text.clone()
        }
        Inline::Break => " ".to_owned(),
    };
    safe::clean_line(&line.iter().map(text).collect::<String>()).into_owned()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}

fn is_closed(block: &str) -> bool {
    let last = block.trim_end().lines().skip(1).last().unwrap_or("").trim_start();
    last.starts_with("```") || last.starts_with("~~~")
}

/// Where the TOML between two `+++` lines stands, and what follows them begins.
fn fenced_by_plus(text: &str) -> Option<(Range<usize>, usize)> {
    let mut ends = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, *at, line.trim_end() == "+++"))
    });
    let (_, toml, true) = ends.next()? else { return None };
    let (end, body, _) = ends.find(|(_, _, plus)| *plus)?;
    Some((toml..end, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRONT: &str = "+++\nid = 'a'\nrevision = 1\ntitle = 'A'\nobjective = 'o'\nminutes = 5\n+++\n";

    fn problems(body: &str) -> Vec<(&'static str, String)> {
        let text = FRONT.to_owned() + body;
        let parsed = chapter(&text);
        parsed.problems.iter().map(|p| (p.code, text[p.span.clone().unwrap()].to_owned())).collect()
    }

    #[test]
    fn sections_blocks_and_moves() {
        let text = FRONT.to_owned()
            + "intro\n\n## One\n\n```say\nline = 'x'\n```\n\n```diagram A title\n a\n  b\n```\n";
        let chapter = chapter(&text).value.unwrap();
        let titles: Vec<_> = chapter.sections.iter().map(|s| (s.title.as_str(), s.blocks.len())).collect();
        assert_eq!(titles, [("A", 1), ("One", 2)]);
        assert_eq!(
            chapter.sections[1].blocks[1],
            Block::Move(Move::Diagram(Diagram { title: "A title".into(), art: " a\n  b".into() }))
        );
        assert!(text[chapter.sections[1].span.clone()].starts_with("## One"));
    }

    #[test]
    fn every_problem_of_a_file_at_its_place() {
        let body = "```say\n```\n\n```say\nlyne = 'x'\n```\n\n```predit\n```\n\n## B\n\n```reveal now\ntitle = 'a'\nbody = 3\n```\n";
        assert_eq!(
            problems(body),
            [
                ("missing-key", "```say".to_owned()),
                ("unknown-key", "lyne".to_owned()),
                ("unknown-move", "```predit".to_owned()),
                ("fence-info", "```reveal now".to_owned()),
                ("wrong-type", "3".to_owned()),
            ]
        );
    }

    #[test]
    fn other_languages_are_code() {
        assert_eq!(problems("```sql\nselect 1\n```\n\n```text\n```\n\n```\nplain\n```\n"), []);
    }

    #[test]
    fn an_open_fence_is_told() {
        assert_eq!(problems("```say\nline = 'x'\n"), [("unclosed-fence", "```say".to_owned())]);
    }

    #[test]
    fn front_matter_must_be_there() {
        assert_eq!(chapter("# Title\n").problems[0].code, "front-matter");
        assert_eq!(chapter("").problems[0].code, "front-matter");
        assert_eq!(chapter("+++\nid = 'a'\n").problems[0].code, "front-matter");
    }

    #[test]
    fn windows_line_ends_change_nothing() {
        let text =
            FRONT.to_owned() + "x\n\n```recall\nid = 'r'\nquestion = '''\na\nb'''\nanswer = 'c'\n```\n";
        let windows = chapter(&text.replace('\n', "\r\n")).value.unwrap();
        assert_eq!(windows.sections[0].blocks, chapter(&text).value.unwrap().sections[0].blocks);
    }
}
