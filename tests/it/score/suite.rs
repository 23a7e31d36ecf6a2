//! What the tests of the scorer share: prompts, their answers, and counting how often a mutation did what it must.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use frontdesk::content::library::Library;
use frontdesk::content::prompt::Prompt;
use frontdesk::score::{DimensionScore, Report, Scorer, Stance};

/// The shipped prompts that have a rubric.
pub(super) fn prompts() -> Vec<Prompt> {
    let library = Library::builtin();
    library.prompts.into_iter().map(|entry| entry.value).filter(|p| !p.rubric.dimensions.is_empty()).collect()
}

fn folder(set: &str, prompt: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(set).join(prompt)
}

type Grades = BTreeMap<String, BTreeMap<String, serde_json::Value>>;

/// The graded answers that rules may be written from: text and dimension → level.
pub(super) fn graded(prompt: &str) -> Vec<(String, BTreeMap<String, u8>)> {
    graded_in("calibration", prompt)
}

/// The graded answers of a prompt in one of the sets.
pub(super) fn graded_in(set: &str, prompt: &str) -> Vec<(String, BTreeMap<String, u8>)> {
    let folder = folder(set, prompt);
    let Ok(text) = fs::read_to_string(folder.join("grades.json")) else { return Vec::new() };
    let grades: Grades = serde_json::from_str(&text).unwrap();
    let level = |value: &serde_json::Value| value.get("score").unwrap_or(value).as_u64().unwrap() as u8;
    let answer = |id: &String| fs::read_to_string(folder.join(format!("{id}.md"))).unwrap();
    grades
        .iter()
        .map(|(id, of)| (answer(id), of.iter().map(|(d, v)| (d.clone(), level(v))).collect()))
        .collect()
}

/// Sample and graded answers of a prompt.
pub(super) fn answers(prompt: &Prompt) -> Vec<String> {
    let samples = prompt.samples.iter().map(|sample| sample.answer.clone());
    samples.chain(graded(prompt.id.as_str()).into_iter().map(|(answer, _)| answer)).collect()
}

/// How often a mutation did what it must, and the first cases in which it did not.
#[derive(Default)]
pub(super) struct Tally {
    held: usize,
    all: usize,
    failures: Vec<String>,
}

impl Tally {
    /// Counts a case, which `tell` describes when it failed.
    pub(super) fn count(&mut self, held: bool, tell: impl FnOnce() -> String) {
        self.all += 1;
        self.held += usize::from(held);
        if !held && self.failures.len() < 12 {
            self.failures.push(tell());
        }
    }

    /// Fails the test when fewer than this share of at least twenty-four cases held.
    #[expect(clippy::print_stdout, reason = "the documents quote what is measured")]
    pub(super) fn assert_share(&self, least: f64) {
        let share = self.held as f64 / self.all.max(1) as f64;
        let thread = std::thread::current();
        println!("{}: {share:.3} ({} of {})", thread.name().unwrap_or_default(), self.held, self.all);
        let told = self.failures.join("\n---\n");
        assert!(self.all >= 24, "only {} cases", self.all);
        assert!(share >= least, "{} of {} held ({share:.3}); among the others:\n{told}", self.held, self.all);
    }
}

/// The level of dimension `id`.
pub(super) fn level(report: &Report, id: &str) -> u8 {
    report.dimension(id).map_or(0, |dimension| dimension.level)
}

/// The sentence around a byte range: up to a full stop or a line end on either side.
fn sentence(text: &str, span: &Range<usize>) -> Range<usize> {
    let ends = |i: usize| {
        text[i..].starts_with('\n')
            || ['.', '!', '?']
                .iter()
                .any(|stop| text[i..].strip_prefix(*stop).is_some_and(|rest| rest.starts_with([' ', '\n'])))
    };
    let indices = || text.char_indices().map(|(i, _)| i);
    let start = indices().rfind(|i| *i < span.start && ends(*i)).map_or(0, |i| i + 1);
    let end = indices().find(|i| *i >= span.end && ends(*i)).unwrap_or(text.len());
    start..end
}

