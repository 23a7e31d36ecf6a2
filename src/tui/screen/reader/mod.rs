//! A chapter, section by section. What comes after a move that asks stays hidden until the learner has acted, and
//! nothing goes on by itself.

mod answer;
mod contents;
mod keys;
mod moves;
mod page;
mod travel;

use std::collections::{BTreeMap, BTreeSet};

use ratatui::layout::Rect;

use crate::content::chapter::{Block, Chapter, Move, Section};
use crate::content::id::{ChapterId, ItemId};
use crate::progress::{Answer, DraftKey, MoveAnswer, ReadingPosition};
use crate::tui::canvas::{Canvas, Target};
use crate::tui::effect::Effect;
use crate::tui::event::{Event, Spot};
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint};
use crate::tui::look::Role;
use crate::tui::screen::{Env, Route, View};
use crate::tui::widget::editor::{Editor, Outcome};
use crate::tui::widget::frame::{below, framed, heading, top};
use crate::tui::widget::markdown::Layout;
use crate::tui::widget::scroll::{Scroll, scrolled};
use crate::tui::widget::toast::Tone;
use contents::areas;
use keys::Act;
use page::Page;

/// Rows above the text: the section's heading and an empty one.
const HEAD: u16 = 2;

/// What was kept of earlier reading.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Answers to the moves.
    pub answers: Vec<MoveAnswer>,
    /// How far it was read.
    pub reading: Option<ReadingPosition>,
    /// What stands in the box of an unfinished move.
    pub pad: Option<String>,
}

/// An open chapter.
#[derive(Debug)]
pub struct Reader {
    chapter: Chapter,
    answers: BTreeMap<ItemId, Answer>,
    opened: BTreeSet<(usize, usize)>,
    section: usize,
    scroll: Scroll,
    /// The first visible block when the chapter was left; until something moves.
    resume: Option<usize>,
    option: usize,
    pad: Editor,
    writing: bool,
    finished: bool,
}

