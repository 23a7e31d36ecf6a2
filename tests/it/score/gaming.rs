//! Answers that try to earn levels without a design: none gets beyond level 1.

use std::fs;
use std::path::Path;

use frontdesk::content::prompt::Prompt;
use frontdesk::score::{Scorer, lexicon};

use super::mutate::{chance, shuffled, terms};
use super::suite::{low, prompts, stays_low};

#[test]
fn the_prompt_echoed_earns_nothing() {
    stays_low(|prompt| vec![prompt.statement.clone(), format!("{0}\n\n{0}", prompt.statement)]);
}

#[test]
fn a_list_of_terms_earns_one_at_most() {
    let labels = |prompt: &Prompt| {
        let labels: Vec<&str> = prompt.rubric.signals.values().map(|signal| signal.label.as_str()).collect();
        let terms: Vec<&str> =
            lexicon().values().filter_map(|concept| concept.terms.first()).map(String::as_str).collect();
        vec![labels.join(", "), terms.join(", "), terms.join("\n")]
    };
    stays_low(labels);
}

#[test]
fn the_whole_lexicon_earns_one_at_most() {
    let all: Vec<&str> = lexicon().values().flat_map(|concept| &concept.terms).map(String::as_str).collect();
    let parts = |separator: &str| all.chunks(700).map(|part| part.join(separator)).collect::<Vec<_>>();
    stays_low(|_| [parts(", "), parts(". "), parts("\n"), parts(" ")].concat());
}

#[test]
fn the_model_answer_of_another_prompt_earns_one_at_most() {
    let all = prompts();
    let others =
        |prompt: &Prompt| all.iter().filter(|p| p.id != prompt.id).map(|p| p.model_answer.clone()).collect();
    stays_low(others);
}

#[test]
fn the_own_model_answer_is_flagged() {
    for prompt in prompts() {
        let report = Scorer::new(&prompt).grade(&prompt.model_answer);
        let highest = report.dimensions.iter().map(|dimension| dimension.level).max();
        assert!(highest <= Some(2) && !report.flags.is_empty(), "{}", prompt.id);
    }
}

/// Texts written by hand for a prompt: `tests/fixtures/gaming/PROMPT/STYLE.md`.
fn written(prompt: &Prompt, styles: &[&str]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gaming").join(prompt.id.as_str());
    styles.iter().map(|style| fs::read_to_string(folder.join(format!("{style}.md"))).unwrap()).collect()
}

#[test]
fn texts_without_a_design_hardly_earn_more_than_one() {
    let styles = ["keyword-prose", "name-dropping", "buzzwords", "paraphrase", "generic", "refusal"];
    low(|prompt| written(prompt, &styles)).assert_share(0.95);
}

/// The best samples of a prompt, sentence by sentence framed by `frame`.
fn framed(frame: impl Fn(&str) -> String) -> impl Fn(&Prompt) -> Vec<String> {
    move |prompt| {
        let best = prompt.samples.iter().filter(|sample| ["solid", "strong"].contains(&sample.id.as_str()));
        let sentences = |text: &str| {
            let flat = text.replace(['\n', '*', '#', ';'], " ").replace(": ", ", ");
            flat.split(['.', '?', '!'])
                .map(|s| s.trim().to_owned())
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
        };
        best.map(|sample| sentences(&sample.answer).iter().map(|s| frame(s)).collect::<Vec<_>>().join(" "))
            .collect()
    }
}

#[test]
fn questions_hardly_earn_more_than_one() {
    low(framed(|sentence| format!("Is it so that {sentence}?"))).assert_share(1.0);
}

#[test]
fn hedges_hardly_earn_more_than_one() {
    low(framed(|sentence| format!("One could consider that {sentence}."))).assert_share(0.95);
}

#[test]
fn what_others_would_do_hardly_earns_more_than_one() {
    low(framed(|sentence| format!("Some people would say that {sentence}."))).assert_share(0.95);
}

#[test]
fn a_design_denied_throughout_hardly_earns_more_than_one() {
    low(framed(|sentence| format!("It is not true that {sentence}."))).assert_share(0.95);
}

#[test]
fn a_design_with_its_words_shuffled_hardly_earns_more_than_one() {
    let random = std::cell::RefCell::new(chance());
    low(framed(|sentence| shuffled(&format!("{sentence}."), &mut random.borrow_mut()))).assert_share(0.95);
}

#[test]
fn terms_in_a_frame_that_fits_anything_hardly_earn_more_than_one() {
    let named = |prompt: &Prompt| -> Vec<String> {
        let gates = prompt.rubric.dimensions.iter().flat_map(|dimension| &dimension.gates);
        let signals = gates.flat_map(|gate| gate.all.iter().chain(&gate.any)).filter_map(|name| {
            let signal = prompt.rubric.signals.get(name);
            let concept = signal.and_then(|signal| signal.any.first()).unwrap_or(name);
            terms(prompt, concept).into_iter().next()
        });
        signals.collect()
    };
    let framed = |prompt: &Prompt| {
        let terms = named(prompt);
        let frame = |open: &str, join: &str, close: &str| {
            let sentence = |part: &[String]| format!("{open} {} {close}.", part.join(join));
            terms.chunks(4).map(sentence).collect::<Vec<_>>().join(" ")
        };
        vec![
            frame("We use", " and ", "because reliability matters"),
            frame("The system has", ", ", "for scalability"),
            frame("Our architecture includes", " with ", "to ensure quality"),
        ]
    };
    low(framed).assert_share(0.95);
}
