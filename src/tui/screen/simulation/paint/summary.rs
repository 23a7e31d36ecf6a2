//! The end: what it cost, what to try next, why, and whether the numbers agree.

use std::cmp::Ordering;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::advice::Adviser;
use super::super::costs::Figure;
use super::super::summary::{Summary, promise, trials_heading};
use super::said;
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::split;
use crate::tui::widget::scroll::{Scroll, scrolled};
use crate::tui::widget::wrap::{Text, hang};

/// What is shown.
pub(in super::super) struct End<'a> {
    /// The words and figures.
    pub(in super::super) summary: &'a Summary,
    /// The name of the compared run.
    pub(in super::super) beside: Option<&'static str>,
    /// What was tried meanwhile.
    pub(in super::super) adviser: Option<&'a Adviser>,
    /// What the answer did not say.
    pub(in super::super) assumptions: &'a [String],
}

/// Columns of one run's figures.
const COLUMN: usize = 16;
/// Columns of the word behind them.
const VERDICT: usize = 10;
/// From this width on causes stand beside the figures.
const TWO: u16 = 110;
/// The share of the figures then, in percent.
const LEFT: u16 = 48;

impl End<'_> {
    /// Draws it.
    pub(in super::super) fn draw(&self, canvas: &mut Canvas, area: Rect, scroll: Scroll) {
        if area.width < TWO {
            let lines = self.lines(canvas, area.width);
            return scrolled(canvas, area, &lines, scroll);
        }
        let (left, right) = split(area, LEFT);
        let [first, second] = self.columns(canvas, left.width, right.width);
        scrolled(canvas, left, &first, scroll);
        scrolled(canvas, right, &second, scroll);
    }

    /// How many rows it needs in `width` columns.
    pub(in super::super) fn len(&self, canvas: &Canvas, width: u16) -> usize {
        if width < TWO {
            return self.lines(canvas, width).len();
        }
        let (left, right) = split(Rect { width, height: 1, ..Rect::default() }, LEFT);
        self.columns(canvas, left.width, right.width).iter().map(Vec::len).max().unwrap_or(0)
    }

    fn columns(&self, canvas: &Canvas, left: u16, right: u16) -> [Text; 2] {
        let mut first = self.figures(canvas, left);
        first.extend(self.next(canvas, left));
        let mut second = self.why(canvas, right);
        second.extend(self.agreement(canvas, right));
        [first, second]
    }

    fn lines(&self, canvas: &Canvas, width: u16) -> Text {
        let mut lines = self.figures(canvas, width);
        lines.extend(self.next(canvas, width));
        lines.extend(self.why(canvas, width));
        lines.extend(self.agreement(canvas, width));
        lines
    }

    fn figures(&self, canvas: &Canvas, width: u16) -> Text {
        let (mark, role) = if self.summary.harmed {
            (canvas.glyphs().no, Role::Bad)
        } else {
            (canvas.glyphs().yes, Role::Good)
        };
        let mut lines =
            canvas.wrapped(&format!("{mark} {}", said(canvas, &self.summary.verdict)), role, width);
        let label = usize::from(width).saturating_sub(2 * COLUMN + VERDICT).min(34);
        if let Some(name) = self.beside {
            let head = format!("{:label$}{:>COLUMN$}{name:>COLUMN$}", "", "this");
            lines.push(Line::from(canvas.span(head, Role::Muted)));
        }
        let figures = self.summary.figures.iter();
        lines.extend(figures.map(|(figure, other)| row(canvas, figure, other.as_ref(), label)));
        lines
    }

    fn next(&self, canvas: &Canvas, width: u16) -> Text {
        let Some(adviser) = self.adviser else { return Text::new() };
        let mut lines = head(canvas, &trials_heading(adviser));
        let arrow = canvas.glyphs().arrow;
        for (nth, trial) in adviser.best.iter().enumerate() {
            let first = canvas.span(format!("{} ", nth + 1), Role::Accent);
            let rest = canvas.span("  ".to_owned(), Role::Text);
            let promise = promise(trial, adviser.harder, arrow);
            let line = Line::from(vec![
                canvas.span(format!("{}: ", said(canvas, &trial.label)), Role::Strong),
                canvas.span(said(canvas, &promise), Role::Text),
            ]);
            lines.extend(hang(&first, &rest, &line, width.into()));
        }
        lines
    }

    fn why(&self, canvas: &Canvas, width: u16) -> Text {
        let mut lines = Text::new();
        if !self.assumptions.is_empty() {
            lines.extend(head(canvas, "Assumed, because the answer does not say"));
            lines
                .extend(self.assumptions.iter().flat_map(|a| item(canvas, canvas.glyphs().bullet, a, width)));
        }
        lines.extend(head(canvas, "Why"));
        if self.summary.story.is_empty() {
            lines.extend(item(canvas, canvas.glyphs().bullet, "Nothing went wrong.", width));
        }
        lines.extend(self.summary.story.iter().flat_map(|(at, text)| item(canvas, at, text, width)));
        lines
    }

    fn agreement(&self, canvas: &Canvas, width: u16) -> Text {
        let mut lines = head(canvas, "Do the numbers agree?");
        lines.extend(
            self.summary.agreement.iter().flat_map(|a| item(canvas, canvas.glyphs().bullet, a, width)),
        );
        lines
    }
}

fn head(canvas: &Canvas, text: &str) -> Text {
    vec![Line::default(), Line::from(canvas.span(text.to_owned(), Role::Title))]
}

fn item(canvas: &Canvas, lead: &str, text: &str, width: u16) -> Text {
    let first = canvas.span(format!("{lead} "), Role::Accent);
    let rest = canvas.span(" ".repeat(first.width()), Role::Text);
    hang(&first, &rest, &Line::from(canvas.span(said(canvas, text), Role::Text)), width.into())
}

fn row(canvas: &Canvas, figure: &Figure, other: Option<&Figure>, label: usize) -> Line<'static> {
    let time = figure.label.starts_with('"');
    let bad = figure.value > 0.0 && !time;
    let (mark, role) = if bad { ("! ", Role::Bad) } else { ("  ", Role::Muted) };
    let words = if bad || time { Role::Text } else { Role::Muted };
    let room = label.saturating_sub(2);
    let own = if time { Role::Strong } else { role };
    let mut spans = vec![
        canvas.span(mark, role),
        canvas.span(format!("{:room$}", figure.label), words),
        canvas.span(format!("{:>COLUMN$}", figure.text), own),
    ];
    if let Some(other) = other {
        spans.push(canvas.span(format!("{:>COLUMN$}", other.text), Role::Second));
        spans.extend(verdict(canvas, figure, other));
    }
    Line::from(spans)
}

/// Whether the shown design does better than the other.
fn verdict(canvas: &Canvas, figure: &Figure, other: &Figure) -> Option<Span<'static>> {
    let glyphs = canvas.glyphs();
    match figure.value.total_cmp(&other.value) {
        _ if figure.text == other.text => None,
        Ordering::Less => Some(canvas.span(format!("  {} better", glyphs.yes), Role::Good)),
        Ordering::Greater => Some(canvas.span(format!("  {} worse", glyphs.no), Role::Bad)),
        Ordering::Equal => None,
    }
}
