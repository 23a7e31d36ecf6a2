//! A mock interview: an interviewer who opens, listens and asks; phases with their time; thinking aloud apart.

mod draw;
mod keys;
mod setup;
mod sits;

use std::time::Duration;

use ratatui::layout::Rect;

use crate::content::design::Design;
use crate::content::prompt::{Prompt, Twist};
use crate::interview::Session;
use crate::interview::timer::clock_face;
use crate::progress::{Caret, Draft, Held, submission};
use crate::score;
use crate::tui::canvas::Canvas;
use crate::tui::effect::{Ask, Choice, Effect, Save};
use crate::tui::event::{Event, Now, Pace};
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint};
use crate::tui::look::Role;
use crate::tui::screen::simulation::Opening;
use crate::tui::screen::sitting::{self, Saved, Sitting, Watch};
use crate::tui::screen::{Env, Route, View};
use crate::tui::widget::editor::{Editor, Outcome};
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::toast::Tone;
use keys::Act;
pub use setup::MockSetup;

/// The clock warns below this.
const SOON: Duration = Duration::from_mins(3);

/// An interview under way.
#[derive(Debug)]
pub struct Interview {
    prompt: Prompt,
    draft: Draft,
    session: Session,
    editor: Editor,
    notes: Editor,
    focus: Focus,
    mine: bool,
    saved: Saved,
    watch: Watch,
    side: Side,
    scroll: Scroll,
}

/// What the letters go into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    None,
    Answer,
    Notes,
}

/// What shows; the answer is a side of its own where there is no room beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Answer,
    Question,
    Said,
}

impl Side {
    const ALL: [Self; 3] = [Self::Answer, Self::Question, Self::Said];

    const fn name(self) -> &'static str {
        match self {
            Self::Answer => "Answer",
            Self::Said => "What was said",
            Self::Question => "Question",
        }
    }
}

impl Interview {
    /// The interview that `held` keeps; `fresh` is the session to begin with when it keeps none.
    pub fn open(prompt: &Prompt, held: Held, fresh: Session) -> Self {
        let (mut draft, mine) = match held {
            Held::Mine(draft) => (draft, true),
            Held::Elsewhere(draft) => (draft, false),
        };
        let session = draft.session.take().unwrap_or(fresh);
        let mut interview = Self {
            prompt: prompt.clone(),
            editor: Editor::default(),
            notes: Editor::new(&draft.notes),
            draft,
            session,
            focus: Focus::None,
            mine,
            saved: Saved::Yes,
            watch: Watch::default(),
            side: Side::Answer,
            scroll: Scroll::default(),
        };
        interview.take_text();
        interview.scroll.end();
        interview
    }

    fn take_text(&mut self) {
        self.editor = Editor::new(&self.draft.text);
        self.editor.set_caret(self.draft.caret.line, self.draft.caret.column);
    }

    fn spent(&self) -> Duration {
        self.draft.timer.spent()
    }

    /// The last told twist that can be simulated.
    fn told_twist(&self) -> Option<&Twist> {
        let told = self.session.twists().iter().filter(|planned| planned.told_ms.is_some());
        let last = told.max_by_key(|planned| planned.told_ms).map(|planned| &planned.twist)?;
        let plays = last.fault.is_some() || !last.set.is_empty();
        (plays && self.prompt.simulation.is_some()).then_some(last)
    }

    fn act(&mut self, act: Act, env: &Env) -> Vec<Effect> {
        match act {
            Act::Write => return self.write(Focus::Answer, env.now),
            Act::Notes => return self.write(Focus::Notes, env.now),
            Act::Stop => self.focus = Focus::None,
            Act::HandOver => return self.hand_over(env.now),
            Act::Phase(by) => return self.go(by, env.now),
            Act::Turn(by) => self.turn(by, env),
            Act::Scroll(by) => self.scroll_side(by, env),
            Act::Clock => return self.toggle_clock(env.now),
            Act::Run => return self.run_twist(),
            Act::Edit => return vec![Effect::Edit(self.editor.text())],
            Act::Copy => return vec![Effect::Copy(self.session.answer(&self.editor.text()))],
            Act::End => return self.ask_to_end(),
            Act::TakeOver => return vec![Effect::Save(Save::TakeOver(self.draft.key.clone()))],
            Act::Leave => return self.leave(env.now),
        }
        Vec::new()
    }

    fn write(&mut self, focus: Focus, now: Now) -> Vec<Effect> {
        self.focus = focus;
        self.side = Side::Answer;
        self.scroll.end();
        self.run_clock(now);
        self.keep()
    }

