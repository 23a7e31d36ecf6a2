//! Texts that a learner needs should say something.

use crate::content::chapter::{Chapter, Move};
use crate::content::prompt::Prompt;
use crate::diagnostic::Diagnostic;

/// A question of fewer words is hardly one.
const FEWEST_WORDS: usize = 10;

pub(super) fn prompt(prompt: &Prompt) -> Vec<Diagnostic> {
    let texts = [("statement", &prompt.statement), ("model_answer", &prompt.model_answer)];
    let short = texts.into_iter().filter(|(_, text)| text.split_whitespace().count() < FEWEST_WORDS);
    let mut found: Vec<_> =
        short.map(|(key, _)| thin(format!("`{key}` has fewer than {FEWEST_WORDS} words")).at(key)).collect();
    if prompt.rubric.dimensions.is_empty() {
        found.push(
            thin("there is no rubric, so answers cannot be scored").with_help("add `[[rubric.dimensions]]`"),
        );
    }
    if prompt.hints.is_empty() {
        found.push(thin("there are no hints to ask for").with_help("add `[[hints]]` of tier 1, 2 and 3"));
    }
    found.extend(blank_means(prompt));
    found
}

fn blank_means(prompt: &Prompt) -> impl Iterator<Item = Diagnostic> {
    prompt.tasks.iter().enumerate().flat_map(|(i, task)| {
        let texts = [
            ("blocking", &task.means.blocking),
            ("async", &task.means.queued),
            ("batchable", &task.means.batchable),
        ];
        let blank = texts.into_iter().filter(|(_, text)| text.trim().is_empty());
        blank.map(move |(key, _)| {
            thin("this does not say what the placement means").at(format!("tasks[{i}].means.{key}"))
        })
    })
}

/// A chapter is a sequence of moves by the learner, not a page of text.
pub(super) fn chapter(chapter: &Chapter) -> Vec<Diagnostic> {
    let asks = super::moves(chapter).any(|(_, a_move)| super::move_id(a_move).is_some());
    let recalls = super::moves(chapter).any(|(_, a_move)| matches!(a_move, Move::Recall(_)));
    match (asks, recalls) {
        (false, _) => vec![
            thin("this chapter never asks the learner to act").with_help("add a `predict` or `commit` block"),
        ],
        (true, false) => {
            vec![thin("nothing of this chapter comes back for review").with_help("add a `recall` block")]
        }
        (true, true) => Vec::new(),
    }
}

fn thin(message: impl Into<String>) -> Diagnostic {
    Diagnostic::warning("thin-text", message, None).at("")
}

#[cfg(test)]
mod tests {
    use crate::content::lint::testing;

    #[test]
    fn a_bare_prompt_is_told_what_it_lacks() {
        let told = testing::told(super::prompt(&testing::prompt("")));
        assert_eq!(told, ["thin-text statement", "thin-text model_answer", "thin-text "]);
    }

    #[test]
    fn a_chapter_asks_and_returns() {
        let told = |body: &str| super::chapter(&testing::chapter(body)).pop().map(|p| p.message);
        assert!(told("text\n").unwrap().contains("never asks"));
        assert!(told("```commit\nid = 'a'\nquestion = 'q'\n```\n").unwrap().contains("review"));
        assert_eq!(told("```recall\nid = 'a'\nquestion = 'q'\nanswer = 'a'\n```\n"), None);
    }
}
