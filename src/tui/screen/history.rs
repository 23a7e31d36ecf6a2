//! Everything that was handed in, the trend of each dimension, and how regularly.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::layout::Rect;

use crate::content::id::PromptId;
use crate::interview::timer::{UnixMillis, clock_face};
use crate::progress::outcome::{Rhythm, Trend, series, trend};
use crate::progress::{AttemptId, Filter, Kind, Summary};
use crate::tui::canvas::Canvas;
use crate::tui::effect::{Ask, Effect, Save};
use crate::tui::event::Event;
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::Role;
use crate::tui::screen::{Env, Route, View};
use crate::tui::widget::chart::spark;
use crate::tui::widget::frame::{below, heading, inset, split, top};
use crate::tui::widget::list::{Cursor, Row, list};

/// From this width on the trend stands beside the list.
const WIDE: u16 = 100;
/// Rows of the trend below the list.
const TREND: u16 = 9;

/// The list of submissions.
#[derive(Debug)]
pub struct History {
    lines: Vec<Summary>,
    total: usize,
    filter: Filter,
    prompts: Vec<(PromptId, String)>,
    rhythm: Rhythm,
    zone: TimeZone,
    cursor: Cursor,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Open,
    Move(isize),
    Prompt,
    Kind,
    Delete,
    Leave,
}

const KEYS: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Open, "open", Rank::Main),
    row(&[Key::char('f'), Key::char('/')], Act::Prompt, "only one prompt", Rank::Side),
    row(&[Key::char('m')], Act::Kind, "only mock interviews", Rank::Side),
    row(&[Key::char('x')], Act::Delete, "delete", Rank::Side),
    row(common::DOWN, Act::Move(1), "older", Rank::Help),
    row(common::UP, Act::Move(-1), "newer", Rank::Help),
    row(common::PAGE_DOWN, Act::Move(15), "a page down", Rank::Help),
    row(common::PAGE_UP, Act::Move(-15), "a page up", Rank::Help),
    row(common::TOP, Act::Move(isize::MIN), "the newest", Rank::Help),
    row(common::BOTTOM, Act::Move(isize::MAX), "the oldest", Rank::Help),
    row(common::BACK, Act::Leave, "back", Rank::Main),
]);

impl History {
    /// The newest `lines` of `total` that `filter` lets through.
    pub fn new(
        lines: Vec<Summary>,
        total: usize,
        filter: Filter,
        prompts: Vec<(PromptId, String)>,
        rhythm: Rhythm,
        zone: TimeZone,
    ) -> Self {
        Self { lines, total, filter, prompts, rhythm, zone, cursor: Cursor::default() }
    }

    fn chosen(&self) -> Option<&Summary> {
        self.lines.get(self.cursor.row(self.lines.len()))
    }

    fn act(&mut self, act: Act) -> Vec<Effect> {
        match act {
            Act::Leave => return vec![Effect::Back],
            Act::Move(by) => self.cursor.by(by, self.lines.len()),
            Act::Open => return self.chosen().map(|line| Effect::Go(opened(line))).into_iter().collect(),
            Act::Prompt => return vec![Effect::Swap(Route::History(self.next_prompt()))],
            Act::Kind => {
                let kind = if self.filter.kind.is_some() { None } else { Some("mock".to_owned()) };
                return vec![Effect::Swap(Route::History(Filter { kind, ..self.filter.clone() }))];
            }
            Act::Delete => {
                return self.chosen().map(|line| Effect::Ask(self.delete(line))).into_iter().collect();
            }
        }
        Vec::new()
    }

    /// All prompts, then each alone.
    fn next_prompt(&self) -> Filter {
        let at = self.filter.prompt.as_ref().and_then(|id| self.prompts.iter().position(|(p, _)| p == id));
        let next = at.map_or(0, |at| at + 1);
        let prompt = self.prompts.get(next).map(|(id, _)| id.clone());
        Filter { prompt, ..self.filter.clone() }
    }

    fn delete(&self, line: &Summary) -> Ask {
        let text = format!(
            "{}, {}. Its text and score are gone for good; `frontdesk export` keeps a copy first.",
            self.title(&line.prompt),
            self.moment(line.at)
        );
        let yes = (Key::char('x'), "delete it".to_owned(), Effect::Save(Save::Delete(line.id.clone())));
        Ask { title: "Delete this attempt?".into(), text, answers: vec![yes] }
    }

    fn deleted(&mut self, id: &AttemptId) {
        self.lines.retain(|line| line.id != *id);
        self.total = self.total.saturating_sub(1);
    }

