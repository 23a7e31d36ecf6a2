//! The timeline, and the sentence of the key moment reached last.

use ratatui::layout::Rect;

use super::super::lab::Played;
use super::super::marks::{glyph, latest, role, ticks, word};
use super::super::words::clock;
use super::{cell, from, said};
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::below;
use crate::tui::widget::timeline::timeline;

/// Rows of the timeline and its sentence.
pub(in super::super) const HEIGHT: u16 = 4;

/// Draws both.
pub(in super::super) fn draw(canvas: &mut Canvas, area: Rect, played: &Played, at: f64) {
    let story = &played.run.story;
    let track = Rect { height: area.height.min(2), ..area };
    timeline(canvas, track, played.run.simulated, at, &ticks(story, canvas.look.ascii));
    let text = below(area, 2);
    match latest(story, at) {
        Some((nth, mark)) => {
            let lead = format!("{} {}", clock(mark.at), glyph(mark.kind, canvas.look.ascii));
            let used = canvas.text(text, &lead, role(mark.kind)) + 1;
            let place = format!(" {}/{}", nth + 1, story.len());
            let width = text.width.saturating_sub(used + place.len() as u16 + 1);
            canvas.paragraph(Rect { width, ..from(text, used) }, &said(canvas, &mark.sentence), Role::Text);
            canvas.text_right(Rect { height: 1, ..text }, &place, Role::Muted);
        }
        None => before_all(canvas, text, played),
    }
}

fn before_all(canvas: &mut Canvas, area: Rect, played: &Played) {
    let text = match played.run.story.first() {
        Some(mark) => format!(
            "Nothing has gone wrong yet. The first key moment comes at {}: {}.",
            clock(mark.at),
            word(mark.kind)
        ),
        None => "Nothing goes wrong in this run.".to_owned(),
    };
    canvas.paragraph(cell(area, 0, 0, area.width).union(area), &text, Role::Muted);
}
