//! Tokens with spans, inflection, phrase matching, safe display text.

pub mod safe;
pub mod wrap;
