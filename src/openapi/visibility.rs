//! `x-ms-visibility`: whom the platform shows an operation, a parameter or a property.

use crate::tree::{NodeId, Tree};

/// Whether makers never see it.
pub fn is_internal(tree: &Tree, node: NodeId) -> bool {
    has_visibility(tree, node, "internal")
}

/// Whether makers see it behind a toggle.
pub fn is_advanced(tree: &Tree, node: NodeId) -> bool {
    has_visibility(tree, node, "advanced")
}

/// The platform's clients do not look at the case.
fn has_visibility(tree: &Tree, node: NodeId, visibility: &str) -> bool {
    tree.get_str(node, "x-ms-visibility").is_some_and(|value| value.eq_ignore_ascii_case(visibility))
}
