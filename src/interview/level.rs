//! The level that an interview is held for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The level that an interview is held for, and that an answer can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Builds the usual thing and knows why most of it is there.
    MidLevel,
    /// Defends every decision with a reason of this system.
    Senior,
    /// Adds what only experience adds.
    Staff,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Self; 3] = [Self::MidLevel, Self::Senior, Self::Staff];

    /// The word on the command line and on screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MidLevel => "mid-level",
            Self::Senior => "senior",
            Self::Staff => "staff",
        }
    }

    /// What a dimension has to reach before the interviewer stops asking about it, 1 to 4.
    pub const fn target(self) -> u8 {
        match self {
            Self::MidLevel => 2,
            Self::Senior => 3,
            Self::Staff => 4,
        }
    }

    /// The level above; `None` above staff.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::MidLevel => Some(Self::Senior),
            Self::Senior => Some(Self::Staff),
            Self::Staff => None,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// The text is none of `mid-level`, `senior`, `staff`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a level: use mid-level, senior or staff")]
pub struct UnknownLevel(String);

impl FromStr for Level {
    type Err = UnknownLevel;
    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        Self::ALL.into_iter().find(|level| level.word() == text).ok_or_else(|| UnknownLevel(text.to_owned()))
    }
}
