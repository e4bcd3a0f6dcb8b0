//! Tags: those that operations have are declared, and those that are declared are used.

use crate::diagnostic::{Findings, Rule, page};
use crate::nearest::nearest;
use crate::openapi::operations;
use crate::tree::{NodeId, Tree};
use std::collections::HashSet;

/// A tag that no operation has.
pub static TAG_UNUSED: Rule = Rule::warning("TagUnused", page!("TagUnused"));
/// A tag that the document does not declare.
pub static TAG_UNDECLARED: Rule = Rule::warning("TagUndeclared", page!("TagUndeclared"));

pub(super) fn check(tree: &Tree, root: NodeId, findings: &mut Findings) {
    // A document that declares no tags at all does not mean to.
    let Some(list) = tree.get(root, "tags") else { return };
    let declared: Vec<(&str, NodeId)> = tree
        .items(list)
        .filter_map(|tag| tree.get(tag, "name"))
        .map(|name| (tree.text(name), name))
        .collect();
    let mut used: HashSet<&str> = HashSet::new();
    for operation in operations(tree, root) {
        let tags = tree.get(operation.node, "tags");
        for tag in tags.into_iter().flat_map(|tags| tree.items(tags)) {
            let name = tree.text(tag);
            // Each undeclared tag is told once, at its first use.
            if !used.insert(name) || declared.iter().any(|(known, _)| *known == name) {
                continue;
            }
            let finding = findings.report(&TAG_UNDECLARED, tag, format!("the tag `{name}` is not declared"));
            match nearest(name, declared.iter().map(|(known, _)| *known)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("declare it in `tags`, with a description for makers"),
            };
        }
    }
    for (name, node) in declared.iter().filter(|(name, _)| !used.contains(name)) {
        findings
            .report(&TAG_UNUSED, *node, format!("no operation has the tag `{name}`"))
            .help("remove it, or give it to the operations that it was meant for");
    }
}
