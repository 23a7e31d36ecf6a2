//! How the screen is drawn.

pub(super) mod charts;
pub(super) mod costs;
pub(super) mod desk;
pub(super) mod foot;
pub(super) mod knobs;
pub(super) mod order;
pub(super) mod picture;
pub(super) mod room;
pub(super) mod scripts;
pub(super) mod summary;

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::look::{Role, to_ascii};

/// The rest of `area` from `x` cells on.
pub(super) fn from(area: Rect, x: u16) -> Rect {
    let x = x.min(area.width);
    Rect { x: area.x + x, width: area.width - x, ..area }
}

/// `width` cells of one row of `area`, `x` cells from its left and `y` rows from its top; empty when outside.
pub(super) fn cell(area: Rect, x: u16, y: u16, width: u16) -> Rect {
    let inside = Rect { x: area.x + x.min(area.width), y: area.y + y.min(area.height), width, height: 1 };
    inside.intersection(area)
}

/// `text` with ASCII in place of other signs when only ASCII may be drawn.
pub(super) fn said(canvas: &Canvas, text: &str) -> String {
    if canvas.look.ascii {
        to_ascii(&text.replace('λ', "lambda x ").replace('→', "->"))
    } else {
        text.to_owned()
    }
}

/// Busy and idle servers as boxes, dead ones as crosses, at most `width` of them.
pub(super) fn meter(canvas: &mut Canvas, area: Rect, busy: f64, dead: u32, of: u32) -> u16 {
    let [full, empty, gone] = canvas.glyphs().boxes;
    let boxes = of.min(u32::from(area.width)).min(8);
    let scale = f64::from(boxes) / f64::from(of.max(1));
    let crosses = ((f64::from(dead) * scale).ceil() as u32).min(boxes);
    let filled = ((busy * scale).round() as u32).min(boxes - crosses);
    let role = if filled == boxes { Role::Warn } else { Role::Good };
    let mut x = canvas.text(area, &gone.repeat(crosses as usize), Role::Bad);
    x += canvas.text(from(area, x), &full.repeat(filled as usize), role);
    x + canvas.text(from(area, x), &empty.repeat((boxes - crosses - filled) as usize), Role::Muted)
}
