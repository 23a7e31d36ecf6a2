//! One table per screen: it dispatches keys, makes the footer and fills the help.

use super::key::Key;

/// One row: any of these keys does this.
#[derive(Clone, Copy, Debug)]
pub struct Binding<A: 'static> {
    /// The keys; the first is the one that is shown.
    pub keys: &'static [Key],
    /// What they do.
    pub action: A,
    /// What a person reads, a verb and few words: `submit the answer`.
    pub label: &'static str,
    /// Its place in the footer.
    pub rank: Rank,
}

/// How long a hint stays in the footer when the terminal gets narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The next thing to do; goes last.
    Main,
    /// Shown where there is room.
    Side,
    /// Only in the help.
    Help,
}

/// The rows of one screen in one of its states.
#[derive(Clone, Copy, Debug)]
pub struct Keymap<A: 'static>(pub &'static [Binding<A>]);

impl<A: Copy> Keymap<A> {
    /// What `key` does here.
    pub fn action(&self, key: Key) -> Option<A> {
        self.0.iter().find(|b| b.keys.contains(&key)).map(|b| b.action)
    }

    /// The rows as hints.
    pub fn hints(&self) -> Vec<Hint> {
        self.0.iter().map(|b| Hint { keys: b.keys, label: b.label, rank: b.rank }).collect()
    }
}

/// What `key` does in the first of `tables` that knows it.
pub fn action<A: Copy>(tables: &[Keymap<A>], key: Key) -> Option<A> {
    tables.iter().find_map(|table| table.action(key))
}

/// The rows of all `tables` in their order.
pub fn hints<A: Copy>(tables: &[Keymap<A>]) -> Vec<Hint> {
    tables.iter().flat_map(Keymap::hints).collect()
}

/// A row without its action: the footer and the help show it, and run it by pressing its first key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The keys; the first is the one that is shown and pressed.
    pub keys: &'static [Key],
    /// What they do.
    pub label: &'static str,
    /// Its place in the footer.
    pub rank: Rank,
}

impl Hint {
    /// The keys as a person reads them, at most three.
    pub fn shown(&self) -> String {
        let names: Vec<_> = self.keys.iter().take(3).map(ToString::to_string).collect();
        names.join(" ")
    }
}

/// A row of a table.
pub const fn row<A>(keys: &'static [Key], action: A, label: &'static str, rank: Rank) -> Binding<A> {
    Binding { keys, action, label, rank }
}

/// Keys that mean the same everywhere.
pub mod common {
    use crossterm::event::KeyCode;

    use super::Key;

    /// Go to the item above.
    pub const UP: &[Key] = &[Key::plain(KeyCode::Up), Key::char('k')];
    /// Go to the item below.
    pub const DOWN: &[Key] = &[Key::plain(KeyCode::Down), Key::char('j')];
    /// Go left.
    pub const LEFT: &[Key] = &[Key::plain(KeyCode::Left), Key::char('h')];
    /// Go right.
    pub const RIGHT: &[Key] = &[Key::plain(KeyCode::Right), Key::char('l')];
    /// A screenful up.
    pub const PAGE_UP: &[Key] = &[Key::plain(KeyCode::PageUp)];
    /// A screenful down.
    pub const PAGE_DOWN: &[Key] = &[Key::plain(KeyCode::PageDown), Key::char(' ')];
    /// To the top.
    pub const TOP: &[Key] = &[Key::char('g'), Key::plain(KeyCode::Home)];
    /// To the bottom.
    pub const BOTTOM: &[Key] = &[Key::char('G'), Key::plain(KeyCode::End)];
    /// What is shown, as a file.
    pub const EXPORT: &[Key] = &[Key::char('w')];
    /// Do it.
    pub const ENTER: &[Key] = &[Key::plain(KeyCode::Enter)];
    /// One step back.
    pub const BACK: &[Key] = &[Key::plain(KeyCode::Esc), Key::char('q')];
    /// Back, where letters are typed.
    pub const ESC: &[Key] = &[Key::plain(KeyCode::Esc)];
    /// The next part.
    pub const TAB: &[Key] = &[Key::plain(KeyCode::Tab)];
    /// The part before.
    pub const BACK_TAB: &[Key] = &[Key::plain(KeyCode::BackTab)];
    /// Search.
    pub const SEARCH: &[Key] = &[Key::char('/')];
}
