//! Edits that several passes make.

use crate::tree::{NodeId, Origin, Tree};

/// Adds a text member if there is none.
pub(super) fn fill(tree: &mut Tree, object: NodeId, key: &str, value: &str, origin: Origin) {
    if tree.get(object, key).is_none() {
        let node = tree.make_string(value, origin);
        tree.append(object, key, node);
    }
}

/// Puts another text in the place of one.
pub(super) fn rewrite(tree: &mut Tree, node: NodeId, value: &str, by: &'static str) {
    let new = tree.make_string(value, Origin::from(node, by));
    tree.replace(node, new);
}

/// The object member, made if it is not there.
pub(super) fn object(tree: &mut Tree, holder: NodeId, key: &str, origin: Origin) -> NodeId {
    match tree.get(holder, key) {
        Some(object) => object,
        None => {
            let object = tree.make_object(origin);
            tree.append(holder, key, object);
            object
        }
    }
}
