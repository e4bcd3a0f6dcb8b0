//! `consumes` and `produces`: what most operations say is said once, for all.

use crate::tree::{NodeId, Tree};
use indexmap::IndexMap;

/// Moves the most frequent list to the root.
pub(super) fn run(tree: &mut Tree, root: NodeId, operations: &[NodeId], key: &str) {
    let mut lists: IndexMap<Vec<String>, Vec<NodeId>> = IndexMap::new();
    for operation in operations {
        if let Some(list) = tree.get(*operation, key) {
            let texts = tree.items(list).map(|item| tree.text(item).to_owned()).collect();
            lists.entry(texts).or_default().push(list);
        }
    }
    // Of several that are as frequent, the first.
    let Some(most) = lists.into_values().rev().max_by_key(Vec::len) else { return };
    for list in &most {
        tree.detach(*list);
    }
    if let Some(first) = most.first() {
        tree.set(root, key, *first);
    }
}
