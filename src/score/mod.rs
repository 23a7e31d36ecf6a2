//! An answer against a rubric: levels with the words that earned them; pure.
//!
//! An answer is read once: tokens, outline, concepts in their frames (`reading`). Claims and signals are found in
//! that reading, gates of signals open levels, and every level carries the words that opened it.

mod agreement;
mod binder;
mod calibration;
mod claim;
mod compile;
mod denial;
mod described;
mod diagnose;
mod find;
mod fold;
mod frame;
mod guard;
mod hits;
mod ladder;
mod lexicon;
mod measure;
mod near;
mod purse;
mod quotes;
mod reading;
mod report;
mod salad;
mod signal;
mod topic;
mod trigger;

pub use agreement::{Agreement, Pair, correlation};
pub use calibration::{Calibration, Disagreement, Graded, SignalUse, Unread};
pub use diagnose::diagnose;
pub use fold::{Folded, HeldOut};
pub use lexicon::lexicon;
pub use report::{
    Band, Cap, Described, DimensionScore, Evidence, Finding, Flag, Quote, Report, SOLID, Sets, Stance, Step,
    mean,
};

use std::collections::BTreeMap;
use std::ops::Range;

use compile::{Compiled, compile};
use guard::Shingles;
use ladder::{Ceiling, Ladder};
use reading::{Reading, Wordings};
use signal::{Findings, Signals};

use crate::content::id::PromptId;
use crate::content::prompt::Prompt;
use crate::content::rubric::{Describes, Lexicon};
use crate::content::task::Task;

/// Version of the scorer; raised whenever the same answer could get another score.
pub const VERSION: u32 = 5;

/// The longest answer that is scored, in characters.
pub const MAX_ANSWER: usize = 8_000;

/// Share of a sentence's passages that stand in the prompt, above which it is a copy.
const COPIED: f64 = 0.6;

/// Share of an answer's passages that stand in the model answer, above which it is flagged.
const RESEMBLES: f64 = 0.4;

/// Mentions of other questions' subjects that a long answer may have by the way.
const STRAY: usize = 4;

/// A prompt's rubric, ready to score answers.
#[derive(Clone, Debug)]
pub struct Scorer {
    prompt: PromptId,
    revision: u32,
    tasks: Vec<Task>,
    describes: Vec<Describes>,
    compiled: Compiled,
    signals: Signals,
    ladders: Vec<Ladder>,
    about: Vec<compile::ConceptId>,
    elsewhere: Vec<compile::ConceptId>,
    statement: Shingles,
    model: Shingles,
}

impl Scorer {
    /// Compiles the rubric of `prompt` with the shared lexicon. Rules that refer to nothing are left out;
    /// checking the prompt reports them.
    pub fn new(prompt: &Prompt) -> Self {
        Self::with_lexicon(prompt, lexicon())
    }

    /// The same with another lexicon.
    pub fn with_lexicon(prompt: &Prompt, lexicon: &Lexicon) -> Self {
        let rubric = &prompt.rubric;
        let compiled = compile(lexicon, rubric);
        let signals = Signals::new(rubric, &compiled);
        Self {
            ladders: rubric.dimensions.iter().map(|dimension| Ladder::new(dimension, &signals)).collect(),
            about: compiled.ids_of(&rubric.about),
            elsewhere: compiled.ids_of(&rubric.elsewhere),
            statement: Shingles::of(&prompt.statement),
            model: Shingles::of(&prompt.model_answer),
            prompt: prompt.id.clone(),
            revision: prompt.revision,
            tasks: prompt.tasks.clone(),
            describes: rubric.described.clone(),
            compiled,
            signals,
        }
    }

    /// Scores `answer`. The same answer always gets the same report.
    pub fn grade(&self, answer: &str) -> Report {
        self.grade_without(answer, &Wordings::default())
    }

    /// The same as if some wordings were none.
    fn grade_without(&self, answer: &str, without: &Wordings) -> Report {
        let (answer, cut) = clip(answer);
        let reading = self.read(answer, without);
        self.report(&reading, &self.signals.find(&reading), cut)
    }

