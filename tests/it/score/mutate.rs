//! Mutations of texts: what must lower a score, and what must not change it.

use std::collections::BTreeMap;

use frontdesk::content::prompt::Prompt;
use frontdesk::score::lexicon;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64Mcg;

/// The words of a text in another order.
pub(super) fn shuffled(text: &str, random: &mut Pcg64Mcg) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.shuffle(random);
    format!(" {}", words.join(" "))
}

/// A source of chance that is the same in every run.
pub(super) fn chance() -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(7)
}

/// The phrases of a concept in a prompt, its own after the shared ones.
pub(super) fn terms(prompt: &Prompt, concept: &str) -> Vec<String> {
    let shared = lexicon().get(concept).into_iter().flat_map(|concept| concept.terms.clone());
    shared
        .chain(prompt.rubric.concepts.get(concept).into_iter().flat_map(|concept| concept.terms.clone()))
        .collect()
}

/// `text` with every whole-word occurrence of a key replaced, the longest key first.
pub(super) fn replaced(text: &str, with: &BTreeMap<String, String>) -> String {
    let mut keys: Vec<&String> = with.keys().collect();
    keys.sort_by_key(|key| std::cmp::Reverse(key.len()));
    let lower = text.to_ascii_lowercase();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut out = String::new();
    let mut at = 0;
    'text: while at < text.len() {
        if !letter(lower[..at].chars().next_back()) {
            for key in &keys {
                if lower[at..].starts_with(key.as_str()) && !letter(lower[at + key.len()..].chars().next()) {
                    out += &with[*key];
                    at += key.len();
                    continue 'text;
                }
            }
        }
        let c = text[at..].chars().next().unwrap_or(' ');
        out.push(c);
        at += c.len_utf8();
    }
    out
}

/// Swaps two inner letters of a long word in every stretch of fifty words.
pub(super) fn mistyped(answer: &str) -> String {
    let mut since = 0;
    let typo = |word: &str| {
        since += 1;
        let letters: Vec<char> = word.chars().collect();
        if since < 50 || letters.len() < 8 || !letters.iter().all(char::is_ascii_lowercase) {
            return word.to_owned();
        }
        since = 0;
        let mut letters = letters;
        letters.swap(3, 4);
        letters.into_iter().collect()
    };
    answer.split(' ').map(typo).collect::<Vec<_>>().join(" ")
}

/// The parts of an answer in the opposite order: its sections where it has headings, else its paragraphs.
pub(super) fn reordered(answer: &str) -> String {
    let paragraphs: Vec<&str> = answer.trim().split("\n\n").collect();
    let opens = |paragraph: &&str| paragraph.starts_with('#') || paragraph.starts_with("**");
    let headed = paragraphs.iter().any(opens);
    let mut parts: Vec<Vec<&str>> = Vec::new();
    for paragraph in paragraphs {
        let goes_on =
            headed && !opens(&paragraph) || paragraph.starts_with(['-', '*', '1']) && !opens(&paragraph);
        match parts.last_mut() {
            Some(part) if goes_on || part.last().is_some_and(|last| last.ends_with(':')) => {
                part.push(paragraph);
            }
            _ => parts.push(vec![paragraph]),
        }
    }
    parts.reverse();
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}
