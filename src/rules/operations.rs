//! Operations: their ids.

use crate::diagnostic::{Findings, Rule, page};
use crate::openapi::operations;
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;

/// Microsoft's name for an id that two operations have.
pub static OPERATION_ID_NOT_UNIQUE: Rule = Rule::error("OperationIdNotUnique", page!("OperationIdNotUnique"));

pub(super) fn check(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let mut first: HashMap<&str, NodeId> = HashMap::new();
    for operation in operations(tree, root) {
        let Some(node) = tree.get(operation.node, "operationId") else { continue };
        let id = tree.text(node);
        match first.get(id) {
            None => {
                first.insert(id, node);
            }
            Some(other) => {
                findings
                    .report(
                        &OPERATION_ID_NOT_UNIQUE,
                        node,
                        format!("the `operationId` `{id}` is already taken"),
                    )
                    .also(*other, "first used here")
                    .help("give each operation an id of its own: flows find it by this name");
            }
        }
    }
}
