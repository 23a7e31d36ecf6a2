//! A chapter, section by section. What comes after a move that asks stays hidden until the learner has acted, and
//! nothing goes on by itself.

mod keys;
mod moves;
mod page;

use std::collections::{BTreeMap, BTreeSet};

use ratatui::layout::Rect;

use crate::content::chapter::{Block, Chapter, Move, Section};
use crate::content::id::{ChapterId, ItemId};
use crate::interview::timer::UnixMillis;
use crate::progress::{Answer, DraftKey, MoveAnswer, ReadingPosition, Scope};
use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, Save};
use crate::tui::event::Event;
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint};
use crate::tui::look::Role;
use crate::tui::screen::{Env, Route, View};
use crate::tui::widget::editor::{Editor, Outcome};
use crate::tui::widget::frame::{below, column, framed, heading, top};
use crate::tui::widget::list::Cursor;
use crate::tui::widget::scroll::{Scroll, scrolled};
use crate::tui::widget::toast::Tone;
use keys::Act;
use page::{Page, asks};

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
            option: 0,
            pad: Editor::new(kept.pad.as_deref().unwrap_or_default()),
            writing: false,
            finished: kept.reading.as_ref().is_some_and(|r| r.finished),
        };
        let section = kept.reading.map_or(0, |r| r.section as usize);
        reader.section = section.min(reader.reach());
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
        let below = page.lines.len() > self.scroll.top(page.lines.len(), height) + usize::from(height);
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

    fn place(&self, env: &Env) -> (Page, Rect) {
        let text = below(column(env.body), HEAD);
        (self.page(text.width, env.look), text)
    }

    fn current_task(&self, env: &Env) -> Task<'_> {
        let (page, text) = self.place(env);
        self.task(&page, text.height)
    }

    fn act(&mut self, act: Act, env: &Env) -> Vec<Effect> {
        match act {
            Act::Leave => return vec![Effect::Back],
            Act::Line(by) => self.scroll_by(by, env),
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
            Task::ReadOn => {
                self.scroll_by(a_page(env), env);
                Vec::new()
            }
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

    fn take_up(&mut self, mv: &Move, env: &Env) -> Vec<Effect> {
        match mv {
            Move::Predict(predict) => {
                let answer = Self::predicted(self.option, predict.answer);
                self.answer(&predict.id, answer, env)
            }
            Move::Commit(_) | Move::Recall(_) => {
                self.write(env);
                Vec::new()
            }
            Move::Simulate(simulate) => {
                let mut effects = self.answer(&simulate.id, Answer::Revealed, env);
                effects.extend(self.visit(mv));
                effects
            }
            mv => self.visit(mv).into_iter().collect(),
        }
    }

    /// The screen that a move opens.
    fn visit(&self, mv: &Move) -> Option<Effect> {
        let scope = Scope::Chapter(self.chapter.front.id.clone());
        match mv {
            Move::Classify(classify) => Some(Effect::Go(Route::Classify(scope, Box::new(classify.clone())))),
            Move::Simulate(m) => Some(Effect::Go(Route::Simulation {
                prompt: m.prompt.clone(),
                fault: Some(m.fault.clone()),
                design: Box::new(m.design.clone()),
            })),
            _ => None,
        }
    }

    fn again(&self) -> Vec<Effect> {
        let moves = self.blocks().iter().filter_map(|b| match b {
            Block::Move(mv) => self.visit(mv),
            _ => None,
        });
        moves.take(1).collect()
    }

    /// Hands in what stands in the box.
    fn done(&mut self, env: &Env) -> Vec<Effect> {
        let text = self.pad.text().trim().to_owned();
        match self.waiting().cloned() {
            Some(Move::Commit(commit)) => {
                let words = self.pad.words();
                if words < commit.min_words as usize {
                    let more = commit.min_words as usize - words;
                    return vec![Effect::Say(
                        Tone::Problem,
                        format!("A rough answer has {more} more words at least"),
                    )];
                }
                self.answer(&commit.id, Answer::Committed { text }, env)
            }
            Some(Move::Recall(recall)) => self.answer(&recall.id, Answer::Recalled { text }, env),
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, item: &ItemId, answer: Answer, env: &Env) -> Vec<Effect> {
        self.answers.insert(item.clone(), answer.clone());
        self.writing = false;
        self.option = 0;
        self.pad = Editor::default();
        self.show_answered(item, env);
        let kept = MoveAnswer {
            scope: Scope::Chapter(self.chapter.front.id.clone()),
            item: item.clone(),
            revision: self.chapter.front.revision,
            at: env.now.wall,
            answer,
        };
        vec![Effect::Save(Save::Move(Box::new(kept))), self.keep_pad()]
    }

    /// Scrolls the move that was just answered to the top.
    fn show_answered(&mut self, item: &ItemId, env: &Env) {
        let is_it = |b: &Block| matches!(b, Block::Move(mv) if asks(mv) == Some(item));
        let index = self.blocks().iter().position(is_it).unwrap_or(0);
        let (page, text) = self.place(env);
        let line = page.starts.get(index).copied().unwrap_or(0);
        self.scroll.home();
        self.scroll.by(line.cast_signed(), page.lines.len(), text.height);
    }

    fn keep_pad(&self) -> Effect {
        Effect::Save(Save::Place { name: Self::pad_name(&self.chapter), value: self.pad.text() })
    }

    fn choose(&mut self, by: isize) {
        if let Some(Move::Predict(predict)) = self.waiting() {
            let mut cursor = Cursor::at(self.option);
            cursor.by(by, predict.options.len());
            self.option = cursor.row(predict.options.len());
        }
    }

    fn option_number(&self, number: usize) -> usize {
        match self.waiting() {
            Some(Move::Predict(predict)) if number <= predict.options.len() => number - 1,
            _ => self.option,
        }
    }

    fn write(&mut self, env: &Env) {
        if matches!(self.waiting(), Some(Move::Commit(_) | Move::Recall(_))) {
            self.writing = true;
            let (page, text) = self.place(env);
            let end = page.pad.map_or(0, |pad| pad.end);
            self.scroll.show(end.saturating_sub(1), page.lines.len(), text.height);
        }
    }

    fn reveal(&mut self) {
        let closed = self.blocks().iter().enumerate().position(|(i, b)| {
            matches!(b, Block::Move(Move::Reveal(_))) && !self.opened.contains(&(self.section, i))
        });
        if let Some(index) = closed {
            self.opened.insert((self.section, index));
        }
    }

    fn scroll_by(&mut self, by: isize, env: &Env) {
        let (page, text) = self.place(env);
        self.scroll.by(by, page.lines.len(), text.height);
    }

    /// To another section, as far as the unanswered moves allow.
    fn go(&mut self, by: isize, env: &Env) -> Vec<Effect> {
        let wanted = self.section.saturating_add_signed(by);
        if wanted > self.reach() {
            return vec![Effect::Say(Tone::Note, "Answer first; the rest opens then".into())];
        }
        if wanted == self.section {
            return Vec::new();
        }
        self.section = wanted;
        self.scroll.home();
        self.option = 0;
        vec![self.keep_reading(env.now.wall)]
    }

    fn finish(&mut self, env: &Env) -> Vec<Effect> {
        self.finished = true;
        vec![self.keep_reading(env.now.wall), Effect::Back]
    }

    fn keep_reading(&self, updated: UnixMillis) -> Effect {
        Effect::Save(Save::Reading(ReadingPosition {
            chapter: self.chapter.front.id.clone(),
            revision: self.chapter.front.revision,
            section: self.section as u32,
            block: 0,
            finished: self.finished,
            updated,
        }))
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

    fn draw_pad(&self, canvas: &mut Canvas, text: Rect, page: &Page) {
        let Some(pad) = &page.pad else { return };
        let first = self.scroll.top(page.lines.len(), text.height);
        if pad.start < first || pad.end > first + usize::from(text.height) {
            return;
        }
        let area = Rect { y: text.y + (pad.start - first) as u16, height: pad.len() as u16, ..text };
        let inner = framed(canvas, area, &self.pad_title(), self.writing);
        self.pad.draw(canvas, inner, self.writing, "Enter begins writing; a rough answer is the point");
    }

    fn pad_title(&self) -> String {
        match self.waiting() {
            Some(Move::Commit(m)) => format!("{} words, {} at least", self.pad.words(), m.min_words),
            _ => "From memory".to_owned(),
        }
    }
}

/// Lines of a page, two of them shown again.
fn a_page(env: &Env) -> isize {
    usize::from(env.body.height.saturating_sub(HEAD + 2)).cast_signed()
}

impl View for Reader {
    fn title(&self) -> String {
        self.chapter.front.title.clone()
    }

    fn status(&self) -> Vec<(String, Role)> {
        vec![(format!("{} of {}", self.section + 1, self.chapter.sections.len()), Role::Muted)]
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
        match event {
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
        heading(canvas, top(column(area), 1), title);
        let (page, text) = self.place(env);
        scrolled(canvas, text, &page.lines, self.scroll);
        self.draw_pad(canvas, text, &page);
    }
}
