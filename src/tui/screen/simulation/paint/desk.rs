//! The request path: orders move from left to right through every task before the answer.

use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;

use super::super::scene::{Desk, Scene};
use super::super::words::{count, rate, span};
use super::{cell, from, meter, said};
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::heading;

/// Columns of "100/s" at the left.
const SOURCE: u16 = 7;
/// Columns of the answer at the right.
const SINK: u16 = 13;
/// The narrowest task.
const NARROW: u16 = 12;
/// The widest connector.
const WIRE: u16 = 8;

/// Tasks beside each other in `width` columns.
fn per_row(width: u16, tasks: usize) -> usize {
    let fit = usize::from(width.saturating_sub(SOURCE + SINK) / NARROW).max(1);
    let rows = tasks.div_ceil(fit).max(1);
    tasks.div_ceil(rows).max(1)
}

/// Rows of the path in `width` columns, `each` rows a task, with its heading.
pub(in super::super) fn height(width: u16, scene: &Scene<'_>, each: u16) -> u16 {
    let tasks = scene.desk.len();
    1 + tasks.div_ceil(per_row(width, tasks)).max(1) as u16 * each
}

/// Draws the path; `each` is 2 or 3 rows for a task.
pub(in super::super) fn draw(canvas: &mut Canvas, area: Rect, scene: &Scene<'_>, each: u16, speed: f64) {
    title(canvas, area, scene);
    let per_row = per_row(area.width, scene.desk.len());
    let width = (area.width.saturating_sub(SOURCE + SINK)) / per_row as u16;
    let y = |nth: usize| 1 + (nth / per_row) as u16 * each;
    let x = |nth: usize| SOURCE + (nth % per_row) as u16 * width;
    let clicks = format!("{}/s", rate(scene.flow.clicks.into()));
    canvas.text_right(cell(area, 0, 1, SOURCE - 1), &clicks, Role::Strong);
    for (nth, desk) in scene.desk.iter().enumerate() {
        let place = Rect { height: each, ..cell(area, x(nth), y(nth), width) }.intersection(area);
        task(canvas, place, scene, nth, desk, speed);
    }
    let last = scene.desk.len().saturating_sub(1);
    let at = if scene.desk.is_empty() { (SOURCE, 1) } else { (x(last) + width, y(last)) };
    answer(canvas, area, at, scene, speed);
}

fn title(canvas: &mut Canvas, area: Rect, scene: &Scene<'_>) {
    heading(canvas, Rect { height: 1, ..area }, "Front desk");
    let flow = scene.flow;
    let dot = canvas.glyphs().dot;
    let times = [("p50", flow.p50), ("p95", flow.p95), ("p99", flow.p99)]
        .map(|(name, t)| format!("{name} {}", span(t.into())));
    let text = format!(" {} ", times.join(&format!(" {dot} ")));
    if flow.p99 > 0.0 {
        canvas.text_right(cell(area, 0, 0, area.width.saturating_sub(2)), &text, Role::Text);
    }
}

fn task(canvas: &mut Canvas, area: Rect, scene: &Scene<'_>, nth: usize, desk: &Desk<'_>, speed: f64) {
    let wire = WIRE.min(area.width / 4).max(3);
    connector(canvas, cell(area, 0, 0, wire), scene, nth, speed);
    let body = from(area, wire + 1);
    let body = Rect { width: body.width.saturating_sub(1), ..body };
    canvas.text(body, &name(desk, body.width), Role::Strong);
    let second = cell(body, 0, 1, body.width);
    if area.height > 2 {
        load(canvas, second, desk);
        state(canvas, cell(body, 0, 2, body.width), desk);
    } else if desk.ailment.is_some() || desk.line > 0 {
        state(canvas, second, desk);
    } else {
        load(canvas, second, desk);
    }
}

/// The label when it fits, otherwise the task's short id.
fn name(desk: &Desk<'_>, width: u16) -> String {
    let label = desk.job.label();
    if label.cell_width() <= width { label.to_owned() } else { desk.job.id.as_str().replace('-', " ") }
}

fn load(canvas: &mut Canvas, area: Rect, desk: &Desk<'_>) {
    match desk.servers {
        Some(servers) => {
            let text = format!("{:.0}/{}", desk.busy, count(servers.into()));
            let used = meter(
                canvas,
                Rect { width: area.width.saturating_sub(text.cell_width() + 1), ..area },
                desk.busy,
                0,
                servers,
            );
            canvas.text(from(area, used + 1), &text, Role::Muted);
        }
        None => drop(canvas.text(area, &format!("{:.0} at work", desk.busy), Role::Muted)),
    }
}

