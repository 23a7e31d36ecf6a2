//! The shared vocabulary of the field, parsed once.

use std::sync::LazyLock;

use crate::content::library;
use crate::content::rubric::Lexicon;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(library::lexicon);

/// The shared concepts, by name.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}
