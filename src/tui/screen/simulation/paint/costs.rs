//! Harm so far, counting up, for one design or two.

use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;

use super::super::costs::Cost;
use super::super::words::count;
use super::{cell, from};
use crate::sim::Harm;
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::heading;

/// The narrowest column of costs, for one design and for two.
const COLUMN: [u16; 2] = [28, 36];

/// Two designs at the same moment.
pub(in super::super) struct Costs<'a> {
    /// What is counted.
    pub(in super::super) kinds: &'a [&'static Cost],
    /// The shown run's harm.
    pub(in super::super) ours: Harm,
    /// The other one's name and harm.
    pub(in super::super) theirs: Option<(&'static str, Harm)>,
}

fn columns(width: u16, two: bool) -> u16 {
    (width / COLUMN[usize::from(two)]).clamp(1, 3)
}

/// Rows in `width` columns, with the heading.
pub(in super::super) fn height(width: u16, kinds: usize, two: bool) -> u16 {
    1 + (kinds as u16).div_ceil(columns(width, two))
}

/// Draws the costs.
pub(in super::super) fn draw(canvas: &mut Canvas, area: Rect, costs: &Costs<'_>) {
    heading(canvas, Rect { height: 1, ..area }, "Harm so far");
    let columns = columns(area.width, costs.theirs.is_some());
    let width = area.width / columns;
    let rows = (costs.kinds.len() as u16).div_ceil(columns).max(1);
    if let Some((name, _)) = costs.theirs {
        for column in 0..(costs.kinds.len() as u16).div_ceil(rows) {
            let heads = cell(area, column * width + 1, 0, width.saturating_sub(2));
            canvas.text_right(
                Rect { width: heads.width.saturating_sub(10), ..heads },
                " this ",
                Role::Strong,
            );
            canvas.text_right(heads, &format!(" {name} "), Role::Second);
        }
    }
    for (nth, kind) in costs.kinds.iter().enumerate() {
        let (x, y) = (nth as u16 / rows * width, 1 + nth as u16 % rows);
        line(canvas, cell(area, x, y, width.saturating_sub(2)), kind, costs);
    }
}

fn line(canvas: &mut Canvas, area: Rect, kind: &Cost, costs: &Costs<'_>) {
    let ours = (kind.of)(&costs.ours);
    let (mark, role) = if ours > 0 { ("! ", Role::Bad) } else { ("  ", Role::Muted) };
    let x = canvas.text(area, mark, role);
    canvas.text(from(area, x), kind.label, if ours > 0 { Role::Text } else { Role::Muted });
    let Some((_, theirs)) = &costs.theirs else {
        return number(canvas, area, ours, role);
    };
    number(canvas, Rect { width: area.width.saturating_sub(10), ..area }, ours, role);
    let theirs = (kind.of)(theirs);
    number(canvas, area, theirs, if theirs > 0 { Role::Second } else { Role::Muted });
}

fn number(canvas: &mut Canvas, area: Rect, value: u32, role: Role) {
    let text = count(value.into());
    let width = text.as_str().cell_width();
    canvas.text_right(from(area, area.width.saturating_sub(width)), &text, role);
}
