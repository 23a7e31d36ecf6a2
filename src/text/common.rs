//! English words, so that a correct word is never taken for a misspelling of another one.

use std::cmp::Ordering;

/// Sorted, one word a line; see `words/NOTICE` for where they come from.
const WORDS: &str = include_str!("words/english.txt");

/// Whether `word` (lower case, six letters or more) is an English word or a form of one.
pub(super) fn is_word(word: &str) -> bool {
    let (mut low, mut high) = (0, WORDS.len());
    while low < high {
        let (start, end) = line_around(usize::midpoint(low, high));
        match WORDS[start..end].cmp(word) {
            Ordering::Equal => return true,
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
        }
    }
    false
}

fn line_around(at: usize) -> (usize, usize) {
    let start = WORDS[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = WORDS[start..].find('\n').map_or(WORDS.len(), |i| start + i);
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_a_middle_and_the_last() {
        let words: Vec<&str> = WORDS.lines().collect();
        assert!(words.iter().step_by(97).chain(words.last()).all(|word| is_word(word)));
        assert!(words.is_sorted());
    }

    #[test]
    fn knows_no_misspelling() {
        assert!(!is_word("warehosue"));
        assert!(!is_word("zzzzzz"));
        assert!(!is_word(""));
    }
}
