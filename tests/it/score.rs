//! The scorer against graded answers, mutated answers, and answers that try to game it.

mod gaming;
mod mutate;
mod mutations;
mod negate;
mod suite;

use frontdesk::score::{Agreement, Flag, Pair, Scorer, mean};

use suite::{graded, level, prompts};

const GRADED: [&str; 3] = ["checkout", "pdf-invoices", "local-delivery"];

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
