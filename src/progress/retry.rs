//! One question again: the part of an answer that speaks about one dimension, taken out, rewritten, and merged back.

use std::ops::Range;

use crate::content::id::DimensionId;
use crate::score::{DimensionScore, Report};

/// An answer with one part taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    kept: String,
    part: String,
    /// Where the part belongs in `kept`; `None` when nothing spoke about the dimension.
    at: Option<usize>,
}

/// The dimensions below 3, the weakest first.
pub fn candidates(report: &Report) -> Vec<&DimensionScore> {
    let mut weak: Vec<_> = report.dimensions.iter().filter(|score| score.needs_retry()).collect();
    weak.sort_by_key(|score| score.level);
    weak
}

impl Retry {
    /// Takes out the sentences of `answer` that count for or against `dimension` and for nothing else. `report` is that
    /// of this very answer; places that do not fit it are left alone.
    pub fn open(answer: &str, report: &Report, dimension: &DimensionId) -> Self {
        let spans = |of: &dyn Fn(&DimensionScore) -> bool| -> Vec<Range<usize>> {
            let scores = report.dimensions.iter().filter(|score| of(score));
            scores.flat_map(|score| score.evidence.iter().map(|found| found.span.clone())).collect()
        };
        let (own, others) = (spans(&|s| s.id == *dimension), spans(&|s| s.id != *dimension));
        Self::split(answer, &own, &others)
    }

    fn split(answer: &str, own: &[Range<usize>], others: &[Range<usize>]) -> Self {
        let mut retry = Self { kept: String::new(), part: String::new(), at: None };
        for sentence in sentences(answer) {
            let text = &answer[sentence.clone()];
            if touches(&sentence, own) && !touches(&sentence, others) {
                retry.at.get_or_insert(retry.kept.len());
                retry.part.push_str(text);
            } else {
                retry.kept.push_str(text);
            }
        }
        retry
    }

    /// What the editor opens on; empty when nothing spoke about the dimension.
    pub fn part(&self) -> &str {
        self.part.trim()
    }

    /// The whole answer with `part` where the old one stood, or at the end.
    pub fn merge(&self, part: &str) -> String {
        let Some((before, after)) = self.at.and_then(|at| self.kept.split_at_checked(at)) else {
            return paragraphs(&self.kept, part);
        };
        let start = self.part.len() - self.part.trim_start().len();
        let end = self.part.trim_end().len();
        [before, &self.part[..start], part.trim(), &self.part[end.max(start)..], after].concat()
    }
}

fn paragraphs(answer: &str, part: &str) -> String {
    let texts = [answer.trim_end(), part.trim()];
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn touches(sentence: &Range<usize>, spans: &[Range<usize>]) -> bool {
    spans.iter().any(|span| span.start < sentence.end && sentence.start < span.end)
}

/// The sentences and lines of a text, each with the white space after it; together they are the text.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut ended) = (0, false);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if ended && !c.is_whitespace() {
            found.push(start..at);
            (start, ended) = (at, false);
        }
        ended |= c == '\n' || (c.is_whitespace() && matches!(before, '.' | '!' | '?'));
        before = c;
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANSWER: &str = "I charge the card. Retry on failure.\n\nThe email waits. It is safe.\n";

    fn span(text: &str) -> Range<usize> {
        let at = ANSWER.find(text).unwrap();
        at..at + text.len()
    }

    #[test]
    fn the_part_is_taken_out_and_put_back_where_it_stood() {
        let (own, other) = ([span("Retry")], [span("charge")]);
        let retry = Retry::split(ANSWER, &own, &other);
        assert_eq!(retry.part(), "Retry on failure.");
        assert_eq!(
            retry.merge("Five attempts, then the dead letters."),
            "I charge the card. Five attempts, then the dead letters.\n\nThe email waits. It is safe.\n"
        );
    }

    #[test]
    fn a_sentence_that_serves_another_dimension_stays() {
        let retry = Retry::split(ANSWER, &[span("email waits"), span("safe")], &[span("email")]);
        assert_eq!(retry.part(), "It is safe.");
    }

    #[test]
    fn what_was_never_mentioned_comes_last() {
        let retry = Retry::split(ANSWER, &[], &[span("email")]);
        assert_eq!(retry.part(), "");
        assert!(retry.merge("An alarm on age.").ends_with("It is safe.\n\nAn alarm on age."));
        assert_eq!(Retry::split("", &[], &[]).merge("New."), "New.");
    }

    proptest! {
        #[test]
        fn sentences_are_the_text(text in "[a-zé .!?\n]{0,80}") {
            prop_assert_eq!(sentences(&text).into_iter().map(|s| &text[s]).collect::<String>(), text);
        }

        #[test]
        fn a_part_put_back_unchanged_changes_nothing(text in "[a-zé .!?\n]{1,80}", at in 0usize..80) {
            let at = at.min(text.len() - 1);
            let own = at..at + 1;
            let retry = Retry::split(&text, std::slice::from_ref(&own), &[]);
            prop_assert_eq!(retry.merge(retry.part()), text);
        }
    }
}
