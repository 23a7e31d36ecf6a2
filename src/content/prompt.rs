//! A practice prompt: one TOML file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::design::Settings;
use super::id::{ChapterId, DimensionId, ItemId, PromptId};
use super::rubric::Rubric;
use super::scenario::Scenario;
use super::task::Task;

/// Everything an instructor writes about one interview question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// Stable name; attempts are kept under it.
    pub id: PromptId,
    /// Raised by the author when the question changes so much that old scores no longer compare. From 1.
    #[schemars(range(min = 1))]
    pub revision: u32,
    /// What a person reads in lists. At most 120 graphemes.
    #[schemars(length(min = 1))]
    pub title: String,
    /// The chapter that teaches it.
    #[serde(default)]
    pub chapter: Option<ChapterId>,
    /// Time to answer, in minutes, 1 to 240.
    #[serde(default = "thirty")]
    #[schemars(range(min = 1, max = 240))]
    pub minutes: u32,
    /// The question, in Markdown.
    #[schemars(length(min = 1))]
    pub statement: String,
    /// The steps to work through, shown beside the editor.
    #[serde(default)]
    pub guidance: Vec<Note>,
    /// Things worth remembering, shown under the guidance.
    #[serde(default)]
    pub tips: Vec<Note>,
    /// The jobs that a design has to place.
    #[serde(default)]
    pub tasks: Vec<Task>,
    /// What can be simulated.
    #[serde(default)]
    pub simulation: Option<Scenario>,
    /// Hints, each asked for: tier 1 points, tier 2 narrows, tier 3 nearly tells.
    #[serde(default)]
    pub hints: Vec<Hint>,
    /// What the interviewer may ask when something is missing.
    #[serde(default)]
    pub probes: Vec<Probe>,
    /// What the interviewer may change half way.
    #[serde(default)]
    pub twists: Vec<Twist>,
    /// One changed constraint each, to answer again in half the time.
    #[serde(default)]
    pub variations: Vec<Variation>,
    /// Phases of the mock interview; empty means the usual six.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// A whole good answer, shown only after a submission, in Markdown.
    #[schemars(length(min = 1))]
    pub model_answer: String,
    /// What answers are scored against. Without it the prompt can be practised but not scored.
    #[serde(default)]
    pub rubric: Rubric,
    /// Answers with the scores that they must get.
    #[serde(default)]
    pub samples: Vec<Sample>,
}

/// The longest answer, in characters.
pub const MAX_ANSWER: usize = 8_000;

impl Prompt {
    /// The ids of the fault scripts of the simulation.
    pub fn faults(&self) -> impl Iterator<Item = &str> {
        self.simulation.iter().flat_map(|scenario| &scenario.faults).map(|fault| fault.id.as_str())
    }
}

const fn thirty() -> u32 {
    30
}

/// A titled piece of advice, in Markdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// A few words.
    pub title: String,
    /// A few sentences.
    pub body: String,
}

/// A hint that a learner may ask for; asking is recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    /// 1 points at the area, 2 narrows it, 3 nearly tells.
    #[schemars(range(min = 1, max = 3))]
    pub tier: u8,
    /// The dimension it helps with.
    pub dimension: DimensionId,
    /// One or two sentences.
    pub text: String,
}

/// A question of the interviewer about one dimension, never giving the answer away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// Stable name.
    pub id: ItemId,
    /// Asked when this dimension is weak.
    pub dimension: DimensionId,
    /// Asked while the dimension's level is below this, 1 to 4.
    #[serde(default = "three")]
    #[schemars(range(min = 1, max = 4))]
    pub below: u8,
    /// The question.
    pub ask: String,
    /// Asked once after an answer that did not raise the dimension.
    #[serde(default)]
    pub follow_up: Option<String>,
}

const fn three() -> u8 {
    3
}

/// A changed constraint or a fault in the middle of an interview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Twist {
    /// Stable name.
    pub id: ItemId,
    /// What the interviewer says.
    pub tell: String,
    /// The dimension that a good reaction shows in.
    pub dimension: DimensionId,
    /// The fault script of the simulation that plays it.
    #[serde(default)]
    pub fault: Option<ItemId>,
    /// Scenario settings that play it.
    #[serde(default)]
    pub set: Settings,
}

/// The same question with one constraint changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variation {
    /// Stable name.
    pub id: ItemId,
    /// The changed constraint, in one or two sentences.
    pub change: String,
    /// The dimensions that the change touches most.
    #[serde(default)]
    pub dimensions: Vec<DimensionId>,
}

/// One phase of a mock interview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Stable name.
    pub id: ItemId,
    /// What a person reads, for example `Requirements`.
    pub title: String,
    /// Its share of a 45-minute interview, in minutes.
    #[schemars(range(min = 1, max = 240))]
    pub minutes: u32,
    /// What the interviewer says when it begins.
    pub opening: String,
    /// The dimensions that the interviewer listens for in this phase.
    #[serde(default)]
    pub dimensions: Vec<DimensionId>,
}

/// An answer with the scores that it must get.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// Stable name.
    pub id: ItemId,
    /// The answer as typed.
    pub answer: String,
    /// Dimension → level 0 to 4.
    #[schemars(transform = up_to_four)]
    pub scores: BTreeMap<DimensionId, u8>,
}

fn up_to_four(schema: &mut schemars::Schema) {
    let levels = schema.get_mut("patternProperties").and_then(serde_json::Value::as_object_mut);
    for level in levels.into_iter().flat_map(|levels| levels.values_mut()) {
        level["maximum"] = 4.into();
    }
}
