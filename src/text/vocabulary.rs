//! The closed vocabulary of a rubric: every form of every word in its phrases, and what a misspelt word was meant to be.

use std::collections::HashMap;

use strsim::osa_distance;

use super::common;
use super::hash::BuildFnv;
use super::inflect::forms;

/// A word of the vocabulary, with all its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub(crate) u32);

/// Words by their forms.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    ids: HashMap<String, WordId, BuildFnv>,
    forms: HashMap<String, Vec<WordId>, BuildFnv>,
    /// Forms that a typo may have been meant to be, by first letter.
    targets: HashMap<char, Vec<Target>>,
}

#[derive(Clone, Debug)]
struct Target {
    letters: u32,
    form: String,
}

/// Shortest word in which one typo is forgiven, and shortest in which two are.
const ONE_TYPO: usize = 6;
const TWO_TYPOS: usize = 10;

impl Vocabulary {
    /// The id of `word` (lower case), added with its forms when it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = WordId(self.ids.len() as u32);
        self.ids.insert(word.to_owned(), id);
        for form in forms(word) {
            self.forms.entry(form).or_default().push(id);
        }
        id
    }

    /// The id of `word` itself, not of a word that it is a form of.
    pub fn exact(&self, word: &str) -> Option<WordId> {
        self.ids.get(word).copied()
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Prepares the correction of typos; to be called after the last [`Vocabulary::intern`].
    pub fn index_typos(&mut self) {
        self.targets.clear();
        let mut forms: Vec<&String> = self.forms.keys().filter(|form| form.len() >= ONE_TYPO).collect();
        forms.sort();
        for form in forms {
            let Some(first) = form.chars().next().filter(|_| form.is_ascii()) else { continue };
            let target = Target { letters: letters(form), form: form.clone() };
            self.targets.entry(first).or_default().push(target);
        }
    }

    /// The words that `form` may be a form of.
    pub fn lookup(&self, form: &str) -> &[WordId] {
        self.forms.get(form).map_or(&[], Vec::as_slice)
    }

    /// The words that a misspelt `form` was meant to be: the nearest form, when it is near enough and
    /// the misspelling is no English word by itself.
    pub fn correct(&self, form: &str) -> &[WordId] {
        let allowed = match form.chars().count() {
            ..ONE_TYPO => return &[],
            ONE_TYPO..TWO_TYPOS => 1,
            _ => 2,
        };
        if !form.chars().all(|c| c.is_ascii_lowercase()) || common::is_word(form) {
            return &[];
        }
        self.nearest(form, allowed).map_or(&[], |near| self.lookup(near))
    }

    fn nearest(&self, form: &str, allowed: usize) -> Option<&str> {
        let mask = letters(form);
        let near = self.targets.get(&form.chars().next()?)?.iter().filter(|target| {
            target.form.len().abs_diff(form.len()) <= allowed
                && (target.letters ^ mask).count_ones() as usize <= 2 * allowed
        });
        let scored = near.map(|target| (osa_distance(&target.form, form), target.form.as_str()));
        scored.filter(|(distance, _)| *distance <= allowed).min().map(|(_, form)| form)
    }
}

fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |mask, letter| mask | 1 << (letter - b'a'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for word in words {
            vocabulary.intern(word);
        }
        vocabulary.index_typos();
        vocabulary
    }

    #[test]
    fn typos_find_the_word_that_was_meant() {
        let vocabulary = vocabulary(&["warehouse", "idempotency", "charge"]);
        assert_eq!(vocabulary.correct("warehosue"), vocabulary.lookup("warehouse"));
        assert_eq!(vocabulary.correct("idempotancy"), vocabulary.lookup("idempotency"));
        assert!(vocabulary.correct("wrehs").is_empty());
    }

    #[test]
    fn a_real_word_is_never_a_typo() {
        let vocabulary = vocabulary(&["charge", "blocks", "shards"]);
        assert!(vocabulary.correct("change").is_empty());
        assert!(vocabulary.correct("shares").is_empty());
    }
}
