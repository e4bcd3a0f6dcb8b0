//! Values: their formats, the lists they come from, and what stands in for them.

pub(super) mod formats;
pub(super) mod enums;
pub(super) mod names;
pub(super) mod defaults;

use super::places::Places;
use crate::diagnostic::Findings;
use crate::tree::{Kind, NodeId, Tree};

pub(super) fn check(tree: &Tree, places: &Places, findings: &mut Findings) {
    for node in places.typed.iter().copied() {
        formats::check(tree, node, findings);
        enums::check(tree, places, node, findings);
        names::check(tree, node, findings);
        defaults::check(tree, places, node, findings);
    }
}

/// Whether a value is of a type that a schema can name. What is not known to be wrong is right.
fn is_of(tree: &Tree, value: NodeId, kind: &str) -> bool {
    match (kind, tree.kind(value)) {
        ("integer", Kind::Number) => tree.number(value).is_none_or(|number| number.fract() == 0.0),
        ("number", Kind::Number)
        | ("string", Kind::String)
        | ("boolean", Kind::Bool)
        | ("array", Kind::Array)
        | ("object", Kind::Object) => true,
        ("string" | "number" | "integer" | "boolean" | "array" | "object", _) => false,
        _ => true,
    }
}

/// Whether two values are the same; of containers that is not looked at.
fn same(tree: &Tree, left: NodeId, right: NodeId) -> bool {
    match (tree.number(left), tree.number(right)) {
        (Some(left), Some(right)) => left.to_bits() == right.to_bits() || (left - right).abs() == 0.0,
        _ => {
            tree.kind(left) == tree.kind(right)
                && !tree.is_container(left)
                && tree.text(left) == tree.text(right)
        }
    }
}

/// A value as a message shows it.
fn shown(tree: &Tree, value: NodeId) -> String {
    match tree.kind(value) {
        Kind::Array => "a list".to_owned(),
        Kind::Object => "an object".to_owned(),
        Kind::String => format!("\"{}\"", tree.text(value)),
        _ => format!("`{}`", tree.text(value)),
    }
}
