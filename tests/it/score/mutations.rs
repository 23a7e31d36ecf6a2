//! Mutations of every sample and graded answer: what must lower a level, and what must not change one.
//!
//! The shares asserted are those that hold today; they may rise and never fall.

use std::collections::BTreeMap;

use frontdesk::content::prompt::Prompt;
use frontdesk::score::{DimensionScore, Stance};

use super::mutate::{chance, mistyped, negated, reordered, replaced, shuffled, terms, wordings};
use super::suite::{Tally, cited, drops, each_level, keeps, level, rewrite, told};

#[test]
fn without_its_evidence_a_level_falls() {
    drops(|_| String::new()).assert_share(0.95);
}

#[test]
fn what_is_said_not_to_be_so_pays_nothing() {
    drops(negated).assert_share(0.8);
}

#[test]
fn words_in_no_order_pay_nothing() {
    let mut random = chance();
    drops(|cited| shuffled(cited, &mut random)).assert_share(0.72);
}

#[test]
fn words_taken_back_pay_nothing() {
    let flat = |cited: &str| cited.replace(['.', '\n', ';'], ",");
    drops(|cited| format!(" A naive version would say: {} No wait, scratch that", flat(cited)))
        .assert_share(0.95);
}

/// The placements that the level of a dimension stands on: subject and value.
fn placements(prompt: &Prompt, score: &DimensionScore) -> Vec<(String, String)> {
    let supports = score.evidence.iter().filter(|e| e.stance == Stance::Supports);
    let claims = supports.filter_map(|e| prompt.rubric.signals.get(&e.signal)?.claim.as_ref());
    let placed = claims.filter(|claim| claim.family == "placement" && !claim.conflicted);
    placed.filter_map(|claim| Some((claim.of.clone(), claim.is.first()?.clone()))).collect()
}

#[test]
fn the_opposite_placement_pays_nothing() {
    let mut tally = Tally::default();
    each_level(|prompt, scorer, answer, score| {
        let (before, after) = (wordings(prompt, "blocking"), wordings(prompt, "async"));
        let swap: BTreeMap<String, String> = before
            .iter()
            .map(|word| (word.clone(), "later in the background".to_owned()))
            .chain(after.iter().map(|word| (word.clone(), "inline before we answer".to_owned())))
            .collect();
        let ranges = cited(answer, score);
        let names =
            ranges.iter().any(|range| replaced(&answer[range.clone()], &swap) != answer[range.clone()]);
        if placements(prompt, score).is_empty() || !names {
            return;
        }
        let changed = rewrite(answer, &ranges, |cited| replaced(cited, &swap));
        let now = scorer.grade(&changed);
        let now = now.dimension(score.id.as_str()).expect("the same dimensions");
        tally.count(now.level < score.level, || {
            format!("{} to {}\n{answer}\n{changed}", told(score), told(now))
        });
    });
    tally.assert_share(0.6);
}

#[test]
fn a_contradiction_holds_a_level_at_two() {
    let mut tally = Tally::default();
    each_level(|prompt, scorer, answer, score| {
        let Some((subject, value)) = placements(prompt, score).into_iter().next() else { return };
        let opposite = if value == "blocking" { "async" } else { "blocking" };
        let family = &prompt.rubric.claims["placement"];
        let thing = terms(prompt, &family.subjects[&subject][0]).remove(0);
        let when = terms(prompt, &family.values[opposite][0]).remove(0);
        let changed = format!("{answer}\n\nThe {thing} happens {when}.");
        let now = level(&scorer.grade(&changed), score.id.as_str());
        if score.level >= 3 {
            tally.count(now <= 2, || format!("{}\n{changed}", told(score)));
        }
    });
    tally.assert_share(0.45);
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
    tally.assert_share(0.95);
}

#[test]
fn invisible_characters_change_nothing() {
    let hidden = |answer: &str| answer.replace('e', "e\u{200b}").chars().take(8_000).collect::<String>();
    let short =
        |answer: &str| if answer.chars().count() < 5_000 { hidden(answer) } else { answer.to_owned() };
    keeps(|_, answer| short(answer)).assert_share(0.98);
}
