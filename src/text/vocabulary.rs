//! The closed vocabulary of a rubric: every form of every word in its phrases, and what a misspelt word was meant to be.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use strsim::osa_distance;

use super::common;
use super::group::grouped;
use super::hash::{BuildFnv, Print, print};
use super::inflect::each_form;

/// A word of the vocabulary, with all its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub(crate) u32);

/// Forms that a word usually has, and letters in each.
const FORMS: usize = 8;
const LETTERS: usize = 10;

/// Collects the words of a [`Vocabulary`].
#[derive(Clone, Debug)]
pub struct VocabularyBuilder {
    ids: HashMap<Print, WordId, BuildFnv>,
    forms: HashMap<Print, Stretch, BuildFnv>,
    spelt: Vec<Form>,
    /// Forms, each with a word that it is of.
    words: Vec<(u32, WordId)>,
    /// All forms, one behind the other.
    text: String,
}

/// A part of a list; in the builder, the place of one form in it.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    start: u32,
    end: u32,
}

/// A form of words.
#[derive(Clone, Copy, Debug)]
struct Form {
    /// Where it stands in the text of the vocabulary.
    start: u32,
    length: u32,
    /// The last word that it was told of.
    word: WordId,
}

impl VocabularyBuilder {
    /// None yet, with room for about so many words.
    pub fn with_capacity(words: usize) -> Self {
        let forms = words * FORMS;
        Self {
            ids: HashMap::with_capacity_and_hasher(words, BuildFnv::default()),
            forms: HashMap::with_capacity_and_hasher(forms, BuildFnv::default()),
            spelt: Vec::with_capacity(forms),
            words: Vec::with_capacity(forms),
            text: String::with_capacity(forms * LETTERS),
        }
    }

    /// The id of `word` (lower case), added with its forms when it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        let id = WordId(self.ids.len() as u32);
        match self.ids.entry(print(word)) {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(new) => new.insert(id),
        };
        each_form(word, |form| self.add(form, id));
        id
    }

    /// Adds a form of a word, which may be told more than once.
    fn add(&mut self, form: &str, word: WordId) {
        let fresh = self.spelt.len() as u32;
        let index = self.forms.entry(print(form)).or_insert(Stretch { start: fresh, end: fresh }).start;
        if index == fresh {
            let (start, length) = (self.text.len() as u32, form.len() as u32);
            self.text.push_str(form);
            self.spelt.push(Form { start, length, word });
        } else if self.spelt[index as usize].word == word {
            return;
        }
        self.spelt[index as usize].word = word;
        self.words.push((index, word));
    }

    /// Freezes the words, and prepares the correction of typos.
    pub fn build(mut self) -> Vocabulary {
        let (words, starts) = grouped(&self.words, |form| form.0, self.spelt.len());
        let mut targets: HashMap<Shape, Vec<Target>, BuildFnv> = HashMap::default();
        for Form { start, length, .. } in self.spelt {
            let form = &self.text[start as usize..][..length as usize];
            if form.len() >= ONE_TYPO && form.is_ascii() {
                let target = Target { letters: letters(form), start };
                targets.entry((form.as_bytes()[0], form.len())).or_default().push(target);
            }
        }
        for words in self.forms.values_mut() {
            let form = words.start as usize;
            *words = Stretch { start: starts[form], end: starts[form + 1] };
        }
        let words = words.into_iter().map(|(_, word)| word).collect();
        Vocabulary { ids: self.ids, forms: self.forms, words, targets, text: self.text }
    }
}

/// Words by their forms.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    ids: HashMap<Print, WordId, BuildFnv>,
    /// Form → which of the words it may be of.
    forms: HashMap<Print, Stretch, BuildFnv>,
    /// The words, form by form.
    words: Vec<WordId>,
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
    /// The id of `word` itself, not of a word that it is a form of.
    pub fn exact(&self, word: &str) -> Option<WordId> {
        self.ids.get(&print(word)).copied()
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
        self.forms.get(&form).map_or(&[], |words| &self.words[words.start as usize..words.end as usize])
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
            // A letter too many or too few changes the letters by one, any other typo by two at most.
            let most = 2 * allowed - length.abs_diff(form.len());
            let alike = targets.iter().filter(move |t| (t.letters ^ mask).count_ones() as usize <= most);
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
        let mut builder = VocabularyBuilder::with_capacity(words.len());
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
