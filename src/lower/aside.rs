//! Objects of 3.x that are kept under an extension: they are not lowered as a whole, but nothing in them may
//! refer to what the result does not have.

use super::edit::relocate;
use crate::openapi::{Found, Object, Resolver, objects_outside_schemas, reference};
use crate::tree::{NodeId, Origin, Step, Tree};

/// How many references are written out below one object. What goes on after that holds itself in some way.
const BUDGET: usize = 2_000;

/// Where operations are kept that 2.0 cannot have.
const OPERATIONS: &str = "x-oas3-operations";

/// Keeps an operation where readers find it and nothing calls it.
pub(super) fn operation(tree: &mut Tree, resolver: &mut Resolver, operation: NodeId, by: &'static str) {
    let mut path_item = tree.parent(operation);
    // Those of methods without a member of their own stand in a map.
    if path_item.is_some_and(|above| tree.key(above) == "additionalOperations") {
        path_item = path_item.and_then(|above| tree.parent(above));
    }
    let Some(path_item) = path_item else { return };
    settle(tree, resolver, operation, Object::Operation, by);
    let kept = match tree.get(path_item, OPERATIONS) {
        Some(kept) => kept,
        None => {
            let kept = tree.make_object(Origin::from(path_item, by));
            tree.append(path_item, OPERATIONS, kept);
            kept
        }
    };
    let method = tree.key(operation).to_owned();
    relocate(tree, operation, kept, &method, by);
}

/// Writes out what 2.0 has no shared objects for. References to schemas, parameters and responses stay: the
/// result has these.
pub(super) fn settle(
    tree: &mut Tree,
    resolver: &mut Resolver,
    node: NodeId,
    object: Object,
    by: &'static str,
) {
    let mut open = vec![(Found { node, object }, Vec::new())];
    let mut budget = BUDGET;
    while let Some((found, trail)) = open.pop() {
        for used in objects_outside_schemas(tree, found.node, found.object) {
            if !is_written_out(used.object) || reference(tree, used.node).is_none() {
                continue;
            }
            let target = resolver.follow(tree, used.node);
            let target = target.filter(|target| budget > 0 && !trail.contains(target));
            let written = match target {
                Some(target) => {
                    budget -= 1;
                    tree.note(target, Step { by, what: "inlined", because: None });
                    let copy = tree.copy(target, by);
                    let trail = trail.iter().copied().chain([target]).collect();
                    open.push((Found { node: copy, object: used.object }, trail));
                    copy
                }
                None => tree.make_object(Origin::from(used.node, by)),
            };
            tree.replace(used.node, written);
            tree.note(used.node, Step { by, what: "written out", because: Some(written) });
        }
    }
}

fn is_written_out(object: Object) -> bool {
    use Object::{Callback, Example, Header, Link, MediaType, PathItem, RequestBody};
    matches!(object, RequestBody | Header | Example | Link | Callback | PathItem | MediaType)
}
