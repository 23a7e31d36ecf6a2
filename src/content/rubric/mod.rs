//! What an answer is scored against: dimensions, their levels, and the rules that recognise them.
//!
//! Three layers, from words to levels: a [`Concept`] is a thing with the many ways of saying it; a [`Signal`] is
//! something that an answer does with concepts (names them together, claims a value, gives a reason); a [`Gate`] says
//! which signals a level needs. `docs/rubrics.md` shows each with examples.

mod concept;
mod dimension;
mod signal;
mod table;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use concept::{Concept, Lexicon, Slot};
pub use dimension::{Dimension, Gate, Quorum};
pub use signal::{ClaimRule, Polarity, Reason, Signal, Within};
pub use table::Table;

use super::design::Settings;

/// The dimensions of a prompt, and how an answer's words reach their levels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    /// Concepts that answers to this question speak of.
    #[serde(default)]
    pub about: Vec<String>,
    /// Concepts that belong to other questions; an answer that speaks more of these than of `about` is off the subject.
    #[serde(default)]
    pub elsewhere: Vec<String>,
    /// Concepts that an answer treats one after the other; the text about one ends where the next begins.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Concepts of this prompt. One with the name of a lexicon concept adds to it.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Concept>")]
    pub concepts: Table<Concept>,
    /// Subjects that an answer gives a value, for example a task its placement.
    #[serde(default)]
    pub claims: BTreeMap<String, Claims>,
    /// What an answer can do that counts, by name.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Signal>")]
    pub signals: Table<Signal>,
    /// What is scored, in the order shown.
    #[serde(default)]
    pub dimensions: Vec<Dimension>,
    /// What a signal tells about the design that the answer describes.
    #[serde(default)]
    pub described: Vec<Describes>,
}

/// A family of claims: the same values for several subjects.
///
/// The family named `placement` has the values `blocking`, `async` and `batchable`; its subjects that are tasks
/// of the prompt become the placements of the described design.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Subject → concepts that mention it.
    pub subjects: BTreeMap<String, Vec<String>>,
    /// Value → concepts that state it.
    pub values: BTreeMap<String, Vec<String>>,
    /// Value → what its denial means, for example `blocking = "async"`: "not in the request" is async.
    #[serde(default)]
    pub opposite: BTreeMap<String, String>,
    /// Concepts that stand for every subject not named otherwise ("everything else").
    #[serde(default)]
    pub rest: Vec<String>,
    /// Concepts that stand for every subject ("all six").
    #[serde(default)]
    pub all: Vec<String>,
    /// Concepts that mark the answer to the user; steps told before it have the value `before`, later ones `after`.
    #[serde(default)]
    pub reply: Vec<String>,
    /// Value of the steps that are told before the reply.
    #[serde(default)]
    pub before: Option<String>,
    /// Value of the steps that are told after the reply.
    #[serde(default)]
    pub after: Option<String>,
    /// Subject → its value when an answer tells of it beside another of these subjects and says nothing else: who writes
    /// "reserve the stock, charge, insert, redirect" need not add that these are awaited.
    #[serde(default)]
    pub default: BTreeMap<String, String>,
}

/// A signal that tells something about the described design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Describes {
    /// The signal.
    pub signal: String,
    /// The scenario settings that it implies.
    pub set: Settings,
    /// What was understood, for the list of assumptions: `the charge carries an idempotency key`.
    pub says: String,
}
