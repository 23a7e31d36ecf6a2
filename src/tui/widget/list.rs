//! A list with one row under the cursor.

use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;

use crate::tui::canvas::{Canvas, Target};
use crate::tui::look::Role;
use crate::tui::widget::scroll::{Scroll, more};

/// The row under the cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor(usize);

impl Cursor {
    /// At `row`.
    pub const fn at(row: usize) -> Self {
        Self(row)
    }

    /// The row, for a list of `len` rows.
    pub fn row(self, len: usize) -> usize {
        self.0.min(len.saturating_sub(1))
    }

    /// Moves by `by` rows, stopping at the ends.
    pub fn by(&mut self, by: isize, len: usize) {
        self.0 = self.row(len).saturating_add_signed(by);
        self.0 = self.row(len);
    }
}

/// One row: a mark, a name, and something at the right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// One glyph and its role.
    pub mark: (&'static str, Role),
    /// What it is.
    pub name: String,
    /// Its state, as words.
    pub state: String,
}

/// Draws a list of `len` rows, the one under the cursor reversed with a mark in front. Only rows that show are made.
pub fn list(
    canvas: &mut Canvas,
    area: Rect,
    len: usize,
    cursor: Cursor,
    row: impl Fn(&Canvas, usize) -> Row,
) {
    let chosen = cursor.row(len);
    let mut scroll = Scroll::default();
    scroll.show(chosen, len, area.height);
    let skip = scroll.top(len, area.height);
    more(canvas, area, skip, len);
    for (line, at) in area.rows().zip(skip..len) {
        canvas.target(line, Target::Row(at));
        let row = row(canvas, at);
        draw_row(canvas, line, &row, chosen == at);
    }
}

/// Draws one row.
pub fn draw_row(canvas: &mut Canvas, line: Rect, row: &Row, chosen: bool) {
    let at = |x: u16| Rect { x: line.x + x.min(line.width), width: line.width.saturating_sub(x), ..line };
    let cursor = if chosen { canvas.glyphs().cursor } else { " " };
    canvas.text(line, cursor, Role::Accent);
    canvas.text(at(2), row.mark.0, row.mark.1);
    let state = row.state.as_str().cell_width();
    let name = at(4);
    canvas.text(Rect { width: name.width.saturating_sub(state + 2), ..name }, &row.name, Role::Text);
    canvas.text_right(at(2), &row.state, Role::Muted);
    if chosen {
        canvas.restyle(line, Role::Selected);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stops_at_the_ends() {
        let mut cursor = Cursor::default();
        cursor.by(-1, 3);
        assert_eq!(cursor.row(3), 0);
        cursor.by(9, 3);
        assert_eq!(cursor.row(3), 2);
        assert_eq!(cursor.row(0), 0);
    }
}
