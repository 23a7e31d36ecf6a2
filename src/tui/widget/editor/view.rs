//! How a text lies in its area: wrapped rows, the caret among them, and what shows of it.

use std::cell::Cell;

use ratatui::buffer::CellWidth;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use crate::tui::canvas::{Canvas, Target};
use crate::tui::look::Role;
use crate::tui::widget::scroll::{Scroll, more};

/// One row of the picture: bytes of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    line: usize,
    start: usize,
    end: usize,
}

/// Where a caret is: line, and character in it.
pub(super) type Place = (usize, usize);

/// What was drawn last. Moving by rows needs to know it, and drawing must not change the editor.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    width: Cell<u16>,
    height: Cell<u16>,
    scroll: Cell<Scroll>,
}

impl View {
    /// Draws `lines` into `area`, scrolled as little as needed to show the caret; returns the caret's cell.
    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect, lines: &[String], caret: Place) -> Position {
        self.width.set(area.width);
        self.height.set(area.height);
        let rows = rows(lines, area.width);
        let (row, column) = cell_of(&rows, lines, caret);
        let mut scroll = self.scroll.get();
        scroll.show(row, rows.len(), area.height);
        self.scroll.set(scroll);
        let top = scroll.top(rows.len(), area.height);
        for (place, row) in area.rows().zip(rows.iter().skip(top)) {
            canvas.text(place, lines[row.line][row.start..row.end].trim_end(), Role::Text);
        }
        more(canvas, Rect { width: area.width, ..area }, top, rows.len());
        canvas.target(area, Target::Cell);
        let last = area.width.saturating_sub(1);
        Position::new(area.x + (column as u16).min(last), area.y + row.saturating_sub(top) as u16)
    }

    /// Where the caret goes when it moves `by` rows, at cell `goal` if there is one; none before the first picture.
    pub(super) fn vertical(
        &self,
        lines: &[String],
        caret: Place,
        by: isize,
        goal: Option<usize>,
    ) -> Option<(Place, usize)> {
        let width = Some(self.width.get()).filter(|width| *width > 0)?;
        let rows = rows(lines, width);
        let (row, column) = cell_of(&rows, lines, caret);
        let goal = goal.unwrap_or(column);
        let to = row.saturating_add_signed(by).min(rows.len().saturating_sub(1));
        Some((place_at(&rows, lines, to, goal), goal))
    }

    /// The place under a cell of the last picture.
    pub(super) fn place(&self, lines: &[String], column: u16, row: u16) -> Place {
        let rows = rows(lines, self.width.get());
        let top = self.scroll.get().top(rows.len(), self.height.get());
        let row = (top + usize::from(row)).min(rows.len().saturating_sub(1));
        place_at(&rows, lines, row, column.into())
    }

    /// Rows of a screenful, one of them shown again.
    pub(super) fn page(&self) -> isize {
        isize::from(self.height.get().saturating_sub(1).max(1).cast_signed())
    }
}

fn rows(lines: &[String], width: u16) -> Vec<Row> {
    let of = |(line, text): (usize, &String)| {
        let starts = starts(text, width.max(1).into());
        let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
        starts.into_iter().zip(ends).map(move |(start, end)| Row { line, start, end })
    };
    lines.iter().enumerate().flat_map(of).collect()
}

/// Where each row of a line begins, in bytes. Rows break behind spaces, which may hang over the edge; longer words
/// break anywhere.
fn starts(line: &str, width: usize) -> Vec<usize> {
    let (mut starts, mut start, mut used) = (vec![0], 0, 0);
    let mut space: Option<(usize, usize)> = None;
    for (at, symbol) in line.grapheme_indices(true) {
        if symbol == " " {
            used += 1;
            space = Some((at + 1, used));
            continue;
        }
        let cells = usize::from(symbol.cell_width());
        if used + cells > width && at > start {
            let (next, before) = space.take().unwrap_or((at, used));
            starts.push(next);
            (start, used) = (next, used - before);
        }
        used += cells;
    }
    starts
}

/// The row of a place, and its cell there.
fn cell_of(rows: &[Row], lines: &[String], (line, column): Place) -> (usize, usize) {
    let text = lines.get(line).map_or("", String::as_str);
    let byte = text.char_indices().nth(column).map_or(text.len(), |(byte, _)| byte);
    let row = rows.partition_point(|row| (row.line, row.start) <= (line, byte)).saturating_sub(1);
    let start = rows.get(row).map_or(0, |row| row.start);
    (row, text[start.min(byte)..byte].cell_width().into())
}

/// The place in a row that is nearest to a cell.
fn place_at(rows: &[Row], lines: &[String], row: usize, goal: usize) -> Place {
    let Some(row) = rows.get(row) else { return (0, 0) };
    let text = &lines[row.line];
    let wraps = row.end < text.len();
    let shown = &text[row.start..row.end];
    let (mut byte, mut used) = (row.start, 0);
    for (at, symbol) in shown.grapheme_indices(true) {
        used += usize::from(symbol.cell_width());
        // Behind the last space of a wrapped row the caret would already stand in the next one.
        if used > goal || (wraps && at + symbol.len() == shown.len()) {
            break;
        }
        byte = row.start + at + symbol.len();
    }
    (row.line, text[..byte].chars().count())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn broken(line: &str, width: usize) -> Vec<&str> {
        let starts = starts(line, width);
        let ends = starts.iter().skip(1).copied().chain([line.len()]);
        starts.iter().zip(ends).map(|(start, end)| &line[*start..end]).collect()
    }

    #[test]
    fn rows_break_behind_spaces_and_never_begin_with_one() {
        assert_eq!(broken("the card and the stock", 8), ["the card ", "and the ", "stock"]);
        assert_eq!(broken("incomprehensible", 6), ["incomp", "rehens", "ible"]);
        assert_eq!(broken("a漢字漢字", 4), ["a漢", "字漢", "字"]);
        assert_eq!(broken("", 4), [""]);
    }

    fn view(width: u16) -> View {
        let view = View::default();
        view.width.set(width);
        view.height.set(9);
        view
    }

    #[test]
    fn moving_down_goes_row_by_row_and_keeps_its_column() {
        let lines = ["the card and the stock".to_owned(), "x".to_owned(), "one two three".to_owned()];
        let view = view(8);
        let (mut at, mut goal, mut seen) = ((0, 6), None, vec![]);
        for _ in 0..5 {
            let (next, kept) = view.vertical(&lines, at, 1, goal).unwrap();
            (at, goal) = (next, Some(kept));
            seen.push(at);
        }
        assert_eq!(seen, [(0, 15), (0, 22), (1, 1), (2, 6), (2, 13)]);
    }

    #[test]
    fn a_click_is_a_place() {
        let lines = ["the card and the stock".to_owned()];
        assert_eq!(view(8).place(&lines, 4, 1), (0, 13));
        assert_eq!(view(8).place(&lines, 70, 70), (0, 22));
    }

    proptest! {
        #[test]
        fn every_letter_has_a_cell_inside(text in "[a-d 漢]{0,60}", width in 2u16..12) {
            let lines = [text.clone()];
            let rows = rows(&lines, width);
            for (at, letter) in text.chars().enumerate() {
                let (_, column) = cell_of(&rows, &lines, (0, at));
                prop_assert!(letter == ' ' || column < usize::from(width), "{letter} at {column}");
            }
            prop_assert_eq!(rows.iter().map(|r| &text[r.start..r.end]).collect::<String>(), text);
        }
    }
}
