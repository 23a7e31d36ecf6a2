//! One key press, as screens, tables and tests name it: `q`, `<C-d>`, `<S-Tab>`, `<Esc>`.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers. Shift is part of the character for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Held with it.
    pub mods: KeyModifiers,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, mods: KeyModifiers::NONE }
    }

    /// A character without modifiers.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with Ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), mods: KeyModifiers::CONTROL }
    }

    /// A key with Alt.
    pub const fn alt(code: KeyCode) -> Self {
        Self { code, mods: KeyModifiers::ALT }
    }

    /// The character that the key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.mods.is_empty() => Some(c),
            _ => None,
        }
    }

    /// Splits a text such as `ihello<Esc><C-d>` into keys; `<lt>` is a `<`.
    ///
    /// # Errors
    /// Names the first part that is no key.
    pub fn sequence(text: &str) -> Result<Vec<Self>, UnknownKey> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let name = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
            let (key, after) = match name {
                Some((name, after)) => (named(name)?, after),
                None => (Self::char(first), &rest[first.len_utf8()..]),
            };
            keys.push(key);
            rest = after;
        }
        Ok(keys)
    }
}

/// The text names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("<{0}> is no key")]
pub struct UnknownKey(String);

const NAMES: [(&str, KeyCode); 16] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("S-Tab", KeyCode::BackTab),
    ("Space", KeyCode::Char(' ')),
    ("lt", KeyCode::Char('<')),
    ("Backspace", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
];

fn named(name: &str) -> Result<Key, UnknownKey> {
    let unknown = || UnknownKey(name.to_owned());
    if let Some((_, code)) = NAMES.iter().find(|(n, _)| *n == name) {
        return Ok(Key::plain(*code));
    }
    let (modifier, rest) = name.split_once('-').ok_or_else(unknown)?;
    let mods = match modifier {
        "C" => KeyModifiers::CONTROL,
        "A" => KeyModifiers::ALT,
        _ => return Err(unknown()),
    };
    let mut chars = rest.chars();
    let code = match (chars.next(), chars.next()) {
        (Some(c), None) => KeyCode::Char(c),
        _ => named(rest)?.code,
    };
    Ok(Key { code, mods })
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let mut mods = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        if matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab) {
            mods.remove(KeyModifiers::SHIFT);
        }
        Self { code: event.code, mods }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (flag, name) in
            [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")]
        {
            if self.mods.contains(flag) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.mods.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", c.to_ascii_uppercase())
            }
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            code => match NAMES.iter().find(|(_, c)| *c == code) {
                Some((name, _)) => f.write_str(name),
                None => write!(f, "{code}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_mixes_letters_and_names() {
        let keys = Key::sequence("a<lt><C-d><S-Tab><A-Enter>").unwrap();
        let want = [
            Key::char('a'),
            Key::char('<'),
            Key::ctrl('d'),
            Key::plain(KeyCode::BackTab),
            Key::alt(KeyCode::Enter),
        ];
        assert_eq!(keys, want);
        assert_eq!(Key::sequence("<Nope>"), Err(UnknownKey("Nope".into())));
    }

    #[test]
    fn keys_are_shown_as_people_say_them() {
        let shown: Vec<_> =
            Key::sequence("<C-d><Esc> <Up>Q").unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["Ctrl-D", "Esc", "Space", "↑", "Q"]);
    }
}
