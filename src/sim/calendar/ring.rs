//! A ring of buckets, each a short sorted list, with a bitmap of those in use.

use super::time;
use crate::sim::sampler::Tick;

/// Words of the bitmap; one more word tells which of them are not zero.
const WORDS: usize = 64;
/// Buckets in the ring.
const BUCKETS: usize = WORDS * 64;
/// A bucket with so many earlier events is crowded.
const CROWD: usize = 8;
/// The end of a list.
const END: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Node {
    key: u128,
    next: u32,
}

/// The first event, and where it is.
pub(super) struct First {
    pub key: u128,
    bucket: usize,
    node: u32,
}

/// Events of the next [`BUCKETS`] buckets from the current time on.
#[derive(Debug)]
pub(super) struct Ring {
    nodes: Vec<Node>,
    free: u32,
    heads: Box<[u32; BUCKETS]>,
    words: [u64; WORDS],
    summary: u64,
    /// A bucket is 2 to this power wide.
    shift: u32,
    /// The number of the bucket that the current time is in, counted from time 0.
    today: u64,
}

impl Ring {
    pub(super) fn new() -> Self {
        Self {
            nodes: Vec::new(),
            free: END,
            heads: Box::new([END; BUCKETS]),
            words: [0; WORDS],
            summary: 0,
            shift: 20,
            today: 0,
        }
    }

    /// How many events are in the ring, counted.
    pub(super) fn len(&self) -> usize {
        let next = |node: &u32| Some(self.nodes.get(*node as usize)?.next);
        let free = std::iter::successors(Some(self.free), next).take_while(|node| *node != END);
        self.nodes.len() - free.count()
    }

    /// The first event.
    #[inline]
    pub(super) fn first(&self) -> Option<First> {
        let today = self.today as usize % BUCKETS;
        let (word, bit) = (today / 64, today % 64);
        let here = self.words[word] >> bit;
        let bucket =
            if here == 0 { self.first_word_after(word)? } else { today + here.trailing_zeros() as usize };
        let node = self.heads[bucket % BUCKETS];
        Some(First { key: self.nodes.get(node as usize)?.key, bucket, node })
    }

    /// The first bucket in use, from the next word on and around the ring.
    #[inline]
    fn first_word_after(&self, word: usize) -> Option<usize> {
        let later = self.summary & (!1 << word);
        let word = if later == 0 { self.summary } else { later }.trailing_zeros() as usize;
        Some(word * 64 + self.words.get(word)?.trailing_zeros() as usize)
    }

    /// Takes the first event.
    #[inline]
    pub(super) fn drop_first(&mut self, first: &First) {
        let bucket = first.bucket % BUCKETS;
        let next = std::mem::replace(&mut self.nodes[first.node as usize].next, self.free);
        self.free = first.node;
        self.heads[bucket] = next;
        if next == END {
            self.clear(bucket);
        }
    }

    /// Marks a bucket as empty.
    #[inline]
    const fn clear(&mut self, bucket: usize) {
        let word = bucket / 64;
        self.words[word] &= !(1 << (bucket % 64));
        if self.words[word] == 0 {
            self.summary &= !(1 << word);
        }
    }

    /// The time is now this: earlier buckets are empty, and stand for the end of the ring from now on.
    #[inline]
    pub(super) const fn turn_to(&mut self, now: Tick) {
        self.today = now >> self.shift;
    }

    /// Adds an event; false when it lies beyond the ring or in a crowded bucket.
    #[inline(always)]
    pub(super) fn insert(&mut self, key: u128) -> bool {
        let day = time(key) >> self.shift;
        if day.wrapping_sub(self.today) >= BUCKETS as u64 {
            return false;
        }
        let bucket = day as usize % BUCKETS;
        let next = self.heads[bucket];
        if next == END {
            self.words[bucket / 64] |= 1 << (bucket % 64);
            self.summary |= 1 << (bucket / 64);
        } else if self.nodes[next as usize].key <= key {
            return self.insert_after(next, key);
        }
        self.heads[bucket] = self.node(Node { key, next });
        true
    }

    /// Adds an event behind the earlier ones of a bucket.
    #[inline(never)]
    fn insert_after(&mut self, mut before: u32, key: u128) -> bool {
        for _ in 0..CROWD {
            let next = self.nodes[before as usize].next;
            if next == END || key < self.nodes[next as usize].key {
                self.nodes[before as usize].next = self.node(Node { key, next });
                return true;
            }
            before = next;
        }
        false
    }

    #[inline]
    fn node(&mut self, node: Node) -> u32 {
        let index = self.free;
        let Some(free) = self.nodes.get_mut(index as usize) else { return self.grow(node) };
        self.free = free.next;
        *free = node;
        index
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, node: Node) -> u32 {
        self.nodes.push(node);
        (self.nodes.len() - 1) as u32
    }

    /// Makes the buckets a quarter as wide as events are apart, unless they nearly are; then the events are taken out,
    /// to be added anew.
    pub(super) fn fit(&mut self, gap: Tick, now: Tick) -> Vec<u128> {
        let shift = (gap / 4).max(1).ilog2().min(48);
        if shift.abs_diff(self.shift) < 2 {
            return Vec::new();
        }
        let mut keys = Vec::new();
        while let Some(first) = self.first() {
            keys.push(first.key);
            self.drop_first(&first);
        }
        self.shift = shift;
        self.turn_to(now);
        keys
    }
}
