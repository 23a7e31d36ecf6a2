//! The scorer against graded answers, mutated answers, and answers that try to game it.

mod anything;
mod gaming;
mod mutate;
mod mutations;
mod negate;
mod suite;

use frontdesk::content::prompt::Prompt;
use frontdesk::score::{Agreement, Flag, Pair, Scorer, mean};

use suite::{graded, graded_in, level, prompts};

/// Agreement with the graders of a set, over all dimensions.
fn agreement(set: &str, prompt: &Prompt) -> Agreement {
    let scorer = Scorer::new(prompt);
    let mut pairs: Vec<Pair> = Vec::new();
    for (answer, grades) in graded_in(set, prompt.id.as_str()) {
        let report = scorer.grade(&answer);
        pairs.extend(grades.iter().map(|(dimension, grade)| (level(&report, dimension), *grade)));
    }
    Agreement::of(&pairs)
}

#[test]
fn agreement_with_graders_holds() {
    for (set, sets, least) in [("calibration", 3, 0.9), ("unread", 4, 0.75)] {
        let agreements: Vec<Agreement> = prompts().iter().map(|prompt| agreement(set, prompt)).collect();
        let known: Vec<f64> = agreements.iter().filter_map(|agreement| agreement.qwk).collect();
        assert!(known.len() == sets && known.iter().all(|qwk| *qwk >= least), "{set}: {agreements:?}");
    }
}

#[test]
fn hardly_a_sentence_of_a_good_answer_is_taken_for_a_list_or_a_heap() {
    let (mut void, mut all) = (0, 0);
    for prompt in prompts() {
        let scorer = Scorer::new(&prompt);
        for (answer, grades) in graded(prompt.id.as_str()) {
            if mean(&grades.values().copied().collect::<Vec<_>>()) < 2.0 {
                continue;
            }
            let seen = scorer.examine(&answer);
            all += seen.sentences.len();
            void += seen
                .report
                .flags
                .iter()
                .map(|flag| match flag {
                    Flag::TermsOnly { spans } => spans.len(),
                    _ => 0,
                })
                .sum::<usize>();
        }
    }
    assert!(all > 1_000 && void * 100 < all, "{void} of {all}");
}

#[test]
fn the_trace_tells_what_is_only_named() {
    let prompt = prompts().into_iter().find(|prompt| prompt.id.as_str() == "checkout").unwrap();
    let step = |answer: &str| {
        let report = Scorer::new(&prompt).grade(answer);
        let failures = report.dimensions.into_iter().find(|d| d.id.as_str() == "failure_handling").unwrap();
        failures.trace.into_iter().find(|step| step.level == 2).unwrap()
    };
    let said = "What fails five times goes to a dead-letter queue.";
    let hedged = "One could consider a dead-letter queue for what fails five times.";
    let (said, hedged) = (step(said), step(hedged));
    assert!(!said.found.is_empty() && said.only_named.is_empty(), "{said:?}");
    assert!(hedged.found.is_empty() && !hedged.only_named.is_empty(), "{hedged:?}");
    assert!(hedged.only_named.iter().all(|signal| !hedged.missing.contains(signal)), "{hedged:?}");
}
