//! A concept: one thing, and the many ways in which people say it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Concepts by name: the shared vocabulary of `content/lexicon/`, or a prompt's own.
pub type Lexicon = BTreeMap<String, Concept>;

/// The ways of saying one thing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// What a person reads.
    #[serde(default)]
    pub label: String,
    /// Phrases. Case, articles and inflection do not matter: `reserve stock` is found in "reserving the stock".
    #[serde(default)]
    pub terms: Vec<String>,
    /// Patterns, each a list of slots: one alternative of every slot close together in one sentence, in any order.
    #[serde(default)]
    pub near: Vec<Vec<Slot>>,
    /// Phrases inside which a match does not count: `primary key` is no idempotency key.
    #[serde(default)]
    pub not: Vec<String>,
    /// Concepts whose matches are matches of this one too, for example a product of the model that it implements.
    #[serde(default)]
    pub includes: Vec<String>,
}

/// The alternatives for one place in a pattern: phrases, or `@name` for a concept.
pub type Slot = Vec<String>;
