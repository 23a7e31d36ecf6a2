//! Home: the next thing to do, and everything else there is.

use ratatui::layout::Rect;

use super::{Env, Route, View};
use crate::content::chapter::Chapter;
use crate::content::id::PromptId;
use crate::content::library::Entry;
use crate::content::prompt::Prompt;
use crate::interview::timer::{UnixMillis, clock_face};
use crate::progress::home::{Step, offers};
use crate::progress::store::Standing;
use crate::progress::{DraftKey, Filter, Kind, StoreError};
use crate::score::Band;
use crate::tui::canvas::Canvas;
use crate::tui::desk::Desk;
use crate::tui::effect::Effect;
use crate::tui::event::Event;
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::Role;
use crate::tui::widget::frame::{below, column, framed, heading, top};
use crate::tui::widget::list::{Cursor, Row, draw_row};
use crate::tui::widget::scroll::Scroll;

/// Rows of the box with the next thing.
const BOX: u16 = 4;

/// The first screen.
#[derive(Debug)]
pub struct Home {
    /// What is worth doing now, the most useful first.
    next: Vec<Next>,
    groups: Vec<Group>,
    refused: usize,
    cursor: Cursor,
}

/// Something worth doing: what a person reads, and the way there.
type Next = (String, Route);

/// Rows under a heading.
#[derive(Debug)]
struct Group {
    title: &'static str,
    items: Vec<Item>,
}

#[derive(Debug)]
struct Item {
    state: State,
    name: String,
    words: String,
    route: Route,
    /// The way to its simulation, if it has one.
    simulation: Option<Route>,
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    Begun,
    Done,
}

impl Home {
    /// Home as things stand now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(desk: &Desk, now: UnixMillis) -> Result<Self, StoreError> {
        let standing = desk.store.standing(now)?;
        let chapters = desk.library.chapters.iter().map(|c| chapter_item(c, &standing)).collect();
        let prompts = desk.library.prompts.iter().map(|p| prompt_item(p, &standing)).collect();
        let mocks = desk.library.prompts.iter().map(|p| mock_item(p, &standing)).collect();
        let offers = offers(&desk.library, &standing);
        Ok(Self {
            next: offers.into_iter().map(|o| (o.says, route(&o.step))).collect(),
            groups: vec![
                Group { title: "Chapters", items: chapters },
                Group { title: "Practice", items: prompts },
                Group { title: "Mock interview", items: mocks },
                Group { title: "Looking back", items: looking_back(&standing) },
            ],
            refused: desk.library.refused.len(),
            cursor: Cursor::default(),
        })
    }

    /// The same with what has changed since; the cursor is on the next thing again.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refresh(&mut self, desk: &Desk, now: UnixMillis) -> Result<(), StoreError> {
        *self = Self::open(desk, now)?;
        Ok(())
    }

    fn items(&self) -> impl Iterator<Item = &Item> {
        self.groups.iter().flat_map(|g| &g.items)
    }

    /// Rows that the cursor can be on: the next thing, then every item.
    fn len(&self) -> usize {
        1 + self.items().count()
    }

    fn chosen(&self) -> Option<Route> {
        let at = self.cursor.row(self.len());
        match at.checked_sub(1) {
            Some(item) => self.items().nth(item).map(|i| i.route.clone()),
            None => self.next.first().map(|(_, route)| route.clone()),
        }
    }

    /// The simulation of the item under the cursor.
    fn simulation(&self) -> Option<&Route> {
        let item = self.cursor.row(self.len()).checked_sub(1)?;
        self.items().nth(item)?.simulation.as_ref()
    }

    fn tables(&self) -> Vec<Keymap<Act>> {
        let simulated = self.simulation().map(|_| SIMULATED);
        [KEYS].into_iter().chain(simulated).collect()
    }

    fn draw_next(&self, canvas: &mut Canvas, area: Rect) {
        let chosen = self.cursor.row(self.len()) == 0;
        let inner = framed(canvas, area, "Next", chosen);
        let role = if chosen { Role::Selected } else { Role::Strong };
        let what = self.next.first().map_or("Nothing to open; add a pack with --pack DIR", |(what, _)| what);
        canvas.text(inner, &format!(" {} {what} ", canvas.glyphs().cursor), role);
        if let Some((then, _)) = self.next.get(1) {
            let line = below(inner, 1);
            let line = Rect { x: line.x + 3, width: line.width.saturating_sub(3), ..line };
            canvas.text(line, &format!("then: {then}"), Role::Muted);
        }
    }

    /// Every line of the list: a heading, an item with its number, or nothing.
    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        let mut number = 1;
        for group in self.groups.iter().filter(|g| !g.items.is_empty()) {
            lines.push(Line::Heading(group.title));
            for item in &group.items {
                lines.push(Line::Item(number, item));
                number += 1;
            }
            lines.push(Line::Empty);
        }
        lines
    }
}

