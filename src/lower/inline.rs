//! What is shared, written out where it is used: 2.0 shares schemas, parameters and responses only.

use crate::openapi::{Resolver, reference};
use crate::tree::{NodeId, Step, Tree};

/// Puts a copy of what a reference names in its place; the copy. Anything else stays, and so does a reference
/// that leads nowhere.
pub(super) fn write_out(
    tree: &mut Tree,
    resolver: &mut Resolver,
    node: NodeId,
    by: &'static str,
) -> Option<NodeId> {
    reference(tree, node)?;
    let target = resolver.follow(tree, node)?;
    let copy = tree.copy(target, by);
    tree.note(target, Step { by, what: "inlined", because: None });
    tree.replace(node, copy);
    tree.note(node, Step { by, what: "written out", because: Some(copy) });
    Some(copy)
}

/// Takes out what another node says from here on.
pub(super) fn give_way(tree: &mut Tree, member: NodeId, to: NodeId, by: &'static str) {
    tree.detach(member);
    tree.note(member, Step { by, what: "said in another form", because: Some(to) });
}
