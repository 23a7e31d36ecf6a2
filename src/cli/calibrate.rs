//! `frontdesk calibrate`: hold a prompt's rubric against graded answers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use rayon::prelude::*;
use serde::Deserialize;

use crate::content::load;
use crate::content::prompt::Prompt;
use crate::score::{Agreement, Calibration, Disagreement, Graded, Scorer, SignalUse, Unread, lexicon};

use super::output::{self, Status};
use super::{Options, answers};

/// Hold a prompt's rubric against graded answers
///
/// The folder has one .md file an answer, and `grades.json`: answer → dimension → level (or `{"score": level}`).
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Id of the prompt, or its .toml file
    prompt: String,
    /// Folder with the answers and grades.json
    dir: PathBuf,
    /// Another file of grades
    #[arg(long, value_name = "FILE")]
    grades: Option<PathBuf>,
    /// Only this dimension
    #[arg(long, value_name = "ID")]
    dimension: Option<String>,
    /// How many of the widest disagreements to show
    #[arg(long, default_value_t = 10, value_name = "N")]
    worst: usize,
    /// How many sentences that no rule understood to show
    #[arg(long, default_value_t = 15, value_name = "N")]
    unread: usize,
    /// Show every signal, not only those that never or wrongly fire
    #[arg(long)]
    signals: bool,
    /// Figures by fold of the answers as well: a rubric that was grown on some folds is judged on the others
    #[arg(long, value_name = "K")]
    folds: Option<usize>,
    /// Another vocabulary than the built-in one
    #[arg(long, value_name = "FILE")]
    lexicon: Option<PathBuf>,
    /// Everything as JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let mut prompt = answers::prompt(&self.prompt, options)?;
        if let Some(id) = &self.dimension {
            prompt.rubric.dimensions.retain(|dimension| dimension.id.as_str() == id);
        }
        let graded = graded(&self.dir, self.grades.as_deref())?;
        let scorer = scorer(&prompt, self.lexicon.as_deref())?;
        let examined: Vec<_> = graded.par_iter().map(|answer| scorer.examine(&answer.answer)).collect();
        let calibration = Calibration::new(&prompt, &graded, &examined);
        if self.json {
            output::json(&calibration)?;
            return Ok(Status::Clean);
        }
        output::text(&self.render(&prompt, &calibration, &graded, &scorer))?;
        Ok(Status::Clean)
    }

    fn render(
        &self,
        prompt: &Prompt,
        calibration: &Calibration,
        graded: &[Graded],
        scorer: &Scorer,
    ) -> String {
        let mut out = table(calibration);
        for (fold, part) in self.folds.into_iter().flat_map(|folds| split(graded, folds)).enumerate() {
            let figures = Calibration::run(prompt, scorer, &part);
            let _ = writeln!(out, "fold {:<19} {}", fold + 1, row(&figures.overall));
        }
        out += "\nWidest disagreements (grade, ours)\n";
        calibration.disagreements.iter().take(self.worst).for_each(|d| out += &disagreement(d));
        out += "\nSignals that never fire, or do not tell good answers from weak ones\n";
        let shown = calibration.signals.iter().filter(|s| self.signals || is_suspicious(s));
        shown.for_each(|s| out += &signal(s));
        out += "\nSentences of well-graded answers that no rule understood\n";
        calibration.unread.iter().take(self.unread).for_each(|u| out += &unread(u));
        out
    }
}

