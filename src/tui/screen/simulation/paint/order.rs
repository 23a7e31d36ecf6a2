//! One order's life: what the shopper sees at the left, the front desk, the back room at the right.

use ratatui::layout::Rect;

use super::super::lab::Played;
use super::super::order::{Candidate, Lane, Moment, Tone, life, title};
use super::super::words::{count, span};
use super::{cell, from, said};
use crate::tui::canvas::{Canvas, Target};
use crate::tui::look::Role;
use crate::tui::widget::frame::{below, heading, top};
use crate::tui::widget::list::{Row, draw_row};
use crate::tui::widget::scroll::{Scroll, more};

/// Columns of the time.
const TIME: u16 = 11;

/// From this width on the orders with a story are listed beside the one that is followed.
const WIDE: u16 = 110;
/// Columns of that list.
const LIST: u16 = 38;

/// Which order is followed, and which others have a story.
pub(in super::super) struct Chosen<'a> {
    /// The followed one.
    pub(in super::super) order: u64,
    /// The number that is being typed.
    pub(in super::super) typed: Option<u64>,
    /// Those with a story.
    pub(in super::super) all: &'a [Candidate],
}

impl Chosen<'_> {
    /// Draws the life of the order.
    pub(in super::super) fn draw(&self, canvas: &mut Canvas, area: Rect, played: &Played, scroll: Scroll) {
        if area.width < WIDE {
            return self.draw_life(canvas, area, played, scroll);
        }
        let list = Rect { width: LIST, ..area };
        self.draw_stories(canvas, list);
        self.draw_life(canvas, from(area, LIST + 3), played, scroll);
    }

    fn draw_stories(&self, canvas: &mut Canvas, area: Rect) {
        heading(canvas, top(area, 1), "Orders with a story");
        let at = self.all.iter().position(|c| c.order == self.order);
        for (line, (nth, candidate)) in below(area, 2).rows().zip(self.all.iter().enumerate()) {
            canvas.target(line, Target::Row(nth));
            let mark = (canvas.glyphs().dot, Role::Muted);
            let name = candidate.known_for.to_owned();
            let row = Row { mark, name, state: count(candidate.order) };
            draw_row(canvas, line, &row, at == Some(nth));
        }
    }

    fn draw_life(&self, canvas: &mut Canvas, area: Rect, played: &Played, scroll: Scroll) {
        heading(canvas, top(area, 1), &title(self.order, self.all));
        let right = match (self.typed, self.all.iter().position(|c| c.order == self.order)) {
            (Some(typed), _) => format!(" follow order {typed}_ "),
            (None, Some(nth)) => format!(" story {} of {} ", nth + 1, self.all.len()),
            (None, None) => format!(" of {} ", count(played.run.ledger.orders)),
        };
        let role = if self.typed.is_some() { Role::Accent } else { Role::Muted };
        canvas.text_right(cell(area, 0, 0, area.width.saturating_sub(2)), &right, role);
        let moments = life(played);
        if moments.is_empty() {
            canvas.paragraph(below(area, 2), "This order did not come in this run.", Role::Muted);
            return;
        }
        heads(canvas, cell(area, 0, 2, area.width), &played.scenario.person);
        let body = below(area, 3);
        let skip = scroll.top(moments.len(), body.height);
        for (row, moment) in body.rows().zip(moments.iter().skip(skip)) {
            line(canvas, row, moment);
        }
        more(canvas, body, skip, moments.len());
    }
}

/// Where a lane begins. A line may run on into the lanes behind it, which are empty at that moment.
fn place(row: Rect, lane: Lane) -> Rect {
    let width = row.width.saturating_sub(TIME);
    let x = match lane {
        Lane::Shopper => 0,
        Lane::Desk => width * 22 / 100,
        Lane::Room => width * 50 / 100,
    };
    cell(row, TIME + x, 0, width - x)
}

fn heads(canvas: &mut Canvas, row: Rect, person: &str) {
    canvas.text_right(cell(row, 0, 0, TIME - 2), "after", Role::Muted);
    for (lane, name) in [(Lane::Shopper, person), (Lane::Desk, "front desk"), (Lane::Room, "back room")] {
        canvas.text(place(row, lane), name, Role::Title);
    }
}

fn line(canvas: &mut Canvas, row: Rect, moment: &Moment) {
    let glyphs = canvas.glyphs();
    let (mark, role) = match moment.tone {
        Tone::Plain => (glyphs.dot, Role::Text),
        Tone::Done => (glyphs.yes, Role::Good),
        Tone::Wrong => (glyphs.no, Role::Bad),
        Tone::Pause => (" ", Role::Muted),
    };
    if moment.tone != Tone::Pause {
        canvas.text_right(cell(row, 0, 0, TIME - 2), &span(moment.after), Role::Muted);
    }
    let text = said(canvas, &format!("{mark} {}", moment.text));
    canvas.text(place(row, moment.lane), &text, role);
}
