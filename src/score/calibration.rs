//! A rubric held against graded answers: where it disagrees, which rules never or wrongly fire, what it did not understand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use crate::content::prompt::Prompt;
use crate::content::rubric::Gate;

use super::Examination;
use super::agreement::{Agreement, Pair, correlation};
use super::report::{DimensionScore, mean};

/// An answer with its grades.
#[derive(Clone, Debug)]
pub struct Graded {
    /// Its name.
    pub id: String,
    /// The answer.
    pub answer: String,
    /// Dimension → level.
    pub grades: BTreeMap<String, u8>,
}

impl Graded {
    /// Mean of its grades.
    pub(super) fn mean(&self) -> f64 {
        mean(&self.grades.values().copied().collect::<Vec<_>>())
    }
}

/// What a set of graded answers tells about a rubric.
#[derive(Clone, Debug, Serialize)]
pub struct Calibration {
    /// Dimension by dimension, in the rubric's order.
    pub dimensions: Vec<(String, Agreement)>,
    /// All of them together.
    pub overall: Agreement,
    /// Correlation of the answers' means.
    pub correlation: Option<f64>,
    /// Different grades, the widest apart first.
    pub disagreements: Vec<Disagreement>,
    /// What each signal of the gates did, the least telling first.
    pub signals: Vec<SignalUse>,
    /// Sentences of well-graded answers that no signal understood.
    pub unread: Vec<Unread>,
}

/// A grade that is not ours.
#[derive(Clone, Debug, Serialize)]
pub struct Disagreement {
    /// The answer.
    pub answer: String,
    /// What was graded.
    pub dimension: String,
    /// The grade.
    pub grade: u8,
    /// Our score, with its evidence and trace.
    pub score: DimensionScore,
}

/// What a signal does in one dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignalUse {
    /// The signal.
    pub signal: String,
    /// The dimension.
    pub dimension: String,
    /// The lowest level whose gate names it; 0 for a cap.
    pub level: u8,
    /// Answers in which it fired.
    pub fired: usize,
    /// Mean grade of those, and of the others.
    pub mean_with: f64,
    /// Mean grade of the answers in which it did not fire.
    pub mean_without: f64,
    /// Answers graded below the level it opens in which it fired.
    pub below: Vec<String>,
}

/// A sentence that no signal understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// The answer.
    pub answer: String,
    /// The sentence.
    pub sentence: String,
    /// Mean grade of the answer, times 100.
    pub mean: u32,
}

impl Calibration {
    /// Holds the rubric of `prompt` against `graded` answers, which `scorer` has examined in the same order.
    pub fn new(prompt: &Prompt, graded: &[Graded], examined: &[Examination]) -> Self {
        let rows: Vec<(&Graded, &Examination)> = graded.iter().zip(examined).collect();
        let dimensions: Vec<(String, Vec<Pair>)> = prompt
            .rubric
            .dimensions
            .iter()
            .map(|d| (d.id.to_string(), pairs(&rows, d.id.as_str())))
            .collect();
        let all: Vec<Pair> = dimensions.iter().flat_map(|(_, pairs)| pairs.iter().copied()).collect();
        Self {
            dimensions: dimensions.into_iter().map(|(id, pairs)| (id, Agreement::of(&pairs))).collect(),
            overall: Agreement::of(&all),
            correlation: correlation(&means(&rows)),
            disagreements: disagreements(&rows),
            signals: signals(prompt, &rows),
            unread: unread(&rows),
        }
    }
}

type Row<'a> = (&'a Graded, &'a Examination);

