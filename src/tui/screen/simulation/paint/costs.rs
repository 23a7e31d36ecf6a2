//! Harm so far, counting up, for one design or two.

use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;

use super::super::costs::Cost;
use super::super::headline::unnoticed;
use super::super::lab::Played;
use super::super::words::{count, span};
use super::{cell, from};
use crate::sim::Harm;
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::heading;

const TITLE: &str = "Harm so far";
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
pub(in super::super) fn draw(canvas: &mut Canvas, area: Rect, costs: &Costs<'_>, played: &Played, at: f64) {
    heading(canvas, Rect { height: 1, ..area }, TITLE);
    let columns = columns(area.width, costs.theirs.is_some());
    let width = area.width / columns;
    if let Some((name, _)) = costs.theirs {
        let heads = cell(area, 1, 0, width.saturating_sub(2));
        canvas.text_right(Rect { width: heads.width.saturating_sub(10), ..heads }, " this ", Role::Strong);
        canvas.text_right(heads, &format!(" {name} "), Role::Second);
    }
    silence(canvas, area, played, at, costs.theirs.is_some());
    let rows = (costs.kinds.len() as u16).div_ceil(columns).max(1);
    for (nth, kind) in costs.kinds.iter().enumerate() {
        let (x, y) = (nth as u16 / rows * width, 1 + nth as u16 % rows);
        line(canvas, cell(area, x, y, width.saturating_sub(2)), kind, costs);
    }
}

/// For how long nobody has known.
fn silence(canvas: &mut Canvas, area: Rect, played: &Played, at: f64, two: bool) {
    let ledger = &played.run.ledger;
    let Some(began) = ledger.trouble_at.filter(|t| *t <= at) else { return };
    let (text, role) = match ledger.noticed_at.filter(|n| *n <= at) {
        Some(noticed) => (format!(" noticed after {} ", span(noticed - began)), Role::Good),
        None if unnoticed(played, at) && at - began >= 1.0 => {
            (format!(" ! unnoticed for {} ", span(at - began)), Role::Bad)
        }
        None => return,
    };
    // In a single column the right end names the two designs.
    match columns(area.width, two) {
        1 => drop(canvas.text(cell(area, TITLE.len() as u16, 0, 26), &text, role)),
        _ => canvas.text_right(cell(area, 0, 0, area.width.saturating_sub(2)), &text, role),
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
