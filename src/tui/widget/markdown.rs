//! Lays out the blocks of a chapter or a text at a width.

use ratatui::buffer::CellWidth;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use super::wrap::{Text, cut, hang, prefixed, wrap};
use crate::content::chapter::{Block, Inline};
use crate::tui::look::{Look, Role, to_ascii};

/// The narrowest column of a table; below it a table becomes a list.
const COLUMN: usize = 8;
const GAP: usize = 2;

/// Turns blocks into lines that are at most `width` cells wide. Moves are left to the reader.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Colours and characters.
    pub look: Look,
    /// In cells.
    pub width: usize,
}

impl Layout {
    /// All blocks, an empty line between two.
    pub fn blocks(self, blocks: &[Block]) -> Text {
        let mut text = Text::new();
        for block in blocks {
            self.append(&mut text, self.block(block));
        }
        text
    }

    /// Adds `more` behind an empty line.
    pub fn append(self, text: &mut Text, more: Text) {
        if !text.is_empty() && !more.is_empty() {
            text.push(Line::default());
        }
        text.extend(more);
    }

    /// One block.
    pub fn block(self, block: &Block) -> Text {
        match block {
            Block::Heading(_, inlines) => {
                wrap(&self.inlines(inlines).style(self.look.style(Role::Title)), self.width)
            }
            Block::Paragraph(inlines) => self.paragraph(inlines),
            Block::List { start, items } => self.list(*start, items),
            Block::Quote(blocks) => self.quote(blocks),
            Block::Table { head, rows } => self.table(head, rows),
            Block::Code(text) => self.art(text, Role::Code),
            Block::Rule => vec![self.rule()],
            Block::Move(_) => Text::new(),
        }
    }

    /// Running text.
    pub fn paragraph(self, inlines: &[Inline]) -> Text {
        inlines
            .split(|i| *i == Inline::Break)
            .flat_map(|line| wrap(&self.inlines(line), self.width))
            .collect()
    }

    /// Lines as typed, cut where they are too wide.
    pub fn art(self, art: &str, role: Role) -> Text {
        let shown = if self.look.ascii { to_ascii(art) } else { art.to_owned() };
        let mark = self.look.glyphs().ellipsis;
        let line =
            |l: &str| Line::styled(cut(&l.replace('\t', "    "), self.width, mark), self.look.style(role));
        shown.trim_end().lines().map(line).collect()
    }