/// What the learner is asked to do now.
#[derive(Clone, Copy, Debug)]
enum Task<'a> {
    /// There is more below.
    ReadOn,
    /// A move waits.
    Act(&'a Move),
    /// The section leads to a practice prompt.
    Practise(&'a Move),
    /// The section is done.
    Next,
    /// The chapter is done.
    Finish,
}

impl Reader {
    /// The chapter where it was left.
    pub fn open(chapter: &Chapter, kept: Kept) -> Self {
        let mut reader = Self {
            chapter: chapter.clone(),
            answers: kept.answers.into_iter().map(|a| (a.item, a.answer)).collect(),
            opened: BTreeSet::new(),
            section: 0,
            scroll: Scroll::default(),
            resume: kept.reading.as_ref().map(|r| r.block as usize).filter(|block| *block > 0),
            option: 0,
            pad: Editor::new(kept.pad.as_deref().unwrap_or_default()),
            writing: false,
            finished: kept.reading.as_ref().is_some_and(|r| r.finished),
        };
        let section = kept.reading.map_or(0, |r| r.section as usize);
        reader.section = section.min(reader.reach());
        reader.resume = reader.resume.filter(|_| reader.section == section);
        reader
    }

    /// Which chapter it is.
    pub fn id(&self) -> &ChapterId {
        &self.chapter.front.id
    }

    /// Takes over answers that were given on other screens.
    pub fn refresh(&mut self, answers: Vec<MoveAnswer>) {
        self.answers = answers.into_iter().map(|a| (a.item, a.answer)).collect();
    }

    /// The name under which the store keeps what stands in the box.
    pub fn pad_name(chapter: &Chapter) -> String {
        format!("pad/{}", chapter.front.id)
    }

    fn section(&self) -> Option<&Section> {
        self.chapter.sections.get(self.section)
    }

    fn blocks(&self) -> &[Block] {
        self.section().map_or(&[], |s| &s.blocks)
    }

    /// The last section that may be opened: that of the first move without an answer.
    fn reach(&self) -> usize {
        let waiting = self.chapter.sections.iter().position(|s| s.blocks.iter().any(|b| self.waits(b)));
        waiting.unwrap_or(self.chapter.sections.len().saturating_sub(1))
    }

    /// The move of this section that waits for an answer.
    fn waiting(&self) -> Option<&Move> {
        match self.blocks().iter().find(|b| self.waits(b)) {
            Some(Block::Move(mv)) => Some(mv),
            _ => None,
        }
    }

    fn task(&self, page: &Page, height: u16) -> Task<'_> {
        let below =
            page.lines.len() > self.scrolled(page).top(page.lines.len(), height) + usize::from(height);
        let practice = self.blocks().iter().find_map(|b| match b {
            Block::Move(mv @ Move::Practice(_)) => Some(mv),
            _ => None,
        });
        match (below, self.waiting(), practice) {
            (true, _, _) => Task::ReadOn,
            (false, Some(mv), _) => Task::Act(mv),
            (false, None, Some(mv)) => Task::Practise(mv),
            _ if self.section + 1 < self.chapter.sections.len() => Task::Next,
            _ => Task::Finish,
        }
    }

    fn current_task(&self, env: &Env) -> Task<'_> {
        let (page, text) = self.place(env);
        self.task(&page, text.height)
    }

    fn act(&mut self, act: Act, env: &Env) -> Vec<Effect> {
        match act {
            Act::Leave => return vec![self.keep_reading(env), Effect::Back],
            Act::Line(by) => self.scroll_by(by, env),
            Act::Page(1) => return self.read_on(env),
            Act::Page(by) => self.scroll_by(by * a_page(env), env),
            Act::Top => self.scroll.home(),
            Act::Bottom => self.scroll.end(),
            Act::Option(by) => self.choose(by),
            Act::Number(number) => self.option = self.option_number(number),
            Act::Next => return self.go(1, env),
            Act::Previous => return self.go(-1, env),
            Act::Reveal => self.reveal(),
            Act::Write => self.write(env),
            Act::Stop => self.writing = false,
            Act::Done => return self.done(env),
            Act::Again => return self.again(),
            Act::Do => return self.go_on(env),
        }
        Vec::new()
    }

    /// Enter: the one next thing.
    fn go_on(&mut self, env: &Env) -> Vec<Effect> {
        match self.current_task(env) {
            Task::ReadOn => self.read_on(env),
            Task::Act(mv) => {
                let mv = mv.clone();
                self.take_up(&mv, env)
            }
            Task::Practise(Move::Practice(practice)) => {
                vec![Effect::Go(Route::Practice(DraftKey::practice(practice.prompt.clone())))]
            }
            Task::Practise(_) | Task::Next => self.go(1, env),
            Task::Finish => self.finish(env),
        }
    }

    fn press(&mut self, key: Key, env: &Env) -> Vec<Effect> {
        if let Some(act) = keymap::action(&self.tables(env), key) {
            return self.act(act, env);
        }
        if !self.writing {
            return Vec::new();
        }
        let outcome = self.pad.press(key);
        self.edited(outcome)
    }

    fn edited(&self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Changed => vec![self.keep_pad()],
            Outcome::Cut(n) => {
                vec![
                    self.keep_pad(),
                    Effect::Say(Tone::Problem, format!("{n} characters too many were left out")),
                ]
            }
            Outcome::Moved | Outcome::Ignored => Vec::new(),
        }
    }

    /// Makes the options of a waiting prediction clickable; they are the last lines of the page.
    fn target_options(&self, canvas: &mut Canvas, text: Rect, page: &Page) {
        let Some(Move::Predict(predict)) = self.waiting() else { return };
        let heights = moves::option_heights(Layout { look: canvas.look, width: text.width.into() }, predict);
        let first = self.scrolled(page).top(page.lines.len(), text.height);
        let mut line = page.lines.len() - heights.iter().sum::<usize>().min(page.lines.len());
        for (nth, height) in heights.into_iter().enumerate() {
            if line >= first {
                let place = below(text, (line - first) as u16);
                canvas.target(top(place, height as u16), Target::Tab(nth));
            }
            line += height;
        }
    }

    fn draw_pad(&self, canvas: &mut Canvas, text: Rect, page: &Page) {
        let Some(pad) = &page.pad else { return };
        let first = self.scrolled(page).top(page.lines.len(), text.height);
        if pad.start < first || pad.end > first + usize::from(text.height) {
            return;
        }
        let area = Rect { y: text.y + (pad.start - first) as u16, height: pad.len() as u16, ..text };
        let inner = framed(canvas, area, &self.pad_title(), self.writing);
        let empty = if self.writing { PAD_OPEN } else { PAD_CLOSED };
        self.pad.draw(canvas, inner, self.writing, empty);
    }

    fn pad_title(&self) -> String {
        match self.waiting() {
            Some(Move::Commit(m)) => format!("{} of at least {} words", self.pad.words(), m.min_words),
            _ => "From memory".to_owned(),
        }
    }
}

