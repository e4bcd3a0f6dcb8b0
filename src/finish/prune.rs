//! Takes out shared schemas, responses, parameters and tags that nothing uses.

use super::Finishing;
use super::rules::UNUSED_COMPONENT;
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Version, operations};
use crate::tree::{NodeId, Step, Tree, unescape_token};
use std::collections::HashSet;

pub(super) const PASS: &str = "prune";

pub(super) fn run(tree: &mut Tree, finishing: &Finishing<'_>, findings: &mut Findings) {
    let root = finishing.root;
    let prune = finishing.config.prune;
    // A definition that its author wrote as such has what it has.
    let is_wanted = |flag: Option<bool>| flag.unwrap_or(finishing.version != Version::V2);
    let sections = [
        ("definitions", is_wanted(prune.definitions)),
        ("responses", is_wanted(prune.responses)),
        ("parameters", is_wanted(prune.parameters)),
    ];
    let used = used(tree, root, &sections);
    for (key, wanted) in sections {
        if wanted {
            drop_unused(tree, root, key, &used, findings);
        }
    }
    if is_wanted(prune.tags) {
        tags(tree, root, findings);
    }
}

/// Everything that is reached by references from the paths, and from what stays in any case.
fn used(tree: &Tree, root: NodeId, sections: &[(&str, bool)]) -> HashSet<NodeId> {
    let prunable = |key: &str| sections.iter().any(|(section, wanted)| *section == key && *wanted);
    let mut open: Vec<NodeId> =
        tree.members(root).filter(|(key, _)| !prunable(key)).map(|(_, member)| member).collect();
    let mut used = HashSet::new();
    while let Some(start) = open.pop() {
        for node in tree.walk(start) {
            if tree.key(node) != "$ref" {
                continue;
            }
            let Some(target) = tree.str(node).and_then(|text| component(tree, root, text)) else { continue };
            if used.insert(target) {
                open.push(target);
            }
        }
    }
    used
}

/// The shared component that a reference leads to or into.
fn component(tree: &Tree, root: NodeId, reference: &str) -> Option<NodeId> {
    let mut tokens = reference.strip_prefix("#/")?.split('/');
    let section = tree.get(root, tokens.next()?)?;
    tree.get(section, &unescape_token(tokens.next()?))
}

fn drop_unused(tree: &mut Tree, root: NodeId, key: &str, used: &HashSet<NodeId>, findings: &mut Findings) {
    let Some(section) = tree.get(root, key) else { return };
    let unused: Vec<NodeId> = tree.children(section).filter(|component| !used.contains(component)).collect();
    for component in unused {
        let message = format!("`{}` is left out: no operation uses it", tree.key(component));
        findings.report(&UNUSED_COMPONENT, Site::Key(component), message);
        tree.note(component, Step { by: PASS, what: "left out", because: None });
        tree.detach(component);
    }
    if tree.children(section).next().is_none() {
        tree.detach(section);
    }
}

fn tags(tree: &mut Tree, root: NodeId, findings: &mut Findings) {
    let used: HashSet<String> = operations(tree, root)
        .flat_map(|operation| operation.tags().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let Some(list) = tree.get(root, "tags") else { return };
    let unused: Vec<NodeId> = tree
        .items(list)
        .filter(|tag| tree.get_str(*tag, "name").is_some_and(|name| !used.contains(name)))
        .collect();
    for tag in unused {
        let name = tree.get_str(tag, "name").unwrap_or_default();
        let message = format!("the tag `{name}` is left out: no operation has it");
        findings.report(&UNUSED_COMPONENT, Site::Value(tag), message);
        tree.detach(tag);
    }
    if tree.children(list).next().is_none() {
        tree.detach(list);
    }
}
