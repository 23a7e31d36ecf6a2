//! The cards that are due: say it, look, grade how well it was known.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::progress::review::{Card, Grade, preview};
use crate::tui::canvas::{Canvas, Target};
use crate::tui::effect::{Effect, Save};
use crate::tui::event::Event;
use crate::tui::key::Key;
use crate::tui::keymap::{self, Hint, Keymap, Rank, common, row};
use crate::tui::look::{Look, Role};
use crate::tui::screen::{Env, View};
use crate::tui::widget::frame::{below, column, framed};
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
const GRADED: Keymap<Act> =
    Keymap(&[row(&[Key::char('u')], Act::Undo, "take the last grade back", Rank::Side)]);
const ANY: Keymap<Act> = Keymap(&[
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

    fn tables(&self) -> Vec<Keymap<Act>> {
        let first = match self.card() {
            None => OVER,
            Some(_) if self.shown => SHOWN,
            Some(_) => HIDDEN,
        };
        let graded = (self.at > 0).then_some(GRADED);
        [first].into_iter().chain(graded).chain([ANY]).collect()
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
                let inside = inside(env.body);
                let lines = self.text(env.look, usize::from(inside.width)).len();
                self.scroll.by(by, lines, inside.height);
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

    fn text(&self, look: Look, width: usize) -> Text {
        let Some(card) = self.card() else { return self.over(look, width) };
        let (_, question) = parts(&card.face.front);
        let mut text = wrap_text(question, look.style(Role::Strong), width);
        text.push(Line::default());
        if self.shown {
            text.push(Line::styled(look.glyphs().frame[0].repeat(width), look.style(Role::Border)));
            text.push(Line::default());
            text.extend(wrap_text(&card.face.back, look.style(Role::Text), width));
        } else {
            let ask = "Say your answer aloud or in your head, then look.";
            text.extend(wrap_text(ask, look.style(Role::Muted), width));
        }
        text
    }

    /// The card in a frame, and under it the grades with what follows from each.
    fn draw_card(&self, canvas: &mut Canvas, area: Rect, card: &Card, env: &Env) {
        let place = frame(area);
        let title = parts(&card.face.front).0.unwrap_or("Question");
        let text = framed(canvas, place, title, !self.shown);
        let text = below(text, 1);
        let lines = self.text(canvas.look, usize::from(text.width));
        scrolled(canvas, text, &lines, self.scroll);
        if self.shown {
            draw_grades(canvas, Rect { y: place.bottom() + 1, height: 3, ..place }, card, env);
        }
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

/// Rows under the card.
const GRADES: u16 = 5;

/// Where the frame of a card goes.
fn frame(area: Rect) -> Rect {
    let area = column(area);
    Rect { height: area.height.saturating_sub(GRADES), ..area }
}

/// Where its text goes.
fn inside(area: Rect) -> Rect {
    let frame = frame(area);
    Rect { width: frame.width.saturating_sub(4), height: frame.height.saturating_sub(3), ..frame }
}

/// What a card is about, if its first line says so, and its question.
fn parts(front: &str) -> (Option<&str>, &str) {
    match front.split_once('\n') {
        Some((about, question)) if !question.trim().is_empty() => (Some(about), question),
        _ => (None, front),
    }
}

/// How well it was known, and when it would return for each grade.
fn draw_grades(canvas: &mut Canvas, area: Rect, card: &Card, env: &Env) {
    canvas.text(area, "How well did you know it?", Role::Strong);
    let days = preview(card, env.now.wall).ok();
    let width = area.width / 4;
    for (nth, (grade, hint)) in Grade::ALL.iter().zip(SHOWN.hints()).enumerate() {
        let place = Rect { x: area.x + nth as u16 * width, y: area.y + 1, width, height: 2 };
        canvas.target(place, Target::Do(Effect::Press(hint.keys[0])));
        canvas.text(place, &u8::from(*grade).to_string(), Role::Accent);
        let words = Rect { x: place.x + 2, width: width.saturating_sub(3), ..place };
        canvas.text(words, hint.label, Role::Text);
        if let Some(days) = &days {
            canvas.text(below(words, 1), &returns(days[nth]), Role::Muted);
        }
    }
}

fn returns(days: u32) -> String {
    match days {
        0 => "again soon".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}

impl View for Review {
    fn title(&self) -> String {
        "Review".into()
    }

    fn status(&self) -> Vec<(String, Role)> {
        let text = match self.due.len() {
            0 => return Vec::new(),
            all if self.at >= all => "done".to_owned(),
            all => format!("card {} of {all}", self.at + 1),
        };
        vec![(text, Role::Muted)]
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
        match self.card() {
            Some(card) => self.draw_card(canvas, area, card, env),
            None => {
                let area = column(area);
                scrolled(canvas, area, &self.over(canvas.look, area.width.into()), self.scroll);
            }
        }
    }
}
