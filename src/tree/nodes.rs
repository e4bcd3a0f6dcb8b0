//! Maps and sets of nodes.

use super::NodeId;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Something about some nodes.
pub type NodeMap<V> = HashMap<NodeId, V, BuildHasherDefault<IdHasher>>;

/// Some nodes.
pub type NodeSet = HashSet<NodeId, BuildHasherDefault<IdHasher>>;

/// Ids are given out one after the other, whatever a document says, so nobody can make them collide: to spread
/// them is enough.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdHasher(u64);

/// 2⁶⁴ divided by the golden ratio: neighbours end up far from each other (Knuth, volume 3, section 6.4).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for IdHasher {
    fn write_u32(&mut self, id: u32) {
        self.0 = u64::from(id).wrapping_mul(GOLDEN);
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("internal error: an id is one number");
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
