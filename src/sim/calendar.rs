//! The event list: a 4-ary heap of 16-byte keys.
//!
//! A key is time (64 bits), then the order of scheduling (32 bits), then what happens (32 bits), so that comparing
//! keys is comparing integers and events at the same time happen first-in, first-out. The event just taken stays at
//! the top until the next is scheduled, which then replaces it in one pass; most events schedule exactly one more.

use super::sampler::Tick;

/// Larger than every event: fills the groups of four.
const NOTHING: u128 = u128::MAX;

/// What happens and to whom, in 32 bits.
pub(super) type Payload = u32;

/// Events to come.
#[derive(Debug)]
pub(super) struct Calendar {
    keys: Vec<u128>,
    len: usize,
    stamp: u32,
    /// The event at the top has been taken.
    taken: bool,
}

impl Calendar {
    pub(super) fn new() -> Self {
        Self { keys: vec![NOTHING; 69], len: 0, stamp: 0, taken: false }
    }

    /// The next event; equal times come in the order of their stamps.
    #[inline]
    pub(super) fn next(&mut self) -> Option<(Tick, Payload)> {
        if self.taken {
            self.drop_top();
        }
        let top = self.keys[0];
        self.taken = self.len > 0;
        self.taken.then_some(((top >> 64) as Tick, top as Payload))
    }

    /// Events to come, the one just taken not counted.
    pub(super) const fn pending(&self) -> usize {
        self.len - self.taken as usize
    }

    /// A number later than all before; it decides among events at the same time.
    #[inline]
    pub(super) const fn stamp(&mut self) -> u32 {
        self.stamp = self.stamp.wrapping_add(1);
        self.stamp
    }

    /// Schedules an event.
    #[inline]
    pub(super) fn push(&mut self, at: Tick, payload: Payload) {
        let stamp = self.stamp();
        self.push_stamped(at, stamp, payload);
    }

    /// Schedules an event that was stamped earlier.
    #[inline]
    pub(super) fn push_stamped(&mut self, at: Tick, stamp: u32, payload: Payload) {
        let key = u128::from(at) << 64 | u128::from(stamp) << 32 | u128::from(payload);
        if self.taken {
            self.taken = false;
            self.sift_down(key);
        } else {
            self.sift_up(key);
        }
    }

    fn drop_top(&mut self) {
        self.taken = false;
        self.len -= 1;
        let last = std::mem::replace(&mut self.keys[self.len], NOTHING);
        if self.len > 0 {
            self.sift_down(last);
        }
    }

    #[inline]
    fn sift_down(&mut self, key: u128) {
        let keys = self.keys.as_mut_slice();
        let mut hole = 0;
        loop {
            let first = 4 * hole + 1;
            let Some(&[a, b, c, d]) = keys.get(first..first + 4) else { break };
            let (left, low) = if b < a { (1, b) } else { (0, a) };
            let (right, other) = if d < c { (3, d) } else { (2, c) };
            let (child, least) = if other < low { (right, other) } else { (left, low) };
            if key <= least {
                break;
            }
            keys[hole] = least;
            hole = first + child;
        }
        keys[hole] = key;
    }

    #[inline]
    fn sift_up(&mut self, key: u128) {
        let mut hole = self.len;
        self.len += 1;
        if self.len + 4 > self.keys.len() {
            self.keys.resize(self.keys.len() * 2 - 1, NOTHING);
        }
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if self.keys[parent] <= key {
                break;
            }
            self.keys[hole] = self.keys[parent];
            hole = parent;
        }
        self.keys[hole] = key;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against sorting: any mix of taking one and scheduling none to three, with many equal times.
        #[test]
        fn events_come_by_time_then_first_in_first_out(steps in prop::collection::vec(prop::collection::vec(0..6_u64, 0..4), 1..200)) {
            let mut calendar = Calendar::new();
            let (mut expected, mut now, mut count) = (Vec::new(), 0, 0_u32);
            for batch in steps {
                for delay in batch {
                    count += 1;
                    calendar.push(now + delay, count);
                    expected.push((now + delay, count));
                }
                expected.sort_unstable();
                let next = (!expected.is_empty()).then(|| expected.remove(0));
                prop_assert_eq!(calendar.next(), next);
                now = next.map_or(now, |(at, _)| at);
            }
        }
    }
}
