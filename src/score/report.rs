//! What scoring an answer gives: levels, the words that earned them, and the design that was described.

use std::cmp::Reverse;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::content::design::{Design, Setting};
use crate::content::id::{DimensionId, PromptId, TaskId};
use crate::content::task::Placement;

/// The scoring of one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of the scorer, see [`super::VERSION`].
    pub scorer: u32,
    /// The prompt that was answered.
    pub prompt: PromptId,
    /// Its revision.
    pub revision: u32,
    /// Dimension by dimension, in the rubric's order.
    pub dimensions: Vec<DimensionScore>,
    /// Mean of the levels, 0 to 4.
    pub mean: f64,
    /// The level overall.
    pub band: Band,
    /// What is unusual about the answer.
    pub flags: Vec<Flag>,
    /// The design that the answer describes.
    pub described: Described,
}

impl Report {
    /// The score of dimension `id`.
    pub fn dimension(&self, id: &str) -> Option<&DimensionScore> {
        self.dimensions.iter().find(|d| d.id.as_str() == id)
    }
}

/// The scoring of one dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DimensionScore {
    /// The dimension.
    pub id: DimensionId,
    /// What a person reads.
    pub title: String,
    /// 0 to 4; below 3 it is one to retry.
    pub level: u8,
    /// Why this level, in one sentence; says plainly when nothing was found.
    pub why: String,
    /// A question that leads to the next level; `None` at level 4.
    pub next: Option<String>,
    /// The words that count, in the order of the answer.
    pub evidence: Vec<Evidence>,
    /// What held the level down.
    pub caps: Vec<Cap>,
    /// Every level of the ladder with what it needed, for the curious.
    pub trace: Vec<Step>,
}

/// The lowest level that needs no retry.
pub const SOLID: u8 = 3;

impl DimensionScore {
    /// Whether the dimension should be practised again.
    pub const fn needs_retry(&self) -> bool {
        self.level < SOLID
    }

    /// The evidence for a reader: each stretch of words once, in the order of the answer.
    pub fn quotes(&self) -> Vec<Quote<'_>> {
        let mut widest: Vec<&Evidence> = self.evidence.iter().collect();
        widest.sort_by_key(|evidence| (evidence.span.start, Reverse(evidence.span.end)));
        let mut quotes: Vec<Quote<'_>> = Vec::new();
        for Evidence { span, quote: words, label, stance, .. } in widest {
            let told = |quote: &&mut Quote<'_>| quote.stance == *stance && within(span, quote.span);
            match quotes.iter_mut().find(told) {
                Some(quote) if quote.labels.contains(&label.as_str()) => {}
                Some(quote) => quote.labels.push(label),
                None => quotes.push(Quote { words, stance: *stance, labels: vec![label], span }),
            }
        }
        quotes
    }
}

/// Words of the answer that count for or against a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Byte range in the answer, on character boundaries.
    pub span: Range<usize>,
    /// The words in that range.
    pub quote: String,
    /// The rubric's signal.
    pub signal: String,
    /// What it means, for people.
    pub label: String,
    /// What it does to the score.
    pub stance: Stance,
}

/// Words of the answer, with everything that they count for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote<'a> {
    /// As they were written.
    pub words: &'a str,
    /// What they do to the score.
    pub stance: Stance,
    /// What they count for, in words.
    pub labels: Vec<&'a str>,
    span: &'a Range<usize>,
}

const fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// What a piece of evidence does to the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// It earned the level.
    Supports,
    /// It says that the thing is not so or not needed.
    Denies,
    /// It contradicts another part of the answer, or holds the level down.
    Contradicts,
}

/// A cap that applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// The highest level that it allows.
    pub level: u8,
    /// Why, for people.
    pub why: String,
}

/// One level of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// 1 to 4.
    pub level: u8,
    /// Whether its condition was met.
    pub reached: bool,
    /// Signals that it wants and that were found.
    pub found: Vec<String>,
    /// Signals that it wants and that are mentioned without being claimed.
    #[serde(default)]
    pub only_named: Vec<String>,
    /// Signals that it wants and that were not found.
    pub missing: Vec<String>,
}

impl Step {
    /// What became of the signals that it wants, in words, without what is empty.
    pub fn outcomes(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        let all = [("found", &*self.found), ("only named", &*self.only_named), ("missing", &*self.missing)];
        all.into_iter().filter(|(_, signals)| !signals.is_empty())
    }
}

/// The level overall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// The rest.
    Early,
    /// Mean ≥ 1.5.
    Developing,
    /// Mean ≥ 2.5 and none below 2.
    Solid,
    /// Every dimension ≥ 3 and at least two at 4.
    Strong,
}

