//! Mutations of every sample and graded answer: what must lower a level, and what must not change one.
//!
//! Each share that is asserted lies a little below the one measured, which `docs/rubrics.md` tells.

use std::ops::Range;

use frontdesk::content::prompt::Prompt;
use frontdesk::content::task::{Placement, Task};
use frontdesk::score::{Report, Sets, Stance};

use super::mutate::{chance, mistyped, reordered, replaced, shuffled, terms};
use super::negate::negated;
use super::suite::{Tally, cited, drops, each_level, keeps, level, rewrite, told};

#[test]
fn without_its_evidence_a_level_falls() {
    drops(|_| String::new()).assert_share(0.95);
}

#[test]
fn what_is_said_not_to_be_so_pays_nothing() {
    drops(negated).assert_share(0.79);
}

#[test]
fn words_in_no_order_pay_nothing() {
    let mut random = chance();
    drops(|cited| shuffled(cited, &mut random)).assert_share(0.82);
}

#[test]
fn words_taken_back_pay_nothing() {
    let flat = |cited: &str| cited.replace(['.', '\n', ';'], ",");
    drops(|cited| format!(" A naive version would say: {} No wait, scratch that", flat(cited)))
        .assert_share(0.95);
}

/// Dimensions that are about what happens before the answer and what after it.
const PLACING: [&str; 2] = ["critical_path", "background_work"];

/// The dimension that suffers when a task is put on the wrong side of the answer.
fn suffers<'a>(prompt: &Prompt, task: &Task) -> &'a str {
    let background = prompt.rubric.dimensions.iter().any(|dimension| dimension.id.as_str() == PLACING[1]);
    if background && task.fits[0] != Placement::Blocking { PLACING[1] } else { PLACING[0] }
}

/// The tasks that an answer rightly places in a sentence that the level of `dimension` stands on: name, placement, and
/// where.
fn placed(
    prompt: &Prompt,
    report: &Report,
    dimension: &str,
    ranges: &[Range<usize>],
) -> Vec<(String, Placement, Range<usize>)> {
    let cited = |span: &Range<usize>| ranges.iter().any(|r| r.start < span.end && span.start < r.end);
    let findings = report.described.findings.iter().filter(|finding| cited(&finding.span));
    let placed = findings.filter_map(|finding| {
        let Sets::Placement(id, placement) = &finding.sets else { return None };
        let task = prompt.tasks.iter().find(|task| task.id == *id)?;
        let right = task.fits.contains(placement) && suffers(prompt, task) == dimension;
        right.then(|| (task.name.clone(), *placement, finding.span.clone()))
    });
    placed.collect()
}

/// Words for the time of a task that may stand for each other in a sentence, before the answer and after it.
const BEFORE: [&str; 10] = [
    "before we answer",
    "before the response",
    "before we respond",
    "before responding",
    "in the request",
    "inside the request",
    "on the request path",
    "synchronously",
    "inline",
    "while they wait",
];
const AFTER: [&str; 13] = [
    "after we answer",
    "after the response",
    "after the answer",
    "in the background",
    "off the request path",
    "out of the request",
    "asynchronously",
    "afterwards",
    "later",
    "via a queue",
    "by a worker",
    "by a background worker",
    "async",
];

/// `text` with every time before the answer turned into one after it, and the other way round.
fn turned_round(text: &str) -> String {
    let pairs = |from: &[&str], to: &str| {
        from.iter().map(|word| ((*word).to_owned(), to.to_owned())).collect::<Vec<_>>()
    };
    let swap = pairs(&BEFORE, "after we answer, in the background").into_iter();
    replaced(text, &swap.chain(pairs(&AFTER, "before we answer, inside the request")).collect())
}

#[test]
fn the_opposite_placement_pays_nothing() {
    let mut tally = Tally::default();
    each_level(|prompt, scorer, answer, score| {
        let ranges = cited(answer, score);
        let placed = placed(prompt, &scorer.grade(answer), score.id.as_str(), &ranges);
        let turns =
            placed.iter().any(|(_, _, span)| turned_round(&answer[span.clone()]) != answer[span.clone()]);
        // Turning both sides of a contradiction round leaves a contradiction.
        if !turns || !score.caps.is_empty() {
            return;
        }
        let changed = rewrite(answer, &ranges, turned_round);
        let now = scorer.grade(&changed);
        let now = now.dimension(score.id.as_str()).expect("the same dimensions");
        tally.count(now.level < score.level, || {
            format!("{} to {}\n{answer}\n{changed}", told(score), told(now))
        });
    });
    tally.assert_share(0.65);
}

