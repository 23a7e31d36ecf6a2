//! How much of an agreement is memory: answers scored without the wordings that only answers of their own fold have.
//!
//! Rules are written by people who have read some answers, so no program can hold out what they learned. It can hold out
//! wordings: a phrase or pattern that is met in one fold only may have been written down from it, and that fold is scored
//! without it. That is too strict, since rare words are lost as well; the truth lies between this and the fitted figure.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Scorer;
use super::agreement::{Agreement, Pair, correlation};
use super::calibration::Graded;
use super::reading::{State, Wordings};
use super::report::Report;

/// Graded answers against scores that owe nothing to wordings of their own fold.
#[derive(Clone, Debug, Serialize)]
pub struct HeldOut {
    /// How many folds there were.
    pub folds: usize,
    /// Dimension by dimension, in the rubric's order.
    pub dimensions: Vec<(String, Agreement)>,
    /// All of them together.
    pub overall: Agreement,
    /// Correlation of the answers' means.
    pub correlation: Option<f64>,
    /// Phrases and patterns that only one fold has.
    pub lone: usize,
    /// Levels that rest on them.
    pub folded: Vec<Folded>,
}

/// A level that rests on wordings which only the answer's own fold has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Folded {
    /// The answer.
    pub answer: String,
    /// The dimension.
    pub dimension: String,
    /// The level with all wordings.
    pub fitted: u8,
    /// The level without those.
    pub held_out: u8,
    /// The grade.
    pub grade: u8,
}

impl HeldOut {
    /// Scores `graded` answers in `folds` parts (every K-th answer in one), each without the wordings that neither the other
    /// parts nor the answers `support` have. One fold stands on `support` alone: on the answers to other prompts, say.
    pub fn new(scorer: &Scorer, graded: &[Graded], folds: usize, support: &[String]) -> Self {
        let folds = folds.clamp(1, graded.len().max(1));
        let census = Census::new(scorer, graded, folds, support);
        let without: Vec<Wordings> = (0..folds).map(|fold| census.only(fold)).collect();
        let reports: Vec<Report> = graded
            .iter()
            .enumerate()
            .map(|(i, graded)| scorer.grade_without(&graded.answer, &without[i % folds]))
            .collect();
        let ids = scorer.ladders.iter().map(|ladder| ladder.id().to_string());
        let pairs: Vec<(String, Vec<Pair>)> =
            ids.map(|id| (id.clone(), pairs(&id, graded, &reports))).collect();
        let all: Vec<Pair> = pairs.iter().flat_map(|(_, pairs)| pairs.iter().copied()).collect();
        let means: Vec<(f64, f64)> = graded.iter().zip(&reports).map(|(g, r)| (r.mean, g.mean())).collect();
        Self {
            folds,
            dimensions: pairs.into_iter().map(|(id, pairs)| (id, Agreement::of(&pairs))).collect(),
            overall: Agreement::of(&all),
            correlation: correlation(&means),
            lone: without.iter().map(|lone| lone.phrases.len() + lone.patterns.len()).sum(),
            folded: folded(scorer, graded, &reports),
        }
    }
}

fn pairs(id: &str, graded: &[Graded], reports: &[Report]) -> Vec<Pair> {
    let pair =
        |(graded, report): (&Graded, &Report)| Some((report.dimension(id)?.level, *graded.grades.get(id)?));
    graded.iter().zip(reports).filter_map(pair).collect()
}

fn folded(scorer: &Scorer, graded: &[Graded], reports: &[Report]) -> Vec<Folded> {
    let mut folded = Vec::new();
    for (graded, held_out) in graded.iter().zip(reports) {
        let fitted = scorer.grade(&graded.answer);
        let both = fitted.dimensions.iter().zip(&held_out.dimensions).filter(|(a, b)| a.level != b.level);
        folded.extend(both.filter_map(|(a, b)| {
            let grade = *graded.grades.get(a.id.as_str())?;
            let (answer, dimension) = (graded.id.clone(), a.id.to_string());
            Some(Folded { answer, dimension, fitted: a.level, held_out: b.level, grade })
        }));
    }
    folded.sort_by_key(|f| std::cmp::Reverse(f.fitted.abs_diff(f.held_out)));
    folded
}

/// Where each wording is met: in one fold only, or elsewhere as well.
struct Census {
    phrases: BTreeMap<State, Option<usize>>,
    patterns: BTreeMap<u16, Option<usize>>,
}

impl Census {
    fn new(scorer: &Scorer, graded: &[Graded], folds: usize, support: &[String]) -> Self {
        let mut census = Self { phrases: BTreeMap::new(), patterns: BTreeMap::new() };
        for (i, graded) in graded.iter().enumerate() {
            census.count(scorer, &graded.answer, Some(i % folds));
        }
        support.iter().for_each(|answer| census.count(scorer, answer, None));
        census
    }

    /// Notes the wordings of an answer in `fold`, or outside of all.
    fn count(&mut self, scorer: &Scorer, answer: &str, fold: Option<usize>) {
        let none = Wordings::default();
        let met = scorer.read(answer, &none);
        let note = |home: &mut Option<usize>| {
            if *home != fold {
                *home = None;
            }
        };
        met.phrases.into_iter().for_each(|phrase| note(self.phrases.entry(phrase).or_insert(fold)));
        met.patterns.into_iter().for_each(|pattern| note(self.patterns.entry(pattern).or_insert(fold)));
    }

    /// The wordings that only `fold` has.
    fn only(&self, fold: usize) -> Wordings {
        Wordings {
            phrases: self
                .phrases
                .iter()
                .filter(|(_, home)| **home == Some(fold))
                .map(|(id, _)| *id)
                .collect(),
            patterns: self
                .patterns
                .iter()
                .filter(|(_, home)| **home == Some(fold))
                .map(|(id, _)| *id)
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::prompt::Prompt;

    const PROMPT: &str = "
        id = 'x'\nrevision = 1\ntitle = 'X'\nstatement = 's'\nmodel_answer = 'm'
        [rubric.concepts.again]\nterms = ['once more', 'a second go']
        [[rubric.dimensions]]\nid = 'd'\ntitle = 'D'\nsolid = ''\noutstanding = ''\nquestions = ['', '', '', '']
        gates = [{ level = 1, any = ['again'] }]";

    fn graded(answers: &[&str]) -> Vec<Graded> {
        let graded = |(i, answer): (usize, &&str)| Graded {
            id: i.to_string(),
            answer: (*answer).to_owned(),
            grades: BTreeMap::from([("d".to_owned(), 1)]),
        };
        answers.iter().enumerate().map(graded).collect()
    }

    #[test]
    fn a_wording_of_one_answer_alone_is_held_out() {
        let prompt: Prompt = toml::from_str(PROMPT).unwrap();
        let scorer = Scorer::new(&prompt);
        let answers = graded(&["We try once more.", "It tries once more.", "It gets a second go."]);
        let levels = |support: &[String], folds| {
            let held_out = HeldOut::new(&scorer, &answers, folds, support);
            held_out.folded.iter().map(|f| (f.answer.clone(), f.fitted, f.held_out)).collect::<Vec<_>>()
        };
        assert_eq!(levels(&[], 3), [("2".to_owned(), 1, 0)]);
        assert_eq!(levels(&["Give it a second go.".to_owned()], 3), []);
        assert_eq!(levels(&[], 1).len(), 3);
    }
}
