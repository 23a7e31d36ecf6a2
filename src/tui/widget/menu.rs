//! A searchable list in a popup: the help and the command palette are two of them.

use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};

use crate::tui::canvas::{Canvas, Target};
use crate::tui::key::Key;
use crate::tui::look::Role;
use crate::tui::widget::frame::{below, framed, top};
use crate::tui::widget::list::Cursor;
use crate::tui::widget::scroll::{Scroll, more};

/// One choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<T> {
    /// At the left: the keys, or nothing.
    pub lead: String,
    /// What it does.
    pub label: String,
    /// What happens when it is chosen.
    pub value: T,
}

/// A list of choices that typing narrows.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu<T> {
    title: String,
    items: Vec<Item<T>>,
    query: String,
    cursor: Cursor,
}

/// What a key did to a [`Menu`].
#[derive(Clone, Debug, PartialEq)]
pub enum Picked<T> {
    /// The list changed or not; it stays open.
    Open,
    /// It was left.
    Left,
    /// A choice was made.
    Chosen(T),
}

impl<T: Clone> Menu<T> {
    /// A menu of `items`.
    pub fn new(title: impl Into<String>, items: Vec<Item<T>>) -> Self {
        Self { title: title.into(), items, query: String::new(), cursor: Cursor::default() }
    }

    /// Moves the cursor by `by` rows.
    pub fn shift(&mut self, by: isize) -> Picked<T> {
        self.cursor.by(by, self.found().len());
        Picked::Open
    }

    /// Chooses row number `row` of those that are found.
    pub fn choose(&mut self, row: usize) -> Picked<T> {
        let chosen = self.found().get(row).map(|item| item.value.clone());
        chosen.map_or(Picked::Open, Picked::Chosen)
    }

    /// Types into the query, moves, chooses, or leaves.
    pub fn press(&mut self, key: Key) -> Picked<T> {
        let len = self.found().len();
        match key.code {
            KeyCode::Esc => return Picked::Left,
            KeyCode::Enter => return self.choose(self.cursor.row(len)),
            KeyCode::Up | KeyCode::BackTab => self.cursor.by(-1, len),
            KeyCode::Down | KeyCode::Tab => self.cursor.by(1, len),
            KeyCode::PageUp => self.cursor.by(-10, len),
            KeyCode::PageDown => self.cursor.by(10, len),
            KeyCode::Backspace => {
                self.query.pop();
                self.cursor = Cursor::default();
            }
            _ => {
                self.query.extend(key.typed());
                self.cursor = Cursor::default();
            }
        }
        Picked::Open
    }

    /// The choices that have every word of the query.
    fn found(&self) -> Vec<&Item<T>> {
        let query = self.query.to_lowercase();
        let fits = |item: &&Item<T>| {
            let text = format!("{} {}", item.lead, item.label).to_lowercase();
            query.split_whitespace().all(|word| text.contains(word))
        };
        self.items.iter().filter(fits).collect()
    }

    /// Draws it in the middle of `area`.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let inner = popup(canvas, area, &self.title, 64, self.items.len() as u16 + 2);
        self.draw_query(canvas, top(inner, 1));
        let found = self.found();
        let body = below(inner, 2);
        if found.is_empty() {
            canvas.text(body, "Nothing has these words; Backspace widens the search", Role::Muted);
        }
        let chosen = self.cursor.row(found.len());
        let mut scroll = Scroll::default();
        scroll.show(chosen, found.len(), body.height);
        let skip = scroll.top(found.len(), body.height);
        more(canvas, body, skip, found.len());
        for (row, (at, item)) in body.rows().zip(found.iter().enumerate().skip(skip)) {
            canvas.target(row, Target::Row(at));
            draw_item(canvas, row, item, self.lead_width(), at == chosen);
        }
    }

    fn lead_width(&self) -> u16 {
        let widest = self.items.iter().map(|i| i.lead.chars().count()).max().unwrap_or(0) as u16;
        if widest == 0 { 0 } else { widest + 2 }
    }

    fn draw_query(&self, canvas: &mut Canvas, row: Rect) {
        let (text, role) = if self.query.is_empty() {
            ("type to search", Role::Muted)
        } else {
            (self.query.as_str(), Role::Text)
        };
        canvas.text(row, "/", Role::Accent);
        canvas.text(Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row }, text, role);
        let typed = self.query.chars().count() as u16;
        canvas.caret = Some(Position::new((row.x + 2 + typed).min(row.right().saturating_sub(1)), row.y));
    }
}

fn draw_item<T>(canvas: &mut Canvas, row: Rect, item: &Item<T>, lead: u16, chosen: bool) {
    canvas.text(row, &item.lead, Role::Accent);
    canvas.text(
        Rect { x: row.x + lead.min(row.width), width: row.width.saturating_sub(lead), ..row },
        &item.label,
        Role::Text,
    );
    if chosen {
        canvas.restyle(row, Role::Selected);
    }
}

/// Clears the middle of `area` and frames it, at most `width` × `height` inside; returns the inside.
pub fn popup(canvas: &mut Canvas, area: Rect, title: &str, width: u16, height: u16) -> Rect {
    let width = (width + 4).min(area.width.saturating_sub(4));
    let height = (height + 2).min(area.height.saturating_sub(2));
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (area.height - height) / 3;
    let place = Rect { x, y, width, height };
    canvas.clear(Rect { x: x.saturating_sub(1), width: width + 2, ..place });
    framed(canvas, place, title, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn menu() -> Menu<u8> {
        let item = |label: &str, value| Item { lead: String::new(), label: label.into(), value };
        Menu::new(
            "Commands",
            vec![item("open the checkout", 1), item("submit the answer", 2), item("quit", 3)],
        )
    }

    fn typed(keys: &str) -> Picked<u8> {
        let mut menu = menu();
        Key::sequence(keys).unwrap().into_iter().map(|key| menu.press(key)).last().unwrap()
    }

    #[test]
    fn typing_narrows_and_enter_chooses() {
        assert_eq!(typed("ans sub<Enter>"), Picked::Chosen(2));
        assert_eq!(typed("<Down><Down><Enter>"), Picked::Chosen(3));
        assert_eq!(typed("zzz<Enter>"), Picked::Open);
        assert_eq!(typed("zzz<Backspace><Backspace><Backspace><Enter>"), Picked::Chosen(1));
        assert_eq!(typed("<Esc>"), Picked::Left);
    }
}
