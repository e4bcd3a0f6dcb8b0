//! Methods and texts of path items, paths, and the ids of operations.

use super::edit::keep;
use super::rules::METHOD_NOT_EXPRESSIBLE;
use super::{Lowering, aside, operation_ids, path_queries};
use crate::diagnostic::{Findings, Severity, Site};
use crate::openapi::{Operation, Resolver, operations};
use crate::tree::{NodeId, Tree};

pub(super) const PASS: &str = "operations";

/// The members of a path item for methods that 2.0 does not have.
const FOREIGN: [&str; 2] = ["trace", "query"];

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let root = lowering.root;
    let paths = tree.get(root, "paths").into_iter().flat_map(|paths| tree.members(paths));
    let path_items: Vec<NodeId> =
        paths.filter(|(path, _)| !path.starts_with("x-")).map(|(_, path_item)| path_item).collect();
    let mut resolver = Resolver::new(root);
    // Who has no other operation has nothing without these.
    let is_plain = |operation: Operation<'_>| !FOREIGN.contains(&operation.method());
    let level =
        if operations(tree, root).any(is_plain) { lowering.of_lost_operation() } else { Severity::Error };
    for path_item in path_items {
        // Power Apps reads `x-summary` and `x-description` as those of the path item (Power-Fx).
        for (key, extension) in [("summary", "x-summary"), ("description", "x-description")] {
            keep(tree, path_item, key, extension, PASS, findings);
        }
        foreign_methods(tree, level, &mut resolver, path_item, findings);
    }
    path_queries::run(tree, lowering, findings);
    operation_ids::run(tree, lowering, findings);
}

/// Methods of 3.x that 2.0 does not have. Only `trace` is no loss: nobody would call it from a flow.
fn foreign_methods(
    tree: &mut Tree,
    level: Severity,
    resolver: &mut Resolver,
    path_item: NodeId,
    findings: &mut Findings,
) {
    let named = FOREIGN.into_iter().filter_map(|key| tree.get(path_item, key));
    let additional = tree.get(path_item, "additionalOperations");
    let others = additional.into_iter().flat_map(|additional| tree.children(additional));
    let operations: Vec<NodeId> = named.chain(others).collect();
    for operation in operations {
        let method = tree.key(operation).to_owned();
        let message =
            format!("Swagger 2.0 has no method `{}`, so the operation is left out", method.to_uppercase());
        let finding = findings.report(&METHOD_NOT_EXPRESSIBLE, Site::Key(operation), message);
        finding.level = if method == "trace" { Severity::Warning } else { level };
        finding.help(
            "leave it out (`operations.exclude`, or an overlay), or offer it by another method as well",
        );
        aside::operation(tree, resolver, operation, PASS);
    }
    if let Some(additional) = additional {
        tree.detach(additional);
    }
}
