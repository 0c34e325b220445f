//! Sets of slots, a bit for each.

/// A set of slots.
#[derive(Clone)]
pub(super) struct BitSet(Vec<u64>);

impl BitSet {
    pub fn empty(slots: usize) -> BitSet {
        BitSet(vec![0; slots.div_ceil(64)])
    }

    pub fn add(&mut self, slot: u32) {
        self.0[slot as usize / 64] |= 1 << (slot % 64);
    }

    pub fn has(&self, slot: u32) -> bool {
        self.0[slot as usize / 64] & (1 << (slot % 64)) != 0
    }

    pub fn with(mut self, slots: &[u32]) -> BitSet {
        for slot in slots {
            self.add(*slot);
        }
        self
    }

    pub fn join(mut self, other: &BitSet, how: fn(u64, u64) -> u64) -> BitSet {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a = how(*a, *b);
        }
        self
    }
}
