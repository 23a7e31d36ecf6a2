//! Names of parts of which one shows.

use ratatui::layout::Rect;

use crate::tui::canvas::{Canvas, Target};
use crate::tui::look::Role;
use crate::tui::widget::frame::GUTTER;

/// Draws the names in one row, the chosen one reversed.
pub fn tabs(canvas: &mut Canvas, area: Rect, names: &[&str], chosen: usize) {
    tabs_from(canvas, area, names, chosen, 0);
}

/// The same where clicks on these names count from `first`, because others stand above them.
pub fn tabs_from(canvas: &mut Canvas, area: Rect, names: &[&str], chosen: usize, first: usize) {
    let mut x = area.x;
    for (i, name) in names.iter().enumerate() {
        let role = if i == chosen { Role::Selected } else { Role::Muted };
        let rest = Rect { x, width: area.right().saturating_sub(x), height: 1, ..area };
        let used = canvas.text(rest, &format!(" {name} "), role);
        canvas.target(Rect { width: used, ..rest }, Target::Tab(first + i));
        x += used + GUTTER;
    }
}