    fn moment(&self, at: UnixMillis) -> String {
        let zoned = Timestamp::from_millisecond(at.0).map(|at| at.to_zoned(self.zone.clone()));
        zoned.map_or_else(|_| "?".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M").to_string())
    }

    fn title(&self, id: &PromptId) -> String {
        let known = self.prompts.iter().find(|(prompt, _)| prompt == id);
        known.map_or_else(|| id.to_string(), |(_, title)| title.clone())
    }

    fn rhythm_line(&self) -> String {
        let used: u64 = self.lines.iter().map(|line| line.used_ms).sum();
        let weeks = match self.rhythm.weeks {
            0 | 1 => String::new(),
            weeks => format!(", {weeks} weeks in a row"),
        };
        let days = match self.rhythm.days_of_seven {
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        };
        format!("{days} of the last seven{weeks}; {} writing in all", clock_face(Duration::from_millis(used)))
    }

    fn draw_trend(&self, canvas: &mut Canvas, area: Rect) {
        let Some(line) = self.chosen() else { return };
        heading(canvas, area, &format!("Trend: {}", self.title(&line.prompt)));
        let same: Vec<Summary> = self
            .lines
            .iter()
            .filter(|l| l.prompt == line.prompt && l.revision == line.revision)
            .cloned()
            .collect();
        for (row, dimension) in below(area, 1).rows().zip(line.levels.keys()) {
            let levels: Vec<u8> = series(&same, dimension).into_iter().map(|(_, level)| level).collect();
            draw_series(canvas, row, &dimension.as_str().replace('_', " "), &levels);
        }
    }
}

/// One dimension: its name, its levels over time, where it is going.
fn draw_series(canvas: &mut Canvas, row: Rect, name: &str, levels: &[u8]) {
    let at = |x: u16, width: u16| Rect {
        x: row.x + x.min(row.width),
        width: width.min(row.width.saturating_sub(x)),
        ..row
    };
    canvas.text(at(0, 22), name, Role::Text);
    let recent = &levels[levels.len().saturating_sub(16)..];
    let values: Vec<f64> = recent.iter().map(|level| f64::from(*level)).collect();
    spark(canvas, at(23, 16), &values, 4.0, Role::Accent);
    let last = levels.last().map_or_else(|| "-".to_owned(), ToString::to_string);
    let going = match trend(levels) {
        Trend::New => "",
        Trend::Rising => "rising",
        Trend::Steady => "steady",
        Trend::Falling => "falling",
    };
    canvas.text(at(40, 20), &format!("{last} of 4  {going}"), Role::Muted);
}

/// The way to an attempt: an interview opens with its look back.
fn opened(line: &Summary) -> Route {
    match line.kind {
        Kind::Mock => Route::Debrief(line.id.clone()),
        _ => Route::Result(line.id.clone()),
    }
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Practice => "practice".into(),
        Kind::Mock => "mock interview".into(),
        Kind::Retry(dimension) => format!("retry of {}", dimension.as_str().replace('_', " ")),
        Kind::Variation(id) => format!("variation {id}"),
    }
}

impl View for History {
    fn title(&self) -> String {
        "History".into()
    }

    fn status(&self) -> Vec<(String, Role)> {
        let shown = self.filter.prompt.as_ref().map(|id| self.title(id));
        let kind = self.filter.kind.as_ref().map(|_| "mock interviews".to_owned());
        let count = if self.total == 1 { "1 attempt".to_owned() } else { format!("{} attempts", self.total) };
        shown.into_iter().chain(kind).chain([count]).map(|text| (text, Role::Muted)).collect()
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&[KEYS])
    }

    fn update(&mut self, event: &Event, _: &Env) -> Vec<Effect> {
        match event {
            Event::Key(key) => KEYS.action(*key).map(|act| self.act(act)).unwrap_or_default(),
            Event::Wheel(lines) => self.act(Act::Move(isize::from(*lines))),
            Event::Deleted(id) => {
                self.deleted(id);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        let area = inset(area);
        if self.lines.is_empty() {
            canvas.paragraph(
                area,
                "Nothing here yet. Hand in an answer, and it stands here with its score.",
                Role::Text,
            );
            return;
        }
        canvas.text(area, &self.rhythm_line(), Role::Muted);
        let body = below(area, 2);
        let (left, right) = if canvas.area().width >= WIDE {
            split(body, 50)
        } else {
            let rows = body.height.saturating_sub(TREND);
            (top(body, rows), below(body, rows + 1))
        };
        let rows: Vec<Row> = self.lines.iter().map(|line| self.row(canvas, line)).collect();
        list(canvas, left, &rows, Some(self.cursor));
        self.draw_trend(canvas, right);
    }
}

impl History {
    fn row(&self, canvas: &Canvas, line: &Summary) -> Row {
        let glyphs = canvas.glyphs();
        let mean = line.mean();
        let mark = match mean {
            Some(mean) if mean >= 2.5 => (glyphs.yes, Role::Good),
            Some(_) => (glyphs.half, Role::Accent),
            None => (glyphs.open, Role::Muted),
        };
        let score = mean.map_or_else(String::new, |mean| format!("{mean:.1}"));
        Row {
            mark,
            name: format!("{}  {}", self.moment(line.at), self.title(&line.prompt)),
            state: format!("{}  {score:>3}", kind(&line.kind)),
        }
    }
}
