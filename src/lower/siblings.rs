//! What stands beside a `$ref` outside of schemas: it has no meaning, and 2.0 has no place for it.

use super::Lowering;
use super::edit::leave_out;
use crate::diagnostic::Findings;
use crate::openapi::{Object, Version, objects};
use crate::tree::{NodeId, Tree};

pub(super) const PASS: &str = "siblings";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    // Since 3.1 a reference may have a summary and a description of its own.
    let own = |key: &str| lowering.version >= Version::V31 && matches!(key, "summary" | "description");
    let references: Vec<NodeId> = objects(tree, lowering.root)
        .into_iter()
        .filter(|found| !matches!(found.object, Object::Schema | Object::PathItem))
        .map(|found| found.node)
        .filter(|node| tree.get_str(*node, "$ref").is_some())
        .collect();
    for reference in references {
        let siblings: Vec<String> = tree
            .members(reference)
            .map(|(key, _)| key)
            .filter(|key| *key != "$ref" && !own(key))
            .map(str::to_owned)
            .collect();
        for key in siblings {
            leave_out(tree, reference, &key, "beside `$ref` it has no meaning", PASS, findings);
        }
    }
}
