//! Everything that was handed in, the trend of each dimension, and how regularly.

mod trends;

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::layout::Rect;

use crate::content::id::PromptId;
use crate::interview::timer::{UnixMillis, clock_face};
use crate::progress::outcome::{Latest, Rhythm};
use crate::progress::{AttemptId, Filter, Kind, Summary};
use crate::tui::canvas::Canvas;
use crate::tui::effect::{Ask, Effect, Save};
use crate::tui::event::{Event, Spot};
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::Role;
use crate::tui::screen::{Env, Route, View};
use crate::tui::widget::frame::{GUTTER, below, inset, split, top};
use crate::tui::widget::list::{Cursor, Row, list};
pub use trends::Known;
use trends::Trends;

/// From this width on the trend stands beside the list.
const WIDE: u16 = 100;
/// Rows of the trend below the list.
const TREND: u16 = 9;
/// The kinds of attempts that may be asked for, by their word.
const KINDS: [(&str, &str); 4] = [
    ("practice", "Only practice"),
    ("mock", "Only mock interviews"),
    ("retry", "Only retries of one dimension"),
    ("variation", "Only variations"),
];

/// The list of submissions.
#[derive(Debug)]
pub struct History {
    lines: Vec<Summary>,
    total: usize,
    filter: Filter,
    prompts: Vec<Known>,
    rhythm: Rhythm,
    latest: Vec<Latest>,
    trends: Trends,
    zone: TimeZone,
    cursor: Cursor,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Open,
    Move(isize),
    Filter,
    All,
    Delete,
    Export,
    Leave,
}

const CHOSEN: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Open, "open", Rank::Main),
    row(common::EXPORT, Act::Export, "write it to a file", Rank::Side),
    row(&[Key::char('x')], Act::Delete, "delete", Rank::Side),
]);
const FILTERED: Keymap<Act> = Keymap(&[row(&[Key::char('a')], Act::All, "show all", Rank::Main)]);
const KEYS: Keymap<Act> = Keymap(&[
    row(&[Key::char('f'), Key::char('/')], Act::Filter, "show only", Rank::Main),
    row(common::DOWN, Act::Move(1), "older", Rank::Help),
    row(common::UP, Act::Move(-1), "newer", Rank::Help),
    row(common::PAGE_DOWN, Act::Move(15), "a page down", Rank::Help),
    row(common::PAGE_UP, Act::Move(-15), "a page up", Rank::Help),
    row(common::TOP, Act::Move(isize::MIN), "the newest", Rank::Help),
    row(common::BOTTOM, Act::Move(isize::MAX), "the oldest", Rank::Help),
    row(common::BACK, Act::Leave, "back", Rank::Main),
]);

/// What a history shows besides its lines.
#[derive(Debug)]
pub struct Around {
    /// How many attempts the filter lets through.
    pub total: usize,
    /// Which attempts are shown.
    pub filter: Filter,
    /// The prompts of the library.
    pub prompts: Vec<Known>,
    /// How regularly the learner practises.
    pub rhythm: Rhythm,
    /// The latest level of every dimension.
    pub latest: Vec<Latest>,
    /// The learner's time zone.
    pub zone: TimeZone,
}

impl History {
    /// The newest `lines` that the filter lets through.
    pub fn new(lines: Vec<Summary>, around: Around) -> Self {
        let Around { total, filter, prompts, rhythm, latest, zone } = around;
        let trends = Trends::of(&lines, &prompts);
        Self { lines, total, filter, prompts, rhythm, latest, trends, zone, cursor: Cursor::default() }
    }

    fn chosen(&self) -> Option<&Summary> {
        self.lines.get(self.cursor.row(self.lines.len()))
    }

    fn tables(&self) -> Vec<Keymap<Act>> {
        let chosen = self.chosen().map(|_| CHOSEN);
        let filtered = (self.filter != Filter::default()).then_some(FILTERED);
        chosen.into_iter().chain(filtered).chain([KEYS]).collect()
    }

    fn act(&mut self, act: Act) -> Vec<Effect> {
        match act {
            Act::Leave => return vec![Effect::Back],
            Act::Move(by) => self.cursor.by(by, self.lines.len()),
            Act::Open => return self.chosen().map(|line| Effect::Go(opened(line))).into_iter().collect(),
            Act::All => return vec![Effect::Swap(Route::History(Filter::default()))],
            Act::Filter => return vec![Effect::Choose("Show".to_owned(), self.filters())],
            Act::Export => {
                return self.chosen().map(|line| Effect::Ask(Ask::to_export(&line.id))).into_iter().collect();
            }
            Act::Delete => {
                return self.chosen().map(|line| Effect::Ask(self.delete(line))).into_iter().collect();
            }
        }
        Vec::new()
    }

    /// A click puts the cursor on a row, and a second one opens it.
    fn point(&mut self, row: usize) -> Vec<Effect> {
        if self.cursor.row(self.lines.len()) == row {
            return self.act(Act::Open);
        }
        self.cursor = Cursor::at(row);
        Vec::new()
    }

