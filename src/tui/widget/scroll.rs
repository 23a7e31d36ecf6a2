//! How far a text is scrolled. The height of text and view are arguments, so that drawing needs no state.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::canvas::Canvas;
use crate::tui::look::Role;

/// The first visible line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll(usize);

impl Scroll {
    /// With `line` as the first visible one, as far as there is text.
    pub const fn at(line: usize) -> Self {
        Self(line)
    }

    /// Moves by `by` lines in a text of `lines` lines seen through `height` rows.
    pub fn by(&mut self, by: isize, lines: usize, height: u16) {
        self.0 = self.top(lines, height).saturating_add_signed(by);
        self.0 = self.top(lines, height);
    }

    /// To the first line.
    pub fn home(&mut self) {
        self.0 = 0;
    }

    /// To the last line.
    pub fn end(&mut self) {
        self.0 = usize::MAX;
    }

    /// Moves as little as needed to show `line`.
    pub fn show(&mut self, line: usize, lines: usize, height: u16) {
        let top = self.top(lines, height);
        let last = usize::from(height).saturating_sub(1);
        self.0 = top.min(line).max(line.saturating_sub(last));
    }

    /// The first visible line; never beyond the last screenful.
    pub fn top(self, lines: usize, height: u16) -> usize {
        self.0.min(lines.saturating_sub(usize::from(height)))
    }
}

/// Draws `lines` through `area`, with marks at the right edge where there is more.
pub fn scrolled(canvas: &mut Canvas, area: Rect, lines: &[Line<'_>], scroll: Scroll) {
    let top = scroll.top(lines.len(), area.height);
    canvas.lines(area, lines, top);
    more(canvas, area, top, lines.len());
}

/// Marks at the right edge of `area` where a text of `lines` lines goes on above or below; `top` is the first one
/// that shows.
pub fn more(canvas: &mut Canvas, area: Rect, top: usize, lines: usize) {
    let [up, down] = canvas.glyphs().more;
    let edge = Rect { x: area.right(), width: 1, height: 1, ..area };
    if top > 0 {
        canvas.text(edge, up, Role::Accent);
    }
    if top + usize::from(area.height) < lines {
        canvas.text(Rect { y: area.bottom().saturating_sub(1), ..edge }, down, Role::Accent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_inside_the_text() {
        let mut scroll = Scroll::default();
        scroll.by(-3, 10, 4);
        assert_eq!(scroll.top(10, 4), 0);
        scroll.by(100, 10, 4);
        assert_eq!(scroll.top(10, 4), 6);
        assert_eq!(scroll.top(3, 4), 0, "a larger view shows it from the top");
    }

    #[test]
    fn showing_a_line_moves_as_little_as_needed() {
        let mut scroll = Scroll::default();
        scroll.show(7, 10, 4);
        assert_eq!(scroll.top(10, 4), 4);
        scroll.show(5, 10, 4);
        assert_eq!(scroll.top(10, 4), 4);
        scroll.show(0, 10, 4);
        assert_eq!(scroll.top(10, 4), 0);
    }
}
