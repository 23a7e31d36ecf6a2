//! A text editor for answers: soft wrapping, word motions, grouped undo, a cap, and the real cursor at the caret.

mod view;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::Rect;
use ratatui_textarea::{CursorMove, DataCursor, TextArea};

use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::look::Role;
use view::View;

/// The most characters of an answer.
pub const CAP: usize = 8_000;

/// What an input did to an [`Editor`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The text is another.
    Changed,
    /// Only the cursor moved, or nothing happened.
    Moved,
    /// The text is full: this many characters were left out.
    Cut(usize),
    /// The key is not one of the editor's.
    Ignored,
}

/// What undo takes back at once: a run of typing, a run of deleting, or one larger step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Space,
    Delete,
    Step,
}

/// An editor with its text.
#[derive(Clone, Debug)]
pub struct Editor {
    area: TextArea<'static>,
    done: Vec<(Kind, usize)>,
    undone: Vec<(Kind, usize)>,
    view: View,
    /// The cell that moving up and down returns to.
    goal: Option<usize>,
}

impl Default for Editor {
    fn default() -> Self {
        Self::new("")
    }
}

impl Editor {
    /// An editor over `text`, which is cleaned and cut to [`CAP`] characters; the caret is at its end.
    pub fn new(text: &str) -> Self {
        let text: String = clean(text).chars().take(CAP).collect();
        let mut area = TextArea::from(text.split('\n'));
        area.set_max_histories(20_000);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, done: Vec::new(), undone: Vec::new(), view: View::default(), goal: None }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Characters, line breaks included.
    pub fn chars(&self) -> usize {
        let lines = self.area.lines();
        lines.iter().map(|l| l.chars().count()).sum::<usize>() + lines.len() - 1
    }

    /// Words: runs of what is not space.
    pub fn words(&self) -> usize {
        self.area.lines().iter().map(|l| l.split_whitespace().count()).sum()
    }

    /// Where the caret is: line and character in it, both from 0.
    pub fn caret(&self) -> (u32, u32) {
        let DataCursor(line, column) = self.area.cursor();
        (line as u32, column as u32)
    }

