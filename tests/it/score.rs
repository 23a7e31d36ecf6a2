//! The scorer against graded answers, mutated answers, and answers that try to game it.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use frontdesk::content::library::Library;
use frontdesk::content::prompt::Prompt;
use frontdesk::score::{Agreement, DimensionScore, Pair, Report, Scorer, Stance, lexicon};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64Mcg;

const GRADED: [&str; 3] = ["checkout", "pdf-invoices", "local-delivery"];

fn prompts() -> Vec<Prompt> {
    let library = Library::builtin();
    library.prompts.into_iter().map(|entry| entry.value).filter(|p| !p.rubric.dimensions.is_empty()).collect()
}

fn folder(prompt: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/calibration").join(prompt)
}

type Grades = BTreeMap<String, BTreeMap<String, serde_json::Value>>;

/// The graded answers of a prompt: text and dimension → level.
fn graded(prompt: &str) -> Vec<(String, BTreeMap<String, u8>)> {
    let Ok(text) = fs::read_to_string(folder(prompt).join("grades.json")) else { return Vec::new() };
    let grades: Grades = serde_json::from_str(&text).unwrap();
    let level = |value: &serde_json::Value| value.get("score").unwrap_or(value).as_u64().unwrap() as u8;
    let answer = |id: &String| fs::read_to_string(folder(prompt).join(format!("{id}.md"))).unwrap();
    grades
        .iter()
        .map(|(id, of)| (answer(id), of.iter().map(|(d, v)| (d.clone(), level(v))).collect()))
        .collect()
}

/// Sample and graded answers of a prompt.
fn answers(prompt: &Prompt) -> Vec<String> {
    let samples = prompt.samples.iter().map(|sample| sample.answer.clone());
    samples.chain(graded(prompt.id.as_str()).into_iter().map(|(answer, _)| answer)).collect()
}

/// How often a mutation did what it must.
#[derive(Default)]
struct Tally {
    held: usize,
    all: usize,
}

impl Tally {
    fn count(&mut self, held: bool) {
        self.all += 1;
        self.held += usize::from(held);
    }

    fn share(&self) -> f64 {
        self.held as f64 / self.all.max(1) as f64
    }
}

/// The sentence around a byte range: up to a full stop or a line end on either side.
fn sentence(text: &str, span: &Range<usize>) -> Range<usize> {
    let ends =
        |i: usize| text[i..].starts_with('\n') || text[i..].starts_with(". ") || text[i..].starts_with(".\n");
    let indices = || text.char_indices().map(|(i, _)| i);
    let start = indices().rfind(|i| *i < span.start && ends(*i)).map_or(0, |i| i + 1);
    let end = indices().find(|i| *i >= span.end && ends(*i)).unwrap_or(text.len());
    start..end
}

/// The sentences that a dimension's evidence stands in, last first, each once.
fn cited(text: &str, score: &DimensionScore) -> Vec<Range<usize>> {
    let supports = score.evidence.iter().filter(|e| e.stance == Stance::Supports);
    let mut ranges: Vec<Range<usize>> = supports.map(|e| sentence(text, &e.span)).collect();
    ranges.sort_by_key(|range| std::cmp::Reverse((range.start, range.end)));
    ranges.dedup();
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.end > last.start => last.start = last.start.min(range.start),
            _ => apart.push(range),
        }
    }
    apart
}

fn rewrite(text: &str, ranges: &[Range<usize>], mut with: impl FnMut(&str) -> String) -> String {
    let mut out = text.to_owned();
    for range in ranges {
        let new = with(&text[range.clone()]);
        out.replace_range(range.clone(), &new);
    }
    out
}

fn level(report: &Report, id: &str) -> u8 {
    report.dimension(id).map_or(0, |dimension| dimension.level)
}

fn shuffled(sentence: &str, random: &mut Pcg64Mcg) -> String {
    let mut words: Vec<&str> = sentence.split_whitespace().collect();
    words.shuffle(random);
    words.join(" ")
}

/// Applies `mutate` to what is cited for every level from 2 of every answer; counts how often the level drops.
fn drops(mut mutate: impl FnMut(&str) -> String) -> Tally {
    let mut tally = Tally::default();
    for prompt in prompts() {
        let scorer = Scorer::new(&prompt);
        for answer in answers(&prompt) {
            for score in scorer.grade(&answer).dimensions.iter().filter(|score| score.level >= 2) {
                let changed = rewrite(&answer, &cited(&answer, score), &mut mutate);
                tally.count(level(&scorer.grade(&changed), score.id.as_str()) < score.level);
            }
        }
    }
    tally
}

/// Applies `mutate` to whole answers; counts how often a dimension keeps its level.
fn keeps(mut mutate: impl FnMut(&str) -> String) -> Tally {
    let mut tally = Tally::default();
    for prompt in prompts() {
        let scorer = Scorer::new(&prompt);
        for answer in answers(&prompt) {
            let (before, after) = (scorer.grade(&answer), scorer.grade(&mutate(&answer)));
            let pairs = before.dimensions.iter().zip(&after.dimensions);
            pairs.for_each(|(a, b)| tally.count(a.level == b.level));
        }
    }
    tally
}

fn assert_share(name: &str, tally: &Tally, least: f64) {
    assert!(tally.share() >= least, "{name}: {} of {} held", tally.held, tally.all);
}

