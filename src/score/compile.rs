//! A rubric and the lexicon, compiled once: one trie of all phrases, patterns in the order of their dependence.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::content::rubric::{Concept, Lexicon, Rubric};
use crate::text::cue::{CUES, Cue, JOINING, LIGHT};
use crate::text::phrase::{Trie, TrieBuilder};
use crate::text::token::tokenize;
use crate::text::vocabulary::{Vocabulary, VocabularyBuilder, WordId};

use super::measure::MEASURES;

/// A concept by number.
pub(super) type ConceptId = u16;

/// A near pattern by number; lower ones never depend on higher ones.
pub(super) type NearId = u16;

/// What a phrase means where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A concept.
    Concept(ConceptId),
    /// An alternative of a slot of a pattern.
    Slot(NearId, u8),
    /// Inside it, a concept does not count.
    Except(ConceptId),
    /// It frames others.
    Cue(Cue),
}

/// A near pattern.
#[derive(Clone, Debug)]
pub(super) struct Near {
    pub(super) concept: ConceptId,
    pub(super) slots: u8,
}

/// Everything that words can mean for one rubric.
#[derive(Clone, Debug)]
pub(super) struct Compiled {
    pub(super) vocabulary: Vocabulary,
    pub(super) trie: Trie<Meaning>,
    /// Concept names by number.
    pub(super) names: Vec<String>,
    /// Concept labels by number.
    pub(super) labels: Vec<String>,
    pub(super) ids: HashMap<String, ConceptId>,
    pub(super) nears: Vec<Near>,
    /// Concept → the concepts that a match of it matches, itself first.
    pub(super) implies: Vec<Vec<ConceptId>>,
    /// Concept → the slots that a match of it fills.
    pub(super) fills: Vec<Vec<(NearId, u8)>>,
    /// Word → whether a phrase may be read across it.
    pub(super) light: Vec<bool>,
    /// Word → whether it joins others into a sentence.
    pub(super) joining: Vec<bool>,
}

impl Compiled {
    /// The number of a concept.
    pub(super) fn id(&self, name: &str) -> Option<ConceptId> {
        self.ids.get(name).copied()
    }

    /// The numbers of those of `names` that exist.
    pub(super) fn ids_of(&self, names: &[String]) -> Vec<ConceptId> {
        names.iter().filter_map(|name| self.id(name)).collect()
    }
}

/// Concepts by name, from the lexicon and from a rubric.
pub(super) type Merged<'a> = BTreeMap<&'a str, Cow<'a, Concept>>;

/// The lexicon with the rubric's own concepts added: one of a known name adds to it.
pub(super) fn merge<'a>(lexicon: &'a Lexicon, own: &'a Lexicon) -> Merged<'a> {
    let mut all: Merged<'a> =
        lexicon.iter().map(|(name, concept)| (name.as_str(), Cow::Borrowed(concept))).collect();
    for (name, concept) in own {
        let Some(entry) = all.get_mut(name.as_str()).map(Cow::to_mut) else {
            all.insert(name, Cow::Borrowed(concept));
            continue;
        };
        if !concept.label.is_empty() {
            entry.label.clone_from(&concept.label);
        }
        entry.terms.extend(concept.terms.iter().cloned());
        entry.near.extend(concept.near.iter().cloned());
        entry.not.extend(concept.not.iter().cloned());
        entry.includes.extend(concept.includes.iter().cloned());
    }
    all
}

/// Names of all concepts that `rubric` refers to directly.
pub(super) fn roots(rubric: &Rubric) -> BTreeSet<&str> {
    let mut roots: BTreeSet<&str> = BTreeSet::new();
    roots.extend(rubric.about.iter().chain(&rubric.elsewhere).chain(&rubric.topics).map(String::as_str));
    for claims in rubric.claims.values() {
        let lists = claims.subjects.values().chain(claims.values.values()).flatten();
        roots.extend(lists.chain(&claims.rest).chain(&claims.all).chain(&claims.reply).map(String::as_str));
    }
    for signal in rubric.signals.values() {
        let lists = signal.any.iter().chain(signal.all.iter().flatten()).chain(&signal.none);
        let reason = signal.reason.iter().flat_map(|reason| reason.about.iter().chain(&reason.because));
        roots.extend(lists.chain(reason).map(String::as_str));
    }
    roots.extend(named(rubric).filter(|name| !rubric.signals.contains_key(*name)));
    roots
}

