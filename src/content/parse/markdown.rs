//! Markdown to blocks. What has no block here (links, images, HTML) keeps its text.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::content::chapter::{Block, Inline};
use crate::text::safe;

/// Lists and quotations nested deeper than this lose their nesting.
const MAX_DEPTH: usize = 8;
/// Columns of a table beyond this are dropped.
const MAX_COLUMNS: usize = 12;

/// Markdown as blocks; fenced blocks are code, whatever their info string says.
pub fn blocks(text: &str) -> Vec<Block> {
    let block = |element| match element {
        Element::Block(block) => block,
        Element::Fence(fence) => Block::Code(fence.code),
    };
    elements(text).into_iter().map(|(element, _)| block(element)).collect()
}

/// A piece at the top level of a text.
pub(super) enum Element {
    Block(Block),
    Fence(Fence),
}

/// A fenced block.
pub(super) struct Fence {
    /// What follows the opening fence.
    pub(super) info: String,
    /// The text inside, clean, without its last line end.
    pub(super) code: String,
    /// Where that text stands.
    pub(super) body: Range<usize>,
}

/// The top level of a text, each piece with its place.
pub(super) fn elements(text: &str) -> Vec<(Element, Range<usize>)> {
    let mut reader =
        Reader { events: Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter().peekable() };
    let mut elements = Vec::new();
    while let Some((event, range)) = reader.events.next() {
        let element = match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Some(Element::Fence(reader.fence(&info, range.end)))
            }
            event => reader.block(event, 0).map(Element::Block),
        };
        elements.extend(element.map(|element| (element, range)));
    }
    elements
}

struct Reader<'a> {
    events: Peekable<OffsetIter<'a>>,
}

impl Reader<'_> {
    /// What stands inside a list item or quotation, up to its end.
    fn inside(&mut self, depth: usize) -> Vec<Block> {
        let (mut blocks, mut flattened) = (Vec::new(), 0);
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::End(_) if flattened == 0 => break,
                Event::End(_) => flattened -= 1,
                Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) if depth >= MAX_DEPTH => {
                    flattened += 1;
                }
                event => blocks.extend(self.block(event, depth)),
            }
        }
        blocks
    }

    /// The block that begins with `event`.
    fn block(&mut self, event: Event<'_>, depth: usize) -> Option<Block> {
        match event {
            Event::Start(Tag::Paragraph) => Some(Block::Paragraph(self.inlines_to_end())).filter(is_filled),
            Event::Start(Tag::Heading { level, .. }) => {
                Some(Block::Heading(level as u8, self.inlines_to_end()))
            }
            Event::Start(Tag::BlockQuote(_)) => Some(Block::Quote(self.inside(depth + 1))),
            Event::Start(Tag::CodeBlock(_)) => Some(Block::Code(self.fence("", 0).code)),
            Event::Start(Tag::List(start)) => Some(Block::List { start, items: self.items(depth + 1) }),
            Event::Start(Tag::Table(_)) => Some(self.table()),
            Event::Start(Tag::HtmlBlock) => Some(self.html()).filter(is_filled),
            Event::Rule => Some(Block::Rule),
            event if is_inline(&event) => {
                let mut line = Line::default();
                line.add(event);
                Some(Block::Paragraph(self.inlines(line))).filter(is_filled)
            }
            _ => None,
        }
    }

    fn items(&mut self, depth: usize) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((Event::Start(_), _)) = self.events.next() {
            items.push(self.inside(depth));
        }
        items
    }

    fn table(&mut self) -> Block {
        let mut rows = Vec::new();
        while let Some((Event::Start(_), _)) = self.events.next() {
            rows.push(self.row());
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Block::Table { head, rows }
    }

    fn row(&mut self) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((Event::Start(_), _)) = self.events.next() {
            cells.push(self.inlines_to_end());
        }
        cells.truncate(MAX_COLUMNS);
        cells
    }

    fn fence(&mut self, info: &str, end: usize) -> Fence {
        let (mut code, mut body) = (String::new(), end..end);
        while let Some((Event::Text(text), range)) = self.events.next() {
            body = body.start.min(range.start)..range.end;
            code.push_str(&text);
        }
        let code = safe::clean(code.trim_end_matches(['\r', '\n'])).into_owned();
        Fence { info: safe::clean_line(info).trim().to_owned(), code, body }
    }

    /// HTML as it was typed, but for comments, which are the author's own.
    fn html(&mut self) -> Block {
        let mut html = String::new();
        while let Some((Event::Html(text) | Event::Text(text), _)) = self.events.next() {
            html.push_str(&text);
        }
        let comment = html.trim_start().starts_with("<!--");
        let text = if comment { String::new() } else { safe::clean(html.trim()).into_owned() };
        Block::Paragraph(
            vec![Inline::Text(text)]
                .into_iter()
                .filter(|inline| *inline != Inline::Text(String::new()))
                .collect(),
        )
    }

    fn inlines_to_end(&mut self) -> Vec<Inline> {
        let inlines = self.inlines(Line::default());
        self.events.next();
        inlines
    }

    fn inlines(&mut self, mut line: Line) -> Vec<Inline> {
        while let Some((event, _)) = self.events.next_if(|(event, _)| is_inline(event)) {
            line.add(event);
        }
        line.inlines
    }
}

