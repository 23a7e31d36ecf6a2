//! A dimension: what is scored, and which signals each level needs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::content::id::DimensionId;

/// One thing that is scored, 0 to 4.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Stable name.
    pub id: DimensionId,
    /// What a person reads.
    pub title: String,
    /// What a typical answer at level 1 or 2 looks like.
    #[serde(default)]
    pub weak: String,
    /// What level 3 looks like.
    pub solid: String,
    /// What level 4 adds.
    pub outstanding: String,
    /// Four questions, each leading to the level 1, 2, 3, 4 without naming the answer.
    pub questions: Vec<String>,
    /// What the levels need. Gates of the same level are alternatives; a level counts when all below it do.
    pub gates: Vec<Gate>,
    /// What holds the level down whatever else is there: no level above that of a cap whose condition is met.
    #[serde(default)]
    pub caps: Vec<Gate>,
}

/// A condition on signals, for a level.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The level that it opens (a gate, 1 to 4) or allows at most (a cap, 0 to 3).
    pub level: u8,
    /// Every one of these signals.
    #[serde(default)]
    pub all: Vec<String>,
    /// At least one of these.
    #[serde(default)]
    pub any: Vec<String>,
    /// At least so many of each of these groups.
    #[serde(default)]
    pub some: Vec<Quorum>,
    /// None of these.
    #[serde(default)]
    pub none: Vec<String>,
    /// What it means, told to the learner: `retries stop, and somebody looks at what is left`.
    #[serde(default)]
    pub why: String,
}

/// At least `at_least` of the signals `of`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// How many.
    pub at_least: u8,
    /// Of which.
    pub of: Vec<String>,
}
