//! Wrapping by the width of graphemes. Ratatui's own wrapping paragraph panics on wide graphemes in very narrow
//! areas, so every text on screen passes through here instead.

use ratatui::buffer::CellWidth;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

/// Text of an owned style run, ready to draw.
pub type Text = Vec<Line<'static>>;

#[derive(Clone, Copy)]
struct Cell<'a> {
    symbol: &'a str,
    width: usize,
    style: Style,
}

/// Breaks `line` at spaces so that no line is wider than `width` cells; longer words break anywhere.
///
/// Control characters are dropped. A grapheme wider than `width` becomes `?`.
pub fn wrap(line: &Line<'_>, width: usize) -> Text {
    let width = width.max(1);
    let cells = cells(line, width);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < cells.len() {
        let (end, next) = break_at(&cells, start, width);
        lines.push(joined(&cells[start..end]));
        start = next;
    }
    if lines.is_empty() {
        lines.push(Line::default());
    }
    lines
}

/// Wraps plain text in one style; line breaks in it stay.
pub fn wrap_text(text: &str, style: Style, width: usize) -> Text {
    text.split('\n').flat_map(|l| wrap(&Line::styled(l.to_owned(), style), width)).collect()
}

/// Wraps behind `first` on the first line and `rest` on the others; both count against `width`.
pub fn hang(first: &Span<'static>, rest: &Span<'static>, line: &Line<'_>, width: usize) -> Text {
    let indent = first.width().max(rest.width());
    let lines = wrap(line, width.saturating_sub(indent));
    lines.into_iter().enumerate().map(|(i, l)| prefixed(if i == 0 { first } else { rest }, l)).collect()
}

/// `line` behind `prefix`.
pub fn prefixed(prefix: &Span<'static>, mut line: Line<'static>) -> Line<'static> {
    line.spans.insert(0, prefix.clone());
    line
}

/// The beginning of `text` that fits into `width` cells, ending in `mark` when something was cut.
pub fn cut(text: &str, width: usize, mark: &str) -> String {
    if usize::from(printable(text).cell_width()) <= width {
        return printable(text);
    }
    let room = width.saturating_sub(usize::from(mark.cell_width()));
    let mut out = String::new();
    let mut used = 0;
    for symbol in printable(text).graphemes(true) {
        used += usize::from(symbol.cell_width());
        if used > room {
            break;
        }
        out.push_str(symbol);
    }
    if width >= usize::from(mark.cell_width()) {
        out.push_str(mark);
    }
    out
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn cells<'a>(line: &'a Line<'_>, width: usize) -> Vec<Cell<'a>> {
    let graphemes = line.spans.iter().flat_map(|span| {
        let style = line.style.patch(span.style);
        span.content.graphemes(true).map(move |symbol| (symbol, style))
    });
    graphemes
        .filter(|(symbol, _)| !symbol.contains(char::is_control))
        .map(|(s, st)| cell(s, st, width))
        .collect()
}

fn cell(symbol: &str, style: Style, widest: usize) -> Cell<'_> {
    let width = usize::from(symbol.cell_width());
    if width > widest { Cell { symbol: "?", width: 1, style } } else { Cell { symbol, width, style } }
}

/// Where the line that begins at `start` ends, and where the next one begins.
fn break_at(cells: &[Cell<'_>], start: usize, width: usize) -> (usize, usize) {
    let mut used = 0;
    let mut space = None;
    for (i, cell) in cells.iter().enumerate().skip(start) {
        if cell.symbol == " " && i > start {
            space = Some(i);
        }
        used += cell.width;
        if used > width {
            return match space {
                Some(space) if !blank(&cells[start..space]) => (space, after_spaces(cells, space)),
                _ => (i.max(start + 1), i.max(start + 1)),
            };
        }
    }
    (cells.len(), cells.len())
}

fn blank(cells: &[Cell<'_>]) -> bool {
    cells.iter().all(|c| c.symbol == " ")
}

fn after_spaces(cells: &[Cell<'_>], from: usize) -> usize {
    from + cells[from..].iter().take_while(|c| c.symbol == " ").count()
}

fn joined(cells: &[Cell<'_>]) -> Line<'static> {
    let mut spans: Vec<Span<'static>> = Vec::new();
    for cell in cells {
        match spans.last_mut() {
            Some(span) if span.style == cell.style => span.content.to_mut().push_str(cell.symbol),
            _ => spans.push(Span::styled(cell.symbol.to_owned(), cell.style)),
        }
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(lines: &[Line<'_>]) -> Vec<String> {
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn words_stay_whole_and_long_ones_break() {
        let wrapped = wrap_text("the queue accepts incomprehensibilities", Style::new(), 10);
        assert_eq!(plain(&wrapped), ["the queue", "accepts", "incomprehe", "nsibilitie", "s"]);
    }

    #[test]
    fn a_hanging_indent_counts() {
        let wrapped = hang(&"• ".into(), &"  ".into(), &"one two three".into(), 9);
        assert_eq!(plain(&wrapped), ["• one two", "  three"]);
    }

    #[test]
    fn cutting_marks_what_is_missing() {
        assert_eq!(cut("reserve the stock", 10, "…"), "reserve t…");
        assert_eq!(cut("stock", 10, "…"), "stock");
        assert_eq!(cut("漢字漢字", 5, "…"), "漢字…");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked(text in "[a-z \u{4e00}-\u{4e10}\u{1f600}-\u{1f64f}\u{300}\u{200d}]{0,80}", width in 1usize..12) {
            for line in wrap_text(&text, Style::new(), width) {
                prop_assert!(usize::from(line.to_string().as_str().cell_width()) <= width);
            }
        }

        #[test]
        fn nothing_but_spaces_is_lost(text in "[a-z ]{0,200}", width in 1usize..40) {
            let letters = |s: &str| s.chars().filter(|c| *c != ' ').collect::<String>();
            let wrapped: String = plain(&wrap_text(&text, Style::new(), width)).concat();
            prop_assert_eq!(letters(&text), letters(&wrapped));
        }

        #[test]
        fn styles_survive(split in 0usize..20, width in 1usize..12) {
            let bold = Style::new().bold();
            let text = "durable queue, worker";
            let line = Line::from(vec![Span::raw(&text[..split]), Span::styled(&text[split..], bold)]);
            let styled: usize = wrap(&line, width).iter().flat_map(|l| l.spans.clone())
                .filter(|s| s.style == bold).map(|s| s.content.replace(' ', "").len()).sum();
            prop_assert_eq!(styled, text[split..].replace(' ', "").len());
        }
    }
}
