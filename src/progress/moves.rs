//! What a learner answered to the moves of a chapter, and how far they have read.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::content::id::{ChapterId, ItemId, PromptId};
use crate::interview::timer::UnixMillis;

/// Where a move stands: in a chapter, or on its own beside a prompt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// A move of a chapter.
    Chapter(ChapterId),
    /// The classification round of a prompt, played outside a chapter.
    Prompt(PromptId),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chapter(id) => write!(f, "chapter:{id}"),
            Self::Prompt(id) => write!(f, "prompt:{id}"),
        }
    }
}

/// Why a text names no [`Scope`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither chapter:NAME nor prompt:NAME")]
pub struct BadScope(String);

impl FromStr for Scope {
    type Err = BadScope;
    fn from_str(text: &str) -> Result<Self, BadScope> {
        let bad = || BadScope(text.to_owned());
        match text.split_once(':') {
            Some(("chapter", id)) => id.parse().map(Self::Chapter).map_err(|_| bad()),
            Some(("prompt", id)) => id.parse().map(Self::Prompt).map_err(|_| bad()),
            _ => Err(bad()),
        }
    }
}

impl TryFrom<String> for Scope {
    type Error = BadScope;
    fn try_from(text: String) -> Result<Self, BadScope> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

/// What was answered to a move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// An option was chosen.
    Predicted {
        /// Its number, from 1.
        choice: u32,
        /// Whether it was the best one.
        correct: bool,
    },
    /// A rough answer was written.
    Committed {
        /// The answer.
        text: String,
    },
    /// Said from memory.
    Recalled {
        /// What was said; may be empty when it was said aloud.
        text: String,
    },
    /// Something hidden was opened.
    Revealed,
    /// A classification round, finished or on the way.
    Classified {
        /// Where the round stands.
        round: crate::game::Progress,
    },
}

/// An answer to a move, with its place and time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoveAnswer {
    /// Where the move stands.
    pub scope: Scope,
    /// The move.
    pub item: ItemId,
    /// The chapter's or prompt's revision at that time.
    pub revision: u32,
    /// When it was answered.
    pub at: UnixMillis,
    /// The answer.
    pub answer: Answer,
}

/// How far a chapter has been read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingPosition {
    /// The chapter.
    pub chapter: ChapterId,
    /// Its revision at that time.
    pub revision: u32,
    /// The section, from 0.
    pub section: u32,
    /// The block in it, from 0.
    pub block: u32,
    /// The end has been reached once.
    pub finished: bool,
    /// When it was kept.
    pub updated: UnixMillis,
}
