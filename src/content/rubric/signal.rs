//! A signal: something that an answer does with concepts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an answer does that counts. Everything that is given must hold in the same place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// What a learner reads: `retries with a limit`. Without it, a signal of a single concept has the concept's label.
    #[serde(default)]
    pub label: String,
    /// One of these concepts is mentioned.
    #[serde(default)]
    pub any: Vec<String>,
    /// One concept of every list is mentioned, all within [`Signal::within`].
    #[serde(default)]
    pub all: Vec<Vec<String>>,
    /// None of these concepts is mentioned in that place.
    #[serde(default)]
    pub none: Vec<String>,
    /// How far apart the parts may stand.
    #[serde(default)]
    pub within: Within,
    /// The lists of `all` must occur in their order.
    #[serde(default)]
    pub ordered: bool,
    /// Whether the concepts are affirmed or denied.
    #[serde(default)]
    pub polarity: Polarity,
    /// In how many separate places it must occur.
    #[serde(default = "one")]
    pub times: u8,
    /// A subject is given one of these values.
    #[serde(default)]
    pub claim: Option<ClaimRule>,
    /// A reason is given.
    #[serde(default)]
    pub reason: Option<Reason>,
}

const fn one() -> u8 {
    1
}

/// How far apart the parts of a signal may stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Within {
    /// In one clause.
    Clause,
    /// In one sentence, or one line of notes.
    #[default]
    Sentence,
    /// In two sentences that follow each other.
    Neighbours,
    /// In the text about one topic (see the rubric's `topics`).
    Topic,
    /// In one paragraph, or one list item with what stands below it.
    Block,
    /// Under one heading.
    Section,
    /// Anywhere.
    Answer,
}

/// Whether something is affirmed or denied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// Said to be so.
    #[default]
    Asserted,
    /// Said not to be so, not to be needed, or to be avoided.
    Denied,
    /// Either.
    Any,
}

/// A claim: a subject of a family with one of these values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimRule {
    /// The family, `placement` unless given.
    #[serde(default = "placement")]
    pub family: String,
    /// The subject.
    pub of: String,
    /// The values that count; empty: any value.
    #[serde(default)]
    pub is: Vec<String>,
    /// Only when opposed values are claimed as well.
    #[serde(default)]
    pub conflicted: bool,
    /// Only where a sentence says this and nothing else, whatever the rest of the answer says: for caps on what would be
    /// wrong however well it is explained elsewhere.
    #[serde(default)]
    pub plainly: bool,
}

fn placement() -> String {
    "placement".to_owned()
}

/// A reason for something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Concepts, one of which the reason is about; empty: anything.
    #[serde(default)]
    pub about: Vec<String>,
    /// Concepts that are reasons here; empty: any reason that says something. With them, no "because" is needed:
    /// "warehouse: later, they pick in rounds" gives a reason.
    #[serde(default)]
    pub because: Vec<String>,
}
