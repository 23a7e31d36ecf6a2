//! Things in the system by index: slots are used again, and each use has its own generation.

/// A slot's generation tells whether a timer still means the thing that it was set for; it is odd while the slot is
/// in use.
#[derive(Clone, Debug, Default)]
struct Slot<T> {
    value: T,
    generation: u32,
}

impl<T> Slot<T> {
    const fn is_live(&self) -> bool {
        self.generation % 2 == 1
    }
}

/// A growing table whose free slots are used again, last freed first.
#[derive(Debug)]
pub(super) struct Slab<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
}

impl<T: Default> Slab<T> {
    pub(super) const fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new() }
    }

    #[inline]
    pub(super) fn insert(&mut self, value: T) -> u32 {
        let index = self.free.pop().unwrap_or_else(|| self.grow());
        let slot = &mut self.slots[index as usize];
        slot.generation = slot.generation.wrapping_add(1);
        slot.value = value;
        index
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> u32 {
        self.slots.push(Slot::default());
        (self.slots.len() - 1) as u32
    }

    #[inline]
    pub(super) fn remove(&mut self, index: u32) {
        let slot = &mut self.slots[index as usize];
        debug_assert!(slot.is_live(), "slot {index} is freed twice");
        slot.generation = slot.generation.wrapping_add(1);
        self.free.push(index);
    }

    /// The generation of what is in this slot now.
    #[inline]
    pub(super) fn generation(&self, index: u32) -> u32 {
        self.slots[index as usize].generation
    }

    /// Whether the slot still holds what it held in this generation.
    #[inline]
    pub(super) fn is(&self, index: u32, generation: u32) -> bool {
        self.slots[index as usize].generation == generation
    }

    /// How many are in the table.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Those in the table, with their index.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let live = self.slots.iter().enumerate().filter(|(_, slot)| slot.is_live());
        live.map(|(index, slot)| (index as u32, &slot.value))
    }
}

impl<T> std::ops::Index<u32> for Slab<T> {
    type Output = T;

    #[inline]
    fn index(&self, index: u32) -> &T {
        &self.slots[index as usize].value
    }
}

impl<T> std::ops::IndexMut<u32> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, index: u32) -> &mut T {
        &mut self.slots[index as usize].value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_used_again_is_another_generation() {
        let mut slab = Slab::new();
        let first = slab.insert('a');
        let generation = slab.generation(first);
        slab.remove(first);
        assert!(!slab.is(first, generation));
        assert_eq!(slab.insert('b'), first);
        assert!(!slab.is(first, generation));
        assert_eq!((slab.len(), slab[first]), (1, 'b'));
    }
}
