//! A reference to a parameter or response that has a description of its own, as it may since 3.1.

use super::edit::rename;
use super::inline::write_out;
use crate::openapi::{Resolver, reference};
use crate::tree::{NodeId, Tree};

/// Writes out what such a reference names, with the description; the object that stands there now.
pub(super) fn apply(tree: &mut Tree, resolver: &mut Resolver, node: NodeId, by: &'static str) -> NodeId {
    if reference(tree, node).is_none() {
        return node;
    }
    // What else stands there was taken out before.
    let overrides: Vec<(String, NodeId)> = tree
        .members(node)
        .filter(|(key, _)| matches!(*key, "summary" | "description"))
        .map(|(key, member)| (key.to_owned(), member))
        .collect();
    if overrides.is_empty() {
        return node;
    }
    let Some(copy) = write_out(tree, resolver, node, by) else { return node };
    for (key, member) in overrides {
        tree.detach(member);
        tree.set(copy, &key, member);
    }
    if tree.get_str(copy, "in").is_some()
        && let Some(summary) = tree.get(copy, "summary")
    {
        rename(tree, summary, "x-summary", by);
    }
    copy
}
