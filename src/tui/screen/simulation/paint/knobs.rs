//! The knob panel, and what the last turn changed.

use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;

use super::super::costs::{changes, figures};
use super::super::knobs::{Panel, Row};
use super::super::lab::{Lab, Played};
use super::{cell, foot, from, said};
use crate::tui::canvas::{Canvas, Target};
use crate::tui::look::Role;
use crate::tui::widget::frame::{below, heading, split, top};
use crate::tui::widget::scroll::{Scroll, more};

/// From this width on the panel stands beside the picture.
pub(in super::super) const DOCKED: u16 = 124;
/// Columns of the docked panel.
pub(in super::super) const DOCK: u16 = 46;

/// Draws the panel in place of the picture, over the timeline.
pub(in super::super) fn draw(
    canvas: &mut Canvas,
    area: Rect,
    lab: &Lab,
    panel: &Panel,
    assumptions: &[String],
    at: f64,
) {
    let Some(shown) = lab.shown() else { return };
    let foot = foot::HEIGHT.min(area.height);
    let upper = Rect { height: area.height - foot, ..area };
    foot::draw(canvas, below(area, upper.height), shown, at);
    let (left, right) = split(upper, 56);
    list(canvas, Rect { height: left.height.saturating_sub(1), ..left }, panel, assumptions);
    outcome(canvas, Rect { height: right.height.saturating_sub(1), ..right }, lab, shown);
}

/// Draws the panel beside the picture.
pub(in super::super) fn docked(
    canvas: &mut Canvas,
    area: Rect,
    lab: &Lab,
    panel: &Panel,
    assumptions: &[String],
) {
    let Some(shown) = lab.shown() else { return };
    let half = area.height * 3 / 5;
    list(canvas, Rect { height: half.saturating_sub(1), ..area }, panel, assumptions);
    outcome(canvas, below(area, half), lab, shown);
}

fn list(canvas: &mut Canvas, area: Rect, panel: &Panel, assumptions: &[String]) {
    heading(canvas, top(area, 1), "Knobs");
    let mut body = below(area, 1);
    for text in assumptions.iter().take(usize::from(area.height) / 3) {
        let line = format!("assumed: {text}");
        let rows = canvas.paragraph(body, &said(canvas, &line), Role::Warn);
        body = below(body, rows);
    }
    let rows = panel.rows();
    let chosen = panel.cursor.row(rows.len());
    let mut scroll = Scroll::default();
    scroll.show((chosen + 2).min(rows.len().saturating_sub(1)), rows.len(), body.height);
    let skip = scroll.top(rows.len(), body.height).min(chosen);
    for (line, (at, row)) in body.rows().zip(rows.iter().enumerate().skip(skip)) {
        canvas.target(line, Target::Row(at));
        knob(canvas, line, row, at == chosen);
    }
    more(canvas, body, skip, rows.len());
}

fn knob(canvas: &mut Canvas, area: Rect, row: &Row, chosen: bool) {
    let cursor = if chosen { canvas.glyphs().cursor } else { " " };
    canvas.text(area, cursor, Role::Accent);
    let mark = if row.changed { "*" } else { " " };
    canvas.text(cell(area, 1, 0, 1), mark, Role::Warn);
    let [less, more] = if canvas.look.ascii { ["<", ">"] } else { ["‹", "›"] };
    let end = |shown: bool, sign| if shown { sign } else { " " };
    let value = format!("{} {} {}", end(row.ends[0], less), row.value, end(row.ends[1], more));
    let width = value.as_str().cell_width().min(area.width);
    let label = from(area, 3);
    canvas.text(Rect { width: label.width.saturating_sub(width + 1), ..label }, &row.label, Role::Text);
    canvas.text_right(area, &value, if row.changed { Role::Strong } else { Role::Accent });
    if chosen {
        canvas.restyle(area, Role::Selected);
    }
}

/// Before and after the last turn; without a turn the figures as they are.
fn outcome(canvas: &mut Canvas, area: Rect, lab: &Lab, shown: &Played) {
    let body = below(area, 1);
    if lab.busy() {
        heading(canvas, top(area, 1), "Running it again");
    } else if let Some(before) = lab.before() {
        heading(canvas, top(area, 1), "What it changed");
        return changed(canvas, body, before, shown);
    } else {
        heading(canvas, top(area, 1), "At the end");
    }
    for (row, figure) in body.rows().zip(figures(shown)) {
        canvas.text(row, figure.label, Role::Muted);
        canvas.text_right(row, &figure.text, Role::Text);
    }
}

fn changed(canvas: &mut Canvas, area: Rect, before: &Played, shown: &Played) {
    let changes = changes(before, shown);
    if changes.is_empty() {
        canvas.paragraph(area, "Nothing: every figure stays as it was.", Role::Muted);
    }
    let arrow = canvas.glyphs().arrow;
    for (row, change) in area.rows().zip(&changes) {
        let (mark, role) =
            if change.better { (canvas.glyphs().yes, Role::Good) } else { (canvas.glyphs().no, Role::Bad) };
        canvas.text(row, mark, role);
        let text = format!("{} {arrow} {}", change.before, change.after);
        let used = text.as_str().cell_width() + 1;
        let label = from(row, 2);
        canvas.text(Rect { width: label.width.saturating_sub(used), ..label }, change.label, Role::Text);
        canvas.text_right(row, &text, role);
    }
}
