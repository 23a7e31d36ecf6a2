//! Things in the system by index: slots are used again, and each use has its own generation.

/// What was in a slot when the key was made; it may be gone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub index: u32,
    pub generation: u32,
}

/// The end of the list of free slots.
const END: u32 = u32::MAX;

/// How often the keys of a slot were made void, and the next free slot.
#[derive(Clone, Copy, Debug)]
struct Mark {
    generation: u32,
    next: u32,
}

/// A growing table whose free slots are used again, last freed first.
///
/// The generation of a slot stands apart from what is in it: whether a key still fits is told without looking at the
/// thing.
#[derive(Debug)]
pub(super) struct Slab<T> {
    values: Vec<T>,
    marks: Vec<Mark>,
    free: u32,
    used: usize,
}

impl<T: Default> Slab<T> {
    pub(super) const fn new() -> Self {
        Self { values: Vec::new(), marks: Vec::new(), free: END, used: 0 }
    }

    #[inline]
    pub(super) fn insert(&mut self, value: T) -> u32 {
        if self.free == END {
            self.grow();
        }
        let index = self.free;
        self.free = self.marks[index as usize].next;
        self.values[index as usize] = value;
        self.used += 1;
        index
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        self.free = self.values.len() as u32;
        self.values.push(T::default());
        self.marks.push(Mark { generation: 0, next: END });
    }

    #[inline(always)]
    pub(super) fn remove(&mut self, index: u32) {
        let mark = &mut self.marks[index as usize];
        *mark = Mark { generation: mark.generation.wrapping_add(1), next: self.free };
        self.free = index;
        self.used -= 1;
    }

    /// Keys that were made for what is in this slot fit no longer.
    #[inline]
    pub(super) fn renew(&mut self, index: u32) {
        let generation = &mut self.marks[index as usize].generation;
        *generation = generation.wrapping_add(1);
    }

    /// A key for what is in this slot now.
    #[inline]
    pub(super) fn key(&self, index: u32) -> Key {
        Key { index, generation: self.marks[index as usize].generation }
    }

    /// Whether what the key was made for is still there.
    #[inline]
    pub(super) fn has(&self, key: Key) -> bool {
        self.marks[key.index as usize].generation == key.generation
    }

    /// How many are in the table.
    #[inline]
    pub(super) const fn len(&self) -> usize {
        self.used
    }

    /// Those in the table, with their index.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let mut live = vec![true; self.values.len()];
        let next = |index: &u32| Some(self.marks.get(*index as usize)?.next);
        let free = std::iter::successors(Some(self.free), next).take_while(|index| *index != END);
        free.for_each(|index| live[index as usize] = false);
        (0..).zip(&self.values).zip(live).filter_map(|(entry, live)| live.then_some(entry))
    }
}

impl<T> std::ops::Index<u32> for Slab<T> {
    type Output = T;

    #[inline]
    fn index(&self, index: u32) -> &T {
        &self.values[index as usize]
    }
}

impl<T> std::ops::IndexMut<u32> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, index: u32) -> &mut T {
        &mut self.values[index as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_fits_until_its_slot_is_freed_or_renewed() {
        let mut slab = Slab::new();
        let first = slab.insert('a');
        let key = slab.key(first);
        assert!(slab.has(key));
        slab.remove(first);
        assert!(!slab.has(key));
        assert_eq!(slab.insert('b'), first);
        assert!(!slab.has(key));
        let key = slab.key(first);
        slab.renew(first);
        assert!(!slab.has(key) && slab.has(slab.key(first)));
        let second = slab.insert('c');
        slab.remove(first);
        assert_eq!(slab.iter().collect::<Vec<_>>(), [(second, &'c')]);
        assert_eq!((slab.len(), slab[second]), (1, 'c'));
    }
}
