//! An answer in the making: the question and what helps beside the editor, a countdown, and the plain truth about
//! what is saved.

mod draw;
mod keys;
mod panel;
mod sits;

use std::time::Duration;

use ratatui::layout::Rect;

use crate::content::prompt::{Prompt, Variation};
use crate::interview::timer::clock_face;
use crate::progress::retry::Retry;
use crate::progress::{Draft, Held, Kind, Summary, submission};
use crate::score;
use crate::tui::canvas::Canvas;
use crate::tui::effect::{Ask, Choice, Effect, Save};
use crate::tui::event::{Event, Now, Pace};
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint};
use crate::tui::look::Role;
use crate::tui::screen::sitting::{self, Saved, Sitting, Watch};
use crate::tui::screen::{Env, View};
use crate::tui::widget::editor::{Editor, Outcome};
use crate::tui::widget::list::Cursor;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::toast::Tone;
use keys::Act;
use panel::Tab;

/// From this width on the panel stands beside the editor.
const WIDE: u16 = 100;
/// How wide the panel is then, in percent.
const PANEL: u16 = 42;
/// What one key press adds to or takes from the clock.
const STEP: Duration = Duration::from_mins(5);

/// An answer being written.
#[derive(Debug)]
pub struct Practice {
    prompt: Prompt,
    draft: Draft,
    editor: Editor,
    /// The answer that a retry goes into.
    base: Option<Retry>,
    attempts: Vec<Summary>,
    mine: bool,
    saved: Saved,
    writing: bool,
    watch: Watch,
    tab: Tab,
    scroll: Scroll,
    hint: Cursor,
}

impl Practice {
    /// The answer that `held` keeps, with earlier `attempts` at the prompt; `base` is what a retry goes into.
    pub fn open(prompt: &Prompt, held: Held, attempts: Vec<Summary>, base: Option<Retry>) -> Self {
        let (draft, mine) = match held {
            Held::Mine(draft) => (draft, true),
            Held::Elsewhere(draft) => (draft, false),
        };
        let mut practice = Self {
            prompt: prompt.clone(),
            editor: Editor::default(),
            draft,
            base,
            attempts,
            mine,
            saved: Saved::Yes,
            writing: false,
            watch: Watch::default(),
            tab: Tab::Question,
            scroll: Scroll::default(),
            hint: Cursor::default(),
        };
        practice.take_draft();
        practice
    }

    /// The same while the store takes nothing, and says so from the start.
    #[must_use]
    pub fn without_store(mut self, why: String) -> Self {
        self.saved = Saved::No(why);
        self
    }

    /// The time given for an answer of `kind`: half of it for a variation, a third for one dimension.
    pub fn limit(prompt: &Prompt, kind: &Kind) -> Duration {
        let whole = Duration::from_secs(u64::from(prompt.minutes) * 60);
        match kind {
            Kind::Variation(_) => whole / 2,
            Kind::Retry(_) => whole / 3,
            Kind::Practice | Kind::Mock => whole,
        }
    }

    /// Puts the text and caret of the draft into the editor.
    fn take_draft(&mut self) {
        self.editor = Editor::new(&self.draft.text);
        self.editor.set_caret(self.draft.caret.line, self.draft.caret.column);
    }

    fn variation(&self) -> Option<&Variation> {
        match &self.draft.key.mode {
            Kind::Variation(id) => self.prompt.variations.iter().find(|v| v.id == *id),
            _ => None,
        }
    }

    /// The answer as it would be scored.
    fn answer(&self) -> String {
        let own = self.editor.text();
        match &self.base {
            Some(base) => base.merge(&own),
            None => own,
        }
    }

