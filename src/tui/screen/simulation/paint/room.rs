//! The background path: one row for each task behind the answer.

use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;

use super::super::headline::unnoticed;
use super::super::lab::Played;
use super::super::scene::{Room, Scene, history};
use super::super::words::{count, span};
use super::{cell, from, meter, said};
use crate::content::task::Placement;
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::heading;

/// Columns behind the chart: how many wait, for how long, and the workers.
const DEPTH: u16 = 14;
const OLDEST: u16 = 17;
const WORKERS: u16 = 16;
/// The same where there is no room for words.
const NARROW: [u16; 3] = [8, 11, 14];

/// Rows of the path with its heading.
pub(in super::super) fn height(scene: &Scene<'_>) -> u16 {
    1 + scene.room.len().max(1) as u16
}

/// Draws the path.
pub(in super::super) fn draw(canvas: &mut Canvas, area: Rect, scene: &Scene<'_>, played: &Played) {
    heading(canvas, Rect { height: 1, ..area }, "Back room");
    silence(canvas, area, played, scene.at);
    if scene.room.is_empty() {
        canvas.text(
            cell(area, 2, 1, area.width),
            "Nothing is left for later: all is done in line.",
            Role::Muted,
        );
    }
    let chained = canvas.glyphs().arrow.cell_width() + 1;
    let names = scene
        .room
        .iter()
        .map(|room| short(room).as_str().cell_width() + chained * u16::from(follows(room, scene)));
    let columns = Columns::of(area.width, names.max().unwrap_or(0));
    for (nth, room) in scene.room.iter().enumerate() {
        row(canvas, cell(area, 0, 1 + nth as u16, area.width), room, scene, played, &columns);
    }
}

/// Where the columns begin; narrow terminals leave out words and charts.
struct Columns {
    name: u16,
    chart: u16,
    words: bool,
}

impl Columns {
    /// `names` is how wide the widest short name is.
    fn of(width: u16, names: u16) -> Self {
        let words = width >= 74;
        let numbers = if words { [DEPTH, OLDEST, WORKERS] } else { NARROW };
        let rest = width.saturating_sub(numbers.iter().sum::<u16>() + 3);
        let name = (rest / 2).clamp(9, 22).max(names.min(16)).min(rest);
        Self { name, chart: rest.saturating_sub(name + 1), words }
    }

    fn numbers(&self) -> [u16; 3] {
        if self.words { [DEPTH, OLDEST, WORKERS] } else { NARROW }
    }
}

/// For how long nobody has known that something is wrong.
fn silence(canvas: &mut Canvas, area: Rect, played: &Played, at: f64) {
    let ledger = &played.run.ledger;
    let Some(began) = ledger.trouble_at.filter(|t| *t <= at) else { return };
    let (text, role) = match ledger.noticed_at.filter(|n| *n <= at) {
        Some(noticed) => (format!(" noticed after {} ", span(noticed - began)), Role::Good),
        None if unnoticed(played, at) && at - began >= 1.0 => {
            (format!(" ! unnoticed for {} ", span(at - began)), Role::Bad)
        }
        None => return,
    };
    canvas.text_right(cell(area, 0, 0, area.width.saturating_sub(2)), &text, role);
}

fn short(room: &Room<'_>) -> String {
    room.job.id.as_str().replace('-', " ")
}

/// Whether a task begins when another one of this room is done.
fn follows(room: &Room<'_>, scene: &Scene<'_>) -> bool {
    room.job.after.as_ref().is_some_and(|first| scene.room.iter().any(|other| other.job.id == *first))
}

fn name(canvas: &mut Canvas, area: Rect, room: &Room<'_>, scene: &Scene<'_>) {
    let mut area = area;
    if follows(room, scene) {
        let arrow = canvas.glyphs().arrow;
        area = from(area, canvas.text(area, arrow, Role::Muted) + 1);
    }
    let (label, short) = (room.job.label(), short(room));
    let name = if label.cell_width() <= area.width { label } else { &short };
    canvas.text(area, name, Role::Strong);
}