/// What gates, caps and descriptions name: signals, or concepts that serve as signals.
pub(super) fn named(rubric: &Rubric) -> impl Iterator<Item = &str> {
    let gates = rubric.dimensions.iter().flat_map(|dimension| dimension.gates.iter().chain(&dimension.caps));
    let names = gates.flat_map(|gate| {
        let groups = gate.some.iter().flat_map(|quorum| &quorum.of);
        gate.all.iter().chain(&gate.any).chain(groups).chain(&gate.none)
    });
    names.chain(rubric.described.iter().map(|rule| &rule.signal)).map(String::as_str)
}

/// The concepts that `concept` refers to.
pub(super) fn refers(concept: &Concept) -> impl Iterator<Item = &str> {
    let slots =
        concept.near.iter().flatten().flatten().filter_map(|alternative| alternative.strip_prefix('@'));
    slots.chain(concept.includes.iter().map(String::as_str))
}

/// Concepts in an order in which none comes before one that it refers to; references that would close a circle
/// are returned beside it.
pub(super) fn order<'a>(
    all: &'a Merged<'_>,
    roots: &BTreeSet<&'a str>,
) -> (Vec<&'a str>, Vec<(&'a str, &'a str)>) {
    let mut walk = Walk { all, done: Vec::new(), state: BTreeMap::new(), circles: Vec::new() };
    for root in roots {
        walk.visit(root);
    }
    (walk.done, walk.circles)
}

struct Walk<'a> {
    all: &'a Merged<'a>,
    done: Vec<&'a str>,
    state: BTreeMap<&'a str, bool>,
    circles: Vec<(&'a str, &'a str)>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, name: &'a str) {
        let Some((&name, concept)) = self.all.get_key_value(name) else { return };
        if self.state.contains_key(name) {
            return;
        }
        self.state.insert(name, false);
        for other in refers(concept) {
            if self.state.get(other) == Some(&false) {
                self.circles.push((name, other));
            } else {
                self.visit(other);
            }
        }
        self.state.insert(name, true);
        self.done.push(name);
    }
}

/// Compiles what `rubric` needs of `lexicon`.
pub(super) fn compile(lexicon: &Lexicon, rubric: &Rubric) -> Compiled {
    let all = merge(lexicon, &rubric.concepts);
    let (order, circles) = order(&all, &roots(rubric));
    let mut builder = Builder::new(&all, &order);
    for (cue, texts) in CUES {
        texts.iter().for_each(|text| builder.phrases.add(text, Meaning::Cue(*cue)));
    }
    for name in order {
        builder.concept(name, &all[name], &circles);
    }
    builder.finish(&all)
}

/// Numbers concepts and patterns, and collects their phrases.
struct Builder {
    names: Vec<String>,
    labels: Vec<String>,
    ids: HashMap<String, ConceptId>,
    phrases: Phrases,
    nears: Vec<Near>,
    fills: Vec<Vec<(NearId, u8)>>,
}

impl Builder {
    /// Numbers the built-in concepts, then those of `order`.
    fn new(all: &Merged<'_>, order: &[&str]) -> Self {
        let measures = MEASURES.iter().map(|(name, label)| ((*name).to_owned(), (*label).to_owned()));
        let concepts = order.iter().map(|name| ((*name).to_owned(), label(all, name)));
        let (names, labels): (Vec<String>, Vec<String>) = measures.chain(concepts).unzip();
        let ids = names.iter().enumerate().map(|(i, name)| (name.clone(), i as ConceptId)).collect();
        let fills = vec![Vec::new(); names.len()];
        let phrases = Phrases::with_capacity(order.iter().map(|name| wordings(&all[name])).sum());
        Self { names, labels, ids, phrases, nears: Vec::new(), fills }
    }

    /// Adds the wordings of a concept; references that close a circle are left out.
    fn concept(&mut self, name: &str, concept: &Concept, circles: &[(&str, &str)]) {
        let id = self.ids[name];
        concept.terms.iter().for_each(|term| self.phrases.add(term, Meaning::Concept(id)));
        concept.not.iter().for_each(|text| self.phrases.add(text, Meaning::Except(id)));
        for slots in &concept.near {
            let near = self.nears.len() as NearId;
            self.nears.push(Near { concept: id, slots: slots.len() as u8 });
            let alternatives =
                slots.iter().enumerate().flat_map(|(i, list)| list.iter().map(move |a| (i as u8, a)));
            for (slot, alternative) in alternatives {
                match alternative.strip_prefix('@') {
                    None => self.phrases.add(alternative, Meaning::Slot(near, slot)),
                    Some(other) if circles.contains(&(name, other)) => {}
                    Some(other) => self.fill(other, near, slot),
                }
            }
        }
    }

