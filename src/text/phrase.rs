//! Phrases in a trie of words, and the places in a text where they stand.

use std::collections::BTreeMap;

use super::vocabulary::WordId;

/// Builds a [`Trie`].
#[derive(Clone, Debug)]
pub struct TrieBuilder<T> {
    nodes: Vec<(BTreeMap<WordId, u32>, Vec<T>)>,
}

impl<T> Default for TrieBuilder<T> {
    fn default() -> Self {
        Self { nodes: vec![(BTreeMap::new(), Vec::new())] }
    }
}

impl<T: Copy + PartialEq> TrieBuilder<T> {
    /// Adds a phrase that means `value`; an empty one is ignored.
    pub fn insert(&mut self, words: &[WordId], value: T) {
        let mut node = 0;
        for word in words {
            let next = self.nodes.len() as u32;
            let child = *self.nodes[node].0.entry(*word).or_insert(next);
            if child == next {
                self.nodes.push((BTreeMap::new(), Vec::new()));
            }
            node = child as usize;
        }
        if node != 0 && !self.nodes[node].1.contains(&value) {
            self.nodes[node].1.push(value);
        }
    }

    /// Freezes the phrases.
    pub fn build(self, words: usize) -> Trie<T> {
        let mut trie =
            Trie { first: vec![0; words], nodes: Vec::new(), edges: Vec::new(), values: Vec::new() };
        for (children, values) in self.nodes {
            if trie.nodes.is_empty() {
                for (word, child) in &children {
                    trie.first[word.0 as usize] = *child;
                }
            }
            let (edges, ends) = (trie.edges.len() as u32, trie.values.len() as u32);
            trie.edges.extend(children);
            trie.values.extend(values);
            trie.nodes.push(Node { edges, values: ends });
        }
        trie.nodes.push(Node { edges: trie.edges.len() as u32, values: trie.values.len() as u32 });
        trie
    }
}

/// A frozen set of phrases, each with values.
#[derive(Clone, Debug)]
pub struct Trie<T> {
    first: Vec<u32>,
    nodes: Vec<Node>,
    edges: Vec<(WordId, u32)>,
    values: Vec<T>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    edges: u32,
    values: u32,
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

    /// Whether some phrase goes on from here.
    pub fn goes_on(&self, state: State) -> bool {
        self.nodes[state as usize].edges != self.nodes[state as usize + 1].edges
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
        assert_eq!((trie.goes_on(state), trie.start(words[2])), (false, None));
    }
}
