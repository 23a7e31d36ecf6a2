//! What writing against the clock has in common, in practice and in an interview: the clock through pauses, sleep
//! and suspension, and the plain truth about what is saved.

use std::time::Duration;

use crate::interview::timer::{Cause, Timer, clock_face};
use crate::progress::Draft;
use crate::tui::effect::{Ask, Choice, Effect};
use crate::tui::event::{Event, Now, Spot};
use crate::tui::key::Key;
use crate::tui::look::Role;
use crate::tui::screen::Env;
use crate::tui::widget::editor::{CAP, Outcome};
use crate::tui::widget::toast::Tone;

/// A screen on which someone writes against the clock: what it does when something happens is its own, what a pause,
/// a suspension or an answer of the store means is the same for all.
pub trait Sitting {
    /// The clock, and what it has to remember while it is not looked at.
    fn clock(&mut self) -> (&mut Watch, &mut Timer);
    /// Whether letters may go in; false while another frontdesk writes.
    fn is_mine(&self) -> bool;
    /// Sends everything that is on screen to the store.
    fn keep(&mut self) -> Vec<Effect>;
    /// The store answered.
    fn kept(&mut self, outcome: &Result<Box<Draft>, String>);
    /// A key that is no command of the whole program.
    fn press(&mut self, key: Key, env: &Env) -> Vec<Effect>;
    /// A pasted text, cleaned.
    fn paste(&mut self, text: &str) -> Vec<Effect>;
    /// The whole text comes back from the learner's own editor.
    fn replace(&mut self, text: &str) -> Vec<Effect>;
    /// A second went by.
    fn tick(&mut self, now: Now) -> Vec<Effect>;
    /// A click.
    fn point(&mut self, spot: Spot, env: &Env) -> Vec<Effect>;
    /// The answer to a question that this screen asked.
    fn confirmed(&mut self, choice: Choice, now: Now) -> Vec<Effect>;
    /// Moves what is read by lines.
    fn scroll_by(&mut self, lines: isize, env: &Env);

    /// Whatever happens, handed to the one who knows.
    fn hear(&mut self, event: &Event, env: &Env) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.press(*key, env),
            Event::Paste(text) if self.is_mine() => return self.paste(text),
            Event::Edited(text) if self.is_mine() => return self.replace(text),
            Event::Tick => return self.tick(env.now),
            Event::Suspended => {
                let (watch, timer) = self.clock();
                watch.suspend(timer, env.now);
                return self.keep();
            }
            Event::Resumed => {
                let (watch, timer) = self.clock();
                watch.resume(timer, env.now);
                return self.keep();
            }
            Event::Pointed(spot) => return self.point(*spot, env),
            Event::Confirmed(choice) => return self.confirmed(*choice, env.now),
            Event::DraftSaved(outcome) => self.kept(outcome),
            Event::Wheel(lines) => self.scroll_by(isize::from(*lines), env),
            _ => {}
        }
        Vec::new()
    }

    /// Back to where the learner came from; the clock stops and everything is kept.
    fn leave(&mut self, now: Now) -> Vec<Effect> {
        self.clock().1.pause(now, Cause::Asked);
        self.keep().into_iter().chain([Effect::Back]).collect()
    }

    /// Starts the clock, or stops it because the learner asked.
    fn toggle_clock(&mut self, now: Now) -> Vec<Effect> {
        let (_, timer) = self.clock();
        if timer.is_running() {
            timer.pause(now, Cause::Asked);
        } else {
            timer.resume(now);
        }
        self.keep()
    }

    /// The clocks of the machine went apart by this much.
    fn jumped(&mut self, away_ms: i64) -> Vec<Effect> {
        let asks = self.clock().0.jumped(away_ms);
        self.keep().into_iter().chain([asks]).collect()
    }
}

/// What the clock has to remember while it is not looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watch {
    /// It ran when the program went to the background.
    ran: bool,
    /// Time that passed unseen, until the learner says whether it counts.
    unseen: Duration,
}

impl Watch {
    /// The program goes to the background: the clock stops.
    pub fn suspend(&mut self, timer: &mut Timer, now: Now) {
        self.ran = timer.is_running();
        timer.pause(now, Cause::Suspended);
    }

    /// It is back: the clock runs again if it ran.
    pub fn resume(&mut self, timer: &mut Timer, now: Now) {
        if std::mem::take(&mut self.ran) {
            timer.resume(now);
        }
    }

    /// The clocks of the machine went apart by this: ask whether the time counts.
    pub fn jumped(&mut self, away_ms: i64) -> Effect {
        self.unseen = Duration::from_millis(away_ms.max(0).unsigned_abs());
        Effect::Ask(Ask {
            title: "Did the machine sleep?".into(),
            text: format!("The clock went {} ahead. The countdown is paused.", clock_face(self.unseen)),
            answers: vec![
                answer('n', "go on; that time does not count", Choice::SkipTime),
                answer('c', "go on; that time counts", Choice::CountTime),
            ],
        })
    }

    /// The unseen time counts, or not; the clock runs again.
    pub fn settle(&mut self, counts: bool, timer: &mut Timer, now: Now) {
        if counts {
            timer.count(self.unseen);
        }
        timer.resume(now);
    }
}

fn answer(key: char, label: &str, choice: Choice) -> (Key, String, Effect) {
    (Key::char(key), label.to_owned(), Effect::Confirmed(choice))
}

/// The clock for the title bar; it warns when less than `soon` is left.
pub fn clock(timer: &Timer, soon: Duration) -> (String, Role) {
    if !timer.over().is_zero() {
        return (format!("{} over", clock_face(timer.over())), Role::Warn);
    }
    let left = clock_face(timer.left());
    match (timer.is_running(), timer.spent().is_zero()) {
        (true, _) if timer.left() < soon => (format!("{left} left"), Role::Warn),
        (true, _) => (format!("{left} left"), Role::Text),
        (false, true) => (format!("{left}, starts when you write"), Role::Muted),
        (false, false) => (format!("{left} left, paused"), Role::Warn),
    }
}

/// Whether what is on screen is in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Every letter.
    Yes,
    /// On its way.
    Saving,
    /// No, and why.
    No(String),
}

impl Saved {
    /// The word for the title bar; `mine` is false while another frontdesk writes.
    pub fn mark(&self, mine: bool) -> (String, Role) {
        let (word, role) = match self {
            _ if !mine => ("read only", Role::Warn),
            Self::Yes => ("saved", Role::Good),
            Self::Saving => ("saving", Role::Warn),
            Self::No(_) => ("NOT SAVED", Role::Bad),
        };
        (word.to_owned(), role)
    }

    /// What the learner must know before anything else.
    pub fn banner(&self, mine: bool) -> Option<String> {
        match self {
            _ if !mine => Some("Another frontdesk is writing this; here it can only be read".into()),
            Self::No(why) => Some(format!("NOT SAVED: {why}. y copies the text, e opens it in your editor")),
            _ => None,
        }
    }
}

/// What is said when a text was too long for `what`.
pub fn too_long(outcome: Outcome, what: &str) -> Option<Effect> {
    let Outcome::Cut(left_out) = outcome else { return None };
    let letters = if left_out == 1 { "1 character".to_owned() } else { format!("{left_out} characters") };
    let text = format!("{what} has at most {CAP} characters: {letters} left out");
    Some(Effect::Say(Tone::Problem, text))
}