/// The sentences that a dimension's level stands on, last first, each once.
pub(super) fn cited(text: &str, score: &DimensionScore) -> Vec<Range<usize>> {
    let supports = score.evidence.iter().filter(|e| e.stance == Stance::Supports);
    let mut ranges: Vec<Range<usize>> = supports.map(|e| sentence(text, &e.span)).collect();
    ranges.sort_by_key(|range| std::cmp::Reverse((range.start, range.end)));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.end > last.start => last.start = last.start.min(range.start),
            _ => apart.push(range),
        }
    }
    apart
}

/// `text` with each of `ranges` (last first) replaced.
pub(super) fn rewrite(text: &str, ranges: &[Range<usize>], mut with: impl FnMut(&str) -> String) -> String {
    let mut out = text.to_owned();
    for range in ranges {
        let new = with(&text[range.clone()]);
        out.replace_range(range.clone(), &new);
    }
    out
}

/// Every level from 2 of every answer, with what earned it: `(prompt, scorer, answer, score)`.
pub(super) fn each_level(mut visit: impl FnMut(&Prompt, &Scorer, &str, &DimensionScore)) {
    for prompt in prompts() {
        let scorer = Scorer::new(&prompt);
        for answer in answers(&prompt) {
            let report = scorer.grade(&answer);
            report
                .dimensions
                .iter()
                .filter(|d| d.level >= 2)
                .for_each(|d| visit(&prompt, &scorer, &answer, d));
        }
    }
}

/// Applies `mutate` to what is cited for every level from 2 of every answer; counts how often the level drops.
pub(super) fn drops(mut mutate: impl FnMut(&str) -> String) -> Tally {
    let mut tally = Tally::default();
    each_level(|prompt, scorer, answer, score| {
        let changed = rewrite(answer, &cited(answer, score), &mut mutate);
        let after = scorer.grade(&changed);
        let now = after.dimension(score.id.as_str());
        let tell = || {
            let left = now.map(told).unwrap_or_default();
            format!("{} {} → {left}\n{changed}", prompt.id, told(score))
        };
        tally.count(now.is_none_or(|now| now.level < score.level), tell);
    });
    tally
}

/// Applies `mutate` to whole answers; counts how often a dimension keeps its level.
pub(super) fn keeps(mut mutate: impl FnMut(&Prompt, &str) -> String) -> Tally {
    let mut tally = Tally::default();
    for prompt in prompts() {
        let scorer = Scorer::new(&prompt);
        for answer in answers(&prompt) {
            let changed = mutate(&prompt, &answer);
            let (before, after) = (scorer.grade(&answer), scorer.grade(&changed));
            for (a, b) in before.dimensions.iter().zip(&after.dimensions) {
                tally.count(a.level == b.level, || {
                    format!("{}: {}\nto {}\n{changed}", prompt.id, told(a), told(b))
                });
            }
        }
    }
    tally
}

/// A score with its evidence, on one line.
pub(super) fn told(score: &DimensionScore) -> String {
    let quotes: Vec<String> = score.evidence.iter().map(|e| format!("{}: {:?}", e.signal, e.quote)).collect();
    format!("{} {} ({})", score.id, score.level, quotes.join("; "))
}

/// How many dimensions of the answers that `game` makes for each prompt stay at level 1.
pub(super) fn low(game: impl Fn(&Prompt) -> Vec<String>) -> Tally {
    let mut tally = Tally::default();
    for prompt in prompts() {
        let scorer = Scorer::new(&prompt);
        for answer in game(&prompt) {
            for score in scorer.grade(&answer).dimensions {
                tally.count(score.level <= 1, || format!("{}: {answer:.70}\n  {}", prompt.id, told(&score)));
            }
        }
    }
    tally
}

/// Every answer that `game` makes for a prompt stays at level 1 in every dimension.
pub(super) fn stays_low(game: impl Fn(&Prompt) -> Vec<String>) {
    low(game).assert_share(1.0);
}