    /// Every prompt and kind that the list can be narrowed to; what is chosen already stays.
    fn filters(&self) -> Vec<(String, Effect)> {
        let show = |label: String, filter| (label, Effect::Swap(Route::History(filter)));
        let prompts = self.prompts.iter().map(|known| {
            let filter = Filter { prompt: Some(known.id.clone()), ..self.filter.clone() };
            show(known.title.clone(), filter)
        });
        let kinds = KINDS.iter().map(|(kind, label)| {
            let filter = Filter { kind: Some((*kind).to_owned()), ..self.filter.clone() };
            show((*label).to_owned(), filter)
        });
        let all = show("Everything".to_owned(), Filter::default());
        [all].into_iter().chain(kinds).chain(prompts).collect()
    }

    fn delete(&self, line: &Summary) -> Ask {
        let text = format!(
            "{}, {}. Its text and score are gone for good; `frontdesk export` keeps a copy first.",
            self.title(&line.prompt),
            self.moment(line.at, "%Y-%m-%d %H:%M")
        );
        let yes = (Key::char('x'), "delete it".to_owned(), Effect::Save(Save::Delete(line.id.clone())));
        Ask { title: "Delete this attempt?".into(), text, answers: vec![yes] }
    }

    fn deleted(&mut self, id: &AttemptId) {
        self.lines.retain(|line| line.id != *id);
        self.total = self.total.saturating_sub(1);
        self.trends = Trends::of(&self.lines, &self.prompts);
    }

    fn moment(&self, at: UnixMillis, form: &str) -> String {
        let zoned = Timestamp::from_millisecond(at.0).map(|at| at.to_zoned(self.zone.clone()));
        zoned.map_or_else(|_| "?".to_owned(), |at| at.strftime(form).to_string())
    }

    fn title(&self, id: &PromptId) -> String {
        let known = self.prompts.iter().find(|known| known.id == *id);
        known.map_or_else(|| id.to_string(), |known| known.title.clone())
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
        let writing = clock_face(Duration::from_millis(used));
        format!("{days} of the last seven{weeks}; {writing} of writing in this list")
    }

    fn draw_beside(&self, canvas: &mut Canvas, area: Rect) {
        let Some(line) = self.chosen() else { return };
        let used = self.trends.draw(canvas, area, line, &self.title(&line.prompt));
        self.draw_weakest(canvas, below(area, used + 1));
    }

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
            name: format!("{}  {}", self.moment(line.at, "%Y-%m-%d"), self.title(&line.prompt)),
            state: format!("{:9}  {score:>3}", kind(&line.kind)),
        }
    }
}

/// The way to an attempt: an interview opens with its look back.
fn opened(line: &Summary) -> Route {
    match line.kind {
        Kind::Mock => Route::Debrief(line.id.clone()),
        _ => Route::Result(line.id.clone()),
    }
}

const fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Practice => "practice",
        Kind::Mock => "mock",
        Kind::Retry(_) => "retry",
        Kind::Variation(_) => "variation",
    }
}

impl View for History {
    fn title(&self) -> String {
        "History".into()
    }

    fn status(&self) -> Vec<(String, Role)> {
        let shown = self.filter.prompt.as_ref().map(|id| self.title(id));
        let kind = self.filter.kind.clone();
        let count = match (self.total, self.lines.len()) {
            (1, _) => "1 attempt".to_owned(),
            (total, shown) if shown < total => format!("the newest {shown} of {total} attempts"),
            (total, _) => format!("{total} attempts"),
        };
        shown.into_iter().chain(kind).chain([count]).map(|text| (text, Role::Muted)).collect()
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&self.tables())
    }

    fn update(&mut self, event: &Event, _: &Env) -> Vec<Effect> {
        match event {
            Event::Key(key) => {
                keymap::action(&self.tables(), *key).map(|act| self.act(act)).unwrap_or_default()
            }
            Event::Wheel(lines) => self.act(Act::Move(isize::from(*lines))),
            Event::Pointed(Spot::Row(row)) => self.point(*row),
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
            let text = if self.filter == Filter::default() {
                "Nothing here yet. Hand in an answer, and it stands here with its score."
            } else {
                "Nothing of this kind was handed in. Press a to show everything."
            };
            canvas.paragraph(area, text, Role::Text);
            return;
        }
        canvas.text(area, &self.rhythm_line(), Role::Muted);
        let body = below(area, 2);
        let (left, right) = if canvas.area().width >= WIDE {
            let (left, right) = split(body, 55);
            (Rect { width: left.width - GUTTER, ..left }, right)
        } else {
            let rows = body.height.saturating_sub(TREND);
            (top(body, rows), below(body, rows + 1))
        };
        list(canvas, left, self.lines.len(), self.cursor, |canvas, nth| self.row(canvas, &self.lines[nth]));
        self.draw_beside(canvas, right);
    }
}
