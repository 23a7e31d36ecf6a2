//! What waits, how old it is, and how long shoppers wait, over the whole run.

use ratatui::layout::Rect;

use super::super::lab::Played;
use super::super::scene::history;
use super::super::words::{count, span};
use super::cell;
use crate::content::task::Placement;
use crate::sim::Frame;
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::chart::{Curve, lines};
use crate::tui::widget::frame::{below, heading};

/// Rows below which charts are left out.
pub(in super::super) const LEAST: u16 = 4;
const GAP: u16 = 3;

type Value = Box<dyn Fn(Frame<'_>) -> f64>;

/// What is drawn over the time of a run, and how a value of it is written.
struct Measure {
    title: &'static str,
    value: fn(&Played) -> Value,
    text: fn(f64) -> String,
}

const MEASURES: [Measure; 3] = [
    Measure { title: "waiting behind", value: depth, text: |v| count(v as u64) },
    Measure { title: "age of oldest", value: oldest, text: span },
    Measure { title: "99 of 100 within", value: |_| Box::new(|f| f64::from(f.flow.p99)), text: span },
];

/// Draws as many charts beside each other as fit, each on the time of the whole run.
pub(in super::super) fn draw(
    canvas: &mut Canvas,
    area: Rect,
    shown: &Played,
    beside: Option<&Played>,
    at: f64,
) {
    let fit = (area.width / 36).clamp(1, 3);
    let width = (area.width - GAP * (fit - 1)) / fit;
    for (nth, measure) in MEASURES.iter().take(fit.into()).enumerate() {
        let place = Rect { x: area.x + nth as u16 * (width + GAP), width, ..area };
        chart(canvas, place, measure, shown, beside, at);
    }
}

fn chart(
    canvas: &mut Canvas,
    area: Rect,
    measure: &Measure,
    shown: &Played,
    beside: Option<&Played>,
    at: f64,
) {
    let Measure { title, value, text } = measure;
    heading(canvas, Rect { height: 1, ..area }, title);
    let dots = usize::from(area.width) * if canvas.look.ascii { 1 } else { 2 };
    let seen = |p: &Played| history(p, dots, at, value(p));
    let highest =
        |p: &Played| history(p, dots, f64::INFINITY, value(p)).into_iter().flatten().fold(0.0, f64::max);
    let top = beside.map_or(0.0, highest).max(highest(shown));
    let now = seen(shown).into_iter().flatten().last().map_or(String::new(), text);
    canvas.text_right(
        cell(area, 0, 0, area.width.saturating_sub(1)),
        &format!(" {now} of {} ", text(top)),
        Role::Text,
    );
    let plot = below(area, 1);
    for (played, role) in [(shown, Role::Accent)].into_iter().chain(beside.map(|p| (p, Role::Second))) {
        let known: Vec<f64> = seen(played).into_iter().map_while(|v| v).collect();
        // The chart is as wide as what has happened so far, so that its columns stay those of the whole run.
        let columns = known.len().div_ceil(if canvas.look.ascii { 1 } else { 2 }) as u16;
        lines(
            canvas,
            Rect { width: columns.min(plot.width), ..plot },
            &[Curve { values: &known, role, filled: role == Role::Accent }],
            top.max(1e-9),
        );
    }
}

fn background(played: &Played) -> Vec<usize> {
    let tasks = played.scenario.tasks.iter().enumerate();
    tasks.filter(|(_, t)| t.placement != Placement::Blocking).map(|(i, _)| i).collect()
}

fn depth(played: &Played) -> Value {
    let tasks = background(played);
    Box::new(move |f| tasks.iter().map(|i| f64::from(f.tasks[*i].depth)).sum())
}

fn oldest(played: &Played) -> Value {
    let tasks = background(played);
    Box::new(move |f| tasks.iter().map(|i| f64::from(f.tasks[*i].oldest)).fold(0.0, f64::max))
}