    fn run_clock(&mut self, now: Now) {
        if !self.draft.timer.is_running() {
            self.draft.timer.resume(now);
        }
    }

    fn hand_over(&mut self, now: Now) -> Vec<Effect> {
        self.run_clock(now);
        self.draft.timer.tick(now);
        let text = self.editor.text();
        let report = score::grade(&self.prompt, &self.session.answer(&text));
        let at = self.spent();
        self.session.listen(&self.prompt, &text, &submission::heard(&report), at);
        self.focus = Focus::None;
        self.scroll.end();
        self.keep()
    }

    fn go(&mut self, by: isize, now: Now) -> Vec<Effect> {
        let to = self.session.phase().saturating_add_signed(by).min(self.session.phases().len() - 1);
        self.draft.timer.tick(now);
        let mut text = self.editor.text();
        let at = self.spent();
        self.session.go_to(to, &mut text, at);
        self.editor = Editor::new(&text);
        self.scroll.end();
        self.keep()
    }

    /// Plays the design that was described so far with the twist in it.
    fn run_twist(&self) -> Vec<Effect> {
        let Some(twist) = self.told_twist() else { return Vec::new() };
        let report = score::grade(&self.prompt, &self.session.answer(&self.editor.text()));
        let described = report.described;
        let mut design: Design = described.design;
        let before = design.clone();
        design.settings.extend(twist.set.clone());
        let assumptions = described.findings.iter().map(|found| found.says.clone()).collect();
        let fault = twist.fault.as_ref().map(crate::content::id::ItemId::as_str);
        let opening = Opening::of(&self.prompt, design, fault, assumptions, Some(before));
        vec![Effect::Go(Route::Play(Box::new(opening)))]
    }

    fn ask_to_end(&self) -> Vec<Effect> {
        let text = format!(
            "{} used of {}. You get the level of each dimension, where the time went, and three things to do next.",
            clock_face(self.spent()),
            clock_face(self.draft.timer.limit())
        );
        let answers = vec![
            (Key::char('e'), "end it and look back".to_owned(), Effect::Confirmed(Choice::Submit)),
            (Key::char('X'), "throw it away".to_owned(), Effect::Confirmed(Choice::StartOver)),
        ];
        vec![Effect::Ask(Ask { title: "End the interview?".into(), text, answers })]
    }

    fn end(&mut self, now: Now) -> Vec<Effect> {
        self.draft.timer.finish(now);
        let text = self.editor.text();
        let answer = self.session.answer(&text);
        let report = score::grade(&self.prompt, &answer);
        let at = self.spent();
        self.session.end(&text, &submission::heard(&report), at);
        let draft = self.as_kept();
        match submission::attempt(&self.prompt, &draft, answer, &report, now.wall) {
            Ok(attempt) => vec![Effect::Submit(Box::new(draft), Box::new(attempt))],
            Err(error) => vec![Effect::Say(Tone::Problem, format!("Not kept: {error}"))],
        }
    }

    /// The draft with everything that is on screen.
    fn as_kept(&self) -> Draft {
        let (line, column) = self.editor.caret();
        let mut draft = self.draft.clone();
        draft.text = self.editor.text();
        draft.caret = Caret { line, column };
        draft.notes = self.notes.text();
        draft.session = Some(self.session.clone());
        draft
    }

    fn edited(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Changed | Outcome::Cut(_) => {
                self.keep().into_iter().chain(sitting::too_long(outcome, "One phase")).collect()
            }
            Outcome::Moved | Outcome::Ignored => Vec::new(),
        }
    }
}

impl View for Interview {
    fn title(&self) -> String {
        format!("Mock: {}", self.prompt.title)
    }

    fn status(&self) -> Vec<(String, Role)> {
        vec![self.saved.mark(self.mine), sitting::clock(&self.draft.timer, SOON)]
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&self.tables())
    }

    fn typing(&self) -> bool {
        self.focus != Focus::None
    }

    fn unsaved(&self) -> Option<String> {
        let text = || self.session.answer(&self.editor.text());
        matches!(self.saved, Saved::No(_)).then(text).filter(|text| !text.trim().is_empty())
    }

    fn pace(&self) -> Pace {
        if self.draft.timer.is_running() { Pace::Clock } else { Pace::Still }
    }

    fn update(&mut self, event: &Event, env: &Env) -> Vec<Effect> {
        self.hear(event, env)
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Env) {
        self.draw_all(canvas, area);
    }
}