    /// Puts the caret at character `column` of `line`, or as near as there is text.
    pub fn set_caret(&mut self, line: u32, column: u32) {
        let cell = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(cell(line), cell(column)));
    }

    /// Puts the caret under a cell of the last picture.
    pub fn point(&mut self, column: u16, row: u16) {
        let (line, column) = self.view.place(self.area.lines(), column, row);
        self.set_caret(line as u32, column as u32);
        self.end_run();
    }

    /// Replaces the whole text as one undoable step.
    pub fn replace(&mut self, text: &str) -> Outcome {
        let before = self.done.len();
        self.area.select_all();
        if self.area.is_selecting() && self.area.cut() {
            self.record(Kind::Step);
        }
        let outcome = self.insert(text);
        let edits: usize = self.done.drain(before..).map(|(_, edits)| edits).sum();
        if edits > 0 {
            self.done.push((Kind::Step, edits));
        }
        outcome
    }

    /// Inserts `text`, cleaned, as far as the cap allows.
    pub fn insert(&mut self, text: &str) -> Outcome {
        let text = clean(text);
        let room = CAP.saturating_sub(self.chars());
        let fits: String = text.chars().take(room).collect();
        let left_out = text.chars().count() - fits.chars().count();
        if !fits.is_empty() && self.area.insert_str(&fits) {
            self.record(Kind::Step);
        }
        match (left_out, fits.is_empty()) {
            (0, true) => Outcome::Moved,
            (0, false) => Outcome::Changed,
            (n, _) => Outcome::Cut(n),
        }
    }

    /// Does what `key` does in an editor.
    pub fn press(&mut self, key: Key) -> Outcome {
        if let Some(c) = key.typed() {
            return self.type_char(c);
        }
        match (key.mods, key.code) {
            (KeyModifiers::NONE, KeyCode::Enter) => self.type_char('\n'),
            (KeyModifiers::NONE, KeyCode::Tab) => self.insert("    "),
            _ => self.delete(key).or_else(|| self.history(key)).unwrap_or_else(|| self.travel(key)),
        }
    }

    fn type_char(&mut self, c: char) -> Outcome {
        if self.chars() >= CAP {
            return Outcome::Cut(1);
        }
        self.area.insert_char(c);
        self.record(if c.is_whitespace() { Kind::Space } else { Kind::Word });
        Outcome::Changed
    }

    fn delete(&mut self, key: Key) -> Option<Outcome> {
        let word = KeyModifiers::CONTROL | KeyModifiers::ALT;
        let (changed, kind) = match key.code {
            KeyCode::Backspace if key.mods.intersects(word) => (self.area.delete_word(), Kind::Step),
            KeyCode::Char('w') if key.mods == KeyModifiers::CONTROL => (self.area.delete_word(), Kind::Step),
            KeyCode::Delete if key.mods.intersects(word) => (self.area.delete_next_word(), Kind::Step),
            KeyCode::Char('d') if key.mods == KeyModifiers::ALT => (self.area.delete_next_word(), Kind::Step),
            KeyCode::Char('k') if key.mods == KeyModifiers::CONTROL => {
                (self.area.delete_line_by_end(), Kind::Step)
            }
            KeyCode::Char('h') if key.mods == KeyModifiers::CONTROL => {
                (self.area.delete_char(), Kind::Delete)
            }
            KeyCode::Backspace => (self.area.delete_char(), Kind::Delete),
            KeyCode::Delete => (self.area.delete_next_char(), Kind::Delete),
            _ => return None,
        };
        if changed {
            self.record(kind);
        }
        Some(if changed { Outcome::Changed } else { Outcome::Moved })
    }

    fn history(&mut self, key: Key) -> Option<Outcome> {
        let undo = [Key::ctrl('u'), Key::ctrl('_'), Key::ctrl('7'), Key::alt(KeyCode::Char('u'))];
        let redo = [Key::ctrl('r'), Key::ctrl('y'), Key::alt(KeyCode::Char('r'))];
        if undo.contains(&key) {
            return Some(self.undo());
        }
        redo.contains(&key).then(|| self.redo())
    }

    /// Takes back the last run of edits.
    pub fn undo(&mut self) -> Outcome {
        let Some((kind, edits)) = self.done.pop() else { return Outcome::Moved };
        for _ in 0..edits {
            self.area.undo();
        }
        self.undone.push((kind, edits));
        Outcome::Changed
    }

    /// Does again what was last taken back.
    pub fn redo(&mut self) -> Outcome {
        let Some((kind, edits)) = self.undone.pop() else { return Outcome::Moved };
        for _ in 0..edits {
            self.area.redo();
        }
        self.done.push((kind, edits));
        Outcome::Changed
    }

    fn record(&mut self, kind: Kind) {
        self.undone.clear();
        self.goal = None;
        match self.done.last_mut() {
            Some((Kind::Word, edits)) if matches!(kind, Kind::Word) => *edits += 1,
            Some((last @ (Kind::Word | Kind::Space), edits)) if kind == Kind::Space => {
                *last = Kind::Space;
                *edits += 1;
            }
            Some((Kind::Delete, edits)) if kind == Kind::Delete => *edits += 1,
            _ => self.done.push((kind, 1)),
        }
    }

    fn travel(&mut self, key: Key) -> Outcome {
        let by = match key.code {
            KeyCode::Up => -1,
            KeyCode::Down => 1,
            KeyCode::PageUp => -self.view.page(),
            KeyCode::PageDown => self.view.page(),
            _ => 0,
        };
        let DataCursor(line, column) = self.area.cursor();
        match self.view.vertical(self.area.lines(), (line, column), by, self.goal).filter(|_| by != 0) {
            Some(((line, column), goal)) => {
                self.set_caret(line as u32, column as u32);
                self.goal = Some(goal);
            }
            None => {
                let Some(motion) = motion(key) else { return Outcome::Ignored };
                self.area.move_cursor(motion);
                self.goal = None;
            }
        }
        self.end_run();
        Outcome::Moved
    }

    /// What is typed next is undone on its own.
    fn end_run(&mut self) {
        if let Some((kind, _)) = self.done.last_mut() {
            *kind = Kind::Step;
        }
    }

    /// Draws the text and, when `focused`, puts the terminal's cursor at the caret.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, focused: bool, empty: &str) {
        if area.is_empty() {
            return;
        }
        let DataCursor(line, column) = self.area.cursor();
        let caret = self.view.draw(canvas, area, self.area.lines(), (line, column));
        if self.area.is_empty() {
            canvas.paragraph(area, empty, Role::Muted);
        }
        if focused {
            canvas.caret = Some(caret);
        }
    }
}

fn motion(key: Key) -> Option<CursorMove> {
    let word = key.mods.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    Some(match key.code {
        KeyCode::Left if word => CursorMove::WordBack,
        KeyCode::Right if word => CursorMove::WordForward,
        KeyCode::Char('b') if key.mods == KeyModifiers::ALT => CursorMove::WordBack,
        KeyCode::Char('f') if key.mods == KeyModifiers::ALT => CursorMove::WordForward,
        KeyCode::Char('a') if key.mods == KeyModifiers::CONTROL => CursorMove::Head,
        KeyCode::Char('e') if key.mods == KeyModifiers::CONTROL => CursorMove::End,
        KeyCode::Home if word => CursorMove::Top,
        KeyCode::End if word => CursorMove::Bottom,
        KeyCode::Left => CursorMove::Back,
        KeyCode::Right => CursorMove::Forward,
        KeyCode::Up => CursorMove::Up,
        KeyCode::Down => CursorMove::Down,
        KeyCode::Home => CursorMove::Head,
        KeyCode::End => CursorMove::End,
        KeyCode::PageUp => CursorMove::ParagraphBack,
        KeyCode::PageDown => CursorMove::ParagraphForward,
        _ => return None,
    })
}