fn state(canvas: &mut Canvas, area: Rect, desk: &Desk<'_>) {
    let line = |mark: &str| format!("{mark}{} in line", count(desk.line.into()));
    match &desk.ailment {
        Some(ailment) => {
            let text = format!("{} {}", canvas.glyphs().no, said(canvas, &ailment.short));
            canvas.text(area, &text, Role::Bad);
        }
        None if desk.line > 0 && desk.oldest > 1.0 => drop(canvas.text(area, &line("! "), Role::Warn)),
        None if desk.line > 0 => drop(canvas.text(area, &line(""), Role::Muted)),
        None => {}
    }
}

/// Orders on their way to task `nth`: as many as come, standing still where they wait.
fn connector(canvas: &mut Canvas, area: Rect, scene: &Scene<'_>, nth: usize, speed: f64) {
    let Some(desk) = scene.desk.get(nth) else { return };
    let head = if desk.beside {
        "+"
    } else if canvas.look.ascii {
        ">"
    } else {
        "▶"
    };
    let wire = Rect { width: area.width.saturating_sub(1), ..area };
    let coming = if nth == 0 { f64::from(scene.flow.clicks) } else { scene.desk[nth - 1].rate };
    moving(canvas, wire, coming / f64::from(scene.flow.clicks).max(1e-9), scene.at / speed);
    standing(canvas, wire, desk);
    canvas.text(from(area, wire.width), head, Role::Accent);
}

/// Orders that move `full` as densely as shoppers click; `clock` moves them.
fn moving(canvas: &mut Canvas, area: Rect, full: f64, clock: f64) {
    const CELLS_PER_SECOND: f64 = 8.0;
    let token = if canvas.look.ascii { "o" } else { "●" };
    let full = crate::tui::widget::chart::share(full);
    let gap = if full > 0.02 { (2.0 / full).round().min(16.0) as u64 } else { 0 };
    let shift = (clock * CELLS_PER_SECOND) as u64;
    for x in 0..area.width {
        // Tokens are at the cells whose distance from the moving origin is a multiple of the gap.
        let here = gap > 0 && (u64::from(x) + gap * 1_000_000 - shift % gap).is_multiple_of(gap);
        let (text, role) =
            if here { (token, Role::Accent) } else { (canvas.glyphs().frame[0], Role::Border) };
        canvas.text(cell(area, x, 0, 1), text, role);
    }
}

/// Those that wait, piled up before the task.
fn standing(canvas: &mut Canvas, area: Rect, desk: &Desk<'_>) {
    let seconds = if desk.rate > 0.0 { f64::from(desk.line) / desk.rate } else { f64::from(desk.line) };
    let cells = match desk.line {
        0 => 0,
        line if seconds > 0.25 => (f64::from(line).log2().ceil() as u16).clamp(1, area.width),
        _ => 0,
    };
    let token = if canvas.look.ascii { "o" } else { "●" };
    let x = area.width.saturating_sub(cells);
    canvas.text(from(area, x), &token.repeat(usize::from(cells)), Role::Warn);
}

/// What leaves the path: answers, and clicks that fail.
fn answer(canvas: &mut Canvas, area: Rect, (x, y): (u16, u16), scene: &Scene<'_>, speed: f64) {
    let place = cell(area, x, y, area.width.saturating_sub(x));
    let placed = f64::from(scene.flow.placed);
    moving(canvas, cell(place, 0, 0, 2), placed / f64::from(scene.flow.clicks).max(1e-9), scene.at / speed);
    let head = if canvas.look.ascii { ">" } else { "▶" };
    canvas.text(from(place, 2), head, Role::Accent);
    canvas.text(from(place, 4), "\"placed\"", Role::Strong);
    let below = |row: u16, x: u16| from(Rect { y: place.y + row, ..place }, x).intersection(area);
    canvas.text(below(1, 4), &format!("{}/s", rate(placed)), Role::Good);
    if scene.failing > 0.05 {
        let text = format!("{} {}/s fail", canvas.glyphs().no, rate(scene.failing));
        let room = y + 2 < area.height && area.height > 3;
        canvas.text(if room { below(2, 1) } else { below(1, 1) }, &text, Role::Bad);
    }
}