const PAD_CLOSED: &str = "Enter begins writing; a rough answer is the point";
const PAD_OPEN: &str = "Two or three sentences of your own. Ctrl-D is done.";

/// Lines of a page, two of them shown again.
fn a_page(env: &Env) -> isize {
    usize::from(env.body.height.saturating_sub(HEAD + 2)).cast_signed()
}

impl View for Reader {
    fn title(&self) -> String {
        self.chapter.front.title.clone()
    }

    fn status(&self) -> Vec<(String, Role)> {
        vec![(format!("section {} of {}", self.section + 1, self.chapter.sections.len()), Role::Muted)]
    }

    fn hints(&self, env: &Env) -> Vec<Hint> {
        keymap::hints(&self.tables(env))
    }

    fn typing(&self) -> bool {
        self.writing
    }

    fn commands(&self) -> Vec<(String, Effect)> {
        let open = &self.chapter.sections[..=self.reach().min(self.chapter.sections.len().saturating_sub(1))];
        let go = |(i, s): (usize, &Section)| (format!("Section {}: {}", i + 1, s.title), Effect::Jump(i));
        open.iter().enumerate().map(go).collect()
    }

    fn update(&mut self, event: &Event, env: &Env) -> Vec<Effect> {
        self.settle(env);
        match event {
            Event::Pointed(Spot::Row(section)) => {
                self.go(section.cast_signed() - self.section.cast_signed(), env)
            }
            Event::Pointed(Spot::Tab(option)) => {
                self.option = *option;
                Vec::new()
            }
            Event::Pointed(Spot::Cell { column, row }) if self.writing => {
                self.pad.point(*column, *row);
                Vec::new()
            }
            Event::Pointed(Spot::Cell { .. }) => {
                self.write(env);
                Vec::new()
            }
            Event::Key(key) => self.press(*key, env),
            Event::Paste(text) if self.writing => {
                let outcome = self.pad.insert(text);
                self.edited(outcome)
            }
            Event::Wheel(lines) => {
                self.scroll_by(isize::from(*lines), env);
                Vec::new()
            }
            Event::Jump(section) => self.go(section.cast_signed() - self.section.cast_signed(), env),
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, env: &Env) {
        let title = self.section().map_or("", |s| &s.title);
        let (contents, beside) = areas(area);
        if let Some(contents) = contents {
            self.draw_contents(canvas, contents);
        }
        heading(canvas, top(beside, 1), title);
        let (page, text) = self.place(env);
        scrolled(canvas, text, &page.lines, self.scrolled(&page));
        self.target_options(canvas, text, &page);
        self.draw_pad(canvas, text, &page);
    }
}
