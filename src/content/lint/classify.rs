//! A classification round asks for a prediction with options, or for none.

use crate::content::chapter::{Chapter, Move};
use crate::diagnostic::Diagnostic;

pub(super) fn check(chapter: &Chapter) -> Vec<Diagnostic> {
    let rounds = super::moves(chapter).filter_map(|(key, a_move)| match a_move {
        Move::Classify(round) => Some((key, round)),
        _ => None,
    });
    let halves = rounds.filter_map(|(key, round)| match (&round.predict, round.options.len()) {
        (None, 0) | (Some(_), 2..) => None,
        (None, _) => Some((key + ".options", "these options belong to no question", "add the key `predict`")),
        (Some(_), _) => {
            Some((key + ".predict", "this question needs two options or more", "add the key `options`"))
        }
    });
    halves
        .map(|(key, what, help)| Diagnostic::error("half-prediction", what, None).at(key).with_help(help))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::content::lint::testing::{chapter, told};

    #[test]
    fn a_question_has_options_and_options_a_question() {
        let told = |keys: &str| {
            told(super::check(&chapter(&format!(
                "```classify\nid = 'c'\nprompt = 'p'\nfault = 'f'\n{keys}\n```\n"
            ))))
        };
        assert_eq!(told(""), [""; 0]);
        assert_eq!(told("predict = 'q'\noptions = ['a', 'b']"), [""; 0]);
        assert_eq!(told("predict = 'q'"), ["half-prediction moves[0].predict"]);
        assert_eq!(told("options = ['a']"), ["half-prediction moves[0].options"]);
    }
}
