//! What stands beside a `$ref` to a parameter or response: nothing in 3.0; since 3.1 a description of its own.

use super::edit::{leave_out, rename};
use crate::diagnostic::Findings;
use crate::openapi::{Resolver, Version, reference};
use crate::tree::{NodeId, Step, Tree};

/// Where a reference has a description of its own, what it names is written out with that description.
/// The object that stands there now.
pub(super) fn apply(
    tree: &mut Tree,
    resolver: &mut Resolver,
    version: Version,
    node: NodeId,
    by: &'static str,
    findings: &mut Findings,
) -> NodeId {
    if reference(tree, node).is_none() {
        return node;
    }
    let own = if version >= Version::V31 { ["summary", "description"].as_slice() } else { &[] };
    let siblings: Vec<(String, NodeId)> = tree
        .members(node)
        .filter(|(key, _)| *key != "$ref")
        .map(|(key, member)| (key.to_owned(), member))
        .collect();
    for (key, _) in siblings.iter().filter(|(key, _)| !own.contains(&key.as_str())) {
        leave_out(tree, node, key, "beside `$ref` it has no meaning", by, findings);
    }
    let overrides: Vec<&(String, NodeId)> =
        siblings.iter().filter(|(key, _)| own.contains(&key.as_str())).collect();
    let Some(target) = resolver.follow(tree, node).filter(|_| !overrides.is_empty()) else { return node };
    let copy = tree.copy(target, by);
    tree.note(target, Step { by, what: "inlined", because: None });
    for (key, member) in overrides {
        tree.detach(*member);
        tree.set(copy, key, *member);
    }
    tree.replace(node, copy);
    if tree.get_str(copy, "in").is_some()
        && let Some(summary) = tree.get(copy, "summary")
    {
        rename(tree, summary, "x-summary", by);
    }
    copy
}
