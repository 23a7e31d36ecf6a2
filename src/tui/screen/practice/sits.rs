//! What happens to an answer in the making: keys, clock, store, clicks.

use crate::interview::timer::{Tick, Timer};
use crate::progress::{Caret, Draft};
use crate::tui::effect::{Choice, Effect, Save};
use crate::tui::event::{Now, Spot};
use crate::tui::key::Key;
use crate::tui::keymap;
use crate::tui::screen::Env;
use crate::tui::screen::sitting::{Saved, Sitting, Watch};
use crate::tui::widget::list::Cursor;
use crate::tui::widget::toast::Tone;

use super::Practice;

impl Sitting for Practice {
    fn clock(&mut self) -> (&mut Watch, &mut Timer) {
        (&mut self.watch, &mut self.draft.timer)
    }

    fn is_mine(&self) -> bool {
        self.mine
    }

    /// Sends the draft to the store; the mark says "saving" until the answer is there.
    fn keep(&mut self) -> Vec<Effect> {
        if !self.mine {
            return Vec::new();
        }
        self.draft.text = self.editor.text();
        let (line, column) = self.editor.caret();
        self.draft.caret = Caret { line, column };
        self.saved = Saved::Saving;
        vec![Effect::Save(Save::Draft(Box::new(self.draft.clone())))]
    }

    fn kept(&mut self, outcome: &Result<Box<Draft>, String>) {
        match outcome {
            Ok(draft) => {
                self.draft = draft.as_ref().clone();
                self.saved = Saved::Yes;
                if !std::mem::replace(&mut self.mine, true) {
                    self.take_draft();
                }
            }
            Err(why) => self.saved = Saved::No(why.clone()),
        }
    }

    fn press(&mut self, key: Key, env: &Env) -> Vec<Effect> {
        if let Some(act) = keymap::action(&self.tables(env), key) {
            return self.act(act, env);
        }
        if !self.writing || !self.mine {
            return Vec::new();
        }
        let outcome = self.editor.press(key);
        self.edited(outcome)
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if !self.writing {
            return Vec::new();
        }
        let outcome = self.editor.insert(text);
        self.edited(outcome)
    }

    fn replace(&mut self, text: &str) -> Vec<Effect> {
        let outcome = self.editor.replace(text);
        self.edited(outcome)
    }

    /// Lets the clock run on; tells when it is over, and asks when the clocks of the machine went apart.
    fn tick(&mut self, now: Now) -> Vec<Effect> {
        match self.draft.timer.tick(now) {
            Tick::Still => Vec::new(),
            Tick::Running => self.keep(),
            Tick::Expired => {
                let mut effects = self.keep();
                effects.push(Effect::Say(
                    Tone::Note,
                    "Time is up. Finish your sentence; going on is allowed".into(),
                ));
                effects
            }
            Tick::Jumped { away_ms } => self.jumped(away_ms),
        }
    }

    /// A click turns to a tab, chooses a hint, or begins writing at a place of the text.
    fn point(&mut self, spot: Spot, env: &Env) -> Vec<Effect> {
        match spot {
            Spot::Tab(tab) => self.show(tab, env),
            Spot::Row(row) => self.hint = Cursor::at(row),
            Spot::Cell { column, row } if self.mine => {
                let effects = if self.writing { Vec::new() } else { self.write(env.now) };
                self.editor.point(column, row);
                return effects;
            }
            Spot::Cell { .. } | Spot::Share(_) => {}
        }
        Vec::new()
    }

    fn confirmed(&mut self, choice: Choice, now: Now) -> Vec<Effect> {
        match choice {
            Choice::Submit => return self.submit(now),
            Choice::StartOver => {
                self.editor.replace("");
                self.draft.timer = Timer::new(Self::limit(&self.prompt, &self.draft.key.mode));
                self.writing = false;
            }
            Choice::CountTime => self.watch.settle(true, &mut self.draft.timer, now),
            Choice::SkipTime => self.watch.settle(false, &mut self.draft.timer, now),
        }
        self.keep()
    }

    fn scroll_by(&mut self, lines: isize, env: &Env) {
        self.scroll_panel(lines, env);
    }
}
