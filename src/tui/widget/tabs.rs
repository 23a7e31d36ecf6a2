//! Names of parts of which one shows.

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::GUTTER;

/// Draws the names in one row, the chosen one reversed.
pub fn tabs(canvas: &mut Canvas, area: Rect, names: &[&str], chosen: usize) {
    let mut x = area.x;
    for (i, name) in names.iter().enumerate() {
        let role = if i == chosen { Role::Selected } else { Role::Muted };
        let rest = Rect { x, width: area.right().saturating_sub(x), height: 1, ..area };
        x += canvas.text(rest, &format!(" {name} "), role) + GUTTER;
    }
}