enum Line<'a> {
    Heading(&'static str),
    Item(usize, &'a Item),
    Empty,
}

fn chapter_item(chapter: &Entry<Chapter>, standing: &Standing) -> Item {
    let sections = chapter.sections.len();
    let reading = standing.readings.iter().find(|r| r.chapter == chapter.front.id);
    let (state, words) = match reading {
        None => (State::New, format!("{} min", chapter.front.minutes)),
        Some(r) if r.finished => (State::Done, "read".to_owned()),
        Some(r) => (State::Begun, format!("at {} of {sections}", r.section + 1)),
    };
    let route = Route::Chapter(chapter.front.id.clone());
    Item { state, name: chapter.front.title.clone(), words, route, simulation: None }
}

fn prompt_item(prompt: &Entry<Prompt>, standing: &Standing) -> Item {
    let key = DraftKey::practice(prompt.id.clone());
    let draft = standing.drafts.iter().find(|d| d.key == key);
    let count = standing.attempts.iter().find(|(id, ..)| *id == prompt.id).map_or(0, |(_, count, _)| *count);
    let (state, words) = match (draft, count) {
        (Some(draft), _) => {
            (State::Begun, format!("{} words written", draft.text.split_whitespace().count()))
        }
        (None, 0) => (State::New, format!("{} min", prompt.minutes)),
        (None, count) => (State::Done, format!("{}, {}", times(count), band(prompt, standing))),
    };
    let simulation = prompt.simulation.is_some().then(|| Route::simulate(prompt.id.clone()));
    Item { state, name: prompt.title.clone(), words, route: Route::Practice(key), simulation }
}

fn mock_item(prompt: &Entry<Prompt>, standing: &Standing) -> Item {
    let waits = standing.drafts.iter().find(|d| d.key.prompt == prompt.id && d.key.mode == Kind::Mock);
    let (state, words) = match waits {
        Some(draft) => (State::Begun, format!("{} left", clock_face(draft.timer.left()))),
        None if standing.mocked.contains(&prompt.id) => (State::Done, "held".to_owned()),
        None => (State::New, "20 to 60 min".to_owned()),
    };
    Item {
        state,
        name: prompt.title.clone(),
        words,
        route: Route::Mock(prompt.id.clone(), None),
        simulation: None,
    }
}

fn looking_back(standing: &Standing) -> Vec<Item> {
    let due = match standing.due {
        0 => (State::Done, "nothing due".to_owned()),
        count => (State::Begun, format!("{count} due")),
    };
    let count: u32 = standing.attempts.iter().map(|(_, count, _)| *count).sum();
    let handed_in = match count {
        0 => (State::New, "nothing yet".to_owned()),
        1 => (State::Done, "1 attempt".to_owned()),
        count => (State::Done, format!("{count} attempts")),
    };
    let item = |name: &str, (state, words), route| Item {
        state,
        name: name.to_owned(),
        words,
        route,
        simulation: None,
    };
    vec![item("Review", due, Route::Review), item("History", handed_in, Route::History(Filter::default()))]
}

fn times(count: u32) -> String {
    if count == 1 { "once".into() } else { format!("{count} times") }
}

fn band(prompt: &Prompt, standing: &Standing) -> String {
    let latest = standing.latest.iter().filter(|l| l.prompt == prompt.id);
    let levels: Vec<u8> = latest.map(|l| l.level).collect();
    format!("last: {}", Band::of(&levels))
}

/// The screen of a step.
fn route(step: &Step) -> Route {
    match step {
        Step::Resume(key) if key.mode == Kind::Mock => Route::Mock(key.prompt.clone(), None),
        Step::Resume(key) => Route::Practice(key.clone()),
        Step::Read(id) => Route::Chapter(id.clone()),
        Step::Practise(id) => Route::Practice(DraftKey::practice(id.clone())),
        Step::Retry(id, dimension) => practice(id, Kind::Retry(dimension.clone())),
        Step::Vary(id, item) => practice(id, Kind::Variation(item.clone())),
        Step::Review(_) => Route::Review,
        Step::Mock(id) => Route::Mock(id.clone(), None),
    }
}

fn practice(id: &PromptId, mode: Kind) -> Route {
    Route::Practice(DraftKey { prompt: id.clone(), mode })
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Open,
    Simulate,
    Move(isize),
    Leave,
}

const KEYS: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Open, "open", Rank::Main),
    row(common::DOWN, Act::Move(1), "down", Rank::Side),
    row(common::UP, Act::Move(-1), "up", Rank::Side),
    row(common::TOP, Act::Move(isize::MIN), "to the top", Rank::Help),
    row(common::BOTTOM, Act::Move(isize::MAX), "to the end", Rank::Help),
    row(common::BACK, Act::Leave, "quit", Rank::Side),
]);

