//! The classification round: place every task, commit, predict, watch, and see what each placement meant.

mod draw;

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use crate::content::chapter;
use crate::content::prompt::Prompt;
use crate::content::task::{Placement, Task};
use crate::game::{Refused, Round, Stage, meanings};
use crate::progress::{Answer, MoveAnswer, Scope};
use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, Save};
use crate::tui::event::{Event, Spot};
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::Role;
use crate::tui::screen::{Env, Route, View};
use crate::tui::widget::list::Cursor;
use crate::tui::widget::toast::Tone;

/// A round on screen.
#[derive(Debug)]
pub struct Classify {
    about: chapter::Classify,
    scope: Scope,
    revision: u32,
    tasks: Vec<Task>,
    round: Round,
    option: Cursor,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Move(isize),
    Place(Placement),
    Shift(isize),
    TakeBack,
    Commit,
    Option(isize),
    Number(usize),
    Guess,
    Watch,
    Next,
    Again,
    Leave,
}

const PLACE: Keymap<Act> = Keymap(&[
    row(&[Key::char('1'), Key::char('b')], Act::Place(Placement::Blocking), "blocking", Rank::Main),
    row(&[Key::char('2'), Key::char('a')], Act::Place(Placement::Async), "async", Rank::Main),
    row(&[Key::char('3'), Key::char('t')], Act::Place(Placement::Batchable), "batchable", Rank::Main),
    row(common::DOWN, Act::Move(1), "next task", Rank::Side),
    row(common::UP, Act::Move(-1), "task above", Rank::Help),
    row(common::RIGHT, Act::Shift(1), "place further right", Rank::Help),
    row(common::LEFT, Act::Shift(-1), "place further left", Rank::Help),
    row(&[Key::plain(KeyCode::Backspace)], Act::TakeBack, "take back", Rank::Side),
]);
const COMMIT: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Commit, "commit to it", Rank::Main)]);
const PREDICT: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Guess, "that is my guess", Rank::Main),
    row(common::DOWN, Act::Option(1), "choose", Rank::Main),
    row(common::UP, Act::Option(-1), "option above", Rank::Help),
    row(&[Key::char('1')], Act::Number(0), "option 1", Rank::Help),
    row(&[Key::char('2')], Act::Number(1), "option 2", Rank::Help),
    row(&[Key::char('3')], Act::Number(2), "option 3", Rank::Help),
    row(&[Key::char('4')], Act::Number(3), "option 4", Rank::Help),
    row(&[Key::char('5')], Act::Number(4), "option 5", Rank::Help),
    row(&[Key::char('6')], Act::Number(5), "option 6", Rank::Help),
]);
const WATCH: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Watch, "run it", Rank::Main)]);
const MEANING: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Next, "next", Rank::Main),
    row(&[Key::char('w')], Act::Watch, "watch again", Rank::Side),
]);
const DONE: Keymap<Act> = Keymap(&[
    row(common::ENTER, Act::Leave, "go on", Rank::Main),
    row(&[Key::char('a')], Act::Again, "try another design", Rank::Main),
    row(&[Key::char('w')], Act::Watch, "watch again", Rank::Side),
]);
const WAY: Keymap<Act> = Keymap(&[row(common::BACK, Act::Leave, "back", Rank::Side)]);

impl Classify {
    /// The round of `about` over the tasks of `prompt`, where it was left.
    pub fn open(about: chapter::Classify, scope: Scope, prompt: &Prompt, kept: Option<&Answer>) -> Self {
        let options = if about.predict.is_some() { about.options.len() } else { 0 };
        let fresh = Round::new(&prompt.tasks, &about.given, options);
        let round = match kept {
            Some(Answer::Classified { round }) => fresh.resume(round),
            _ => fresh,
        };
        Self {
            about,
            scope,
            revision: prompt.revision,
            tasks: prompt.tasks.clone(),
            round,
            option: Cursor::default(),
        }
    }

    fn tables(&self) -> Vec<Keymap<Act>> {
        match self.round.stage() {
            Stage::Placing if self.round.open() == 0 => vec![COMMIT, PLACE, WAY],
            Stage::Placing => vec![PLACE, WAY],
            Stage::Predicting => vec![PREDICT, WAY],
            Stage::Watching => vec![WATCH, WAY],
            Stage::Meaning => vec![MEANING, WAY],
            Stage::Done => vec![DONE, WAY],
        }
    }

