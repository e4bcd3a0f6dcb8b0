//! What can only be said after the last action.

use super::PASS;
use super::rules::{REF_SIBLINGS, VALUE_OVERRIDDEN};
use crate::diagnostic::{Findings, Site};
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;

/// What the actions did to each other's values.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// For each scalar of an overlay: how many copies of it the document got.
    set: HashMap<NodeId, usize>,
    /// For each whose copies were replaced: how many, and by which scalar last.
    overridden: HashMap<NodeId, (usize, NodeId)>,
    references: Vec<Reference>,
}

/// A `$ref` that came into an object with other members.
#[derive(Debug)]
struct Reference {
    object: NodeId,
    /// In the overlay.
    node: NodeId,
    siblings: Vec<NodeId>,
}

impl Ledger {
    /// A copy of `value` comes into the document.
    pub(super) fn set(&mut self, tree: &Tree, value: NodeId) {
        for scalar in tree.walk(value).filter(|node| !tree.is_container(*node)) {
            *self.set.entry(scalar).or_default() += 1;
        }
    }

    /// A node of the document gives way to another value.
    pub(super) fn overridden(&mut self, tree: &Tree, old: NodeId, new: NodeId) {
        let origin = tree.origin(old).filter(|origin| origin.by == PASS);
        if let Some(from) = origin.and_then(|origin| origin.from) {
            let entry = self.overridden.entry(from).or_insert((0, new));
            *entry = (entry.0 + 1, new);
        }
    }

    /// A `$ref` of `from` comes into an object.
    pub(super) fn reference(&mut self, tree: &Tree, object: NodeId, from: NodeId, node: NodeId) {
        let stays = |key: &str| {
            let harmless = matches!(key, "summary" | "description") || key.starts_with("x-");
            !harmless && tree.get(from, key).is_none()
        };
        let siblings: Vec<NodeId> =
            tree.members(object).filter(|(key, _)| stays(key)).map(|(_, member)| member).collect();
        if !siblings.is_empty() {
            self.references.push(Reference { object, node, siblings });
        }
    }

    /// Says what the actions left behind.
    pub(super) fn close(self, tree: &Tree, findings: &mut Findings) {
        let mut dead: Vec<(NodeId, NodeId)> = self
            .overridden
            .iter()
            .filter(|(value, (count, _))| self.set.get(value) == Some(count))
            .map(|(value, (_, by))| (*value, *by))
            .collect();
        dead.sort_unstable();
        for (value, by) in dead {
            let message = match tree.key(value) {
                "" => "this value is lost: a later action sets another one".to_owned(),
                key => format!("this value of `{key}` is lost: a later action sets another one"),
            };
            findings
                .report(&VALUE_OVERRIDDEN, value, message)
                .also(by, "this one stays")
                .help("keep one of them");
        }
        for reference in self.references {
            reference.report(tree, findings);
        }
    }
}

impl Reference {
    /// A later action may have cleared the siblings away.
    fn report(&self, tree: &Tree, findings: &mut Findings) {
        let left: Vec<NodeId> =
            self.siblings.iter().copied().filter(|sibling| tree.is_attached(*sibling)).collect();
        let [first, ..] = left[..] else { return };
        if tree.get(self.object, "$ref").is_none() {
            return;
        }
        let names: Vec<String> = left.iter().map(|sibling| format!("`{}`", tree.key(*sibling))).collect();
        let message = format!("the `$ref` comes to stand beside {}", names.join(", "));
        findings
            .report(&REF_SIBLINGS, Site::Key(self.node), message)
            .also(Site::Key(first), "left by the merge")
            .help("remove the object with an action before this one, so that only the `$ref` is there");
    }
}