/// Tabs as spaces, and nothing that a terminal would obey.
fn clean(text: &str) -> String {
    crate::text::safe::clean(text).replace('\t', "    ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn after(start: &str, keys: &str) -> String {
        let mut editor = Editor::new(start);
        for key in Key::sequence(keys).unwrap() {
            editor.press(key);
        }
        editor.text()
    }

    #[test]
    fn undo_takes_back_words_not_letters() {
        assert_eq!(after("", "save the order<C-u>"), "save the ");
        assert_eq!(after("", "save the order<C-u><C-u><C-r>"), "save the ");
        assert_eq!(after("", "abc<Backspace><Backspace><C-u>"), "abc");
    }

    #[test]
    fn words_are_units_of_motion_and_deletion() {
        assert_eq!(after("queue the email", "<C-w>"), "queue the ");
        assert_eq!(after("queue the email", "<C-Left><C-Left><C-Del>"), "queue  email");
    }

    #[test]
    fn a_paste_beyond_the_cap_is_cut_and_said() {
        let mut editor = Editor::new("");
        assert_eq!(editor.insert(&"x".repeat(CAP + 5)), Outcome::Cut(5));
        assert_eq!(editor.chars(), CAP);
        assert_eq!(editor.press(Key::char('y')), Outcome::Cut(1));
    }

    #[test]
    fn what_a_terminal_would_obey_is_left_out() {
        let mut editor = Editor::new("");
        editor.insert("a\u{1b}[31mb\u{202e}c\r\nd\u{9b}e");
        assert_eq!(editor.text(), "a[31mbc\nde");
    }

    #[test]
    fn the_caret_goes_where_it_was_and_never_beyond() {
        let mut editor = Editor::new("one\ntwo\nthree");
        editor.set_caret(1, 2);
        assert_eq!(editor.caret(), (1, 2));
        editor.set_caret(9, 99);
        assert_eq!(editor.caret(), (2, 5));
    }

    /// What the editor must agree with: a string and a caret.
    #[derive(Debug, Default)]
    struct Reference {
        text: Vec<char>,
        caret: usize,
    }

    impl Reference {
        fn press(&mut self, key: Key) {
            match key.code {
                KeyCode::Char(c) => self.put(c),
                KeyCode::Enter => self.put('\n'),
                KeyCode::Backspace if self.caret > 0 => {
                    self.caret -= 1;
                    self.text.remove(self.caret);
                }
                KeyCode::Delete if self.caret < self.text.len() => {
                    self.text.remove(self.caret);
                }
                KeyCode::Left => self.caret = self.caret.saturating_sub(1),
                KeyCode::Right => self.caret = (self.caret + 1).min(self.text.len()),
                KeyCode::Home => {
                    while self.caret > 0 && self.text[self.caret - 1] != '\n' {
                        self.caret -= 1;
                    }
                }
                KeyCode::End => {
                    while self.caret < self.text.len() && self.text[self.caret] != '\n' {
                        self.caret += 1;
                    }
                }
                _ => {}
            }
        }

        fn line_and_column(&self) -> (u32, u32) {
            let before = &self.text[..self.caret];
            let lines = before.iter().filter(|c| **c == '\n').count();
            let column = before.iter().rev().take_while(|c| **c != '\n').count();
            (lines as u32, column as u32)
        }

        fn put(&mut self, c: char) {
            self.text.insert(self.caret, c);
            self.caret += 1;
        }
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let codes = [
            KeyCode::Backspace,
            KeyCode::Delete,
            KeyCode::Left,
            KeyCode::Right,
            KeyCode::Home,
            KeyCode::End,
            KeyCode::Enter,
        ];
        prop_oneof![
            proptest::char::range('a', 'f').prop_map(Key::char),
            prop_oneof![Just('é'), Just('漢'), Just(' ')].prop_map(Key::char),
            proptest::sample::select(codes.to_vec()).prop_map(Key::plain),
        ]
    }

    proptest! {
        #[test]
        fn it_agrees_with_a_string(keys in proptest::collection::vec(any_key(), 0..120)) {
            let mut editor = Editor::new("");
            let mut reference = Reference::default();
            for key in keys {
                editor.press(key);
                reference.press(key);
                prop_assert_eq!(editor.text(), reference.text.iter().collect::<String>());
                prop_assert_eq!(editor.caret(), reference.line_and_column());
                prop_assert_eq!(editor.chars(), reference.text.len());
            }
        }

        #[test]
        fn undoing_everything_gives_the_beginning(keys in proptest::collection::vec(any_key(), 0..60)) {
            let mut editor = Editor::new("begin");
            for key in keys {
                editor.press(key);
            }
            let end = editor.text();
            while editor.undo() == Outcome::Changed {}
            prop_assert_eq!(editor.text(), "begin");
            while editor.redo() == Outcome::Changed {}
            prop_assert_eq!(editor.text(), end);
        }
    }
}
