//! A problem in an author's file: one value, several renderers.

use std::ops::Range;

use serde::Serialize;

/// How bad a [`Diagnostic`] is. Only errors make `frontdesk check` exit 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file still works; something in it is probably not meant.
    Warning,
    /// The file cannot be used as it is.
    Error,
}

/// One problem, with its place as a byte range in the file's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable, kebab-case name of the rule, for example `unknown-key`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Byte range in the source text; `None` when the whole file is meant.
    pub span: Option<Range<usize>>,
    /// Dotted path of the key that is meant, such as `tasks[2].workers`, for checks of values that know no spans;
    /// the loader turns it into a span.
    #[serde(skip)]
    pub key: Option<String>,
    /// What to do about it, for example `did you mean "minutes"?`.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(
        code: &'static str,
        message: impl Into<String>,
        span: impl Into<Option<Range<usize>>>,
    ) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            span: span.into(),
            key: None,
            help: None,
        }
    }

    /// A warning at `span`.
    pub fn warning(
        code: &'static str,
        message: impl Into<String>,
        span: impl Into<Option<Range<usize>>>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message, span) }
    }

    /// The same with a suggestion.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same about the value of one key, given by its dotted path, such as `tasks[2].workers`.
    #[must_use]
    pub fn at(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

/// Where and why JSON could not be read: the column, counted from 1 (0 for the end of what was there), and the reason
/// without the place.
pub fn json_fault(error: &serde_json::Error) -> (usize, String) {
    let told = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    (error.column(), told.strip_suffix(&place).unwrap_or(&told).to_owned())
}

/// A number as a message quotes it: one with more than fifteen digits as a power of ten.
pub fn plain(number: f64) -> String {
    if number.abs() < 1e15 { number.to_string() } else { format!("{number:e}") }
}
