//! What writing against the clock has in common, in practice and in an interview: the clock through pauses, sleep
//! and suspension, and the plain truth about what is saved.

use std::time::Duration;

use crate::interview::timer::{Cause, Timer, clock_face};
use crate::tui::effect::{Ask, Choice, Effect};
use crate::tui::event::Now;
use crate::tui::key::Key;
use crate::tui::look::Role;
use crate::tui::widget::editor::{CAP, Outcome};
use crate::tui::widget::toast::Tone;

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

/// Starts the clock, or stops it because the learner asked.
pub fn toggle(timer: &mut Timer, now: Now) {
    if timer.is_running() {
        timer.pause(now, Cause::Asked);
    } else {
        timer.resume(now);
    }
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
