//! Home: the next thing to do, everything else there is, and where there is room, what it is about.

mod about;
mod items;

use ratatui::layout::Rect;

use super::{Env, Route, View};
use crate::interview::timer::UnixMillis;
use crate::progress::StoreError;
use crate::progress::home::offers;
use crate::tui::canvas::{Canvas, Target};
use crate::tui::desk::Desk;
use crate::tui::effect::Effect;
use crate::tui::event::{Event, Spot};
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::Role;
use crate::tui::widget::frame::{MEASURE, below, column, framed, heading, inset, split, top};
use crate::tui::widget::list::{Cursor, Row, draw_row};
use crate::tui::widget::scroll::{Scroll, more};
use about::About;
use items::{Group, Item, State, groups, practised, route, subject};

/// Rows of the box with the next thing.
const BOX: u16 = 4;
/// From this width on, what an item is about stands beside the list.
const WIDE: u16 = 116;

/// The first screen.
#[derive(Debug)]
pub struct Home {
    /// What is worth doing now, the most useful first.
    next: Vec<Next>,
    groups: Vec<Group>,
    refused: usize,
    /// What stands at the right of the title.
    practised: String,
    cursor: Cursor,
}

/// Something worth doing: what a person reads, the way there, and the item that it is about.
#[derive(Debug)]
struct Next {
    says: String,
    route: Route,
    about: Option<usize>,
}