    fn act(&mut self, act: Act, env: &Env) -> Vec<Effect> {
        match act {
            Act::Leave => return self.leave(env.now),
            Act::Write => return self.write(env.now),
            Act::Stop => self.writing = false,
            Act::Submit => return self.ask_to_submit(),
            Act::Clock => return self.turn_clock(env.now),
            Act::Longer => return self.change_limit(self.draft.timer.limit() + STEP),
            Act::Shorter => {
                return self.change_limit(self.draft.timer.limit().saturating_sub(STEP).max(STEP));
            }
            Act::Tab(by) => self.turn(by, env),
            Act::Line(by) => self.scroll_panel(by, env),
            Act::Page(by) => {
                self.scroll_panel(by * usize::from(env.body.height.saturating_sub(6)).cast_signed(), env);
            }
            Act::Hint => return self.ask_for_hint(env),
            Act::Edit => return vec![Effect::Edit(self.editor.text())],
            Act::Copy => return vec![Effect::Copy(self.answer())],
            Act::StartOver => return vec![Effect::Ask(start_over())],
            Act::TakeOver => return vec![Effect::Save(Save::TakeOver(self.draft.key.clone()))],
        }
        Vec::new()
    }

    fn write(&mut self, now: Now) -> Vec<Effect> {
        self.writing = true;
        self.tab = Tab::Answer;
        if !self.draft.timer.is_running() {
            self.draft.timer.resume(now);
        }
        self.keep()
    }

    /// Letters wait while the clock does.
    fn turn_clock(&mut self, now: Now) -> Vec<Effect> {
        self.writing &= !self.draft.timer.is_running();
        self.toggle_clock(now)
    }

    fn change_limit(&mut self, limit: Duration) -> Vec<Effect> {
        self.draft.timer.set_limit(limit);
        self.keep()
    }

    fn ask_to_submit(&self) -> Vec<Effect> {
        if self.editor.words() == 0 {
            return vec![Effect::Say(Tone::Note, "There is nothing to hand in yet".into())];
        }
        let text = format!(
            "{} words, {} used. It is scored at once; the model answer opens with the score.",
            self.editor.words(),
            clock_face(self.draft.timer.spent())
        );
        let submit = (Key::char('s'), "hand it in".to_owned(), Effect::Confirmed(Choice::Submit));
        vec![Effect::Ask(Ask { title: "Hand in the answer?".into(), text, answers: vec![submit] })]
    }

    fn submit(&mut self, now: Now) -> Vec<Effect> {
        self.draft.timer.finish(now);
        self.draft.text = self.editor.text();
        let text = self.answer();
        let report = score::grade(&self.prompt, &text);
        match submission::attempt(&self.prompt, &self.draft, text, &report, now.wall) {
            Ok(attempt) => vec![Effect::Submit(Box::new(self.draft.clone()), Box::new(attempt))],
            Err(error) => vec![Effect::Say(Tone::Problem, format!("Not handed in: {error}"))],
        }
    }

    fn edited(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Changed | Outcome::Cut(_) => {
                self.keep().into_iter().chain(sitting::too_long(outcome, "An answer")).collect()
            }
            Outcome::Moved | Outcome::Ignored => Vec::new(),
        }
    }
}

fn start_over() -> Ask {
    Ask {
        title: "Start over?".into(),
        text: "The text is cleared and the clock goes back to the beginning. Undo brings the text back until you leave.".into(),
        answers: vec![(Key::char('x'), "clear it".to_owned(), Effect::Confirmed(Choice::StartOver))],
    }
}

impl View for Practice {
    fn title(&self) -> String {
        match &self.draft.key.mode {
            Kind::Retry(_) => "Retry".into(),
            Kind::Variation(_) => "Variation".into(),
            _ => self.prompt.title.clone(),
        }
    }

    fn status(&self) -> Vec<(String, Role)> {
        vec![self.saved.mark(self.mine), sitting::clock(&self.draft.timer, STEP)]
    }

    fn hints(&self, env: &Env) -> Vec<Hint> {
        keymap::hints(&self.tables(env))
    }

    fn typing(&self) -> bool {
        self.writing
    }

    fn unsaved(&self) -> Option<String> {
        matches!(self.saved, Saved::No(_)).then(|| self.editor.text()).filter(|text| !text.trim().is_empty())
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