/// On a prompt that can be simulated.
const SIMULATED: Keymap<Act> = Keymap(&[row(&[Key::char('s')], Act::Simulate, "simulate", Rank::Main)]);

impl View for Home {
    fn title(&self) -> String {
        "frontdesk".into()
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&self.tables())
    }

    fn update(&mut self, event: &Event, _: &Env) -> Vec<Effect> {
        let Event::Key(key) = event else { return Vec::new() };
        match keymap::action(&self.tables(), *key) {
            Some(Act::Open) => self.chosen().map(Effect::Go).into_iter().collect(),
            Some(Act::Simulate) => self.simulation().cloned().map(Effect::Go).into_iter().collect(),
            Some(Act::Leave) => vec![Effect::Back],
            Some(Act::Move(by)) => {
                self.cursor.by(by, self.len());
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        let area = column(area);
        self.draw_next(canvas, top(area, BOX));
        let list = below(area, BOX + 1);
        let list = Rect { height: list.height.saturating_sub(u16::from(self.refused > 0)), ..list };
        let lines = self.lines();
        let at = self.cursor.row(self.len());
        let mut scroll = Scroll::default();
        let shown = lines.iter().position(|l| matches!(l, Line::Item(n, _) if *n == at)).unwrap_or(0);
        scroll.show(shown, lines.len(), list.height);
        for (row, line) in list.rows().zip(lines.iter().skip(scroll.top(lines.len(), list.height))) {
            match line {
                Line::Heading(title) => heading(canvas, row, title),
                Line::Item(n, item) => draw_row(canvas, row, &item.row(canvas), *n == at),
                Line::Empty => {}
            }
        }
        if self.refused > 0 {
            let text = format!(
                "{} {} could not be opened; `frontdesk check` says why",
                canvas.glyphs().warn,
                files(self.refused)
            );
            canvas.text(below(area, area.height - 1), &text, Role::Warn);
        }
    }
}

fn files(count: usize) -> String {
    if count == 1 { "One file".into() } else { format!("{count} files") }
}

impl Item {
    fn row(&self, canvas: &Canvas) -> Row {
        let glyphs = canvas.glyphs();
        let mark = match self.state {
            State::New => (glyphs.open, Role::Muted),
            State::Begun => (glyphs.half, Role::Accent),
            State::Done => (glyphs.yes, Role::Good),
        };
        Row { mark, name: self.name.clone(), state: self.words.clone() }
    }
}
