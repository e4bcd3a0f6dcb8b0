//! Overlays (OpenAPI Overlay Specification 1.0 and 1.1): actions on whatever a JSONPath query selects.
//!
//! What an action sets is a copy of the overlay's own node, so the origin of a value is the line of the
//! overlay that set it.

pub mod jsonpath;
pub mod rules;
mod document;
mod target;
mod action;
mod merge;
mod phantom;
mod ledger;

use crate::diagnostic::Findings;
use crate::tree::{NodeId, Tree};

/// The name by which the tree remembers this stage.
pub const PASS: &str = "overlay";

/// Applies overlays to the document at `root`, one after the other, each action to what the one before it
/// left. An action that cannot be understood is reported and left out.
pub fn apply(tree: &mut Tree, root: NodeId, overlays: &[NodeId], findings: &mut Findings) {
    let mut ledger = ledger::Ledger::default();
    for overlay in overlays {
        if let Some(overlay) = document::read(tree, *overlay, findings) {
            for action in &overlay.actions {
                action::run(tree, root, &overlay, action, &mut ledger, findings);
            }
        }
    }
    ledger.close(tree, findings);
}
