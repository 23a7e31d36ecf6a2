//! The closed vocabulary of a rubric: every form of every word in its phrases, and what a misspelt word was meant to be.

use std::collections::HashMap;
use std::ops::Range;

use strsim::osa_distance;

use super::common;
use super::hash::{BuildFnv, Print, print};
use super::inflect::each_form;

/// A word of the vocabulary, with all its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub(crate) u32);

/// Collects the words of a [`Vocabulary`].
#[derive(Clone, Debug, Default)]
pub struct VocabularyBuilder {
    ids: HashMap<String, WordId, BuildFnv>,
    forms: Vec<Form>,
    /// All forms, one behind the other.
    text: String,
}

/// A form of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    print: Print,
    word: WordId,
    /// Where it stands in the text of the vocabulary.
    start: u32,
    length: u32,
}

impl VocabularyBuilder {
    /// The id of `word` (lower case), added with its forms when it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = WordId(self.ids.len() as u32);
        self.ids.insert(word.to_owned(), id);
        each_form(word, |form| {
            let (start, length) = (self.text.len() as u32, form.len() as u32);
            self.text.push_str(form);
            self.forms.push(Form { print: print(form), word: id, start, length });
        });
        id
    }

    /// Freezes the words, and prepares the correction of typos.
    pub fn build(mut self) -> Vocabulary {
        self.forms.sort_unstable();
        self.forms.dedup_by_key(|form| (form.print, form.word));
        let mut vocabulary = Vocabulary {
            ids: self.ids,
            words: self.forms.iter().map(|form| form.word).collect(),
            forms: HashMap::with_capacity_and_hasher(self.forms.len(), BuildFnv::default()),
            targets: HashMap::default(),
            text: self.text,
        };
        let mut at = 0;
        for same in self.forms.chunk_by(|a, b| a.print == b.print) {
            vocabulary.add(&same[0], at..at + same.len() as u32);
            at += same.len() as u32;
        }
        vocabulary
    }
}

/// Words by their forms.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    ids: HashMap<String, WordId, BuildFnv>,
    /// The words, form by form.
    words: Vec<WordId>,
    /// A form → where its words are.
    forms: HashMap<Print, Range<u32>, BuildFnv>,
    /// Forms that a typo may have been meant to be.
    targets: HashMap<Shape, Vec<Target>, BuildFnv>,
    /// All forms, one behind the other.
    text: String,
}

/// First letter, which typos spare, and length.
type Shape = (u8, usize);

#[derive(Clone, Copy, Debug)]
struct Target {
    /// Which letters it has, as bits.
    letters: u32,
    start: u32,
}

/// Shortest word in which one typo is forgiven, and shortest in which two are.
const ONE_TYPO: usize = 6;
const TWO_TYPOS: usize = 10;

impl Vocabulary {
    fn add(&mut self, form: &Form, words: Range<u32>) {
        self.forms.insert(form.print, words);
        let spelt = &self.text[form.start as usize..][..form.length as usize];
        if spelt.len() >= ONE_TYPO && spelt.is_ascii() {
            let target = Target { letters: letters(spelt), start: form.start };
            self.targets.entry((spelt.as_bytes()[0], spelt.len())).or_default().push(target);
        }
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

    /// The words that this may be a form of.
    pub fn lookup(&self, form: Print) -> &[WordId] {
        let words = self.forms.get(&form).map(|words| words.start as usize..words.end as usize);
        words.map_or(&[], |words| &self.words[words])
    }

    /// The words that a misspelt `form` was meant to be: the nearest form, when it is near enough and
    /// the misspelling is no English word by itself.
    pub fn correct(&self, form: &str) -> &[WordId] {
        let allowed = match form.len() {
            ..ONE_TYPO => return &[],
            ONE_TYPO..TWO_TYPOS => 1,
            _ => 2,
        };
        if !form.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return &[];
        }
        let near = self.nearest(form, allowed).filter(|_| !common::is_word(form));
        near.map_or(&[], |near| self.lookup(print(near)))
    }

    fn nearest(&self, form: &str, allowed: usize) -> Option<&str> {
        let (first, mask) = (*form.as_bytes().first()?, letters(form));
        let lengths = form.len() - allowed..=form.len() + allowed;
        let scored = lengths.filter_map(|length| Some((length, self.targets.get(&(first, length))?)));
        let scored = scored.flat_map(|(length, targets)| {
            let alike = targets.iter().filter(|t| (t.letters ^ mask).count_ones() as usize <= 2 * allowed);
            alike.map(move |target| {
                let spelt = &self.text[target.start as usize..][..length];
                (osa_distance(spelt, form), spelt)
            })
        });
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
        let mut builder = VocabularyBuilder::default();
        for word in words {
            builder.intern(word);
        }
        builder.build()
    }

    #[test]
    fn typos_find_the_word_that_was_meant() {
        let vocabulary = vocabulary(&["warehouse", "idempotency", "charge"]);
        assert_eq!(vocabulary.correct("warehosue"), vocabulary.lookup(print("warehouse")));
        assert_eq!(vocabulary.correct("idempotancy"), vocabulary.lookup(print("idempotency")));
        assert!(vocabulary.correct("wrehs").is_empty());
    }

    #[test]
    fn a_real_word_is_never_a_typo() {
        let vocabulary = vocabulary(&["charge", "blocks", "shards"]);
        assert!(vocabulary.correct("change").is_empty());
        assert!(vocabulary.correct("shares").is_empty());
    }
}
