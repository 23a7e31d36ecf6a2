//! What the interviewer makes of everything said so far: the scorer's findings, without the scorer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Level;
use crate::content::id::DimensionId;

/// What was understood so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Dimension → level 0 to 4.
    pub levels: BTreeMap<DimensionId, u8>,
    /// Two things said that cannot both be so.
    pub contradictions: Vec<Contradiction>,
    /// The level reached overall; `None` below mid-level.
    pub reached: Option<Level>,
}

impl Heard {
    /// The level of a dimension; 0 when nothing was heard of it.
    pub fn level(&self, dimension: &str) -> u8 {
        self.levels.get(dimension).copied().unwrap_or(0)
    }
}

/// Two things said that cannot both be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// Where it hurts.
    pub dimension: DimensionId,
    /// The learner's words.
    pub one: String,
    /// The learner's other words.
    pub other: String,
}
