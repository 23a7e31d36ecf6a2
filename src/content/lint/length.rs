//! Titles fit a line, and answers fit what is scored.

use unicode_segmentation::UnicodeSegmentation;

use crate::content::chapter::Chapter;
use crate::content::prompt::{MAX_ANSWER, Prompt};
use crate::diagnostic::Diagnostic;

/// Most graphemes in a title.
const MAX_TITLE: usize = 120;

pub(super) fn chapter(chapter: &Chapter) -> Vec<Diagnostic> {
    let sections = chapter.sections.iter().map(|section| &section.title);
    let long = sections.filter(|title| graphemes(title) > MAX_TITLE).map(|title| {
        let start: String = title.chars().take(24).collect();
        let message = format!("the heading {start:?}… has more than {MAX_TITLE} characters");
        Diagnostic::error("long-title", message, None)
    });
    title(&chapter.front.title).into_iter().chain(long).collect()
}

pub(super) fn prompt(prompt: &Prompt) -> Vec<Diagnostic> {
    let samples =
        prompt.samples.iter().enumerate().map(|(i, it)| (format!("samples[{i}].answer"), &it.answer));
    let answers = samples.chain([("model_answer".to_owned(), &prompt.model_answer)]);
    let long = answers.filter(|(_, answer)| answer.chars().count() > MAX_ANSWER).map(|(key, answer)| {
        let message =
            format!("this answer has {} characters; at most {MAX_ANSWER} count", answer.chars().count());
        Diagnostic::error("long-answer", message, None).at(key)
    });
    title(&prompt.title).into_iter().chain(long).collect()
}

fn title(title: &str) -> Option<Diagnostic> {
    let message = match graphemes(title) {
        0..=MAX_TITLE if title.contains('\n') => "a title is one line".to_owned(),
        0..=MAX_TITLE => return None,
        count => format!("a title has at most {MAX_TITLE} characters, but this one has {count}"),
    };
    Some(Diagnostic::error("long-title", message, None).at("title"))
}

fn graphemes(text: &str) -> usize {
    text.graphemes(true).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::lint::testing;

    #[test]
    fn what_a_person_sees_is_counted() {
        assert!(title(&"e\u{301}".repeat(120)).is_none());
        assert!(title(&"e".repeat(121)).is_some());
        assert!(title("a\nb").is_some());
    }

    #[test]
    fn answers_end_where_scoring_does() {
        let sample = |n| {
            testing::prompt(&format!("[[samples]]\nid = 'a'\nanswer = '{}'\nscores = {{}}\n", "ä".repeat(n)))
        };
        assert!(prompt(&sample(MAX_ANSWER)).is_empty());
        assert_eq!(testing::told(prompt(&sample(MAX_ANSWER + 1))), ["long-answer samples[0].answer"]);
    }
}
