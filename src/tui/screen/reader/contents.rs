//! The sections of the chapter, beside the text where there is room.

use ratatui::layout::Rect;

use super::Reader;
use crate::tui::canvas::{Canvas, Target};
use crate::tui::look::Role;
use crate::tui::widget::frame::{MEASURE, below, column, heading, inset, top};
use crate::tui::widget::list::{Row, draw_row};
use crate::tui::widget::scroll::{Scroll, more};

/// From this width on they are shown.
const WIDE: u16 = 120;
/// Columns of the list, and between it and the text.
const LIST: u16 = 34;
const GAP: u16 = 4;

/// Where the list and the text go.
pub(super) fn areas(body: Rect) -> (Option<Rect>, Rect) {
    if body.width < WIDE {
        return (None, column(body));
    }
    let inside = inset(body);
    let list = Rect { width: LIST, ..inside };
    let width = (inside.width - LIST - GAP).min(MEASURE);
    (Some(list), Rect { x: list.right() + GAP, width, ..inside })
}

impl Reader {
    pub(super) fn draw_contents(&self, canvas: &mut Canvas, area: Rect) {
        heading(canvas, top(area, 1), "Sections");
        let list = below(area, 2);
        let sections = &self.chapter.sections;
        let mut scroll = Scroll::default();
        scroll.show((self.section + 2).min(sections.len().saturating_sub(1)), sections.len(), list.height);
        let skip = scroll.top(sections.len(), list.height);
        more(canvas, list, skip, sections.len());
        for (line, (nth, section)) in list.rows().zip(sections.iter().enumerate().skip(skip)) {
            canvas.target(line, Target::Row(nth));
            let row = Row { mark: self.mark(canvas, nth), name: section.title.clone(), state: String::new() };
            draw_row(canvas, line, &row, nth == self.section);
        }
    }

    /// Read, being read, open, or waiting behind a move without an answer.
    fn mark(&self, canvas: &Canvas, section: usize) -> (&'static str, Role) {
        let glyphs = canvas.glyphs();
        match section {
            _ if self.finished || section < self.section => (glyphs.yes, Role::Good),
            _ if section == self.section => (glyphs.half, Role::Accent),
            _ if section <= self.reach() => (glyphs.open, Role::Accent),
            _ => (glyphs.dot, Role::Muted),
        }
    }
}
