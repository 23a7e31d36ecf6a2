//! Levels over time, gathered once: how each dimension of a prompt developed, and what is weakest over all of them.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::History;
use crate::content::id::{DimensionId, PromptId};
use crate::content::prompt::Prompt;
use crate::progress::Summary;
use crate::progress::outcome::{Trend, series, trend, weakest};
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::chart::spark;
use crate::tui::widget::frame::{below, heading, top};

/// Attempts that a line shows.
const SHOWN: usize = 16;
/// The widest column of names.
const NAME: u16 = 36;

/// A prompt by the names that a person reads.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its name in the store.
    pub id: PromptId,
    /// Its title.
    pub title: String,
    /// The titles of its dimensions, in the rubric's order.
    pub dimensions: Vec<(DimensionId, String)>,
}

impl Known {
    /// What is known of `prompt`.
    pub fn of(prompt: &Prompt) -> Self {
        let dimensions = prompt.rubric.dimensions.iter().map(|d| (d.id.clone(), d.title.clone()));
        Self { id: prompt.id.clone(), title: prompt.title.clone(), dimensions: dimensions.collect() }
    }
}

/// The levels of each dimension of each prompt in the revisions that were answered, oldest first.
#[derive(Debug)]
pub(super) struct Trends(BTreeMap<(PromptId, u32), Vec<Line>>);

#[derive(Debug)]
struct Line {
    name: String,
    levels: Vec<u8>,
}

impl Trends {
    pub(super) fn of(lines: &[Summary], prompts: &[Known]) -> Self {
        let mut same: BTreeMap<_, Vec<Summary>> = BTreeMap::new();
        for line in lines {
            same.entry((line.prompt.clone(), line.revision)).or_default().push(line.clone());
        }
        let of = |(key, lines): ((PromptId, u32), Vec<Summary>)| {
            let named = names(&key.0, &lines, prompts);
            let levels = |id: &DimensionId| -> Vec<u8> {
                series(&lines, id).into_iter().map(|(_, level)| level).collect()
            };
            let all = named.into_iter().map(|(id, name)| Line { levels: levels(&id), name }).collect();
            (key, all)
        };
        Self(same.into_iter().map(of).collect())
    }

    /// Draws what belongs to `chosen`; returns the rows used.
    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect, chosen: &Summary, title: &str) -> u16 {
        heading(canvas, top(area, 1), title);
        let Some(lines) = self.0.get(&(chosen.prompt.clone(), chosen.revision)) else { return 1 };
        let shown = lines.iter().map(|line| line.levels.len()).max().unwrap_or(0).min(SHOWN);
        for (row, line) in below(area, 1).rows().zip(lines) {
            draw_series(canvas, row, line, shown);
        }
        1 + lines.len() as u16
    }
}

/// Dimensions in the rubric's order; those that it no longer has by their ids.
fn names(prompt: &PromptId, lines: &[Summary], prompts: &[Known]) -> Vec<(DimensionId, String)> {
    let known = prompts.iter().find(|known| known.id == *prompt).map_or(&[][..], |k| &k.dimensions);
    let answered = lines.first().into_iter().flat_map(|line| line.levels.keys());
    let other = answered.filter(|id| known.iter().all(|(k, _)| k != *id));
    let other = other.map(|id| (id.clone(), id.as_str().replace('_', " ")));
    known.iter().cloned().chain(other).collect()
}

/// One dimension: its name, its last levels (as many as are `shown`), where it is going.
fn draw_series(canvas: &mut Canvas, row: Rect, line: &Line, shown: usize) {
    let name = NAME.min(row.width.saturating_sub(shown as u16 + 18));
    let at = |x: u16| Rect { x: row.x + x.min(row.width), width: row.width.saturating_sub(x), ..row };
    canvas.text(Rect { width: name, ..row }, &line.name, Role::Text);
    let recent = &line.levels[line.levels.len().saturating_sub(shown)..];
    let values: Vec<f64> = recent.iter().map(|level| f64::from(*level)).collect();
    spark(canvas, Rect { width: shown as u16, ..at(name + 1) }, &values, 4.0, Role::Accent);
    let last = line.levels.last().map_or_else(|| "-".to_owned(), ToString::to_string);
    let going = match trend(&line.levels) {
        Trend::New => "",
        Trend::Rising => "rising",
        Trend::Steady => "steady",
        Trend::Falling => "falling",
    };
    canvas.text(at(name + shown as u16 + 2), &format!("{last} of 4  {going}"), Role::Muted);
}

impl History {
    /// The dimensions that are weakest over all prompts.
    pub(super) fn draw_weakest(&self, canvas: &mut Canvas, area: Rect) {
        let weak = weakest(&self.latest);
        if weak.is_empty() || area.height < 2 {
            return;
        }
        heading(canvas, top(area, 1), "Weakest over all questions");
        for (row, weak) in below(area, 1).rows().zip(&weak) {
            let name = self.dimension(&weak.dimension);
            let count = weak.below.len();
            let in_questions = if count == 1 { "1 question" } else { &format!("{count} questions") };
            canvas.text(Rect { width: row.width.saturating_sub(24), ..row }, &name, Role::Text);
            canvas.text_right(row, &format!("{:.1} of 4 in {in_questions}", weak.mean), Role::Muted);
        }
    }

    fn dimension(&self, id: &DimensionId) -> String {
        let mut all = self.prompts.iter().flat_map(|known| &known.dimensions);
        all.find(|(known, _)| known == id).map_or_else(|| id.as_str().replace('_', " "), |(_, t)| t.clone())
    }
}
