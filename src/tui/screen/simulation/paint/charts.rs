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

/// Draws as many charts beside each other as fit, each on the time of the whole run.
pub(in super::super) fn draw(
    canvas: &mut Canvas,
    area: Rect,
    shown: &Played,
    beside: Option<&Played>,
    at: f64,
) {
    let charts: [(&str, fn(&Played) -> Value, fn(f64) -> String); 3] = [
        ("waiting behind", depth, |v| count(v as u64)),
        ("age of oldest", oldest, span),
        ("99 of 100 within", |_| Box::new(|f| f64::from(f.flow.p99)), span),
    ];
    let fit = (area.width / 36).clamp(1, 3);
    let width = (area.width - GAP * (fit - 1)) / fit;
    for (nth, (title, value, text)) in charts.iter().take(fit.into()).enumerate() {
        let place = Rect { x: area.x + nth as u16 * (width + GAP), width, ..area };
        chart(canvas, place, title, shown, beside, at, *value, *text);
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "a chart is a title, two runs, a moment and two ways to read a value"
)]
fn chart(
    canvas: &mut Canvas,
    area: Rect,
    title: &str,
    shown: &Played,
    beside: Option<&Played>,
    at: f64,
    value: fn(&Played) -> Value,
    text: fn(f64) -> String,
) {
    heading(canvas, Rect { height: 1, ..area }, title);
    let dots = usize::from(area.width) * if canvas.look.ascii { 1 } else { 2 };
    let seen = |p: &Played| history(p, dots, at, value(p));
    let highest =
        |p: &Played| history(p, dots, f64::INFINITY, value(p)).into_iter().flatten().fold(0.0, f64::max);
    let top = beside.map_or(0.0, highest).max(highest(shown));
    let now = seen(shown).into_iter().flatten().last().map_or(String::new(), &text);
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
