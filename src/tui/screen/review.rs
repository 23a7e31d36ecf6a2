//! The cards that are due: say it, look, grade how well it was known.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::progress::review::{Card, Grade, preview};
use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, Save};
use crate::tui::event::Event;
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::{Look, Role};
use crate::tui::screen::{Env, View};
use crate::tui::widget::frame::column;
use crate::tui::widget::scroll::{Scroll, scrolled};
use crate::tui::widget::wrap::{Text, wrap_text};

/// A sitting.
#[derive(Debug)]
pub struct Review {
    due: Vec<Card>,
    at: usize,
    shown: bool,
    scroll: Scroll,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Show,
    Grade(Grade),
    Undo,
    Scroll(isize),
    Leave,
}

const HIDDEN: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Show, "show the answer", Rank::Main)]);
const SHOWN: Keymap<Act> = Keymap(&[
    row(&[Key::char('1')], Act::Grade(Grade::Again), "not known", Rank::Main),
    row(&[Key::char('2')], Act::Grade(Grade::Hard), "with effort", Rank::Main),
    row(&[Key::char('3')], Act::Grade(Grade::Good), "known", Rank::Main),
    row(&[Key::char('4')], Act::Grade(Grade::Easy), "at once", Rank::Main),
]);
const OVER: Keymap<Act> = Keymap(&[row(common::ENTER, Act::Leave, "home", Rank::Main)]);
const ANY: Keymap<Act> = Keymap(&[
    row(&[Key::char('u')], Act::Undo, "take the last grade back", Rank::Side),
    row(common::DOWN, Act::Scroll(1), "scroll down", Rank::Help),
    row(common::UP, Act::Scroll(-1), "scroll up", Rank::Help),
    row(common::BACK, Act::Leave, "home", Rank::Side),
]);

impl Review {
    /// The cards that are due, in order.
    pub fn new(due: Vec<Card>) -> Self {
        Self { due, at: 0, shown: false, scroll: Scroll::default() }
    }

    fn card(&self) -> Option<&Card> {
        self.due.get(self.at)
    }

    fn tables(&self) -> [Keymap<Act>; 2] {
        let first = match self.card() {
            None => OVER,
            Some(_) if self.shown => SHOWN,
            Some(_) => HIDDEN,
        };
        [first, ANY]
    }

    fn act(&mut self, act: Act, env: &Env) -> Vec<Effect> {
        match act {
            Act::Leave => return vec![Effect::Back],
            Act::Show => self.shown = true,
            Act::Grade(grade) => return self.grade(grade),
            Act::Undo if self.at > 0 => {
                self.turn_to(self.at - 1);
                return vec![Effect::Save(Save::UndoReview)];
            }
            Act::Undo => {}
            Act::Scroll(by) => {
                let area = column(env.body);
                let lines = self.text(env.look, env, usize::from(area.width)).len();
                self.scroll.by(by, lines, area.height);
            }
        }
        Vec::new()
    }

    fn grade(&mut self, grade: Grade) -> Vec<Effect> {
        let Some(card) = self.card() else { return Vec::new() };
        let save = Effect::Save(Save::Grade(card.face.id.clone(), grade));
        self.turn_to(self.at + 1);
        vec![save]
    }

    fn turn_to(&mut self, at: usize) {
        self.at = at;
        self.shown = false;
        self.scroll.home();
    }

    fn text(&self, look: Look, env: &Env, width: usize) -> Text {
        let Some(card) = self.card() else { return self.over(look, width) };
        let mut text = wrap_text(&card.face.front, look.style(Role::Strong), width);
        text.push(Line::default());
        if self.shown {
            text.extend(wrap_text(&card.face.back, look.style(Role::Text), width));
            text.push(Line::default());
            text.extend(wrap_text(&returns(card, env), look.style(Role::Muted), width));
        } else {
            let ask = "Say your answer aloud or in your head, then look.";
            text.extend(wrap_text(ask, look.style(Role::Muted), width));
        }
        text
    }

    fn over(&self, look: Look, width: usize) -> Text {
        let says = match self.due.len() {
            0 => "Nothing is due. Cards come from recall questions, missed points and misplaced tasks."
                .to_owned(),
            1 => "That was the one card due today.".to_owned(),
            count => format!("That were all {count} cards that were due."),
        };
        wrap_text(&says, look.style(Role::Text), width)
    }
}

/// When the card would return for each grade.
fn returns(card: &Card, env: &Env) -> String {
    let Ok(days) = preview(card, env.now.wall) else { return String::new() };
    let wait = |days: u32| match days {
        0 => "soon".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    };
    let grades =
        Grade::ALL.iter().zip(days).map(|(grade, days)| format!("{} {}", u8::from(*grade), wait(days)));
    format!("How well did you know it? It returns: {}.", grades.collect::<Vec<_>>().join(", "))
}

impl View for Review {
    fn title(&self) -> String {
        "Review".into()
    }

    fn status(&self) -> Vec<(String, Role)> {
        let left = self.due.len().saturating_sub(self.at);
        vec![(format!("{left} to go"), Role::Muted)]
    }

    fn hints(&self, _: &Env) -> Vec<Hint> {
        keymap::hints(&self.tables())
    }

    fn update(&mut self, event: &Event, env: &Env) -> Vec<Effect> {
        let act = match event {
            Event::Key(key) => keymap::action(&self.tables(), *key),
            Event::Wheel(lines) => Some(Act::Scroll(isize::from(*lines))),
            _ => None,
        };
        act.map(|act| self.act(act, env)).unwrap_or_default()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, env: &Env) {
        let area: Rect = column(area);
        let lines = self.text(canvas.look, env, usize::from(area.width));
        scrolled(canvas, area, &lines, self.scroll);
    }
}
