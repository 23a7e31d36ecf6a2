//! From text to typed values, with every problem of a file at once.

mod chapter;
mod markdown;
mod schema;
mod spans;
mod typed;

pub use chapter::chapter;
pub use markdown::blocks;
pub use schema::{nearest, suggest};
pub use spans::Spans;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::diagnostic::{Diagnostic, Severity};

use super::prompt::Prompt;
use super::rubric::Lexicon;
use super::scenario::Scenario;

/// What a text became.
#[derive(Clone, Debug)]
pub struct Parsed<T> {
    /// The value, when no problem is an error.
    pub value: Option<T>,
    /// Everything that is wrong, in the order of the text.
    pub problems: Vec<Diagnostic>,
    /// Where each key stands.
    pub spans: Spans,
}

/// Reads a prompt: one TOML file.
pub fn prompt(text: &str) -> Parsed<Prompt> {
    typed::document(text)
}

/// Reads a scenario that is a TOML file of its own.
pub fn scenario(text: &str) -> Parsed<Scenario> {
    typed::document(text)
}

/// Reads any other TOML file. A key that the type neither knows nor forbids is a warning.
pub fn toml<T: DeserializeOwned + JsonSchema>(text: &str) -> Parsed<T> {
    typed::document(text)
}

/// Reads a vocabulary of concepts.
pub fn lexicon(text: &str) -> Parsed<Lexicon> {
    typed::document(text)
}

impl<T> Parsed<T> {
    /// The same with further problems, whose keys are placed.
    #[must_use]
    pub fn with(self, more: impl IntoIterator<Item = Diagnostic>) -> Self {
        let problems = self.problems.into_iter().chain(more).collect();
        Self::settle(self.value, problems, self.spans)
    }

    /// The value, unless a problem is an error; problems sorted by place.
    fn settle(value: Option<T>, mut problems: Vec<Diagnostic>, spans: Spans) -> Self {
        problems.iter_mut().for_each(|problem| spans.place(problem));
        problems.sort_by_key(|problem| problem.span.as_ref().map_or(0, |span| span.start));
        let broken = problems.iter().any(|problem| problem.severity == Severity::Error);
        Self { value: value.filter(|_| !broken), problems, spans }
    }
}
