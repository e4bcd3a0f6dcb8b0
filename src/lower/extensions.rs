//! References in extensions, which nobody but their reader understands: those that name a component follow it.

use crate::tree::{NodeId, Tree};

/// Members whose value is data, where `$ref` is a name like any other.
const DATA: [&str; 6] = ["example", "examples", "default", "enum", "const", "value"];

/// The references in extensions of a document.
pub(super) fn references(tree: &Tree, root: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut walk = tree.walk(root);
    while let Some(node) = walk.next() {
        let key = tree.key(node);
        if !key.starts_with("x-") || !tree.is_container(node) {
            continue;
        }
        walk.skip_below(node);
        if !matches!(key, "x-example" | "x-examples" | "x-ms-test-value") {
            below(tree, node, &mut found);
        }
    }
    found
}

fn below(tree: &Tree, extension: NodeId, found: &mut Vec<NodeId>) {
    let mut walk = tree.walk(extension);
    while let Some(node) = walk.next() {
        let key = tree.key(node);
        let is_name =
            || tree.parent(node).is_some_and(|above| matches!(tree.key(above), "properties" | "responses"));
        if DATA.contains(&key) && !is_name() {
            walk.skip_below(node);
        } else if key == "$ref" && tree.str(node).is_some() {
            found.push(node);
        }
    }
}
