//! `frontdesk grade`: score answers against a prompt's rubric.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use serde::Serialize;

use crate::content::prompt::Prompt;
use crate::score::{DimensionScore, Evidence, Finding, Flag, Report, Stance};

use super::output::{self, Status};
use super::second::{self, Opinion};
use super::{Options, answers, calibrate};

/// Score answers against a prompt's rubric, every level with the words that earned it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Id of the prompt, or its .toml file
    prompt: String,
    /// Answers (.md or .txt), or folders of them
    #[arg(required = true, value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
    /// JSON: file stem → dimensions → id → score and evidence
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// One line an answer
    #[arg(long)]
    csv: bool,
    /// With the whole trace: what each level needed, and the design that was understood
    #[arg(long)]
    explain: bool,
    /// A second opinion beside ours: a program that reads JSON and writes levels with verbatim quotes
    #[arg(long, value_name = "COMMAND")]
    with: Option<String>,
    /// How long the second opinion may take for one answer, in seconds
    #[arg(long, default_value_t = 60, value_name = "SECONDS", requires = "with")]
    timeout: u64,
    /// Another vocabulary than the built-in one
    #[arg(long, value_name = "FILE|DIR")]
    lexicon: Option<PathBuf>,
}

/// The scoring of one answer, as JSON.
#[derive(Serialize)]
struct Scored {
    dimensions: BTreeMap<String, Level>,
    mean: f64,
    band: &'static str,
    flags: Vec<Flag>,
    described: crate::score::Described,
    scorer: u32,
    revision: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    second_opinion: Option<Opinion>,
}

#[derive(Serialize)]
struct Level {
    score: u8,
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    evidence: Vec<Evidence>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    caps: Vec<crate::score::Cap>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trace: Vec<crate::score::Step>,
}

struct Row {
    stem: String,
    report: Report,
    opinion: Option<Opinion>,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let prompt = answers::prompt(&self.prompt, options)?;
        let answers = answers::answers(&self.paths)?;
        let files = &answers.files;
        let scorer = calibrate::scorer(&prompt, self.lexicon.as_deref())?;
        let bar = progress(files.len() as u64);
        let mut rows: Vec<Row> = files
            .par_iter()
            .map(|file| {
                let report = scorer.grade(&file.text);
                bar.inc(1);
                Row { stem: file.stem.clone(), report, opinion: None }
            })
            .collect();
        bar.finish_and_clear();
        if let Some(command) = &self.with {
            for (row, file) in rows.iter_mut().zip(files) {
                row.opinion = Some(second::ask(command, &prompt, &file.text, self.timeout)?);
            }
        }
        self.write(&prompt, rows)?;
        answers.complete()?;
        Ok(Status::Clean)
    }

    fn write(&self, prompt: &Prompt, rows: Vec<Row>) -> anyhow::Result<()> {
        if self.json {
            let all: BTreeMap<String, Scored> =
                rows.into_iter().map(|row| (row.stem.clone(), scored(row, self.explain))).collect();
            return output::json(&all);
        }
        if self.csv {
            return output::text(&csv(prompt, &rows));
        }
        output::text(&rows.iter().map(|row| told(row, self.explain)).collect::<Vec<_>>().join("\n"))
    }
}

/// A bar on standard error, hidden where that is no terminal or there is little to do.
fn progress(count: u64) -> ProgressBar {
    if count < 50 {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} answers, {eta} left");
    ProgressBar::new(count).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn scored(row: Row, explain: bool) -> Scored {
    let Row { report, opinion, .. } = row;
    let level = |d: DimensionScore| Level {
        score: d.level,
        why: d.why,
        next: d.next,
        evidence: d.evidence,
        caps: d.caps,
        trace: if explain { d.trace } else { Vec::new() },
    };
    Scored {
        mean: report.mean,
        band: report.band.word(),
        flags: report.flags,
        described: report.described,
        scorer: report.scorer,
        revision: report.revision,
        dimensions: report.dimensions.into_iter().map(|d| (d.id.to_string(), level(d))).collect(),
        second_opinion: opinion,
    }
}

fn csv(prompt: &Prompt, rows: &[Row]) -> String {
    let ids: Vec<&str> = prompt.rubric.dimensions.iter().map(|d| d.id.as_str()).collect();
    let mut out = format!("answer,{},mean,band\n", ids.join(","));
    for row in rows {
        let levels: Vec<String> = row.report.dimensions.iter().map(|d| d.level.to_string()).collect();
        let name = csv_field(&row.stem);
        let _ = writeln!(out, "{name},{},{:.2},{}", levels.join(","), row.report.mean, row.report.band);
    }
    out
}

/// A field that no spreadsheet takes for more than text.
fn csv_field(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '));
    match text.starts_with(['=', '+', '-', '@']) {
        false if plain => text.to_owned(),
        formula => format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\"")),
    }
}

