//! Phrases in a trie of words, and the places in a text where they stand.

use std::collections::HashMap;
use std::ops::Range;

use super::hash::BuildFnv;
use super::vocabulary::WordId;

/// Builds a [`Trie`].
#[derive(Clone, Debug)]
pub struct TrieBuilder<T> {
    /// A node and a word → the node after it.
    steps: HashMap<(State, WordId), State, BuildFnv>,
    /// Where phrases end, and what they mean.
    ends: Vec<(State, T)>,
}

impl<T> Default for TrieBuilder<T> {
    fn default() -> Self {
        Self { steps: HashMap::default(), ends: Vec::new() }
    }
}

impl<T: Copy + PartialEq> TrieBuilder<T> {
    /// Adds a phrase that means `value`; an empty one is ignored.
    pub fn insert(&mut self, words: &[WordId], value: T) {
        let mut node = 0;
        for word in words {
            let fresh = self.steps.len() as State + 1;
            node = *self.steps.entry((node, *word)).or_insert(fresh);
        }
        if node != 0 {
            self.ends.push((node, value));
        }
    }

    /// Freezes the phrases.
    pub fn build(self, words: usize) -> Trie<T> {
        let count = self.steps.len() + 1;
        let mut edges: Vec<_> = self.steps.into_iter().map(|((from, word), to)| (from, word, to)).collect();
        edges.sort_unstable();
        let mut first = vec![0; words];
        for (_, word, to) in edges.iter().take_while(|(from, ..)| *from == 0) {
            first[word.0 as usize] = *to;
        }
        let ends = distinct(self.ends);
        Trie {
            first,
            edge_starts: starts(edges.iter().map(|edge| edge.0), count),
            edges: edges.into_iter().map(|(_, word, to)| (word, to)).collect(),
            value_starts: starts(ends.iter().map(|end| end.0), count),
            values: ends.into_iter().map(|(_, value)| value).collect(),
        }
    }
}

/// The ends in the order of their nodes, every value once a node.
fn distinct<T: Copy + PartialEq>(mut ends: Vec<(State, T)>) -> Vec<(State, T)> {
    ends.sort_by_key(|(node, _)| *node);
    let mut kept: Vec<(State, T)> = Vec::with_capacity(ends.len());
    for end in ends {
        let mut same = kept.iter().rev().take_while(|(node, _)| *node == end.0);
        if !same.any(|(_, value)| *value == end.1) {
            kept.push(end);
        }
    }
    kept
}

/// Node → where its entries begin among those of all `count` nodes, and the end of the last.
fn starts(nodes: impl Iterator<Item = State>, count: usize) -> Vec<u32> {
    let mut starts = vec![0; count + 1];
    nodes.for_each(|node| starts[node as usize + 1] += 1);
    for node in 0..count {
        starts[node + 1] += starts[node];
    }
    starts
}

/// A frozen set of phrases, each with values.
#[derive(Clone, Debug)]
pub struct Trie<T> {
    first: Vec<State>,
    /// Node → where its edges begin.
    edge_starts: Vec<u32>,
    edges: Vec<(WordId, State)>,
    /// Node → where its values begin.
    value_starts: Vec<u32>,
    values: Vec<T>,
}

/// A place in the trie while a text is read; the root is 0.
pub type State = u32;

impl<T> Trie<T> {
    /// The state after `word` at the start of a phrase.
    pub fn start(&self, word: WordId) -> Option<State> {
        self.first.get(word.0 as usize).copied().filter(|state| *state != 0)
    }

    /// The state after one more word.
    pub fn step(&self, state: State, word: WordId) -> Option<State> {
        let edges = &self.edges[range(&self.edge_starts, state)];
        edges.binary_search_by_key(&word, |edge| edge.0).ok().map(|found| edges[found].1)
    }

    /// Whether some phrase goes on from here.
    pub fn goes_on(&self, state: State) -> bool {
        !range(&self.edge_starts, state).is_empty()
    }

    /// What the phrase that ends here means.
    pub fn values(&self, state: State) -> &[T] {
        &self.values[range(&self.value_starts, state)]
    }
}

/// Where the entries of a node are.
fn range(starts: &[u32], node: State) -> Range<usize> {
    starts[node as usize] as usize..starts[node as usize + 1] as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_share_their_beginnings() {
        let words: Vec<WordId> = (0..3).map(WordId).collect();
        let mut builder = TrieBuilder::default();
        builder.insert(&words[..1], 'a');
        builder.insert(&words[..2], 'b');
        let trie = builder.build(3);
        let state = trie.start(words[0]).expect("a phrase begins with it");
        assert_eq!(trie.values(state), ['a']);
        let state = trie.step(state, words[1]).expect("a phrase goes on");
        assert_eq!(trie.values(state), ['b']);
        assert_eq!((trie.goes_on(state), trie.start(words[2])), (false, None));
    }
}
