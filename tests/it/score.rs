//! The scorer against graded answers, mutated answers, and answers that try to game it.

mod gaming;
mod mutate;
mod mutations;
mod suite;

use frontdesk::score::{Agreement, Pair, Scorer};

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
