//! Phrases in a trie of words, and the places in a text where they stand.

use std::collections::HashMap;

use super::group::{grouped, starts};
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
        let ends = distinct(&self.ends, count);
        let edge_starts = starts(edges.iter().map(|edge| edge.0), count);
        let value_starts = starts(ends.iter().map(|end| end.0), count);
        let nodes = edge_starts.into_iter().zip(value_starts);
        let mut nodes: Vec<Node> =
            nodes.map(|(edges, values)| Node { after: Words::default(), edges, values }).collect();
        for (from, word, _) in &edges {
            nodes[*from as usize].after.insert(*word);
        }
        Trie {
            first,
            nodes,
            edges: edges.into_iter().map(|(_, word, to)| (word, to)).collect(),
            values: ends.into_iter().map(|(_, value)| value).collect(),
        }
    }
}

/// The ends in the order of their nodes, of which there are `count`, every value once a node.
fn distinct<T: Copy + PartialEq>(ends: &[(State, T)], count: usize) -> Vec<(State, T)> {
    let mut kept: Vec<(State, T)> = Vec::with_capacity(ends.len());
    for end in grouped(ends, |end| end.0, count).0 {
        let mut same = kept.iter().rev().take_while(|(node, _)| *node == end.0);
        if !same.any(|(_, value)| *value == end.1) {
            kept.push(end);
        }
    }
    kept
}

/// A frozen set of phrases, each with values.
#[derive(Clone, Debug)]
pub struct Trie<T> {
    first: Vec<State>,
    nodes: Vec<Node>,
    edges: Vec<(WordId, State)>,
    values: Vec<T>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// The words by which it goes on.
    after: Words,
    /// Where its edges and its values begin.
    edges: u32,
    values: u32,
}

/// A set of words that may hold more than were put into it, never fewer (Bloom 1970, with one hash of six bits).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words(u64);

impl Words {
    /// Adds a word.
    pub const fn insert(&mut self, word: WordId) {
        self.0 |= 1 << (word.0 % 64);
    }

    /// Whether both may have a word in common.
    pub const fn may_meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
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
        let node = state as usize;
        let edges = &self.edges[self.nodes[node].edges as usize..self.nodes[node + 1].edges as usize];
        edges.binary_search_by_key(&word, |edge| edge.0).ok().map(|found| edges[found].1)
    }

    /// The words by which phrases go on from here, and perhaps others.
    pub fn after(&self, state: State) -> Words {
        self.nodes[state as usize].after
    }

    /// What the phrase that ends here means.
    pub fn values(&self, state: State) -> &[T] {
        let node = state as usize;
        &self.values[self.nodes[node].values as usize..self.nodes[node + 1].values as usize]
    }
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
        assert_eq!((trie.after(state), trie.start(words[2])), (Words::default(), None));
    }
}
