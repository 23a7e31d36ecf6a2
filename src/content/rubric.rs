//! What an answer is scored against: dimensions, their levels, and the rules that recognise them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The dimensions of a prompt.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rubric {}
