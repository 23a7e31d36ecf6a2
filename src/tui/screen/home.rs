//! Home: the next thing to do, and everything else there is.

use ratatui::layout::Rect;

use super::{Env, Route, View};
use crate::content::chapter::Chapter;
use crate::content::library::Entry;
use crate::content::prompt::Prompt;
use crate::progress::{Draft, DraftKey, Filter, ReadingPosition, StoreError, Summary};
use crate::score::{Band, SOLID};
use crate::tui::canvas::Canvas;
use crate::tui::desk::Desk;
use crate::tui::effect::Effect;
use crate::tui::event::Event;
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
    next: Next,
    groups: Vec<Group>,
    refused: usize,
    cursor: Cursor,
}

/// The next thing to do.
#[derive(Clone, Debug)]
struct Next {
    what: String,
    why: String,
    route: Route,
}

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
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    Begun,
    Done,
}

/// Everything that home shows, read from the store once.
struct Kept {
    readings: Vec<ReadingPosition>,
    drafts: Vec<Draft>,
    /// For each prompt of the library: how many attempts, and the newest.
    attempts: Vec<(usize, Option<Summary>)>,
}

impl Home {
    /// Home as things stand now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(desk: &Desk) -> Result<Self, StoreError> {
        let kept = Kept::read(desk)?;
        let chapters = desk.library.chapters.iter().map(|c| chapter_item(c, &kept)).collect();
        let prompts = desk.library.prompts.iter().zip(&kept.attempts);
        let prompts = prompts.map(|(p, attempts)| prompt_item(p, attempts, &kept)).collect();
        Ok(Self {
            next: next(desk, &kept),
            groups: vec![
                Group { title: "Chapters", items: chapters },
                Group { title: "Practice", items: prompts },
            ],
            refused: desk.library.refused.len(),
            cursor: Cursor::default(),
        })
    }

    /// The same with what has changed since; the cursor stays.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refresh(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let cursor = self.cursor;
        *self = Self { cursor, ..Self::open(desk)? };
        Ok(())
    }

    fn items(&self) -> impl Iterator<Item = &Item> {
        self.groups.iter().flat_map(|g| &g.items)
    }

    /// Rows that the cursor can be on: the next thing, then every item.
    fn len(&self) -> usize {
        1 + self.items().count()
    }

    fn chosen(&self) -> Route {
        let at = self.cursor.row(self.len());
        let item = at.checked_sub(1).and_then(|i| self.items().nth(i));
        item.map_or(&self.next.route, |i| &i.route).clone()
    }

    fn draw_next(&self, canvas: &mut Canvas, area: Rect) {
        let chosen = self.cursor.row(self.len()) == 0;
        let inner = framed(canvas, area, "Next", chosen);
        let role = if chosen { Role::Selected } else { Role::Strong };
        let what = format!(" {} {} ", canvas.glyphs().cursor, self.next.what);
        canvas.text(inner, &what, role);
        canvas.text(
            Rect { x: inner.x + 3, width: inner.width.saturating_sub(3), ..below(inner, 1) },
            &self.next.why,
            Role::Muted,
        );
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

impl Kept {
    fn read(desk: &Desk) -> Result<Self, StoreError> {
        let attempts = desk.library.prompts.iter().map(|prompt| {
            let filter = Filter { prompt: Some(prompt.id.clone()), ..Filter::default() };
            let count = desk.store.count_attempts(&filter)?;
            Ok((count, desk.store.history(&filter, 0, 1)?.pop()))
        });
        Ok(Self {
            attempts: attempts.collect::<Result<_, StoreError>>()?,
            readings: desk.store.readings()?,
            drafts: desk.store.drafts()?,
        })
    }

    fn reading(&self, chapter: &Chapter) -> Option<&ReadingPosition> {
        self.readings.iter().find(|r| r.chapter == chapter.front.id)
    }
}

fn chapter_item(chapter: &Entry<Chapter>, kept: &Kept) -> Item {
    let sections = chapter.sections.len();
    let (state, words) = match kept.reading(chapter) {
        None => (State::New, format!("{} min", chapter.front.minutes)),
        Some(r) if r.finished => (State::Done, "read".to_owned()),
        Some(r) => (State::Begun, format!("at {} of {sections}", r.section + 1)),
    };
    let route = Route::Chapter(chapter.front.id.clone());
    Item { state, name: chapter.front.title.clone(), words, route }
}

fn prompt_item(prompt: &Entry<Prompt>, attempts: &(usize, Option<Summary>), kept: &Kept) -> Item {
    let key = DraftKey::practice(prompt.id.clone());
    let draft = kept.drafts.iter().find(|d| d.key == key);
    let (state, words) = match (draft, attempts) {
        (Some(draft), _) => {
            (State::Begun, format!("{} words written", draft.text.split_whitespace().count()))
        }
        (None, (count, Some(last))) => (State::Done, format!("{}, {}", times(*count), band(last))),
        (None, _) => (State::New, format!("{} min", prompt.minutes)),
    };
    Item { state, name: prompt.title.clone(), words, route: Route::Practice(key) }
}

fn times(count: usize) -> String {
    if count == 1 { "once".into() } else { format!("{count} times") }
}

fn band(summary: &Summary) -> String {
    let levels: Vec<u8> = summary.levels.values().copied().collect();
    format!("last: {}", Band::of(&levels))
}

/// The next thing to do, in this order: what was being worked on last, a practice that a read chapter leads to, a
/// weak dimension, the first new chapter, the first new prompt.
fn next(desk: &Desk, kept: &Kept) -> Next {
    unfinished(desk, kept)
        .or_else(|| after_reading(desk, kept))
        .or_else(|| new_chapter(desk, kept))
        .or_else(|| weak(desk, kept))
        .or_else(|| new_prompt(desk, kept))
        .unwrap_or_else(|| anything(desk))
}

fn unfinished(desk: &Desk, kept: &Kept) -> Option<Next> {
    let reading = kept.readings.iter().filter(|r| !r.finished).max_by_key(|r| r.updated);
    let draft = kept.drafts.iter().max_by_key(|d| d.updated());
    match (reading, draft) {
        (Some(r), Some(d)) if r.updated >= d.updated() => go_on_reading(desk, r),
        (_, Some(d)) => go_on_writing(desk, d),
        (Some(r), None) => go_on_reading(desk, r),
        (None, None) => None,
    }
}

fn go_on_reading(desk: &Desk, reading: &ReadingPosition) -> Option<Next> {
    let chapter = desk.library.chapter(reading.chapter.as_str())?;
    let section = chapter.sections.get(reading.section as usize)?;
    Some(Next {
        what: format!("Go on: {}", chapter.front.title),
        why: format!("Section {} of {}, {}", reading.section + 1, chapter.sections.len(), section.title),
        route: Route::Chapter(reading.chapter.clone()),
    })
}

fn go_on_writing(desk: &Desk, draft: &Draft) -> Option<Next> {
    let prompt = desk.library.prompt(draft.key.prompt.as_str())?;
    let words = draft.text.split_whitespace().count();
    let left = crate::interview::timer::clock_face(draft.timer.left());
    Some(Next {
        what: format!("Go on writing: {}", prompt.title),
        why: format!("{words} words so far, {left} left on the clock"),
        route: Route::Practice(draft.key.clone()),
    })
}

fn after_reading(desk: &Desk, kept: &Kept) -> Option<Next> {
    let read = desk.library.chapters.iter().filter(|c| kept.reading(c).is_some_and(|r| r.finished));
    let mut leads = read.filter_map(|c| c.front.prompt.as_ref());
    let prompt = leads.find_map(|id| untried(desk, kept).find(|p| p.id == *id))?;
    Some(practise(prompt, "You have read the chapter; now answer in your own words"))
}

fn untried<'a>(desk: &'a Desk, kept: &'a Kept) -> impl Iterator<Item = &'a Entry<Prompt>> {
    desk.library.prompts.iter().zip(&kept.attempts).filter(|(_, (count, _))| *count == 0).map(|(p, _)| p)
}

fn practise(prompt: &Entry<Prompt>, why: &str) -> Next {
    Next {
        what: format!("Practise: {}", prompt.title),
        why: format!("{why}, {} minutes", prompt.minutes),
        route: Route::Practice(DraftKey::practice(prompt.id.clone())),
    }
}

fn new_chapter(desk: &Desk, kept: &Kept) -> Option<Next> {
    let chapter = desk.library.chapters.iter().find(|c| kept.reading(c).is_none())?;
    Some(Next {
        what: format!("Begin: {}", chapter.front.title),
        why: format!(
            "A chapter in which you decide first and read second, about {} minutes",
            chapter.front.minutes
        ),
        route: Route::Chapter(chapter.front.id.clone()),
    })
}

fn weak(desk: &Desk, kept: &Kept) -> Option<Next> {
    let last = kept.attempts.iter().filter_map(|(_, last)| last.as_ref()).max_by_key(|last| last.at)?;
    let (dimension, level) = last.levels.iter().filter(|(_, l)| **l < SOLID).min_by_key(|(_, l)| **l)?;
    let prompt = desk.library.prompt(last.prompt.as_str())?;
    let title = prompt.rubric.dimensions.iter().find(|d| d.id == *dimension).map(|d| d.title.clone())?;
    Some(Next {
        what: format!("Retry one dimension: {title}"),
        why: format!("{level} of 4 in your last answer to {}", prompt.title),
        route: Route::Result(last.id.clone()),
    })
}

fn new_prompt(desk: &Desk, kept: &Kept) -> Option<Next> {
    untried(desk, kept).next().map(|p| practise(p, "A prompt that you have not tried yet"))
}

fn anything(desk: &Desk) -> Next {
    match desk.library.prompts.first() {
        Some(prompt) => practise(prompt, "Answer it again and compare"),
        None => Next {
            what: "Nothing to open".into(),
            why: "Add a pack with --pack DIR".into(),
            route: Route::Home,
        },
    }
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Open,
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

impl View for Home {
    fn title(&self) -> String {
        "frontdesk".into()
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&[KEYS])
    }

    fn update(&mut self, event: &Event, _: &Env) -> Vec<Effect> {
        let Event::Key(key) = event else { return Vec::new() };
        match KEYS.action(*key) {
            Some(Act::Open) => vec![Effect::Go(self.chosen())],
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