/// A scorer with the built-in vocabulary or the one in this file.
pub(super) fn scorer(prompt: &Prompt, vocabulary: Option<&Path>) -> anyhow::Result<Scorer> {
    let Some(path) = vocabulary else { return Ok(Scorer::with_lexicon(prompt, lexicon())) };
    let text = load::read(path, 1024 * 1024, true)
        .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    let lexicon = toml::from_str(&text).with_context(|| format!("cannot use {}", path.display()))?;
    Ok(Scorer::with_lexicon(prompt, &lexicon))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Grade {
    Level(u8),
    Scored { score: u8 },
}

fn graded(dir: &Path, grades: Option<&Path>) -> anyhow::Result<Vec<Graded>> {
    let path = grades.map_or_else(|| dir.join("grades.json"), Path::to_owned);
    let text = load::read(&path, 1024 * 1024, true)
        .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    let mut grades: BTreeMap<String, BTreeMap<String, Grade>> =
        serde_json::from_str(&text).with_context(|| format!("cannot use {}", path.display()))?;
    let level = |grade: Grade| match grade {
        Grade::Level(level) | Grade::Scored { score: level } => level,
    };
    let answers = answers::answers(&[dir.to_owned()])?;
    answers.complete()?;
    let graded = answers.files.into_iter().filter_map(|answer| {
        let grades = grades.remove(&answer.stem)?.into_iter().map(|(id, grade)| (id, level(grade))).collect();
        Some(Graded { id: answer.stem, answer: answer.text, grades })
    });
    Ok(graded.collect())
}

/// Every K-th answer in one part.
fn split(graded: &[Graded], folds: usize) -> Vec<Vec<Graded>> {
    (0..folds).map(|fold| graded.iter().skip(fold).step_by(folds.max(1)).cloned().collect()).collect()
}

fn table(calibration: &Calibration) -> String {
    let mut out = String::new();
    for (id, agreement) in &calibration.dimensions {
        let _ = writeln!(out, "{id:<24} {}", row(agreement));
    }
    let _ = writeln!(out, "{:<24} {}", "ALL", row(&calibration.overall));
    let _ = writeln!(out, "correlation of means     {:.3}", calibration.correlation.unwrap_or(f64::NAN));
    out += "\nConfusion: grade in rows, ours in columns\n";
    for (level, row) in calibration.overall.confusion.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|count| format!("{count:>5}")).collect();
        let _ = writeln!(out, "  {level} {}", cells.concat());
    }
    out
}

fn row(agreement: &Agreement) -> String {
    format!(
        "n={:>4}  QWK={:>6.3}  exact={:.2}  adjacent={:.2}  mean diff={:+.2}",
        agreement.count,
        agreement.qwk.unwrap_or(f64::NAN),
        agreement.exact,
        agreement.adjacent,
        agreement.difference
    )
}

fn disagreement(d: &Disagreement) -> String {
    let mut out =
        format!("- {} {}: {} {} ({})\n", d.answer, d.dimension, d.grade, d.score.level, d.score.why);
    for step in &d.score.trace {
        let _ = writeln!(out, "    {} {}", step.level, if step.reached { "reached" } else { "not reached" });
        let _ = writeln!(out, "      found {}; missing {}", step.found.join(" "), step.missing.join(" "));
    }
    for evidence in &d.score.evidence {
        let _ = writeln!(out, "    {:?} {}: {:?}", evidence.stance, evidence.signal, evidence.quote);
    }
    out
}

/// Whether a signal never fired, or fires as often where it should not.
fn is_suspicious(signal: &SignalUse) -> bool {
    let difference = signal.mean_with - signal.mean_without;
    signal.fired == 0 || if signal.level == 0 { difference > 0.0 } else { difference < 0.3 }
}

fn signal(s: &SignalUse) -> String {
    let below = if s.below.len() > 6 { format!("{} answers", s.below.len()) } else { s.below.join(" ") };
    format!(
        "  {:<28} {:<20} level {}  fired {:>3}  mean with {:.2} without {:.2}  below its level: {below}\n",
        s.signal, s.dimension, s.level, s.fired, s.mean_with, s.mean_without
    )
}

fn unread(u: &Unread) -> String {
    format!("  {} ({:.2}): {}\n", u.answer, f64::from(u.mean) / 100.0, u.sentence.replace('\n', " "))
}