fn told(row: &Row, explain: bool) -> String {
    let report = &row.report;
    let mut out = format!("{}: {} ({:.2})\n", row.stem, report.band, report.mean);
    for flag in &report.flags {
        let _ = writeln!(out, "  ! {}", flag_text(flag));
    }
    for dimension in &report.dimensions {
        out += &dimension_text(dimension, explain);
        out += &opinion_text(row.opinion.as_ref(), dimension);
    }
    if explain && !report.described.findings.is_empty() {
        out += "\n  The design that was understood\n";
        report.described.findings.iter().for_each(|finding| out += &finding_text(finding));
    }
    out
}

fn flag_text(flag: &Flag) -> String {
    match flag {
        Flag::CopiedFromPrompt { spans } => {
            format!("{} passages stand in the prompt and earned nothing", spans.len())
        }
        Flag::ResemblesModelAnswer { share } => {
            format!("{:.0} % stands in the model answer: no level above 2", share * 100.0)
        }
        Flag::TermsOnly { spans } => {
            format!("{} lists of terms without a relation: worth 1 at most", spans.len())
        }
        Flag::OffTopic => "the answer is about something else".to_owned(),
        Flag::Cut { at } => format!("only the first {at} characters are scored"),
    }
}

fn dimension_text(dimension: &DimensionScore, explain: bool) -> String {
    let mut out = format!("\n  {} {}\n    {}\n", dimension.level, dimension.title, dimension.why);
    for quote in dimension.quotes() {
        let sign = match quote.stance {
            Stance::Supports => '+',
            Stance::Denies => '-',
            Stance::Contradicts => '!',
        };
        let _ = writeln!(out, "    {sign} “{}”: {}", one_line(quote.words), quote.labels.join("; "));
    }
    for cap in &dimension.caps {
        let _ = writeln!(out, "    at most {}: {}", cap.level, cap.why);
    }
    if let Some(next) = &dimension.next {
        let _ = writeln!(out, "    → {next}");
    }
    for step in dimension.trace.iter().filter(|_| explain) {
        let mark = if step.reached { "reached" } else { "open" };
        let _ = writeln!(out, "    level {} {mark}", step.level);
        for (what, signals) in step.outcomes() {
            let _ = writeln!(out, "      {what}: {}", signals.join(", "));
        }
    }
    out
}

fn opinion_text(opinion: Option<&Opinion>, dimension: &DimensionScore) -> String {
    let Some(grade) = opinion.and_then(|opinion| opinion.dimensions.get(dimension.id.as_str())) else {
        return String::new();
    };
    let mut out = format!("    second opinion: {}\n", grade.score);
    for quote in &grade.quotes {
        let _ = writeln!(out, "      “{}”", one_line(quote));
    }
    if grade.refused > 0 {
        let _ = writeln!(out, "      {} quotes refused: they do not stand in the answer", grade.refused);
    }
    out
}

fn finding_text(finding: &Finding) -> String {
    let how = if finding.inferred { " (concluded)" } else { "" };
    format!("    {}{how}: “{}”\n", finding.says, one_line(&finding.quote))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_sees_text_only() {
        assert_eq!(csv_field("answer-01"), "answer-01");
        assert_eq!(csv_field("=cmd()"), "\"'=cmd()\"");
        assert_eq!(csv_field("a,\"b"), "\"a,\"\"b\"");
    }
}
