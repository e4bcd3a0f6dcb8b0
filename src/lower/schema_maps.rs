//! Objects whose properties have names of no fixed list, which Power Apps does not see through.

use super::rules::MAP_SCHEMA;
use crate::diagnostic::{Findings, Site};
use crate::tree::{NodeId, Tree};

pub(super) fn run(tree: &Tree, all: &[NodeId], findings: &mut Findings) {
    for schema in all.iter().copied() {
        let Some(others) = tree.get(schema, "additionalProperties") else { continue };
        let open = tree.bool(others) == Some(true) && tree.get(schema, "properties").is_none();
        if (open || tree.is_object(others)) && !is_kept_aside(tree, schema) {
            let message = "the names of the properties are open: in Power Apps the value has no type";
            findings.report(&MAP_SCHEMA, Site::Key(others), message);
        }
    }
}

/// Whether a schema stands in an extension, which nobody makes a form of.
fn is_kept_aside(tree: &Tree, schema: NodeId) -> bool {
    let above = std::iter::successors(Some(schema), |node| tree.parent(*node));
    above
        .map(|node| tree.key(node))
        .any(|key| key == "x-oneOf" || key == "x-anyOf" || key.starts_with("x-jsonschema-"))
}
