//! One submission and what it got.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::content::id::{BadId, DimensionId, ItemId, PromptId};
use crate::interview::timer::{Pause, UnixMillis};

/// Names an attempt across machines: 32 hexadecimal digits drawn when it is stored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttemptId(pub String);

impl fmt::Display for AttemptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What an answer was an answer to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Kind {
    /// The prompt under its countdown.
    Practice,
    /// One dimension below 3 again; the text is the whole answer with that part merged in.
    Retry(DimensionId),
    /// The prompt with one constraint changed.
    Variation(ItemId),
    /// A mock interview.
    Mock,
}

impl Kind {
    /// True when its levels say something about the prompt as written; a variation asks another question.
    pub const fn counts(&self) -> bool {
        !matches!(self, Self::Variation(_))
    }

    /// The word without its parameter, for lists and filters.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Retry(_) => "retry",
            Self::Variation(_) => "variation",
            Self::Mock => "mock",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retry(dimension) => write!(f, "retry:{dimension}"),
            Self::Variation(item) => write!(f, "variation:{item}"),
            _ => f.write_str(self.word()),
        }
    }
}

/// Why a text names no [`Kind`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKind {
    /// Neither practice, retry:DIMENSION, variation:NAME nor mock.
    #[error("{0:?} is no kind of attempt: use practice, retry:DIMENSION, variation:NAME or mock")]
    Unknown(String),
    /// The part after the colon is no name.
    #[error(transparent)]
    Id(#[from] BadId),
}

impl FromStr for Kind {
    type Err = BadKind;
    fn from_str(text: &str) -> Result<Self, BadKind> {
        match text.split_once(':') {
            None if text == "practice" => Ok(Self::Practice),
            None if text == "mock" => Ok(Self::Mock),
            Some(("retry", dimension)) => Ok(Self::Retry(dimension.parse()?)),
            Some(("variation", item)) => Ok(Self::Variation(item.parse()?)),
            _ => Err(BadKind::Unknown(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Kind {
    type Error = BadKind;
    fn try_from(text: String) -> Result<Self, BadKind> {
        text.parse()
    }
}

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        kind.to_string()
    }
}

/// A submission on its way into the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAttempt {
    /// The prompt.
    pub prompt: PromptId,
    /// The prompt's revision at that time; levels compare within one revision.
    pub revision: u32,
    /// What was answered.
    pub kind: Kind,
    /// The attempt that it goes on from.
    #[serde(default)]
    pub parent: Option<AttemptId>,
    /// When it was handed in.
    pub at: UnixMillis,
    /// Time used, without pauses, in milliseconds.
    pub used_ms: u64,
    /// Time given, in milliseconds; 0 when there was no clock.
    pub limit_ms: u64,
    /// Where the clock stood still.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// The hints that were asked for: their numbers in the prompt's list, from 0.
    #[serde(default)]
    pub hints: Vec<u32>,
    /// The answer.
    pub text: String,
    /// Notes beside the answer; not scored.
    #[serde(default)]
    pub notes: String,
    /// Dimension → level 0 to 4.
    pub levels: BTreeMap<DimensionId, u8>,
    /// The scorer's report, as the scorer of that version wrote it.
    #[serde(default)]
    pub report: Value,
    /// The version of the scorer.
    pub scorer: String,
    /// The interview that it came out of, as the interview wrote it.
    #[serde(default)]
    pub session: Option<Value>,
}

impl NewAttempt {
    /// Time used.
    pub const fn used(&self) -> Duration {
        Duration::from_millis(self.used_ms)
    }

    /// Words of the answer, split at white space.
    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Mean of the levels; `None` when nothing was scored.
    pub fn mean(&self) -> Option<f64> {
        mean(&self.levels)
    }
}

/// A stored submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its name.
    pub id: AttemptId,
    /// Everything else.
    #[serde(flatten)]
    pub body: NewAttempt,
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Names the attempt; [`super::Store::attempt`] opens it.
    pub id: AttemptId,
    /// The prompt.
    pub prompt: PromptId,
    /// The prompt's revision at that time.
    pub revision: u32,
    /// What was answered.
    pub kind: Kind,
    /// When it was handed in.
    pub at: UnixMillis,
    /// Time used, in milliseconds.
    pub used_ms: u64,
    /// Words of the answer.
    pub words: u32,
    /// Dimension → level 0 to 4.
    pub levels: BTreeMap<DimensionId, u8>,
}

impl Summary {
    /// Mean of the levels; `None` when nothing was scored.
    pub fn mean(&self) -> Option<f64> {
        mean(&self.levels)
    }
}

fn mean(levels: &BTreeMap<DimensionId, u8>) -> Option<f64> {
    let sum: u32 = levels.values().map(|level| u32::from(*level)).sum();
    (!levels.is_empty()).then(|| f64::from(sum) / levels.len() as f64)
}

/// Which attempts a list shows; everything by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this prompt.
    pub prompt: Option<PromptId>,
    /// Only this kind, by its word: practice, retry, variation, mock.
    pub kind: Option<String>,
    /// Only attempts in which this dimension was below 3.
    pub weak_in: Option<DimensionId>,
    /// Only at or after this time.
    pub since: Option<UnixMillis>,
}
