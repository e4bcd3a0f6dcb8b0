//! Finding a member of a large object without searching all of it.

use super::{NodeId, Tree};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Objects with up to so many members are searched from the front.
pub(super) const SMALL: usize = 16;

/// For each large object that was asked for a key: from the key's hash to its members.
#[derive(Debug, Default)]
pub(super) struct Index {
    // The hasher's seed differs from run to run, and nothing is ever listed from here.
    hasher: RandomState,
    objects: HashMap<NodeId, HashMap<u64, Vec<NodeId>>>,
}

impl Index {
    pub(super) fn get(&mut self, tree: &Tree, object: NodeId, key: &str) -> Option<NodeId> {
        let hasher = &self.hasher;
        let members = self.objects.entry(object).or_insert_with(|| {
            let mut members: HashMap<u64, Vec<NodeId>> = HashMap::new();
            for member in tree.children(object) {
                members.entry(hasher.hash_one(tree.key(member))).or_default().push(member);
            }
            members
        });
        let found = members.get(&hasher.hash_one(key))?;
        found.iter().copied().find(|member| tree.key(*member) == key)
    }

    pub(super) fn has(&self, object: NodeId) -> bool {
        self.objects.contains_key(&object)
    }

    pub(super) fn add(&mut self, object: NodeId, key: &str, member: NodeId) {
        let hash = self.hasher.hash_one(key);
        if let Some(members) = self.objects.get_mut(&object) {
            members.entry(hash).or_default().push(member);
        }
    }

    pub(super) fn remove(&mut self, object: NodeId, key: &str, member: NodeId) {
        let hash = self.hasher.hash_one(key);
        if let Some(found) = self.objects.get_mut(&object).and_then(|members| members.get_mut(&hash)) {
            found.retain(|other| *other != member);
        }
    }
}
