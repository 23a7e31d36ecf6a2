//! What happens to an interview under way: keys, clock, store, clicks.

use crate::interview::timer::{Tick, Timer};
use crate::progress::Draft;
use crate::tui::effect::{Choice, Effect, Save};
use crate::tui::event::{Now, Spot};
use crate::tui::key::Key;
use crate::tui::keymap;
use crate::tui::screen::Env;
use crate::tui::screen::sitting::{Saved, Sitting, Watch};
use crate::tui::widget::editor::Editor;
use crate::tui::widget::toast::Tone;

use super::{Focus, Interview};

impl Sitting for Interview {
    fn clock(&mut self) -> (&mut Watch, &mut Timer) {
        (&mut self.watch, &mut self.draft.timer)
    }

    fn is_mine(&self) -> bool {
        self.mine
    }

    fn keep(&mut self) -> Vec<Effect> {
        if !self.mine || self.session.is_over() {
            return Vec::new();
        }
        self.saved = Saved::Saving;
        vec![Effect::Save(Save::Draft(Box::new(self.as_kept())))]
    }

    fn kept(&mut self, outcome: &Result<Box<Draft>, String>) {
        match outcome {
            Ok(draft) => {
                let mut draft = draft.as_ref().clone();
                let session = draft.session.take();
                self.draft = draft;
                self.saved = Saved::Yes;
                if !std::mem::replace(&mut self.mine, true) {
                    self.session = session.unwrap_or_else(|| self.session.clone());
                    self.notes = Editor::new(&self.draft.notes);
                    self.take_text();
                }
            }
            Err(why) => self.saved = Saved::No(why.clone()),
        }
    }

    fn press(&mut self, key: Key, env: &Env) -> Vec<Effect> {
        if let Some(act) = keymap::action(&self.tables(), key) {
            return self.act(act, env);
        }
        let outcome = match self.focus {
            Focus::Answer if self.mine => self.editor.press(key),
            Focus::Notes if self.mine => self.notes.press(key),
            _ => return Vec::new(),
        };
        self.edited(outcome)
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        let outcome = match self.focus {
            Focus::Answer => self.editor.insert(text),
            Focus::Notes => self.notes.insert(text),
            Focus::None => return Vec::new(),
        };
        self.edited(outcome)
    }

    fn replace(&mut self, text: &str) -> Vec<Effect> {
        let outcome = self.editor.replace(text);
        self.edited(outcome)
    }

    fn tick(&mut self, now: Now) -> Vec<Effect> {
        let tick = self.draft.timer.tick(now);
        let at = self.spent();
        match tick {
            Tick::Still => Vec::new(),
            Tick::Running | Tick::Expired => {
                let said = !self.session.tick(at).is_empty();
                let mut effects = self.keep();
                if said {
                    self.scroll.end();
                    effects.push(Effect::Say(Tone::Note, "The interviewer has something to say".into()));
                }
                effects
            }
            Tick::Jumped { away_ms } => self.jumped(away_ms),
        }
    }

    /// A click turns to another side, or begins writing at a place of the text.
    fn point(&mut self, spot: Spot, env: &Env) -> Vec<Effect> {
        match spot {
            Spot::Tab(tab) => self.show(tab, env),
            Spot::Cell { column, row } if self.mine => {
                let focus = if self.focus == Focus::Notes { Focus::Notes } else { Focus::Answer };
                let effects = if self.focus == focus { Vec::new() } else { self.write(focus, env.now) };
                let editor = if focus == Focus::Notes { &mut self.notes } else { &mut self.editor };
                editor.point(column, row);
                return effects;
            }
            _ => {}
        }
        Vec::new()
    }

    fn confirmed(&mut self, choice: Choice, now: Now) -> Vec<Effect> {
        match choice {
            Choice::Submit => return self.end(now),
            Choice::StartOver => {
                return vec![Effect::Save(Save::Discard(Box::new(self.draft.clone()))), Effect::Back];
            }
            Choice::CountTime => self.watch.settle(true, &mut self.draft.timer, now),
            Choice::SkipTime => self.watch.settle(false, &mut self.draft.timer, now),
        }
        self.keep()
    }

    fn scroll_by(&mut self, lines: isize, env: &Env) {
        self.scroll_side(lines, env);
    }
}
