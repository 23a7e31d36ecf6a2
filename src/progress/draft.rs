//! An answer in the making.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::attempt::{AttemptId, BadKind, Kind};
use crate::content::id::PromptId;
use crate::interview::Session;
use crate::interview::timer::{Timer, UnixMillis};

/// What is being worked on: the same four kinds that attempts have.
pub type Mode = Kind;

/// Names a draft: there is one for each prompt and mode.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DraftKey {
    /// The prompt.
    pub prompt: PromptId,
    /// What is being answered.
    pub mode: Mode,
}

impl DraftKey {
    /// The plain practice of a prompt.
    pub const fn practice(prompt: PromptId) -> Self {
        Self { prompt, mode: Mode::Practice }
    }
}

impl fmt::Display for DraftKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.prompt, self.mode)
    }
}

/// Why a text names no draft.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no draft: use PROMPT/MODE")]
pub struct BadKey(String);

impl FromStr for DraftKey {
    type Err = BadKey;
    fn from_str(text: &str) -> Result<Self, BadKey> {
        let bad = || BadKey(text.to_owned());
        let (prompt, mode) = text.split_once('/').ok_or_else(bad)?;
        Ok(Self {
            prompt: prompt.parse().map_err(|_| bad())?,
            mode: mode.parse().map_err(|_: BadKind| bad())?,
        })
    }
}

/// Where the caret stands: line and character in it, both from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caret {
    /// Line, from 0.
    pub line: u32,
    /// Character in the line, from 0.
    pub column: u32,
}

/// An answer in the making, as it is kept on every edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its name.
    pub key: DraftKey,
    /// The answer so far.
    pub text: String,
    /// Where the caret stands in `text`.
    pub caret: Caret,
    /// Thinking aloud, apart from the answer.
    pub notes: String,
    /// The countdown.
    pub timer: Timer,
    /// The hints that were asked for: their numbers in the prompt's list, from 0.
    pub hints: Vec<u32>,
    /// The attempt that it goes on from.
    pub parent: Option<AttemptId>,
    /// The interview, in mock mode; `text` is then the text of its current phase.
    pub session: Option<Session>,
    /// Counts the saves; only the store changes it.
    pub(super) revision: i64,
    /// When it was saved last; only the store changes it.
    pub(super) updated: UnixMillis,
}

impl Draft {
    /// An empty draft with `limit` to go.
    pub fn new(key: DraftKey, limit: Duration) -> Self {
        Self {
            key,
            text: String::new(),
            caret: Caret::default(),
            notes: String::new(),
            timer: Timer::new(limit),
            hints: Vec::new(),
            parent: None,
            session: None,
            revision: 0,
            updated: UnixMillis(0),
        }
    }

    /// The first moment of a mock interview.
    pub fn mock(prompt: PromptId, session: Session) -> Self {
        let limit = session.setup().limit();
        Self { session: Some(session), ..Self::new(DraftKey { prompt, mode: Mode::Mock }, limit) }
    }

    /// The whole answer so far: the text, or in an interview the texts of all its phases.
    pub fn answer(&self) -> String {
        match &self.session {
            Some(session) => session.answer(&self.text),
            None => self.text.clone(),
        }
    }

    /// When it was saved last.
    pub const fn updated(&self) -> UnixMillis {
        self.updated
    }

    /// Records that hint number `index` was asked for; asking twice counts once.
    pub fn ask_hint(&mut self, index: u32) {
        if !self.hints.contains(&index) {
            self.hints.push(index);
        }
    }
}