impl Home {
    /// Home as things stand now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(desk: &Desk, now: UnixMillis) -> Result<Self, StoreError> {
        let standing = desk.store.standing(now)?;
        let groups = groups(&desk.library, &standing);
        let place = |route: &Route| {
            groups.iter().flat_map(|g| &g.items).position(|i| subject(&i.route) == subject(route))
        };
        let next = offers(&desk.library, &standing).into_iter().map(|offer| {
            let route = route(&offer.step);
            Next { says: offer.says, about: place(&route), route }
        });
        let practised = practised(&standing);
        Ok(Self {
            next: next.collect(),
            groups,
            refused: desk.library.refused.len(),
            practised,
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

    /// The item under the cursor; none on the next thing.
    fn item(&self) -> Option<&Item> {
        self.items().nth(self.cursor.row(self.len()).checked_sub(1)?)
    }

    /// What the row under the cursor is about.
    fn about(&self) -> Option<&About> {
        let next = || self.items().nth(self.next.first()?.about?);
        self.item().or_else(next).map(|item| &item.about)
    }

    fn chosen(&self) -> Option<Route> {
        let next = || self.next.first().map(|next| next.route.clone());
        self.item().map(|item| item.route.clone()).or_else(next)
    }

    fn tables(&self) -> Vec<Keymap<Act>> {
        let Some(item) = self.item() else { return vec![OPEN, KEYS] };
        let open = if item.mock.is_some() { PRACTISE } else { OPEN };
        let simulated = item.simulation.as_ref().map(|_| SIMULATED);
        [open].into_iter().chain(simulated).chain([KEYS]).collect()
    }

    fn act(&mut self, act: Act) -> Vec<Effect> {
        let go = |route: Option<Route>| route.map(Effect::Go).into_iter().collect();
        match act {
            Act::Open => go(self.chosen()),
            Act::Mock => go(self.item().and_then(|item| item.mock.clone())),
            Act::Simulate => go(self.item().and_then(|item| item.simulation.clone())),
            Act::Leave => vec![Effect::Back],
            Act::Move(by) => {
                self.cursor.by(by, self.len());
                Vec::new()
            }
        }
    }

    /// A click puts the cursor on a row, and a second one opens it.
    fn point(&mut self, row: usize) -> Vec<Effect> {
        if self.cursor.row(self.len()) == row {
            return self.act(Act::Open);
        }
        self.cursor = Cursor::at(row);
        Vec::new()
    }

    fn draw_next(&self, canvas: &mut Canvas, area: Rect) {
        let chosen = self.cursor.row(self.len()) == 0;
        let inner = framed(canvas, area, "Next", chosen);
        canvas.target(area, Target::Row(0));
        let role = if chosen { Role::Selected } else { Role::Strong };
        let what = self.next.first().map_or("Nothing to open; add a pack with --pack DIR", |next| &next.says);
        canvas.text(inner, &format!(" {} {what} ", canvas.glyphs().cursor), role);
        if let Some(then) = self.next.get(1) {
            let line = below(inner, 1);
            let line = Rect { x: line.x + 3, width: line.width.saturating_sub(3), ..line };
            canvas.text(line, &format!("then: {}", then.says), Role::Muted);
        }
    }

    /// Every line of the list: a heading, an item with its number, or nothing.
    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        let mut number = 1;
        for group in self.groups.iter().filter(|g| !g.items.is_empty()) {
            if !lines.is_empty() {
                lines.push(Line::Empty);
            }
            lines.push(Line::Heading(group.title));
            for item in &group.items {
                lines.push(Line::Item(number, item));
                number += 1;
            }
        }
        lines
    }

    fn draw_list(&self, canvas: &mut Canvas, area: Rect) {
        self.draw_next(canvas, top(area, BOX));
        let list = below(area, BOX + 1);
        let list = Rect { height: list.height.saturating_sub(u16::from(self.refused > 0)), ..list };
        let lines = self.lines();
        let at = self.cursor.row(self.len());
        let mut scroll = Scroll::default();
        let shown = lines.iter().position(|l| matches!(l, Line::Item(n, _) if *n == at)).unwrap_or(0);
        scroll.show(shown, lines.len(), list.height);
        let skip = scroll.top(lines.len(), list.height);
        more(canvas, list, skip, lines.len());
        for (row, line) in list.rows().zip(lines.iter().skip(skip)) {
            match line {
                Line::Heading(title) => heading(canvas, row, title),
                Line::Item(n, item) => {
                    canvas.target(row, Target::Row(*n));
                    draw_row(canvas, row, &item.row(canvas), *n == at);
                }
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

enum Line<'a> {
    Heading(&'static str),
    Item(usize, &'a Item),
    Empty,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Open,
    Mock,
    Simulate,
    Move(isize),
    Leave,
}

const OPEN: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Open, "open", Rank::Main)]);
/// On a question.
const PRACTISE: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Open, "practise", Rank::Main),
    row(&[Key::char('m')], Act::Mock, "mock interview", Rank::Main),
]);
/// On a question that can be simulated.
const SIMULATED: Keymap<Act> = Keymap(&[row(&[Key::char('s')], Act::Simulate, "simulate", Rank::Main)]);
const KEYS: Keymap<Act> = Keymap(&[
    row(common::DOWN, Act::Move(1), "down", Rank::Side),
    row(common::UP, Act::Move(-1), "up", Rank::Side),
    row(common::TOP, Act::Move(isize::MIN), "to the top", Rank::Help),
    row(common::BOTTOM, Act::Move(isize::MAX), "to the end", Rank::Help),
    row(common::BACK, Act::Leave, "quit", Rank::Side),
]);

impl View for Home {
    fn title(&self) -> String {
        "frontdesk".into()
    }

    fn status(&self) -> Vec<(String, Role)> {
        vec![(self.practised.clone(), Role::Muted)]
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&self.tables())
    }

    fn update(&mut self, event: &Event, _: &Env) -> Vec<Effect> {
        match event {
            Event::Key(key) => {
                keymap::action(&self.tables(), *key).map(|act| self.act(act)).unwrap_or_default()
            }
            Event::Wheel(lines) => self.act(Act::Move(isize::from(*lines).signum())),
            Event::Pointed(Spot::Row(row)) => self.point(*row),
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        if area.width < WIDE {
            return self.draw_list(canvas, column(area));
        }
        let (left, right) = split(inset(area), 52);
        let left = Rect { width: left.width.min(MEASURE), ..left };
        self.draw_list(canvas, left);
        if let Some(about) = self.about() {
            let right = Rect { width: right.width.min(MEASURE + 4), ..right };
            about.draw(canvas, right);
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
