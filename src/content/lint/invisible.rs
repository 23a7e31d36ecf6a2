//! Characters that a reader cannot see, or that would drive a terminal, are dropped when a file is opened; its author
//! should know.

use crate::diagnostic::Diagnostic;
use crate::text::safe;

/// More than these would be noise.
const MAX: usize = 20;

pub(super) fn check(text: &str) -> Vec<Diagnostic> {
    let hidden = text.char_indices().filter(|&(_, c)| !safe::is_shown(c) && c != '\r');
    hidden.take(MAX).map(|(at, c)| problem(at, c)).collect()
}

fn problem(at: usize, c: char) -> Diagnostic {
    let message = format!("the invisible character U+{:04X} is dropped when this is shown", u32::from(c));
    Diagnostic::warning("invisible-character", message, at..at + c.len_utf8()).with_help("delete it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_placed() {
        let found = check("a\r\n\tb\u{202e}c\u{200b}");
        let places: Vec<_> = found.iter().map(|p| p.span.clone().unwrap()).collect();
        assert_eq!(places, [5..8, 9..12]);
        assert!(found[0].message.contains("U+202E"));
        assert_eq!(check(&"\u{200b}".repeat(1000)).len(), MAX);
    }
}
