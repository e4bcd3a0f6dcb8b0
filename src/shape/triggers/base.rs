//! The operation that holds the callbacks.

use super::super::Shaping;
use super::super::edit::rewrite;
use super::PASS;
use crate::openapi::{Operation, operations};
use crate::tree::{NodeId, Tree};

/// An operation with callbacks; it may have been taken out of the document.
pub(super) struct Base {
    pub operation: NodeId,
    pub path_item: NodeId,
    pub path: String,
    pub method: String,
    id: String,
}

impl Base {
    pub fn of(tree: &Tree, operation: &Operation<'_>) -> Base {
        Base::at(tree, operation.node, operation.path_item)
    }

    fn at(tree: &Tree, operation: NodeId, path_item: NodeId) -> Base {
        Base {
            operation,
            path_item,
            path: tree.key(path_item).to_owned(),
            method: tree.key(operation).to_owned(),
            id: tree.get_str(operation, "operationId").unwrap_or_default().to_owned(),
        }
    }

    pub fn find(tree: &Tree, shaping: &Shaping<'_>, id: &str) -> Option<Base> {
        let has_id = |operation: NodeId| tree.get_str(operation, "operationId") == Some(id);
        let excluded = shaping.excluded.iter().copied().find(|operation| has_id(*operation));
        let selected =
            || operations(tree, shaping.root).map(|operation| operation.node).find(|node| has_id(*node));
        let operation = excluded.or_else(selected)?;
        Some(Base::at(tree, operation, tree.parent(operation)?))
    }

    /// Where the documentation has an anchor named as the base operation, it has one named as the trigger.
    pub fn follow_documentation(&self, tree: &mut Tree, trigger: NodeId, id: &str) {
        let Some(url) = tree.at(trigger, &["externalDocs", "url"]) else { return };
        let text = tree.text(url);
        let Some((page, anchor)) = text.rsplit_once('#') else { return };
        let anchored = if anchor == self.id {
            format!("{page}#{id}")
        } else if anchor == self.id.to_lowercase() {
            format!("{page}#{}", id.to_lowercase())
        } else {
            return;
        };
        rewrite(tree, url, &anchored, PASS);
    }
}
