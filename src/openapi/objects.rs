//! Every object of a document with its kind, in document order, whatever the depth.

use super::object::{Holds, Object, child_kind};
use crate::tree::{NodeId, Tree};

/// An object, or a reference that stands for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub node: NodeId,
    /// What it is.
    pub object: Object,
}

/// All objects of a document.
pub fn objects(tree: &Tree, root: NodeId) -> Vec<Found> {
    objects_below(tree, root, Object::Document)
}

/// An object and all objects below it. What stands beside a `$ref` is not looked into, except in a schema.
pub fn objects_below(tree: &Tree, node: NodeId, object: Object) -> Vec<Found> {
    collect(tree, node, object, |_| true)
}

/// The same without schemas, which are most of a document; below one there are only more of them.
pub fn objects_outside_schemas(tree: &Tree, node: NodeId, object: Object) -> Vec<Found> {
    collect(tree, node, object, |object| object != Object::Schema)
}

fn collect(tree: &Tree, node: NodeId, object: Object, is_wanted: impl Fn(Object) -> bool) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open = vec![Found { node, object }];
    let mut below = Vec::new();
    while let Some(next) = open.pop() {
        if !tree.is_object(next.node) {
            continue;
        }
        found.push(next);
        if next.object != Object::Schema && tree.get_str(next.node, "$ref").is_some() {
            continue;
        }
        // A scalar holds nothing, and most members are scalars.
        for member in tree.children(next.node).filter(|member| tree.is_container(*member)) {
            children(tree, next.object, tree.key(member), member, &mut below);
        }
        // The stack is read from its end.
        open.extend(below.drain(..).rev().filter(|found: &Found| is_wanted(found.object)));
    }
    found
}

fn children(tree: &Tree, object: Object, key: &str, member: NodeId, below: &mut Vec<Found>) {
    match child_kind(object, key) {
        Holds::Nothing => {}
        Holds::One(object) => below.push(Found { node: member, object }),
        Holds::List(object) => below.extend(tree.items(member).map(|node| Found { node, object })),
        Holds::OneOrList(object) if tree.is_array(member) => {
            below.extend(tree.items(member).map(|node| Found { node, object }));
        }
        Holds::OneOrList(object) => below.push(Found { node: member, object }),
        Holds::Map(object) => {
            // Extensions may stand among paths, responses and callbacks, but a property may be called `x-…`.
            let open = matches!(object, Object::PathItem | Object::Response | Object::Callback);
            let members = tree.members(member).filter(|(name, _)| !(open && name.starts_with("x-")));
            below.extend(members.map(|(_, node)| Found { node, object }));
        }
    }
}