    fn act(&mut self, act: Act, env: &Env) -> Vec<Effect> {
        let options = self.about.options.len();
        let done = match act {
            Act::Leave => return vec![Effect::Back],
            Act::Watch => return self.watch(env),
            Act::Option(by) => {
                self.option.by(by, options);
                return Vec::new();
            }
            Act::Number(number) => {
                self.option = Cursor::at(number);
                return Vec::new();
            }
            Act::Move(by) => {
                self.round.move_cursor(by);
                Ok(())
            }
            Act::Place(placement) => self.round.place(placement),
            Act::Shift(by) => self.shift(by),
            Act::TakeBack => self.round.take_back(),
            Act::Commit => self.round.commit(),
            Act::Guess => self.round.predict(self.option.row(options) as u32 + 1),
            Act::Next => self.round.next_meaning(),
            Act::Again => {
                self.round.again();
                Ok(())
            }
        };
        self.after(done, env)
    }

    /// A click on a task puts the cursor there, and one in a column places the task.
    fn point(&mut self, column: u16, row: usize, env: &Env) -> Vec<Effect> {
        self.round.move_cursor(row.cast_signed() - self.round.cursor().cast_signed());
        let placement = Self::placement_at(env.body, column);
        placement.map(|placement| self.act(Act::Place(placement), env)).unwrap_or_default()
    }

    fn after(&self, done: Result<(), Refused>, env: &Env) -> Vec<Effect> {
        match done {
            Ok(()) => vec![self.keep(env)],
            Err(refused) => vec![Effect::Say(Tone::Problem, sentence(&refused.to_string()))],
        }
    }

    /// Puts the task under the cursor one place to the side.
    fn shift(&mut self, by: isize) -> Result<(), Refused> {
        let slot = self.round.slots().get(self.round.cursor()).ok_or(Refused::Stage)?;
        let at = slot.placement.and_then(|p| Placement::ALL.iter().position(|q| *q == p));
        let to = at.map_or(0, |i| i.saturating_add_signed(by).min(Placement::ALL.len() - 1));
        let (cursor, stays) = (self.round.cursor(), slot.placement.is_some());
        self.round.place(Placement::ALL[to])?;
        if stays {
            self.round.move_cursor(cursor.cast_signed() - self.round.cursor().cast_signed());
        }
        Ok(())
    }

    /// Opens the simulation of the design; the meanings wait behind it.
    fn watch(&mut self, env: &Env) -> Vec<Effect> {
        let first = self.round.watched().is_ok();
        let play = Effect::Go(Route::Simulation {
            prompt: self.about.prompt.clone(),
            fault: Some(self.about.fault.clone()),
            design: Box::new(self.round.design()),
        });
        if first { vec![self.keep(env), play] } else { vec![play] }
    }

    fn keep(&self, env: &Env) -> Effect {
        Effect::Save(Save::Move(Box::new(MoveAnswer {
            scope: self.scope.clone(),
            item: self.about.id.clone(),
            revision: self.revision,
            at: env.now.wall,
            answer: Answer::Classified { round: self.round.progress() },
        })))
    }
}

/// A sentence out of a message.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

impl View for Classify {
    fn title(&self) -> String {
        "Classify".into()
    }

    fn status(&self) -> Vec<(String, Role)> {
        let placed = self.tasks.len() - self.round.open();
        let step = match self.round.stage() {
            Stage::Placing => format!("{placed} of {} placed", self.tasks.len()),
            Stage::Predicting => "predict".into(),
            Stage::Watching => "run it".into(),
            Stage::Meaning => format!("{} of {}", self.round.seen(), self.tasks.len()),
            Stage::Done => "done".into(),
        };
        vec![(step, Role::Muted)]
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&self.tables())
    }

    fn update(&mut self, event: &Event, env: &Env) -> Vec<Effect> {
        match event {
            Event::Key(key) => {
                keymap::action(&self.tables(), *key).map(|act| self.act(act, env)).unwrap_or_default()
            }
            Event::Pointed(Spot::Cell { column, row }) if self.round.stage() == Stage::Placing => {
                self.point(*column, usize::from(*row), env)
            }
            Event::Pointed(Spot::Row(option)) => self.act(Act::Number(*option), env),
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        match self.round.stage() {
            Stage::Placing => self.draw_placing(canvas, area),
            Stage::Predicting => self.draw_predicting(canvas, area),
            Stage::Watching => self.draw_ready(canvas, area),
            Stage::Meaning | Stage::Done => {
                self.draw_meanings(canvas, area, &meanings(&self.round, &self.tasks));
            }
        }
    }
}
