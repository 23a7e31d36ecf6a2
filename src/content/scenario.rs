//! What a prompt simulates: arrivals, dependencies, tasks, queues, clients, faults.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A system and the weather it meets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Scenario {}
