//! The shared vocabulary of the field, as it is embedded.

use std::sync::LazyLock;

use crate::content::rubric::Lexicon;

const TEXT: &str = include_str!("../../content/lexicon.toml");

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

/// The shared concepts, by name.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lexicon_is_sound() {
        let read: Result<Lexicon, _> = toml::from_str(TEXT);
        assert!(read.is_ok_and(|lexicon| lexicon.len() > 100));
    }
}
