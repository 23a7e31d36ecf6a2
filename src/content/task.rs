//! A task of a prompt, and where a design may put it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::TaskId;

/// Where a task runs with respect to the request that causes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Placement {
    /// Finishes before the user is answered.
    Blocking,
    /// Is handed to a durable queue and done by workers soon after.
    Async,
    /// Is collected and done in groups, by size or by time.
    Batchable,
}

impl Placement {
    /// All placements, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Blocking, Self::Async, Self::Batchable];

    /// The word used in files, on the command line and on screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Blocking => "blocking",
            Self::Async => "async",
            Self::Batchable => "batchable",
        }
    }
}

impl fmt::Display for Placement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl std::str::FromStr for Placement {
    type Err = UnknownPlacement;
    fn from_str(text: &str) -> Result<Self, UnknownPlacement> {
        Self::ALL.into_iter().find(|p| p.word() == text).ok_or_else(|| UnknownPlacement(text.to_owned()))
    }
}

/// The text is none of `blocking`, `async`, `batchable`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a placement: use blocking, async or batchable")]
pub struct UnknownPlacement(String);

/// One job that the designed system has to do, for example sending the confirmation email.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Stable name; the simulation's tasks and the rubric's subjects refer to it.
    pub id: TaskId,
    /// What a person reads, for example `Send the confirmation email`.
    pub name: String,
    /// The placements that hold up in an interview, best first.
    #[schemars(length(min = 1, max = 3))]
    pub fits: Vec<Placement>,
    /// What each placement means for the user, shown after the learner has chosen.
    pub means: Means,
}

/// What it means to put a task in each of the three places: one or two sentences each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Means {
    /// When it finishes before the answer.
    pub blocking: String,
    /// When it is queued.
    #[serde(rename = "async")]
    pub queued: String,
    /// When it is collected into batches.
    pub batchable: String,
}

impl Means {
    /// The text for `placement`.
    pub fn of(&self, placement: Placement) -> &str {
        match placement {
            Placement::Blocking => &self.blocking,
            Placement::Async => &self.queued,
            Placement::Batchable => &self.batchable,
        }
    }
}
