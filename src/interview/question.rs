//! Which question comes next: a pure function of what was heard, what was asked, and the seed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::lines::which_of;
use super::seed::mix_name;
use super::{Contradiction, Heard, PhasePlan, Setup, TurnKind};
use crate::content::id::{DimensionId, ItemId};
use crate::content::prompt::{Probe, Prompt};

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// A probe of the prompt.
    Probe(ItemId),
    /// Two things said that do not go together.
    Contradiction,
    /// A twist.
    Twist(ItemId),
}

/// A question about a dimension, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What was asked.
    pub question: Question,
    /// About what.
    pub dimension: DimensionId,
    /// When, in milliseconds of the interview.
    pub at_ms: u64,
    /// The dimension's level when the word was handed over last.
    pub before: u8,
    /// The dimension's level when the word was handed over next.
    pub after: Option<u8>,
    /// The follow-up was asked too.
    pub followed: bool,
}

/// A question ready to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Next {
    pub(super) kind: TurnKind,
    pub(super) text: String,
    /// What to remember; `None` for a follow-up and for questions that fit any answer.
    pub(super) about: Option<(Question, DimensionId)>,
}

/// The follow-up of the last question, when its answer raised nothing.
pub(super) fn follow_up(prompt: &Prompt, asked: Option<&Asked>, heard: &Heard) -> Option<Next> {
    let asked = asked.filter(|asked| !asked.followed)?;
    let Question::Probe(id) = &asked.question else { return None };
    let probe = prompt.probes.iter().find(|probe| probe.id == *id)?;
    let text = probe.follow_up.clone()?;
    let stuck = heard.level(asked.dimension.as_str()) <= asked.before;
    stuck.then(|| Next { kind: TurnKind::FollowUp(id.clone()), text, about: None })
}

/// A contradiction that was not pointed out yet; once for each dimension.
pub(super) fn contradiction(asked: &[Asked], heard: &Heard) -> Option<Next> {
    let told = |found: &&Contradiction| {
        asked.iter().any(|a| a.question == Question::Contradiction && a.dimension == found.dimension)
    };
    let found = heard.contradictions.iter().find(|found| !told(found))?;
    Some(Next {
        kind: TurnKind::Contradiction(found.dimension.clone()),
        text: which_of(&found.one, &found.other),
        about: Some((Question::Contradiction, found.dimension.clone())),
    })
}

/// The probe about the weakest dimension that is on the table: those of this phase before those of earlier ones,
/// then the lowest level, then the lowest threshold, then the seed.
pub(super) fn probe(
    prompt: &Prompt,
    reached: &[PhasePlan],
    asked: &[Asked],
    heard: &Heard,
    setup: &Setup,
) -> Option<Next> {
    let here: BTreeSet<&DimensionId> = reached.last().into_iter().flat_map(|plan| &plan.dimensions).collect();
    let open: BTreeSet<&DimensionId> = reached.iter().flat_map(|plan| &plan.dimensions).collect();
    let wanted = |probe: &&Probe| {
        let level = heard.level(probe.dimension.as_str());
        let fresh = asked.iter().all(|asked| asked.question != Question::Probe(probe.id.clone()));
        fresh && open.contains(&probe.dimension) && level < probe.below && level < setup.level.target()
    };
    let probe = prompt.probes.iter().filter(wanted).min_by_key(|probe| {
        let elsewhere = !here.contains(&probe.dimension);
        let level = heard.level(probe.dimension.as_str());
        (elsewhere, level, probe.below, mix_name(setup.seed, probe.id.as_str()))
    })?;
    Some(Next {
        kind: TurnKind::Probe(probe.id.clone()),
        text: probe.ask.clone(),
        about: Some((Question::Probe(probe.id.clone()), probe.dimension.clone())),
    })
}
