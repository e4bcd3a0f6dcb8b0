//! Finding a member of a large object without searching all of it.

use super::{NodeId, NodeMap, Tree};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Objects with up to so many members are searched from the front.
pub(super) const SMALL: usize = 16;

/// For each large object that was asked for a key: from the key's hash to its members.
#[derive(Debug, Default)]
pub(super) struct Index {
    // The hasher's seed differs from run to run, and nothing is ever listed from here.
    hasher: RandomState,
    objects: NodeMap<HashMap<u64, Vec<NodeId>>>,
}

impl Index {
    /// The member of an object, if it has one; `None` if the object is not indexed.
    pub(super) fn get(&self, tree: &Tree, object: NodeId, key: &str) -> Option<Option<NodeId>> {
        let found = self.objects.get(&object)?.get(&self.hasher.hash_one(key));
        Some(found.and_then(|found| found.iter().copied().find(|member| tree.key(*member) == key)))
    }

    pub(super) fn make(&mut self, tree: &Tree, object: NodeId) {
        let hasher = &self.hasher;
        self.objects.entry(object).or_insert_with(|| {
            let mut members: HashMap<u64, Vec<NodeId>> = HashMap::new();
            for member in tree.children(object) {
                members.entry(hasher.hash_one(tree.key(member))).or_default().push(member);
            }
            members
        });
    }

    pub(super) fn has(&self, object: NodeId) -> bool {
        self.objects.contains_key(&object)
    }

    pub(super) fn add(&mut self, object: NodeId, key: &str, member: NodeId) {
        if let Some(members) = self.objects.get_mut(&object) {
            members.entry(self.hasher.hash_one(key)).or_default().push(member);
        }
    }

    pub(super) fn remove(&mut self, object: NodeId, key: &str, member: NodeId) {
        if let Some(members) = self.objects.get_mut(&object)
            && let Some(found) = members.get_mut(&self.hasher.hash_one(key))
        {
            found.retain(|other| *other != member);
        }
    }
}
