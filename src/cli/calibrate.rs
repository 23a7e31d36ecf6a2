//! `frontdesk calibrate`: hold a prompt's rubric against graded answers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::content::load::{self, Limits};
use crate::content::prompt::Prompt;
use crate::content::rubric::Lexicon;
use crate::diagnostic::json_fault;
use crate::score::{
    Agreement, Calibration, Disagreement, Graded, HeldOut, Scorer, SignalUse, Unread, lexicon,
};

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
    /// Held-out figures beside the fitted ones: each of K parts scored without the wordings that only it has (K: one an answer)
    #[arg(long, value_name = "K", num_args = 0..=1, default_missing_value = "1000000")]
    folds: Option<usize>,
    /// Answers to other prompts, whose wordings count as met elsewhere; with `--folds 1` nothing else does
    #[arg(long, value_name = "DIR", requires = "folds")]
    support: Vec<PathBuf>,
    /// Another vocabulary than the built-in one
    #[arg(long, value_name = "FILE|DIR")]
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
        let held_out = match self.folds {
            Some(folds) => Some(HeldOut::new(&scorer, &graded, folds, &self.support()?)),
            None => None,
        };
        if self.json {
            output::json(&Figures { calibration, held_out })?;
        } else {
            output::text(&self.render(&calibration, held_out.as_ref()))?;
        }
        Ok(Status::Clean)
    }

    /// The answers to other prompts.
    fn support(&self) -> anyhow::Result<Vec<String>> {
        if self.support.is_empty() {
            return Ok(Vec::new());
        }
        let answers = answers::answers(&self.support)?;
        answers.complete()?;
        Ok(answers.files.into_iter().map(|answer| answer.text).collect())
    }

    fn render(&self, calibration: &Calibration, held_out: Option<&HeldOut>) -> String {
        let mut out = table(calibration);
        held_out.into_iter().for_each(|held_out| out += &beside(calibration, held_out, self.worst));
        let mut part = |title: &str, told: String| {
            if !told.is_empty() {
                out.extend(["\n", title, "\n", &told]);
            }
        };
        let worst = calibration.disagreements.iter().take(self.worst);
        part("Widest disagreements", worst.map(disagreement).collect());
        let shown = calibration.signals.iter().filter(|s| self.signals || is_suspicious(s));
        part(
            "Signals that never fire, or do not tell good answers from weak ones",
            shown.map(signal).collect(),
        );
        let open = calibration.unread.iter().take(self.unread);
        part("Sentences of well-graded answers that no rule understood", open.map(unread).collect());
        out
    }
}

#[derive(Serialize)]
struct Figures {
    #[serde(flatten)]
    calibration: Calibration,
    #[serde(skip_serializing_if = "Option::is_none")]
    held_out: Option<HeldOut>,
}

/// Fitted and held-out figures side by side, and the levels that rest on wordings of one fold.
fn beside(calibration: &Calibration, held_out: &HeldOut, most: usize) -> String {
    let qwk = |agreement: &Agreement| format!("{:.3}", agreement.qwk.unwrap_or(f64::NAN));
    let line = |id: &str, fitted: &Agreement, held: &Agreement| {
        let difference = held.difference;
        format!("{id:<24} fitted {}  held out {}  mean diff {difference:+.2}\n", qwk(fitted), qwk(held))
    };
    let mut out = format!(
        "\nHeld out: {} folds, each without the {} wordings in all that one fold alone has\n",
        held_out.folds, held_out.lone
    );
    for ((id, fitted), (_, held)) in calibration.dimensions.iter().zip(&held_out.dimensions) {
        out += &line(id, fitted, held);
    }
    out += &line("ALL", &calibration.overall, &held_out.overall);
    for f in held_out.folded.iter().take(most) {
        let _ = writeln!(
            out,
            "- {} {}: {} falls to {} (grade {})",
            f.answer, f.dimension, f.fitted, f.held_out, f.grade
        );
    }
    out
}

/// A scorer with the built-in vocabulary or the one in this file or folder.
pub(super) fn scorer(prompt: &Prompt, vocabulary: Option<&Path>) -> anyhow::Result<Scorer> {
    let Some(path) = vocabulary else { return Ok(Scorer::with_lexicon(prompt, lexicon())) };
    let found = load::named(path, Limits::USUAL);
    ensure!(found.refused.is_empty() && !found.files.is_empty(), "cannot read {}", path.display());
    let mut all = Lexicon::new();
    for file in found.files {
        let read: Lexicon =
            toml::from_str(&file.text).with_context(|| format!("cannot use {}", file.path))?;
        all.extend(read);
    }
    Ok(Scorer::with_lexicon(prompt, &all))
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
        serde_json::from_str(&text).map_err(|error| {
            let (column, why) = json_fault(&error);
            anyhow::anyhow!("{}:{}:{column}: {why}", path.display(), error.line())
        })?;
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

fn table(calibration: &Calibration) -> String {
    let mut out = String::new();
    for (id, agreement) in &calibration.dimensions {
        let _ = writeln!(out, "{id:<24} {}", row(agreement));
    }
    let _ = writeln!(out, "{:<24} {}", "ALL", row(&calibration.overall));
    let _ = writeln!(out, "correlation of means     {:.3}", calibration.correlation.unwrap_or(f64::NAN));
    out += "\nConfusion: grade in rows, ours in columns\n        0    1    2    3    4\n";
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
    let mut out = format!(
        "- {} {}: grade {}, ours {} ({})\n",
        d.answer, d.dimension, d.grade, d.score.level, d.score.why
    );
    for step in &d.score.trace {
        let _ = writeln!(out, "    {} {}", step.level, if step.reached { "reached" } else { "not reached" });
        for (what, signals) in step.outcomes() {
            let _ = writeln!(out, "      {what}: {}", signals.join(", "));
        }
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
