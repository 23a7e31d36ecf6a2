//! Who said what, when.

use serde::{Deserialize, Serialize};

use crate::content::id::{DimensionId, ItemId};

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The program.
    Interviewer,
    /// The person who practises.
    Learner,
}

/// What a turn is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnKind {
    /// The interviewer welcomes, or opens a phase.
    Opening,
    /// The learner wrote something and handed over the word.
    Said,
    /// A question of the author about something missing.
    Probe(ItemId),
    /// The second question of a probe.
    FollowUp(ItemId),
    /// Two things said do not go together.
    Contradiction(DimensionId),
    /// A question that fits any answer.
    Ask,
    /// A changed constraint or a fault.
    Twist(ItemId),
    /// Time is up, for a phase or for all.
    Time,
    /// Nothing needs asking, or something was asked back.
    Nod,
}

/// Something said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// When, in milliseconds of the interview.
    pub at_ms: u64,
    /// In which phase, from 0.
    pub phase: usize,
    /// What it is.
    pub kind: TurnKind,
    /// The words.
    pub text: String,
}

impl Turn {
    /// Who said it.
    pub const fn speaker(&self) -> Speaker {
        if matches!(self.kind, TurnKind::Said) { Speaker::Learner } else { Speaker::Interviewer }
    }

    /// True for what wants an answer: probes, follow-ups, contradictions, general questions and twists.
    pub const fn is_question(&self) -> bool {
        !matches!(self.kind, TurnKind::Opening | TurnKind::Said | TurnKind::Time | TurnKind::Nod)
    }
}
