//! A design: what a learner decided, in the terms of a prompt's scenario.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::TaskId;
use super::task::Placement;

/// Where each task goes, and which settings of the scenario differ from its defaults.
///
/// The settings are the same `KEY = VALUE` everywhere: `--set` on the command line, the knob panel, a twist,
/// a fault script, and what the scorer found described in an answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Task → placement; a task that is not named keeps the scenario's own placement.
    #[serde(default)]
    pub placements: BTreeMap<TaskId, Placement>,
    /// Scenario setting → value, for example `email.workers = 8`.
    #[serde(default)]
    pub settings: Settings,
}

/// Scenario settings by their dotted key.
pub type Settings = BTreeMap<String, Setting>;

/// The value of one scenario setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Setting {
    /// On or off.
    Switch(bool),
    /// A count, rate, share, or seconds.
    Number(f64),
    /// A choice, or a duration such as `30s`.
    Word(String),
}

impl std::str::FromStr for Setting {
    type Err = std::convert::Infallible;

    /// `true`/`false` become a switch, numbers a number, anything else a word.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match (text.parse::<bool>(), text.parse::<f64>()) {
            (Ok(on), _) => Self::Switch(on),
            (_, Ok(number)) if number.is_finite() => Self::Number(number),
            _ => Self::Word(text.to_owned()),
        })
    }
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Switch(true) => f.pad("on"),
            Self::Switch(false) => f.pad("off"),
            Self::Number(number) => f.pad(&number.to_string()),
            Self::Word(word) => f.pad(word),
        }
    }
}