    /// Scores `answer` and tells everything that was found in it, needed or not.
    pub fn examine(&self, answer: &str) -> Examination {
        let (answer, cut) = clip(answer);
        let reading = self.read(answer, &Wordings::default());
        let findings = self.signals.find(&reading);
        let signals =
            self.signals.list.iter().zip(&findings.of).filter(|(_, found)| !found.places.is_empty());
        let found = signals.map(|(rule, found)| (rule.name.clone(), found.spans(&reading))).collect();
        let sentences = reading.outline.sentences.iter().filter(|s| !s.tokens.is_empty());
        let sentences = sentences.map(|s| reading.span(s.tokens.start, s.tokens.end)).collect();
        Examination { report: self.report(&reading, &findings, cut), found, sentences }
    }

    fn report(&self, reading: &Reading<'_>, findings: &Findings, cut: bool) -> Report {
        let mut flags = self.flags(reading);
        flags.extend(cut.then_some(Flag::Cut { at: MAX_ANSWER }));
        let ceilings = ceilings(&flags);
        let score = |ladder: &Ladder| ladder.score(reading, &self.signals, findings, &ceilings);
        let dimensions: Vec<DimensionScore> = self.ladders.iter().map(score).collect();
        let levels: Vec<u8> = dimensions.iter().map(|d| d.level).collect();
        Report {
            scorer: VERSION,
            prompt: self.prompt.clone(),
            revision: self.revision,
            mean: mean(&levels),
            band: Band::of(&levels),
            dimensions,
            flags,
            described: described::described((&self.tasks, &self.describes), reading, &self.signals, findings),
        }
    }

    fn read<'a>(&self, answer: &'a str, without: &Wordings) -> Reading<'a> {
        Reading::new(answer, &self.compiled, without, |tokens| self.statement.share(tokens) > COPIED)
    }

    /// Whether an answer speaks of other things than this question.
    fn is_elsewhere(&self, reading: &Reading<'_>) -> bool {
        let about = reading.hits_of(&self.about).count();
        let other = reading.hits_of(&self.elsewhere).count();
        other > about && other >= STRAY
    }

    fn flags(&self, reading: &Reading<'_>) -> Vec<Flag> {
        let mut flags = Vec::new();
        let sentences = |is: &dyn Fn(usize) -> bool| -> Vec<Range<usize>> {
            let range = |s: usize| reading.outline.sentences[s].tokens.clone();
            let all = (0..reading.outline.sentences.len()).filter(|s| is(*s) && !range(*s).is_empty());
            all.map(|s| reading.span(range(s).start, range(s).end)).collect()
        };
        let copied = sentences(&|s| reading.copied[s]);
        if !copied.is_empty() {
            flags.push(Flag::CopiedFromPrompt { spans: copied });
        }
        let share = self.model.share(&reading.tokens);
        if share > RESEMBLES {
            flags.push(Flag::ResemblesModelAnswer { share });
        }
        let bags = sentences(&|s| reading.bag[s]);
        if !bags.is_empty() {
            flags.push(Flag::TermsOnly { spans: bags });
        }
        if self.is_elsewhere(reading) {
            flags.push(Flag::OffTopic);
        }
        flags
    }
}

/// A report with everything that was found on the way.
#[derive(Clone, Debug)]
pub struct Examination {
    /// The scoring.
    pub report: Report,
    /// Signal → the byte ranges where it holds.
    pub found: BTreeMap<String, Vec<Range<usize>>>,
    /// The byte range of each sentence.
    pub sentences: Vec<Range<usize>>,
}

fn ceilings(flags: &[Flag]) -> Vec<Ceiling> {
    let ceiling = |flag: &Flag| match flag {
        Flag::ResemblesModelAnswer { share } => Some(Ceiling {
            level: 2,
            why: format!("{:.0} % of the answer stands in the model answer", share * 100.0),
        }),
        Flag::OffTopic => Some(Ceiling { level: 1, why: "the answer is about something else".to_owned() }),
        _ => None,
    };
    flags.iter().filter_map(ceiling).collect()
}

/// The part of `answer` that is scored, and whether something was cut.
fn clip(answer: &str) -> (&str, bool) {
    match answer.char_indices().nth(MAX_ANSWER) {
        Some((end, _)) => (&answer[..end], true),
        None => (answer, false),
    }
}

/// Scores one answer. For many answers to the same prompt, keep a [`Scorer`].
pub fn grade(prompt: &Prompt, answer: &str) -> Report {
    Scorer::new(prompt).grade(answer)
}