impl Band {
    /// The band of these levels, by the rule of the founding rubrics.
    pub fn of(levels: &[u8]) -> Self {
        let lowest = levels.iter().copied().min().unwrap_or(0);
        let mean = mean(levels);
        if lowest >= SOLID && levels.iter().filter(|l| **l > SOLID).count() >= 2 {
            Self::Strong
        } else if mean >= 2.5 && lowest >= 2 {
            Self::Solid
        } else if mean >= 1.5 {
            Self::Developing
        } else {
            Self::Early
        }
    }

    /// The word for practice.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Solid => "solid",
            Self::Developing => "developing",
            Self::Early => "early",
        }
    }

    /// The word for a mock interview.
    pub const fn mock_word(self) -> &'static str {
        match self {
            Self::Strong => "staff",
            Self::Solid => "senior",
            Self::Developing => "mid-level",
            Self::Early => "not yet",
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Mean of levels; 0 for none.
pub fn mean(levels: &[u8]) -> f64 {
    if levels.is_empty() {
        return 0.0;
    }
    f64::from(levels.iter().copied().map(u32::from).sum::<u32>()) / levels.len() as f64
}

/// Something unusual about an answer, told beside its score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "flag")]
pub enum Flag {
    /// Sentences stand in the prompt's statement; they earned nothing.
    CopiedFromPrompt {
        /// Where.
        spans: Vec<Range<usize>>,
    },
    /// Much of the answer stands in the model answer; no dimension goes above 2.
    ResemblesModelAnswer {
        /// Share of the answer's words, 0 to 1.
        share: f64,
    },
    /// Lists of terms with no relation between them; they are worth 1 at most.
    TermsOnly {
        /// Where.
        spans: Vec<Range<usize>>,
    },
    /// The answer is about something else; no dimension goes above 1.
    OffTopic,
    /// The answer was cut to the longest that is scored.
    Cut {
        /// That length in characters.
        at: usize,
    },
}

/// The design that an answer describes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Described {
    /// As the simulator takes it; what the answer leaves open keeps the scenario's defaults.
    pub design: Design,
    /// What was understood from where.
    pub findings: Vec<Finding>,
}

/// One thing understood about the described design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it sets.
    pub sets: Sets,
    /// In words: `email is handed to a queue`.
    pub says: String,
    /// Where it was found.
    pub span: Range<usize>,
    /// The words there.
    pub quote: String,
    /// Whether it was concluded from the context (a heading, "the rest") rather than said.
    pub inferred: bool,
}

/// A part of the described design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sets {
    /// Where a task goes.
    Placement(TaskId, Placement),
    /// A scenario setting.
    Setting(String, Setting),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_follow_the_rule() {
        assert_eq!(Band::of(&[3, 3, 4, 4, 3, 3]), Band::Strong);
        assert_eq!(Band::of(&[3, 3, 4, 3, 3, 3]), Band::Solid);
        assert_eq!(Band::of(&[4, 4, 4, 4, 4, 1]), Band::Developing);
        assert_eq!(Band::of(&[2, 2, 1, 1, 2, 1]), Band::Developing);
        assert_eq!(Band::of(&[2, 1, 1, 1, 2, 1]), Band::Early);
        assert_eq!(Band::of(&[]), Band::Early);
    }
    #[test]
    fn words_within_words_are_quoted_once_and_never_on_the_other_side() {
        let evidence = |span: Range<usize>, label: &str, stance| Evidence {
            quote: "the email leaves, the card stays"[span.clone()].to_owned(),
            span,
            signal: label.to_owned(),
            label: label.to_owned(),
            stance,
        };
        let (leaves, email) = ("leaves", "email");
        let dimension = DimensionScore {
            evidence: vec![
                evidence(4..9, email, Stance::Supports),
                evidence(4..16, leaves, Stance::Supports),
                evidence(4..9, leaves, Stance::Supports),
                evidence(4..9, email, Stance::Contradicts),
                evidence(22..26, email, Stance::Supports),
            ],
            id: "path".parse().unwrap(),
            title: String::new(),
            level: 0,
            why: String::new(),
            next: None,
            caps: Vec::new(),
            trace: Vec::new(),
        };
        let quotes = dimension.quotes();
        let told: Vec<_> = quotes.iter().map(|quote| (quote.words, quote.labels.as_slice())).collect();
        let expected: [(&str, &[&str]); 3] =
            [("email leaves", &[leaves, email]), ("email", &[email]), ("card", &[email])];
        assert_eq!(told, expected);
    }
}