#[test]
fn without_its_evidence_a_level_falls() {
    assert_share("deleted", &drops(|_| String::new()), 0.95);
}

#[test]
fn words_taken_back_pay_nothing() {
    assert_share(
        "taken back",
        &drops(|cited| {
            format!(
                "A naive version would say: {} No wait, scratch that.",
                cited.replace(['.', '\n', ';'], ",")
            )
        }),
        0.95,
    );
}

#[test]
fn neutral_padding_changes_nothing() {
    let padding = "Let me think about that for a moment, and take it step by step from here. ".repeat(31);
    assert_share("padded", &keeps(|answer| format!("{answer}\n\n{padding}")), 0.98);
}

#[test]
fn saying_it_twice_changes_nothing() {
    let room = |answer: &str| {
        if answer.chars().count() < 3_900 { format!("{answer}\n\n{answer}") } else { answer.to_owned() }
    };
    assert_share("doubled", &keeps(room), 0.98);
}

/// Swaps two inner letters of a long word in every stretch of fifty words.
fn mistyped(answer: &str) -> String {
    let mut since = 0;
    let typo = |word: &str| {
        since += 1;
        let letters: Vec<char> = word.chars().collect();
        if since < 50 || letters.len() < 8 || !letters.iter().all(char::is_ascii_lowercase) {
            return word.to_owned();
        }
        since = 0;
        let mut letters = letters;
        letters.swap(3, 4);
        letters.into_iter().collect()
    };
    answer.split(' ').map(typo).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_typo_in_fifty_words_changes_nothing() {
    assert_share("mistyped", &keeps(mistyped), 0.98);
}

#[test]
fn invisible_characters_change_nothing() {
    let hidden = |answer: &str| answer.replace('e', "e\u{200b}").chars().take(8_000).collect::<String>();
    let short =
        |answer: &str| if answer.chars().count() < 5_000 { hidden(answer) } else { answer.to_owned() };
    assert_share("invisible", &keeps(short), 0.98);
}

fn highest(report: &Report) -> u8 {
    report.dimensions.iter().map(|dimension| dimension.level).max().unwrap_or(0)
}

/// Every answer that `game` makes for a prompt stays at level 1.
fn stays_low(game: impl Fn(&Prompt) -> Vec<String>) {
    for prompt in prompts() {
        let scorer = Scorer::new(&prompt);
        for answer in game(&prompt) {
            let report = scorer.grade(&answer);
            let told: Vec<_> = report
                .dimensions
                .iter()
                .filter(|d| d.level > 1)
                .map(|d| (&d.id, d.level, &d.evidence))
                .collect();
            assert!(highest(&report) <= 1, "{}: {answer:.60}: {told:#?}", prompt.id);
        }
    }
}

#[test]
fn the_prompt_echoed_earns_nothing() {
    stays_low(|prompt| vec![prompt.statement.clone(), format!("{0}\n\n{0}", prompt.statement)]);
}

#[test]
fn a_list_of_terms_earns_one_at_most() {
    let labels = |prompt: &Prompt| {
        let labels: Vec<&str> = prompt.rubric.signals.values().map(|signal| signal.label.as_str()).collect();
        let terms: Vec<&str> =
            lexicon().values().filter_map(|concept| concept.terms.first()).map(String::as_str).collect();
        vec![labels.join(", "), terms.join(", "), terms.join("\n")]
    };
    stays_low(labels);
}

#[test]
fn the_whole_lexicon_earns_one_at_most() {
    let all: Vec<&str> = lexicon().values().flat_map(|concept| &concept.terms).map(String::as_str).collect();
    let parts = |separator: &str| all.chunks(700).map(|part| part.join(separator)).collect::<Vec<_>>();
    stays_low(|_| [parts(", "), parts(". "), parts("\n"), parts(" ")].concat());
}

#[test]
fn the_model_answer_of_another_prompt_earns_one_at_most() {
    let all = prompts();
    let others =
        |prompt: &Prompt| all.iter().filter(|p| p.id != prompt.id).map(|p| p.model_answer.clone()).collect();
    stays_low(others);
}

#[test]
fn the_own_model_answer_is_flagged() {
    for prompt in prompts() {
        let report = Scorer::new(&prompt).grade(&prompt.model_answer);
        assert!(highest(&report) <= 2 && !report.flags.is_empty(), "{}", prompt.id);
    }
}

#[test]
fn a_salad_of_the_words_falls() {
    let mut random = Pcg64Mcg::seed_from_u64(7);
    let tally = drops(|cited| shuffled(cited, &mut random));
    assert_share("shuffled", &tally, 0.5);
}

#[test]
fn agreement_with_graders_holds() {
    for id in GRADED {
        let Some(prompt) = prompts().into_iter().find(|prompt| prompt.id.as_str() == id) else { continue };
        let scorer = Scorer::new(&prompt);
        let mut pairs: Vec<Pair> = Vec::new();
        for (answer, grades) in graded(id) {
            let report = scorer.grade(&answer);
            pairs.extend(grades.iter().map(|(dimension, grade)| (level(&report, dimension), *grade)));
        }
        let agreement = Agreement::of(&pairs);
        assert!(agreement.qwk.unwrap_or(0.0) >= 0.75, "{id}: {agreement:?}");
    }
}
