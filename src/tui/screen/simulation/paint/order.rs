//! One order's life: what the shopper sees at the left, the front desk, the back room at the right.

use ratatui::layout::Rect;

use super::super::lab::Played;
use super::super::order::{Candidate, Lane, Moment, Tone, life, title};
use super::super::words::span;
use super::{cell, said};
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::{below, heading, top};
use crate::tui::widget::scroll::Scroll;

/// Columns of the time.
const TIME: u16 = 11;

/// Draws the life of `order`.
pub(in super::super) fn draw(
    canvas: &mut Canvas,
    area: Rect,
    played: &Played,
    order: u64,
    all: &[Candidate],
    scroll: Scroll,
) {
    heading(canvas, top(area, 1), &title(order, all));
    let place = all.iter().position(|c| c.order == order).map_or(0, |p| p + 1);
    canvas.text_right(
        cell(area, 0, 0, area.width.saturating_sub(2)),
        &format!(" {place} of {} ", all.len()),
        Role::Muted,
    );
    let moments = life(played);
    if moments.is_empty() {
        canvas.paragraph(below(area, 2), "This order did not come in this run.", Role::Muted);
        return;
    }
    heads(canvas, cell(area, 0, 2, area.width));
    let body = below(area, 3);
    let skip = scroll.top(moments.len(), body.height);
    for (row, moment) in body.rows().zip(moments.iter().skip(skip)) {
        line(canvas, row, moment);
    }
    let [up, down] = canvas.glyphs().more;
    if skip > 0 {
        canvas.text(Rect { x: body.right(), width: 1, height: 1, ..body }, up, Role::Accent);
    }
    if skip + usize::from(body.height) < moments.len() {
        canvas.text(
            Rect { x: body.right(), y: body.bottom().saturating_sub(1), width: 1, height: 1 },
            down,
            Role::Accent,
        );
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

fn heads(canvas: &mut Canvas, row: Rect) {
    canvas.text_right(cell(row, 0, 0, TIME - 2), "after", Role::Muted);
    for (lane, name) in [(Lane::Shopper, "shopper"), (Lane::Desk, "front desk"), (Lane::Room, "back room")] {
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
