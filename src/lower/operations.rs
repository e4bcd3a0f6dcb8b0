//! Methods and texts of path items, paths, and the ids of operations.

use super::edit::{keep, relocate};
use super::rules::METHOD_NOT_EXPRESSIBLE;
use super::{Lowering, aside, operation_ids, path_queries};
use crate::diagnostic::{Findings, Severity, Site};
use crate::openapi::{Object, Resolver};
use crate::tree::{NodeId, Origin, Tree};

pub(super) const PASS: &str = "operations";

/// Where operations are kept whose method 2.0 does not have.
const ASIDE: &str = "x-oas3-operations";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let root = lowering.root;
    let paths = tree.get(root, "paths").into_iter().flat_map(|paths| tree.members(paths));
    let path_items: Vec<NodeId> =
        paths.filter(|(path, _)| !path.starts_with("x-")).map(|(_, path_item)| path_item).collect();
    let mut resolver = Resolver::new(root);
    for path_item in path_items {
        // Power Apps reads `x-summary` and `x-description` as those of the path item (Power-Fx).
        for (key, extension) in [("summary", "x-summary"), ("description", "x-description")] {
            keep(tree, path_item, key, extension, PASS, findings);
        }
        foreign_methods(tree, &mut resolver, path_item, findings);
    }
    path_queries::run(tree, lowering, findings);
    operation_ids::run(tree, lowering, findings);
}

/// Methods of 3.x that 2.0 does not have. Only `trace` is no loss: nobody would call it from a flow.
fn foreign_methods(tree: &mut Tree, resolver: &mut Resolver, path_item: NodeId, findings: &mut Findings) {
    let named = ["trace", "query"].into_iter().filter_map(|key| tree.get(path_item, key));
    let additional = tree.get(path_item, "additionalOperations");
    let others = additional.into_iter().flat_map(|additional| tree.children(additional));
    let operations: Vec<NodeId> = named.chain(others).collect();
    for operation in operations {
        let method = tree.key(operation).to_owned();
        let message =
            format!("Swagger 2.0 has no method `{}`, so the operation is left out", method.to_uppercase());
        let finding = findings.report(&METHOD_NOT_EXPRESSIBLE, Site::Key(operation), message);
        if method == "trace" {
            finding.level = Severity::Warning;
        }
        finding.help(
            "leave it out (`operations.exclude`, or an overlay), or offer it by another method as well",
        );
        aside::settle(tree, resolver, operation, Object::Operation, PASS);
        let kept = match tree.get(path_item, ASIDE) {
            Some(kept) => kept,
            None => {
                let kept = tree.make_object(Origin::from(path_item, PASS));
                tree.append(path_item, ASIDE, kept);
                kept
            }
        };
        relocate(tree, operation, kept, &method, PASS);
    }
    if let Some(additional) = additional {
        tree.detach(additional);
    }
}
