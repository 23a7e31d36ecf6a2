//! A sample answer claims a score for every dimension, and samples show strong and weak answers.

use crate::content::prompt::Prompt;
use crate::diagnostic::Diagnostic;

pub(super) fn check(prompt: &Prompt) -> Vec<Diagnostic> {
    let mut found: Vec<_> = (0..prompt.samples.len()).flat_map(|index| unscored(prompt, index)).collect();
    found.extend(span_of_levels(prompt));
    found
}

fn unscored(prompt: &Prompt, index: usize) -> impl Iterator<Item = Diagnostic> {
    let scores = &prompt.samples[index].scores;
    let missing = prompt.rubric.dimensions.iter().filter(|dimension| !scores.contains_key(&dimension.id));
    missing.map(move |dimension| {
        let message = format!("this sample has no score for `{}`", dimension.id);
        Diagnostic::error("sample-without-score", message, None)
            .at(format!("samples[{index}].scores"))
            .with_help(format!("add `{} = 0` to `4`", dimension.id))
    })
}

/// A rubric that is never shown a weak and a strong answer is not tested.
fn span_of_levels(prompt: &Prompt) -> Option<Diagnostic> {
    if prompt.rubric.dimensions.is_empty() {
        return None;
    }
    let levels: Vec<u8> = prompt.samples.iter().flat_map(|sample| sample.scores.values().copied()).collect();
    let (weak, strong) = (levels.iter().any(|level| *level <= 1), levels.iter().any(|level| *level >= 3));
    let message = match (weak, strong) {
        (true, true) => return None,
        (false, true) => "no sample answer is weak (level 0 or 1)",
        (true, false) => "no sample answer is strong (level 3 or 4)",
        (false, false) => "there are no sample answers that test the rubric",
    };
    let help = "samples with the scores that they must get keep a rubric honest while it grows";
    Some(Diagnostic::warning("few-samples", message, None).at("samples").with_help(help))
}

#[cfg(test)]
mod tests {
    use crate::content::lint::testing::{prompt, told};

    fn sample(scores: &str) -> String {
        format!("[[samples]]\nid = 's{}'\nanswer = 'a'\nscores = {{ {scores} }}\n", scores.len())
    }

    #[test]
    fn every_dimension_is_scored() {
        let prompt = prompt(&[sample("depth = 0"), sample("depth  = 4"), sample("")].concat());
        assert_eq!(told(super::check(&prompt)), ["sample-without-score samples[2].scores"]);
    }

    #[test]
    fn weak_and_strong_answers_are_shown() {
        assert_eq!(told(super::check(&prompt(&sample("depth = 2")))), ["few-samples samples"]);
        assert!(super::check(&prompt(&sample("depth = 1")))[0].message.contains("strong"));
    }
}
