//! Tokens with spans, inflection, phrase matching, safe display text.

mod common;
pub mod cue;
pub mod group;
pub mod hash;
pub mod inflect;
mod line;
pub mod outline;
pub mod phrase;
pub mod safe;
pub mod syntax;
pub mod token;
pub mod vocabulary;
pub mod wrap;