fn row(
    canvas: &mut Canvas,
    area: Rect,
    room: &Room<'_>,
    scene: &Scene<'_>,
    played: &Played,
    columns: &Columns,
) {
    name(canvas, cell(area, 0, 0, columns.name), room, scene);
    chart(canvas, cell(area, columns.name + 1, 0, columns.chart), room, scene, played);
    let [depth, oldest, workers] = columns.numbers();
    let x = columns.name + columns.chart + 2;
    waiting(canvas, cell(area, x, 0, depth), room, columns.words);
    age(canvas, cell(area, x + depth + 1, 0, oldest - 1), room, played, columns.words);
    people(canvas, cell(area, x + depth + oldest + 1, 0, workers - 1), room);
}

/// The depth over the whole run; what is still to come is left open.
fn chart(canvas: &mut Canvas, area: Rect, room: &Room<'_>, scene: &Scene<'_>, played: &Played) {
    let values = history(played, area.width.into(), scene.at, |f| f64::from(f.tasks[room.index].depth));
    let top =
        played.run.recording.series(room.index, |t| f64::from(t.depth)).into_iter().fold(20.0, f64::max);
    let glyphs = canvas.glyphs();
    let role = if room.ailment.is_some() || room.growth > 0.5 { Role::Warn } else { Role::Accent };
    for (x, value) in values.iter().enumerate() {
        let (text, role) = match value {
            Some(value) => (glyphs.spark[((value / top * 8.0).ceil() as usize).clamp(1, 8) - 1], role),
            None => (glyphs.dot, Role::Border),
        };
        canvas.text(cell(area, x as u16, 0, 1), text, role);
    }
}

fn waiting(canvas: &mut Canvas, area: Rect, room: &Room<'_>, words: bool) {
    let word = match (words, room.job.placement) {
        (false, _) => "",
        (true, Placement::Batchable) => " kept",
        (true, _) => " waiting",
    };
    let role = if room.oldest > 10.0 && room.next_batch <= 0.0 { Role::Bad } else { Role::Text };
    canvas.text_right(area, &format!("{}{word}", count(room.depth.into())), role);
}

fn age(canvas: &mut Canvas, area: Rect, room: &Room<'_>, played: &Played, words: bool) {
    let (text, role) = if room.next_batch > 0.0 {
        (format!("{}{}", if words { "next in " } else { "in " }, span(room.next_batch)), Role::Muted)
    } else if room.depth == 0 && room.set_aside > 0 {
        let word = if words { "set aside" } else { "dead" };
        (format!("{} {word}", count(room.set_aside.into())), Role::Bad)
    } else if room.depth == 0 {
        (String::new(), Role::Muted)
    } else {
        let late = room.oldest > played.scenario.email_deadline.as_secs();
        let role = if late { Role::Bad } else { Role::Text };
        (format!("{}{}", if words { "oldest " } else { "" }, span(room.oldest)), role)
    };
    canvas.text(area, &text, role);
}

/// Workers busy, idle or dead, and what ails the task.
fn people(canvas: &mut Canvas, area: Rect, room: &Room<'_>) {
    let Some(workers) = room.workers else {
        canvas.text(area, &format!("{:.0} at work", room.busy), Role::Muted);
        return;
    };
    let used = meter(canvas, Rect { width: 4.min(area.width), ..area }, room.busy, room.dead, workers);
    let rest = from(area, used + 1);
    match &room.ailment {
        Some(ailment) => {
            let text = format!("{} {}", canvas.glyphs().no, said(canvas, &ailment.short));
            canvas.text(rest, &text, Role::Bad);
        }
        None => drop(canvas.text(rest, &format!("{:.0}/{workers}", room.busy), Role::Muted)),
    }
}