fn is_filled(block: &Block) -> bool {
    !matches!(block, Block::Paragraph(inlines) if inlines.is_empty())
}

const fn is_inline(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image)
    )
}

/// A line of text in the making, with the styles that are open.
#[derive(Default)]
struct Line {
    inlines: Vec<Inline>,
    emphasis: usize,
    strong: usize,
    links: Vec<String>,
}

impl Line {
    fn add(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(code) => self.inlines.push(Inline::Code(safe::clean_line(&code).into_owned())),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.inlines.push(Inline::Break),
            Event::Start(Tag::Emphasis) => self.emphasis += 1,
            Event::Start(Tag::Strong) => self.strong += 1,
            Event::End(TagEnd::Emphasis) => self.emphasis -= 1,
            Event::End(TagEnd::Strong) => self.strong -= 1,
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                self.links.push(dest_url.into_string());
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.close_link(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let text = safe::clean(text);
        let style = if self.strong > 0 {
            Inline::Strong
        } else if self.emphasis > 0 {
            Inline::Emphasis
        } else {
            Inline::Text
        };
        match (self.inlines.last_mut(), style(String::new())) {
            (Some(Inline::Strong(last)), Inline::Strong(_))
            | (Some(Inline::Emphasis(last)), Inline::Emphasis(_))
            | (Some(Inline::Text(last)), Inline::Text(_)) => last.push_str(&text),
            _ => self.inlines.push(style(text.into_owned())),
        }
    }

    /// A terminal cannot follow a link, so its address stands behind its text.
    fn close_link(&mut self) {
        let Some(address) = self.links.pop() else { return };
        let shown = matches!(self.inlines.last(), Some(Inline::Text(text)) if text.ends_with(&address));
        if !shown {
            self.text(&format!(" ({address})"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    fn paragraph(line: &str) -> Block {
        Block::Paragraph(vec![text(line)])
    }

    #[test]
    fn styles_and_soft_breaks() {
        let expected = vec![
            text("a "),
            Inline::Strong("b".into()),
            text(" c "),
            Inline::Emphasis("d".into()),
            text(" "),
            Inline::Code("e".into()),
        ];
        assert_eq!(blocks("a **b** c\n*d* `e`"), [Block::Paragraph(expected)]);
    }

    #[test]
    fn lists_tables_quotes_and_rules() {
        let found = blocks("1. a\n2. b\n   - c\n\n> q\n\n---\n\n| h | i |\n|---|---|\n| j | k |\n");
        let inner = Block::List { start: None, items: vec![vec![paragraph("c")]] };
        assert_eq!(
            found,
            [
                Block::List {
                    start: Some(1),
                    items: vec![vec![paragraph("a")], vec![paragraph("b"), inner]]
                },
                Block::Quote(vec![paragraph("q")]),
                Block::Rule,
                Block::Table {
                    head: vec![vec![text("h")], vec![text("i")]],
                    rows: vec![vec![vec![text("j")], vec![text("k")]]],
                },
            ]
        );
    }

    #[test]
    fn links_keep_their_address_and_comments_go() {
        assert_eq!(blocks("[a](https://b.c) <https://d.e>"), [paragraph("a (https://b.c) https://d.e")]);
        assert_eq!(blocks("<!-- to do -->\n\nx"), [paragraph("x")]);
    }

    #[test]
    fn entities_cannot_smuggle_controls() {
        assert_eq!(blocks("a&#x1b;[31m&#x202e;b"), [paragraph("a[31mb")]);
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let deep = "> ".repeat(20_000) + "x";
        let mut inner = blocks(&deep);
        for _ in 0..MAX_DEPTH {
            let Some(Block::Quote(quoted)) = inner.pop() else { panic!("nested less deep") };
            inner = quoted;
        }
        assert_eq!(inner, [paragraph("x")]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_becomes_blocks(text in "[-a-z>*_#`|\\[\\]()!<&;0-9. \n+^~\t]{0,200}") {
            blocks(&text);
        }
    }
}
