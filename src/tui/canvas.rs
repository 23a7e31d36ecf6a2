//! What screens draw on: a buffer, the look, and the place of the real cursor.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::effect::Effect;
use super::event::Spot;
use super::look::{Glyphs, Look, Role};
use super::widget::wrap::{Text, cut, wrap_text};

/// The picture being drawn.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// Colours and characters.
    pub look: Look,
    /// Where the terminal's own cursor goes; hidden when `None`.
    pub caret: Option<Position>,
    targets: Vec<(Rect, Target)>,
}

/// What a click at a place means.
#[derive(Clone, Debug)]
pub enum Target {
    /// Do this.
    Do(Effect),
    /// The screen's row of this number was meant.
    Row(usize),
    /// The screen's tab of this number was meant.
    Tab(usize),
    /// The very cell was meant.
    Cell,
    /// The place on the way from left to right was meant.
    Share,
}

impl<'a> Canvas<'a> {
    /// A canvas over `buffer`.
    pub fn new(buffer: &'a mut Buffer, look: Look) -> Self {
        Self { buffer, look, caret: None, targets: Vec::new() }
    }

    /// The whole of it.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Makes `area` clickable.
    pub fn target(&mut self, area: Rect, target: Target) {
        self.targets.push((area, target));
    }

    /// Forgets what was clickable until now: something lies over it.
    pub fn cover(&mut self) {
        self.targets.clear();
    }

    /// What a click at `place` asks for; what was drawn last lies on top.
    pub fn hit(&self, place: Position) -> Option<Effect> {
        let (area, target) = self.targets.iter().rev().find(|(area, _)| area.contains(place))?;
        let (column, row) = (place.x - area.x, place.y - area.y);
        Some(match target {
            Target::Do(effect) => effect.clone(),
            Target::Row(row) => Effect::Point(Spot::Row(*row)),
            Target::Tab(tab) => Effect::Point(Spot::Tab(*tab)),
            Target::Cell => Effect::Point(Spot::Cell { column, row }),
            Target::Share => {
                let last = f64::from(area.width.saturating_sub(1).max(1));
                Effect::Point(Spot::Share(f64::from(column) / last))
            }
        })
    }

    /// The style of `role`.
    pub fn style(&self, role: Role) -> Style {
        self.look.style(role)
    }

    /// The characters to draw with.
    pub fn glyphs(&self) -> &'static Glyphs {
        self.look.glyphs()
    }

    /// Text on one row at the left of `area`, cut with a mark when it is too long; returns the cells used.
    pub fn text(&mut self, area: Rect, text: &str, role: Role) -> u16 {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return 0;
        }
        let text = cut(text, usize::from(area.width), self.glyphs().ellipsis);
        let style = self.style(role);
        self.buffer.set_stringn(area.x, area.y, &text, usize::from(area.width), style).0 - area.x
    }

    /// Text on one row, ending at the right edge of `area`.
    pub fn text_right(&mut self, area: Rect, text: &str, role: Role) {
        let width = text.cell_width().min(area.width);
        self.text(Rect { x: area.right() - width, width, ..area }, text, role);
    }

    /// Text on one row, in the middle of `area`.
    pub fn text_centred(&mut self, area: Rect, text: &str, role: Role) {
        let width = text.cell_width().min(area.width);
        self.text(Rect { x: area.x + (area.width - width) / 2, width, ..area }, text, role);
    }

    /// One styled line at the top of `area`.
    pub fn line(&mut self, area: Rect, line: &Line<'_>) {
        let area = area.intersection(self.buffer.area);
        if !area.is_empty() {
            self.buffer.set_line(area.x, area.y, line, area.width);
        }
    }

    /// Lines from the top of `area`, beginning with number `skip`.
    pub fn lines(&mut self, area: Rect, lines: &[Line<'_>], skip: usize) {
        for (row, line) in area.rows().zip(lines.iter().skip(skip)) {
            self.line(row, line);
        }
    }

    /// Wrapped text from the top of `area`; returns the rows used.
    pub fn paragraph(&mut self, area: Rect, text: &str, role: Role) -> u16 {
        let lines = self.wrapped(text, role, area.width);
        self.lines(area, &lines, 0);
        (lines.len() as u16).min(area.height)
    }

    /// `text` wrapped for `width` cells.
    pub fn wrapped(&self, text: &str, role: Role, width: u16) -> Text {
        wrap_text(text, self.style(role), usize::from(width))
    }

    /// `text` in the style of `role`.
    pub fn span<'t>(&self, text: impl Into<std::borrow::Cow<'t, str>>, role: Role) -> Span<'t> {
        Span::styled(text, self.style(role))
    }

    /// Gives every cell of `area` the style of `role` in place of its own.
    pub fn restyle(&mut self, area: Rect, role: Role) {
        let style = Style::reset().patch(self.style(role));
        self.buffer.set_style(area, style);
    }

    /// Blanks `area`.
    pub fn clear(&mut self, area: Rect) {
        ratatui::widgets::Clear.render(area.intersection(self.buffer.area), self.buffer);
    }

    /// Draws one of ratatui's widgets.
    pub fn widget(&mut self, area: Rect, widget: impl Widget) {
        widget.render(area.intersection(self.buffer.area), self.buffer);
    }
}