fn pairs(rows: &[Row<'_>], dimension: &str) -> Vec<Pair> {
    rows.iter()
        .filter_map(|(graded, seen)| {
            Some((seen.report.dimension(dimension)?.level, *graded.grades.get(dimension)?))
        })
        .collect()
}

fn means(rows: &[Row<'_>]) -> Vec<(f64, f64)> {
    rows.iter().map(|(graded, seen)| (seen.report.mean, graded.mean())).collect()
}

fn disagreements(rows: &[Row<'_>]) -> Vec<Disagreement> {
    let mut list: Vec<Disagreement> = rows
        .iter()
        .flat_map(|(graded, seen)| {
            let scores = seen
                .report
                .dimensions
                .iter()
                .filter_map(|score| Some((score, *graded.grades.get(score.id.as_str())?)));
            scores.filter(|(score, grade)| score.level != *grade).map(|(score, grade)| Disagreement {
                answer: graded.id.clone(),
                dimension: score.id.to_string(),
                grade,
                score: score.clone(),
            })
        })
        .collect();
    list.sort_by_key(|d| std::cmp::Reverse(d.score.level.abs_diff(d.grade)));
    list
}

/// The signals that the gates and caps of a dimension name, with the lowest level at which they do.
fn named(gates: &[Gate], level: impl Fn(&Gate) -> u8) -> BTreeMap<&str, u8> {
    let mut named = BTreeMap::new();
    for gate in gates {
        let signals = gate.all.iter().chain(&gate.any).chain(gate.some.iter().flat_map(|quorum| &quorum.of));
        for signal in signals {
            let lowest = named.entry(signal.as_str()).or_insert_with(|| level(gate));
            *lowest = (*lowest).min(level(gate));
        }
    }
    named
}

fn signals(prompt: &Prompt, rows: &[Row<'_>]) -> Vec<SignalUse> {
    let mut list = Vec::new();
    for dimension in &prompt.rubric.dimensions {
        let mut all = named(&dimension.caps, |_| 0);
        all.extend(named(&dimension.gates, |gate| gate.level));
        list.extend(
            all.into_iter().map(|(signal, level)| signal_use(signal, dimension.id.as_str(), level, rows)),
        );
    }
    let tells = |s: &SignalUse| {
        if s.fired == 0 {
            -9.0
        } else {
            (s.mean_with - s.mean_without) * if s.level == 0 { -1.0 } else { 1.0 }
        }
    };
    list.sort_by(|a, b| tells(a).total_cmp(&tells(b)));
    list
}

fn signal_use(signal: &str, dimension: &str, level: u8, rows: &[Row<'_>]) -> SignalUse {
    let graded = rows.iter().filter_map(|(graded, seen)| {
        Some((&graded.id, *graded.grades.get(dimension)?, seen.found.contains_key(signal)))
    });
    let (with, without): (Vec<_>, Vec<_>) = graded.partition(|(_, _, fired)| *fired);
    let levels =
        |list: &[(&String, u8, bool)]| mean(&list.iter().map(|(_, grade, _)| *grade).collect::<Vec<_>>());
    SignalUse {
        signal: signal.to_owned(),
        dimension: dimension.to_owned(),
        level,
        fired: with.len(),
        mean_with: levels(&with),
        mean_without: levels(&without),
        below: with.iter().filter(|(_, grade, _)| *grade < level).map(|(id, ..)| (*id).clone()).collect(),
    }
}

/// Shortest sentence, in characters, worth a look.
const WORTH: usize = 20;

fn unread(rows: &[Row<'_>]) -> Vec<Unread> {
    let mut list = Vec::new();
    for (graded, seen) in rows {
        let grade = graded.mean();
        if grade < 2.5 {
            continue;
        }
        let understood: BTreeSet<(usize, usize)> =
            seen.found.values().flatten().map(|span| (span.start, span.end)).collect();
        let touched =
            |s: &Range<usize>| understood.iter().any(|(start, end)| *start < s.end && s.start < *end);
        let open = seen.sentences.iter().filter(|s| !touched(s) && s.len() >= WORTH);
        list.extend(open.filter_map(|s| graded.answer.get(s.clone())).map(|sentence| Unread {
            answer: graded.id.clone(),
            sentence: sentence.to_owned(),
            mean: (grade * 100.0).round() as u32,
        }));
    }
    list
}
