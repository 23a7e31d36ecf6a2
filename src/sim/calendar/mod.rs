//! The event list: a short list while few events wait; else a ring of buckets for what comes soon, a heap for the rest.
//!
//! A key is time (64 bits), then the order of scheduling (32 bits), then what happens (32 bits), so that comparing
//! keys is comparing integers and events at the same time happen first-in, first-out. A bucket of the ring is
//! narrower than two events are apart, so that it nearly always holds one, and scheduling and taking need a few steps
//! however many events wait (Brown's calendar queue, 1988). What lies beyond the ring, or in a bucket that is crowded,
//! waits in the heap: the next event is the earlier of both, and an ill-fitting width costs time but never the order.

mod few;
mod ring;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::sampler::Tick;
use few::Few;
use ring::Ring;

/// Later than every event.
const NOTHING: u128 = u128::MAX;
/// Events between two looks at how many wait, and how far apart they are.
const LOOK: u32 = 1 << 10;

/// What happens and to whom, in 32 bits.
pub(super) type Payload = u32;

/// Events to come: all in the short list, or all in ring and heap.
#[derive(Debug)]
pub(super) struct Calendar {
    few: Few,
    are_few: bool,
    ring: Ring,
    far: BinaryHeap<Reverse<u128>>,
    /// The first of the heap.
    far_first: u128,
    stamp: u32,
    /// Events until the next look, and the time of the last one.
    until_look: u32,
    looked: Tick,
}

impl Calendar {
    pub(super) fn new() -> Self {
        Self {
            few: Few::default(),
            are_few: true,
            ring: Ring::new(),
            far: BinaryHeap::new(),
            far_first: NOTHING,
            stamp: 0,
            until_look: LOOK,
            looked: 0,
        }
    }

    /// The next event; equal times come in the order of their stamps.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<(Tick, Payload)> {
        let key = if self.are_few { self.few.pop()? } else { self.next_of_many()? };
        let now = time(key);
        self.ring.turn_to(now);
        self.until_look -= 1;
        if self.until_look == 0 {
            self.look(now);
        }
        Some((now, key as Payload))
    }

    #[inline(always)]
    fn next_of_many(&mut self) -> Option<u128> {
        let key = match self.ring.first() {
            Some(first) if first.key < self.far_first => {
                self.ring.drop_first(&first);
                first.key
            }
            _ => self.take_far()?,
        };
        Some(key)
    }

    /// Events to come, the one just taken not counted.
    pub(super) fn pending(&self) -> usize {
        self.few.len() + self.ring.len() + self.far.len()
    }

    /// A number later than all before; it decides among events at the same time.
    #[inline]
    pub(super) const fn stamp(&mut self) -> u32 {
        self.stamp = self.stamp.wrapping_add(1);
        self.stamp
    }

    /// Schedules an event.
    #[inline(always)]
    pub(super) fn push(&mut self, at: Tick, payload: Payload) {
        let stamp = self.stamp();
        self.push_stamped(at, stamp, payload);
    }

    /// Schedules an event that was stamped earlier.
    #[inline(always)]
    pub(super) fn push_stamped(&mut self, at: Tick, stamp: u32, payload: Payload) {
        self.insert(u128::from(at) << 64 | u128::from(stamp) << 32 | u128::from(payload));
    }

    #[inline(always)]
    fn insert(&mut self, key: u128) {
        if self.are_few {
            self.insert_among_few(key);
        } else {
            self.insert_among_many(key);
        }
    }

    #[inline(never)]
    fn insert_among_few(&mut self, key: u128) {
        if !self.few.insert(key) {
            self.spread();
            self.insert_among_many(key);
        }
    }

    #[inline(always)]
    fn insert_among_many(&mut self, key: u128) {
        if !self.ring.insert(key) {
            self.insert_far(key);
        }
    }

    #[cold]
    #[inline(never)]
    fn insert_far(&mut self, key: u128) {
        self.far.push(Reverse(key));
        self.far_first = self.far_first.min(key);
    }

    #[cold]
    #[inline(never)]
    fn take_far(&mut self) -> Option<u128> {
        let Reverse(key) = self.far.pop()?;
        self.far_first = self.far.peek().map_or(NOTHING, |first| first.0);
        Some(key)
    }

    /// The events are no longer few.
    #[cold]
    #[inline(never)]
    fn spread(&mut self) {
        self.are_few = false;
        while let Some(key) = self.few.pop() {
            self.insert_among_many(key);
        }
    }

    /// The events are few again.
    fn gather(&mut self) {
        while let Some(key) = self.next_of_many() {
            self.few.insert(key);
        }
        self.are_few = true;
    }

    /// Fits the list to how many events wait, and the width of the buckets to how far they have lately been apart.
    #[cold]
    #[inline(never)]
    fn look(&mut self, now: Tick) {
        let gap = (now - self.looked) / u64::from(LOOK);
        self.until_look = LOOK;
        self.looked = now;
        if !self.are_few && Few::suits(self.pending()) {
            self.gather();
        }
        for key in self.ring.fit(gap, now) {
            self.insert_among_many(key);
        }
    }
}

/// The time of an event.
const fn time(key: u128) -> Tick {
    (key >> 64) as Tick
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against sorting: any mix of taking one and scheduling none to three, with many equal times, some far off,
        /// then taking some more, over so many events that the width of the buckets changes and few become many.
        #[test]
        fn events_come_by_time_then_first_in_first_out(
            steps in prop::collection::vec(prop::collection::vec((0..6_u64, 0..40_u32), 0..4), 1..400),
            rest in 0..400_usize,
            rounds in 1..20,
        ) {
            let mut calendar = Calendar::new();
            let (mut expected, mut now, mut count) = (std::collections::BTreeSet::new(), 0, 0_u32);
            let none = Vec::new();
            let round = || steps.iter().chain(std::iter::repeat_n(&none, rest));
            for batch in (0..rounds).flat_map(|_| round()) {
                for (delay, scale) in batch {
                    count += 1;
                    let at = now + (delay << scale);
                    calendar.push(at, count);
                    expected.insert((at, count));
                }
                let next = expected.pop_first();
                prop_assert_eq!(calendar.next(), next);
                prop_assert_eq!(calendar.pending(), expected.len());
                now = next.map_or(now, |(at, _)| at);
            }
        }
    }
}
