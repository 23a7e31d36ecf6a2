//! Whatever is typed is graded: words, marks and lines of the subject in any order.

use std::sync::LazyLock;

use frontdesk::score::Scorer;
use proptest::prelude::*;

use super::suite::prompts;

/// Words that turn meaning, and marks that structure text, in whatever order.
const TURNS: &[&str] = &[
    "not",
    "never",
    "no",
    "wait",
    "scratch",
    "that",
    "rather",
    "than",
    "better",
    "more",
    "instead",
    "of",
    "prefer",
    "over",
    "to",
    "nothing",
    "else",
    "only",
    "without",
    "because",
    "so",
    "if",
    "unless",
    "could",
    "first",
    "later",
    "we",
    "it",
    "the",
    "can't",
    "isn't",
    "be",
    "need",
    "needed",
    "Correction:",
    "Q:",
    "A:",
    "#",
    "-",
    "1.",
    "|",
    "`",
    "\"",
    "(",
    ")",
    "?",
    ".",
    ",",
    ";",
    "…",
    "→",
    "->",
    "=",
    "~$6",
    "1,000/s",
    "10 min",
    "5x",
    "\n",
    "\n\n",
    "\n- ",
    "é",
    "👍🏽",
    "\u{200b}",
    "\u{301}",
];

static SCORERS: LazyLock<Vec<Scorer>> = LazyLock::new(|| prompts().iter().map(Scorer::new).collect());

/// The words of the model answers, which are the words of the rubrics.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let answers: Vec<String> = prompts().into_iter().map(|prompt| prompt.model_answer).collect();
    answers.iter().flat_map(|answer| answer.split_whitespace()).map(str::to_owned).collect()
});

fn texts() -> impl Strategy<Value = String> {
    let turn = proptest::sample::select(TURNS).prop_map(str::to_owned);
    let word = (0..WORDS.len()).prop_map(|at| WORDS[at].clone());
    let glue = proptest::sample::select(&[" ", " ", " ", "", "\n"][..]);
    let pieces = proptest::collection::vec((prop_oneof![turn, word], glue), 0..160);
    pieces.prop_map(|pieces| pieces.into_iter().map(|(piece, glue)| piece + glue).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_is_graded_and_quoted_as_it_stands(text in texts(), which in 0..4_usize) {
        let scorer = &SCORERS[which % SCORERS.len()];
        for dimension in scorer.grade(&text).dimensions {
            prop_assert!(dimension.level <= 4);
            for evidence in &dimension.evidence {
                prop_assert_eq!(text.get(evidence.span.clone()), Some(evidence.quote.as_str()));
            }
        }
    }
}