    /// Lets matches of `concept` fill a slot.
    fn fill(&mut self, concept: &str, near: NearId, slot: u8) {
        if let Some(id) = self.ids.get(concept) {
            self.fills[*id as usize].push((near, slot));
        }
    }

    fn finish(self, all: &Merged<'_>) -> Compiled {
        let implies = implications(all, &self.names, &self.ids);
        let Self { names, labels, ids, phrases, nears, fills } = self;
        let (vocabulary, trie) = phrases.build();
        let (light, joining) = (flags(&vocabulary, LIGHT), flags(&vocabulary, JOINING));
        Compiled { vocabulary, trie, names, labels, ids, nears, implies, fills, light, joining }
    }
}

/// How many phrases a concept has.
fn wordings(concept: &Concept) -> usize {
    concept.terms.len() + concept.not.len() + concept.near.iter().flatten().map(Vec::len).sum::<usize>()
}

fn label(all: &Merged<'_>, name: &str) -> String {
    match all[name].label.as_str() {
        "" => name.replace('_', " "),
        label => label.to_owned(),
    }
}

/// Concept → the concepts that include it, directly or not, itself first.
fn implications(all: &Merged<'_>, names: &[String], ids: &HashMap<String, ConceptId>) -> Vec<Vec<ConceptId>> {
    let mut parents: Vec<Vec<ConceptId>> = vec![Vec::new(); names.len()];
    for (name, id) in ids {
        for child in all
            .get(name.as_str())
            .into_iter()
            .flat_map(|concept| &concept.includes)
            .filter_map(|child| ids.get(child))
        {
            parents[*child as usize].push(*id);
        }
    }
    (0..names.len()).map(|i| closure(i as ConceptId, &parents)).collect()
}

fn closure(start: ConceptId, parents: &[Vec<ConceptId>]) -> Vec<ConceptId> {
    let mut found = vec![start];
    let mut at = 0;
    while at < found.len() {
        let mut next: Vec<ConceptId> = parents[found[at] as usize].clone();
        next.sort_unstable();
        found.extend(next.into_iter().filter(|id| !found.contains(id)).collect::<Vec<_>>());
        at += 1;
    }
    found
}

fn flags(vocabulary: &Vocabulary, words: &[&str]) -> Vec<bool> {
    let mut flags = vec![false; vocabulary.len()];
    for id in words.iter().filter_map(|word| vocabulary.exact(word)) {
        flags[id.0 as usize] = true;
    }
    flags
}

/// Collects phrases while the vocabulary grows.
struct Phrases {
    vocabulary: VocabularyBuilder,
    builder: TrieBuilder<Meaning>,
    /// The words of the phrase being added.
    ids: Vec<WordId>,
}

impl Phrases {
    /// None yet, with room for about so many: every second one brings a new word.
    fn with_capacity(phrases: usize) -> Self {
        let vocabulary = VocabularyBuilder::with_capacity(phrases / 2);
        Self { vocabulary, builder: TrieBuilder::default(), ids: Vec::new() }
    }

    fn add(&mut self, phrase: &str, meaning: Meaning) {
        let tokens = tokenize(phrase, |_| true);
        let mut words: Vec<&str> = tokens.iter().map(|token| &*token.text).collect();
        if let [word] = words[..]
            && word.chars().count() == 1
        {
            return;
        }
        self.insert(&words, meaning);
        let (count, mut nth) = (words.len(), 0);
        words.retain(|word| {
            nth += 1;
            nth == 1 || nth == count || !is_article(word)
        });
        if words.len() != count {
            self.insert(&words, meaning);
        }
        if let [first, second] = words[..]
            && first.len() + second.len() >= 8
        {
            self.insert(&[&format!("{first}{second}")], meaning);
        }
    }

    fn insert(&mut self, words: &[&str], meaning: Meaning) {
        self.ids.clear();
        self.ids.extend(words.iter().map(|word| self.vocabulary.intern(word)));
        self.builder.insert(&self.ids, meaning);
    }

    fn build(mut self) -> (Vocabulary, Trie<Meaning>) {
        for word in LIGHT.iter().chain(JOINING) {
            self.vocabulary.intern(word);
        }
        let vocabulary = self.vocabulary.build();
        let trie = self.builder.build(vocabulary.len());
        (vocabulary, trie)
    }
}

fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "the")
}