    /// A thin line across.
    pub fn rule(self) -> Line<'static> {
        Line::styled(self.look.glyphs().frame[0].repeat(self.width), self.look.style(Role::Border))
    }

    fn inlines(self, inlines: &[Inline]) -> Line<'static> {
        inlines.iter().map(|i| self.inline(i)).collect::<Vec<_>>().into()
    }

    fn inline(self, inline: &Inline) -> Span<'static> {
        let styled = |text: &String, role| Span::styled(text.clone(), self.look.style(role));
        match inline {
            Inline::Text(text) => styled(text, Role::Text),
            Inline::Emphasis(text) => styled(text, Role::Text).patch_style(Modifier::ITALIC),
            Inline::Strong(text) => styled(text, Role::Strong),
            Inline::Code(text) => styled(text, Role::Code),
            Inline::Break => Span::raw(" "),
        }
    }

    fn list(self, start: Option<u64>, items: &[Vec<Block>]) -> Text {
        let last = start.unwrap_or(0).saturating_add(items.len() as u64);
        let number =
            |i: usize| start.map(|s| format!("{:>1$}. ", s.saturating_add(i as u64), last.to_string().len()));
        let bullet = format!("{} ", self.look.glyphs().bullet);
        let lead = |i: usize| {
            Span::styled(number(i).unwrap_or_else(|| bullet.clone()), self.look.style(Role::Accent))
        };
        items.iter().enumerate().flat_map(|(i, item)| self.indented(&lead(i), item)).collect()
    }

    /// Blocks behind `lead`, the later lines behind as many spaces.
    fn indented(self, lead: &Span<'static>, blocks: &[Block]) -> Text {
        let indent = lead.width();
        let inner = Self { width: self.width.saturating_sub(indent).max(1), ..self };
        let lines = blocks.iter().flat_map(|b| inner.block(b));
        let space = Span::raw(" ".repeat(indent));
        lines.enumerate().map(|(i, l)| prefixed(if i == 0 { lead } else { &space }, l)).collect()
    }

    fn quote(self, blocks: &[Block]) -> Text {
        let edge = Span::styled(format!("{} ", self.look.glyphs().quote), self.look.style(Role::Accent));
        let inner = Self { width: self.width.saturating_sub(2).max(1), ..self };
        inner.blocks(blocks).into_iter().map(|line| prefixed(&edge, line)).collect()
    }

    fn table(self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Text {
        match self.columns(head, rows) {
            Some(widths) => self.grid(head, rows, &widths),
            None => self.cards(head, rows),
        }
    }

    /// Widths of the columns: as wide as their cells need, the widest ones giving way, and headings wrapped before
    /// cells are; `None` when that is too narrow.
    fn columns(self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Option<Vec<usize>> {
        let count = head.len().max(1);
        let room = self.width.checked_sub(GAP * (count - 1))?;
        let cell = |cells: &[Vec<Inline>], i: usize| cells.get(i).map_or(0, |c| self.inlines(c).width());
        // A heading may take two lines.
        let words = |i: usize| {
            cell(head, i).min(cell(head, i) / 2 + 2).max(head.get(i).map_or(0, |c| longest_word(c)))
        };
        let need = |i| rows.iter().map(|r| cell(r, i)).chain([words(i)]).max().unwrap_or(0).max(1);
        let mut widths: Vec<usize> = (0..count).map(need).collect();
        while widths.iter().sum::<usize>() > room {
            let widest = widths.iter_mut().max()?;
            if *widest <= COLUMN {
                return None;
            }
            *widest -= 1;
        }
        for i in 0..count {
            let spare = room - widths.iter().sum::<usize>();
            widths[i] += cell(head, i).saturating_sub(widths[i]).min(spare);
        }
        Some(widths)
    }

    fn grid(self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], widths: &[usize]) -> Text {
        let mut text = self.grid_row(head, widths, Some(Role::Title));
        let line = self.look.glyphs().frame[0];
        let rule: Vec<_> = widths.iter().map(|w| line.repeat(*w)).collect();
        let style = self.look.style(Role::Border);
        text.push(Line::styled(rule.join(&" ".repeat(GAP)), style));
        let tall = rows.iter().any(|r| self.grid_row(r, widths, None).len() > 1);
        for (i, row) in rows.iter().enumerate() {
            if tall && i > 0 {
                text.push(Line::default());
            }
            text.extend(self.grid_row(row, widths, None));
        }
        text
    }

    fn grid_row(self, cells: &[Vec<Inline>], widths: &[usize], role: Option<Role>) -> Text {
        let cell = |i: usize| {
            let line = cells.get(i).map(|c| self.inlines(c)).unwrap_or_default();
            wrap(&role.map_or(line.clone(), |r| line.style(self.look.style(r))), widths[i])
        };
        let columns: Vec<Text> = (0..widths.len()).map(cell).collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        (0..height).map(|y| beside(&columns, widths, y)).collect()
    }

    /// A table that is too wide: each row as its cells below one another.
    fn cards(self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Text {
        let mut text = Text::new();
        for row in rows {
            let card = row.iter().enumerate().flat_map(|(i, cell)| {
                let name = head.get(i).map(|h| format!("{}: ", self.inlines(h))).unwrap_or_default();
                let lead = Span::styled(name, self.look.style(Role::Title));
                let mut line = self.inlines(cell);
                line.spans.insert(0, lead);
                hang(&Span::raw(""), &Span::raw("  "), &line, self.width)
            });
            self.append(&mut text, card.collect());
        }
        text
    }
}

fn longest_word(inlines: &[Inline]) -> usize {
    let words = inlines.iter().flat_map(|inline| match inline {
        Inline::Text(text) | Inline::Emphasis(text) | Inline::Strong(text) | Inline::Code(text) => {
            text.split_whitespace().collect()
        }
        Inline::Break => Vec::new(),
    });
    words.map(|word| usize::from(word.cell_width())).max().unwrap_or(0)
}

fn beside(columns: &[Text], widths: &[usize], y: usize) -> Line<'static> {
    let mut spans = Vec::new();
    for (i, (column, width)) in columns.iter().zip(widths).enumerate() {
        let line = column.get(y).cloned().unwrap_or_default();
        let used: usize = line.spans.iter().map(|s| usize::from(s.content.as_ref().cell_width())).sum();
        spans.extend(line.spans);
        let pad = width.saturating_sub(used) + if i + 1 < widths.len() { GAP } else { 0 };
        spans.push(Span::raw(" ".repeat(pad)));
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    fn shown(width: usize, block: &Block) -> Vec<String> {
        let lines = Layout { look: Look::default(), width }.block(block);
        lines.iter().map(|l| l.to_string().trim_end().to_owned()).collect()
    }

    fn choices() -> Block {
        let row = |a, b| vec![text(a), text(b)];
        Block::Table {
            head: row("choice", "good when"),
            rows: vec![row("queue", "slow work, later"), row("stream", "many react")],
        }
    }

    #[test]
    fn a_table_gives_way_and_then_becomes_cards() {
        assert_eq!(
            shown(30, &choices()),
            [
                "choice  good when",
                "──────  ────────────────",
                "queue   slow work, later",
                "stream  many react"
            ]
        );
        assert_eq!(
            shown(12, &choices()),
            [
                "choice:",
                "  queue",
                "good when:",
                "  slow work,",
                "  later",
                "",
                "choice:",
                "  stream",
                "good when:",
                "  many react"
            ]
        );
    }

    #[test]
    fn lists_hang() {
        let items =
            vec![vec![Block::Paragraph(text("send the email"))], vec![Block::Paragraph(text("tell"))]];
        assert_eq!(shown(12, &Block::List { start: Some(1), items }), ["1. send the", "   email", "2. tell"]);
    }
}
