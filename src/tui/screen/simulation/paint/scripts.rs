//! Choosing what goes wrong.

use ratatui::layout::Rect;

use super::super::knobs::script_title;
use super::said;
use crate::content::scenario::Scenario;
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::{MEASURE, below, heading, split, top};
use crate::tui::widget::list::{Cursor, Row, list};

/// From this width on the story stands beside the list.
const WIDE: u16 = 100;

/// Draws the scripts, and what the one under the cursor tells.
pub(in super::super) fn draw(
    canvas: &mut Canvas,
    area: Rect,
    base: &Scenario,
    scripts: &[Option<String>],
    cursor: Cursor,
    now: Option<&str>,
) {
    heading(canvas, top(area, 1), "What goes wrong");
    let body = below(area, 2);
    let height = (scripts.len() as u16).min(area.height.saturating_sub(6));
    let (rows, place) =
        if area.width >= WIDE { split(body, 40) } else { (top(body, height), below(body, height + 1)) };
    let script = |canvas: &Canvas, nth: usize| row(canvas, base, scripts[nth].as_deref(), now);
    list(canvas, rows, scripts.len(), cursor, script);
    let chosen = scripts.get(cursor.row(scripts.len())).and_then(Option::as_deref);
    let tell = chosen.and_then(|id| base.fault(id)).map_or("Nothing goes wrong.", |f| f.tell.as_str());
    let place = Rect { width: place.width.min(MEASURE), ..place };
    canvas.paragraph(place, &said(canvas, tell), Role::Text);
}

fn row(canvas: &Canvas, base: &Scenario, id: Option<&str>, now: Option<&str>) -> Row {
    let playing = id == now;
    let mark =
        if playing { (canvas.glyphs().half, Role::Accent) } else { (canvas.glyphs().open, Role::Muted) };
    let state = if playing { "now" } else { "" };
    Row { mark, name: script_title(base, id), state: state.to_owned() }
}
