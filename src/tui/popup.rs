//! What may lie over a screen: a searchable menu, or a question.

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use super::canvas::{Canvas, Target};
use super::effect::{Ask, Effect};
use super::event::{Event, Spot};
use super::key::Key;
use super::keymap::{Hint, Rank};
use super::look::Role;
use super::widget::frame::below;
use super::widget::menu::{Item, Menu, Picked, popup};

/// Something over a screen that takes all keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Popup {
    /// Help and command palette.
    Menu(Menu<Effect>),
    /// A question.
    Ask(Ask),
}

/// What is left of a popup after an event.
pub enum After {
    /// It stays.
    Stays,
    /// It closes, and this is to be done.
    Closes(Option<Effect>),
}

impl Popup {
    /// The list of keys; choosing one presses it.
    pub fn help(title: &str, hints: &[Hint]) -> Self {
        let item = |hint: &Hint| {
            let effect = hint.keys.first().map(|key| Effect::Press(*key))?;
            Some(Item { lead: hint.shown(), label: hint.label.to_owned(), value: effect })
        };
        Self::Menu(Menu::new(format!("Keys: {title}"), hints.iter().filter_map(item).collect()))
    }

    /// A searchable list of wishes.
    pub fn menu(title: &str, choices: Vec<(String, Effect)>) -> Self {
        let items = choices.into_iter().map(|(label, value)| Item { lead: String::new(), label, value });
        Self::Menu(Menu::new(title, items.collect()))
    }

    /// Takes an event.
    pub fn update(&mut self, event: &Event) -> After {
        let picked = match (&mut *self, event) {
            (Self::Menu(menu), Event::Key(key)) => menu.press(*key),
            (Self::Menu(menu), Event::Pointed(Spot::Row(row))) => menu.choose(*row),
            (Self::Menu(menu), Event::Wheel(lines)) => menu.shift(isize::from(*lines).signum()),
            (Self::Ask(ask), Event::Key(key)) => return answer(ask, *key),
            (Self::Ask(ask), Event::Pointed(Spot::Row(row))) => {
                return After::Closes(ask.answers.get(*row).map(|(_, _, effect)| effect.clone()));
            }
            _ => return After::Stays,
        };
        match picked {
            Picked::Open => After::Stays,
            Picked::Left => After::Closes(None),
            Picked::Chosen(effect) => After::Closes(Some(effect)),
        }
    }

    /// Draws it over the middle of `area`.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        match self {
            Self::Menu(menu) => menu.draw(canvas, area),
            Self::Ask(ask) => draw_ask(ask, canvas, area),
        }
    }

    /// The keys that it takes.
    pub fn hints(&self) -> Vec<Hint> {
        const ENTER: &[Key] = &[Key::plain(KeyCode::Enter)];
        const ESC: &[Key] = &[Key::plain(KeyCode::Esc)];
        const MOVE: &[Key] = &[Key::plain(KeyCode::Down)];
        let close = Hint { keys: ESC, label: "close", rank: Rank::Main };
        match self {
            Self::Menu(_) => vec![
                Hint { keys: ENTER, label: "do it", rank: Rank::Main },
                Hint { keys: MOVE, label: "next", rank: Rank::Side },
                close,
            ],
            Self::Ask(_) => vec![close],
        }
    }
}

fn answer(ask: &Ask, key: Key) -> After {
    if key.code == KeyCode::Esc || key == Key::char('q') {
        return After::Closes(None);
    }
    let pressed = ask.answers.iter().find(|(k, _, _)| *k == key);
    let first = ask.answers.first().filter(|_| key.code == KeyCode::Enter);
    match pressed.or(first) {
        Some((_, _, effect)) => After::Closes(Some(effect.clone())),
        None => After::Stays,
    }
}

fn draw_ask(ask: &Ask, canvas: &mut Canvas, area: Rect) {
    let width = area.width.saturating_sub(8).min(60);
    let text = canvas.wrapped(&ask.text, Role::Text, width);
    let height = text.len() as u16 + 2 + ask.answers.len() as u16;
    let inner = popup(canvas, area, &ask.title, width, height);
    canvas.lines(inner, &text, 0);
    let rows = below(inner, text.len() as u16 + 1);
    let leave = (Key::plain(KeyCode::Esc), "leave it as it is".to_owned());
    let answers = ask.answers.iter().map(|(k, label, _)| (*k, label.clone())).chain([leave]);
    for (nth, (row, (key, label))) in rows.rows().zip(answers).enumerate() {
        canvas.target(row, Target::Row(nth));
        canvas.text(row, &key.to_string(), Role::Accent);
        canvas.text(Rect { x: row.x + 7, width: row.width.saturating_sub(7), ..row }, &label, Role::Text);
    }
}
