//! What is fixed before the first word: level, length, phases with their time, and when the twists come.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Level;
use super::lines::{ANY_TWIST, USUAL, Usual};
use super::seed::{mix, mix_name};
use crate::content::id::{DimensionId, ItemId};
use crate::content::prompt::{Phase, Prompt, Twist};

/// What the learner chooses, and the seed of everything that the interviewer chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The level that the interview is held for.
    pub level: Level,
    /// Length in minutes, 10 to 120.
    pub minutes: u32,
    /// Same seed, same answers: same interviewer.
    pub seed: u64,
}

impl Setup {
    /// The lengths that are offered, in minutes.
    pub const LENGTHS: [u32; 4] = [20, 30, 45, 60];

    /// A setup with its length brought into 10 to 120 minutes.
    pub fn new(level: Level, minutes: u32, seed: u64) -> Self {
        Self { level, minutes: minutes.clamp(10, 120), seed }
    }

    /// The whole time.
    pub const fn limit(&self) -> Duration {
        Duration::from_secs(self.minutes as u64 * 60)
    }
}

/// One phase with its share of the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhasePlan {
    /// Stable name.
    pub id: ItemId,
    /// What a person reads.
    pub title: String,
    /// What the interviewer says when it begins.
    pub opening: String,
    /// Time meant for it, in milliseconds.
    pub ms: u64,
    /// What the interviewer listens for from here on.
    pub dimensions: Vec<DimensionId>,
    /// Questions that fit any answer, each asked at most once.
    pub asks: Vec<String>,
}

/// A twist and when it comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedTwist {
    /// The twist.
    pub twist: Twist,
    /// When it is due, in milliseconds of the interview.
    pub due_ms: u64,
    /// When it was told.
    pub told_ms: Option<u64>,
}

/// The phases of an interview about `prompt`, scaled to its length: the author's, or the usual six.
pub(super) fn phases(prompt: &Prompt, setup: &Setup) -> Vec<PhasePlan> {
    let mut plans: Vec<PhasePlan> = if prompt.phases.is_empty() {
        USUAL.iter().filter_map(|usual| usual_phase(usual, prompt)).collect()
    } else {
        prompt.phases.iter().map(own_phase).collect()
    };
    scale(&mut plans, setup.limit());
    plans
}

fn own_phase(phase: &Phase) -> PhasePlan {
    PhasePlan {
        id: phase.id.clone(),
        title: phase.title.clone(),
        opening: phase.opening.clone(),
        ms: u64::from(phase.minutes),
        dimensions: phase.dimensions.clone(),
        asks: Vec::new(),
    }
}

fn usual_phase(usual: &Usual, prompt: &Prompt) -> Option<PhasePlan> {
    let all = prompt.rubric.dimensions.iter().map(|dimension| dimension.id.clone());
    Some(PhasePlan {
        id: usual.id.parse().ok()?,
        title: usual.title.to_owned(),
        opening: usual.opening.to_owned(),
        ms: u64::from(usual.minutes),
        dimensions: all.filter(|_| usual.probing).collect(),
        asks: usual.asks.iter().map(|ask| (*ask).to_owned()).collect(),
    })
}

/// Turns the minutes of the plan into shares of `limit`.
fn scale(plans: &mut [PhasePlan], limit: Duration) {
    let whole: u64 = plans.iter().map(|plan| plan.ms.max(1)).sum::<u64>().max(1);
    let limit = limit.as_millis() as u64;
    for plan in plans {
        plan.ms = plan.ms.max(1) * limit / whole;
    }
}

/// When two twists fit into an interview.
const LONG: u32 = 40;

/// The twists of an interview: at least one, two in a long one, at moments that the seed chooses.
pub(super) fn twists(prompt: &Prompt, setup: &Setup) -> Vec<PlannedTwist> {
    let mut all = prompt.twists.clone();
    if all.is_empty() {
        all.extend(fallback(prompt));
    }
    all.sort_by_key(|twist| mix_name(setup.seed, twist.id.as_str()));
    let windows: &[(u64, u64)] = if setup.minutes >= LONG { &[(45, 55), (68, 78)] } else { &[(50, 65)] };
    let due = windows.iter().enumerate().map(|(index, window)| moment(*window, setup, index as u64));
    all.into_iter().zip(due).map(|(twist, due_ms)| PlannedTwist { twist, due_ms, told_ms: None }).collect()
}

/// A moment between two percentages of the time.
fn moment((from, to): (u64, u64), setup: &Setup, salt: u64) -> u64 {
    let permille = from * 10 + mix(setup.seed, salt) % ((to - from) * 10);
    setup.limit().as_millis() as u64 * permille / 1000
}

/// A variation told as a twist, or a change of load that hits any design.
fn fallback(prompt: &Prompt) -> Option<Twist> {
    let any = prompt.rubric.dimensions.last().map(|dimension| dimension.id.clone());
    let variation = prompt.variations.first();
    let dimension = variation.and_then(|variation| variation.dimensions.first().cloned()).or(any)?;
    let (id, tell) = match variation {
        Some(variation) => (variation.id.clone(), variation.change.clone()),
        None => ("ten-times-the-traffic".parse().ok()?, ANY_TWIST.to_owned()),
    };
    Some(Twist { id, tell, dimension, fault: None, set: std::collections::BTreeMap::default() })
}
