//! A prediction has a best option, and no option twice.

use crate::content::chapter::{Chapter, Move, Predict};
use crate::diagnostic::Diagnostic;

pub(super) fn check(chapter: &Chapter) -> Vec<Diagnostic> {
    let predictions = super::moves(chapter).filter_map(|(key, a_move)| match a_move {
        Move::Predict(predict) => Some((key, predict)),
        _ => None,
    });
    predictions
        .flat_map(|(key, predict)| answer(&key, predict).into_iter().chain(twice(&key, predict)))
        .collect()
}

fn answer(key: &str, predict: &Predict) -> Option<Diagnostic> {
    let options = predict.options.len();
    if (1..=options).contains(&(predict.answer as usize)) {
        return None;
    }
    let message = format!("the answer is option {}, but there are {options}", predict.answer);
    let problem = Diagnostic::error("answer-out-of-range", message, None).at(format!("{key}.answer"));
    Some(problem.with_help("options are counted from 1"))
}

fn twice(key: &str, predict: &Predict) -> Option<Diagnostic> {
    let options = &predict.options;
    let again = (0..options.len()).find(|&i| options[..i].contains(&options[i]))?;
    let problem = Diagnostic::error("repeated-option", "this option stands here twice", None);
    Some(problem.at(format!("{key}.options[{again}]")))
}

#[cfg(test)]
mod tests {
    use crate::content::lint::testing::{chapter, told};

    #[test]
    fn the_answer_is_one_of_different_options() {
        let told = |options: &str, answer: u32| {
            told(super::check(&chapter(&format!(
                "```predict\nid = 'p'\nquestion = 'q'\noptions = {options}\nanswer = {answer}\nreveal = 'r'\n```\n"
            ))))
        };
        assert_eq!(told("['a', 'b']", 2), [""; 0]);
        assert_eq!(told("['a', 'b']", 3), ["answer-out-of-range moves[0].answer"]);
        assert_eq!(told("['a', 'a']", 1), ["repeated-option moves[0].options[1]"]);
    }
}
