//! Said from memory: which of the points of the answer came, and whether a related idea was named. It is a mirror, not
//! a grade: the learner grades themselves, starting from a suggestion.

use std::collections::BTreeSet;

use serde::Serialize;

use super::review::Grade;

/// How close a recall came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recalled {
    /// The points of the answer, in order.
    pub points: Vec<Point>,
    /// The related idea that was named.
    pub related: Option<String>,
    /// Where to start grading.
    pub suggested: Grade,
}

/// One point of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Its words.
    pub text: String,
    /// Whether it was said, more or less.
    pub said: bool,
}

/// The share of a point's words that make it said.
const ENOUGH: f64 = 0.4;

/// Compares what was said with the answer; `related` are ideas as authors list them, `name: explanation`.
pub fn check(said: &str, answer: &str, related: &[String]) -> Recalled {
    let spoken = stems(said);
    let points: Vec<Point> = points(answer)
        .map(|text| Point { said: covered(text, &spoken) >= ENOUGH, text: text.to_owned() })
        .collect();
    let related = related.iter().find(|idea| names(idea, &spoken)).cloned();
    let suggested = suggest(&points, related.is_some());
    Recalled { points, related, suggested }
}

fn suggest(points: &[Point], related: bool) -> Grade {
    let said = points.iter().filter(|point| point.said).count();
    match said * 3 {
        thirds if thirds < points.len() || said == 0 => Grade::Again,
        thirds if thirds < 2 * points.len() => Grade::Hard,
        _ if said == points.len() && related => Grade::Easy,
        _ => Grade::Good,
    }
}

/// The parts of an answer between full stops, semicolons and colons that say something.
fn points(answer: &str) -> impl Iterator<Item = &str> {
    answer.split(['.', ';', ':', '\u{2026}']).map(str::trim).filter(|part| stems(part).len() >= 2)
}

fn covered(point: &str, spoken: &BTreeSet<String>) -> f64 {
    let wanted = stems(point);
    wanted.intersection(spoken).count() as f64 / wanted.len().max(1) as f64
}

/// Whether the name of an idea was said, every word of it.
fn names(idea: &str, spoken: &BTreeSet<String>) -> bool {
    let name = stems(idea.split(':').next().unwrap_or(idea));
    !name.is_empty() && name.is_subset(spoken)
}

/// The beginnings of the words that carry meaning.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words
        .filter(|word| word.chars().count() > 2 && !FILLER.contains(&word.as_str()))
        .map(|word| stem(&word))
        .collect()
}

/// Words without meaning of their own; shorter ones are left out anyway.
const FILLER: [&str; 44] = [
    "about", "after", "all", "and", "any", "are", "because", "been", "but", "can", "does", "each", "else",
    "for", "from", "has", "have", "her", "his", "into", "its", "may", "more", "must", "not", "one", "only",
    "other", "out", "over", "she", "some", "than", "that", "the", "them", "then", "they", "this", "was",
    "what", "when", "which", "with",
];

/// A word without its usual English endings, never shorter than three letters.
fn stem(word: &str) -> String {
    let endings =
        ["ations", "ation", "ings", "ency", "ents", "ing", "ies", "ent", "ed", "es", "ly", "s", "e", "y"];
    let cut =
        endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3));
    cut.unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "Only what must be true for an honest answer stays on the request path; everything else is \
        written down durably and finished later by workers that may retry. Doing it twice must be harmless.";

    fn related() -> Vec<String> {
        vec!["replication lag: a write not seen yet".to_owned(), "idempotency: twice equals once".to_owned()]
    }

    #[test]
    fn own_words_count_and_what_is_missing_shows() {
        let said = "on the request path stays only what makes the answer honest and true. workers finish the rest later, \
            it is durably written. related: idempotent";
        let recalled = check(said, ANSWER, &related());
        assert_eq!(recalled.points.iter().map(|point| point.said).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(recalled.related.as_deref(), Some("idempotency: twice equals once"));
        assert_eq!(recalled.suggested, Grade::Good);
    }

    #[test]
    fn nothing_said_is_nothing_known_and_everything_said_is_easy() {
        assert_eq!(check("", ANSWER, &related()).suggested, Grade::Again);
        let all = format!("{ANSWER} replication lag");
        assert_eq!(check(&all, ANSWER, &related()).suggested, Grade::Easy);
        assert_eq!(check("banana boat", ANSWER, &[]).suggested, Grade::Again);
    }
}
