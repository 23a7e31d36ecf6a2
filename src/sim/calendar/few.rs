//! A short sorted list: faster than any other structure as long as few events wait.

/// Events in the list at most.
const MOST: usize = 8;

/// A few events, the latest first.
#[derive(Debug, Default)]
pub(super) struct Few {
    keys: [u128; MOST],
    len: usize,
}

impl Few {
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Whether so few events wait that the list has room for as many again.
    pub(super) const fn suits(count: usize) -> bool {
        count <= MOST / 2
    }

    /// Adds an event; false when the list is full.
    #[inline(always)]
    pub(super) fn insert(&mut self, key: u128) -> bool {
        if self.len == MOST {
            return false;
        }
        let mut at = self.len % MOST;
        self.len += 1;
        while at > 0 && self.keys[at - 1] < key {
            self.keys[at] = self.keys[at - 1];
            at -= 1;
        }
        self.keys[at] = key;
        true
    }

    /// Takes the first event.
    #[inline(always)]
    pub(super) fn pop(&mut self) -> Option<u128> {
        self.len = self.len.checked_sub(1)?;
        Some(self.keys[self.len % MOST])
    }
}
