//! Fault scripts: trouble in given windows, told in a sentence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;
use crate::content::design::Settings;
use crate::content::id::{ItemId, TaskId};

/// A named script of trouble.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Stable name, used by `--fault`, twists and variations.
    pub id: ItemId,
    /// What a person reads, for example `Email provider down`.
    pub title: String,
    /// What happens, in a sentence or two, without telling what it does to a design.
    pub tell: String,
    /// Settings that hold while it is played.
    #[serde(default)]
    pub set: Settings,
    /// What goes wrong when.
    #[serde(default)]
    pub windows: Vec<Window>,
}

/// Something that is wrong from one time to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// What is wrong.
    pub trouble: Trouble,
    /// The task it befalls; not for `spike`, `crash` and `cold-cache`.
    #[serde(default)]
    pub task: Option<TaskId>,
    /// When it begins.
    #[serde(default)]
    pub from: Span,
    /// When it ends; `never` means until someone has noticed and repaired it.
    #[serde(default = "never")]
    pub until: Span,
    /// For `slow` how many times slower, for `spike` how many times more arrivals.
    #[serde(default = "ten")]
    pub factor: f64,
    /// For `failing`, `crash` and `poison`: the share that it befalls, 0 to 1.
    #[serde(default = "all")]
    pub share: f64,
    /// For `dead-workers` how many die (0 means all), for `poison` how many messages at most (0 means no limit).
    #[serde(default)]
    pub count: u32,
}

const fn never() -> Span {
    Span::NEVER
}

const fn ten() -> f64 {
    10.0
}

const fn all() -> f64 {
    1.0
}

/// A kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// The dependency refuses each call at once.
    Down,
    /// The dependency takes calls and never answers.
    Hangs,
    /// The dependency stops working and later resumes where it stopped.
    Freezes,
    /// The dependency takes `factor` times as long.
    Slow,
    /// A `share` of the dependency's attempts fails.
    Failing,
    /// `count` workers die without a word, with the messages they hold.
    DeadWorkers,
    /// A `share` of the messages can never be processed.
    Poison,
    /// Dead letters are put back into the queue.
    Redrive,
    /// `factor` times as many arrivals.
    Spike,
    /// A `share` of requests crashes between saving and publishing.
    Crash,
    /// The cache is emptied when the window begins.
    ColdCache,
}

impl Trouble {
    /// Whether a task has to be named.
    pub const fn needs_task(self) -> bool {
        !matches!(self, Self::Spike | Self::Crash | Self::ColdCache)
    }
}