/// The opposite of a placement, said in one of the ways that people say it.
fn contradiction(task: &str, placement: Placement, way: usize) -> String {
    let mut name = task.to_owned();
    name[..1].make_ascii_lowercase();
    let when = match placement {
        Placement::Blocking => [
            "later, in the background",
            "asynchronously, after the response",
            "in a worker, after we have answered",
        ],
        Placement::Async | Placement::Batchable => {
            ["before we answer", "synchronously, inside the request", "in the request, while the user waits"]
        }
    };
    format!("We {name} {}.", when[way % when.len()])
}

#[test]
fn a_contradiction_holds_a_level_at_two() {
    let mut tally = Tally::default();
    let mut way = 0;
    each_level(|prompt, scorer, answer, score| {
        if score.level < 3 {
            return;
        }
        let report = scorer.grade(answer);
        for (task, placement, _) in placed(prompt, &report, score.id.as_str(), &cited(answer, score)) {
            way += 1;
            let said = contradiction(&task, placement, way);
            let changed = format!("{answer}\n\n{said}");
            let now = level(&scorer.grade(&changed), score.id.as_str());
            tally.count(now <= 2, || format!("{said}\n{}\n{answer}", told(score)));
        }
    });
    tally.assert_share(0.95);
}

#[test]
fn neutral_padding_changes_nothing() {
    let padding = "Let me think about that for a moment, and take it step by step from here. ".repeat(31);
    keeps(|_, answer| format!("{answer}\n\n{padding}")).assert_share(0.98);
}

#[test]
fn saying_it_twice_changes_nothing() {
    let room = |answer: &str| {
        if answer.chars().count() < 3_900 { format!("{answer}\n\n{answer}") } else { answer.to_owned() }
    };
    keeps(|_, answer| room(answer)).assert_share(0.98);
}

#[test]
fn a_typo_in_fifty_words_changes_nothing() {
    keeps(|_, answer| mistyped(answer)).assert_share(0.98);
}

#[test]
fn the_order_of_paragraphs_changes_nothing() {
    keeps(|_, answer| reordered(answer)).assert_share(0.98);
}

/// Another phrase for what `quote` says, when it is a listed phrase of the concept behind a signal.
fn synonym(prompt: &Prompt, signal: &str, quote: &str) -> Option<String> {
    let concept =
        prompt.rubric.signals.get(signal).map_or(signal, |s| s.any.first().map_or(signal, String::as_str));
    let terms = terms(prompt, concept);
    let at = terms.iter().position(|term| term.eq_ignore_ascii_case(quote))?;
    let others = (1..terms.len()).map(|i| &terms[(at + i) % terms.len()]);
    let alike = |term: &&String| term.contains(' ') == quote.contains(' ');
    others.into_iter().find(alike).cloned()
}

#[test]
fn a_listed_synonym_changes_nothing() {
    let mut tally = Tally::default();
    each_level(|prompt, scorer, answer, score| {
        let mut swaps = score
            .evidence
            .iter()
            .filter(|e| e.stance == Stance::Supports)
            .filter_map(|e| Some((e.span.clone(), synonym(prompt, &e.signal, &e.quote)?)));
        let Some((span, other)) = swaps.next() else { return };
        let changed = rewrite(answer, &[span], |_| other.clone());
        let now = scorer.grade(&changed);
        let now = now.dimension(score.id.as_str()).expect("the same dimensions");
        tally.count(now.level == score.level, || format!("{other}: {} to {}", told(score), told(now)));
    });
    tally.assert_share(0.98);
}

#[test]
fn invisible_characters_change_nothing() {
    let hidden = |answer: &str| answer.replace('e', "e\u{200b}").chars().take(8_000).collect::<String>();
    let short =
        |answer: &str| if answer.chars().count() < 5_000 { hidden(answer) } else { answer.to_owned() };
    keeps(|_, answer| short(answer)).assert_share(0.98);
}
