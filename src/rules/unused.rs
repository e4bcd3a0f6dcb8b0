//! What a definition shares and nothing uses.

use super::Subject;
use crate::diagnostic::{Findings, Site};
use crate::finish::UNUSED_COMPONENT;
use crate::tree::{NodeId, Tree, unescape_token};
use std::collections::HashSet;

/// Sections of shared objects, with what a message calls one of them.
const SECTIONS: [(&str, &str); 3] =
    [("definitions", "definition"), ("parameters", "shared parameter"), ("responses", "shared response")];

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, findings: &mut Findings) {
    let root = subject.definition;
    // What is compiled was pruned, or is meant to stay.
    if subject.source.is_some() || SECTIONS.iter().all(|(key, _)| tree.get(root, key).is_none()) {
        return;
    }
    let used = used(tree, root);
    for (key, what) in SECTIONS {
        let section = tree.get(root, key);
        for (name, component) in section.into_iter().flat_map(|section| tree.members(section)) {
            if !used.contains(&component) {
                findings
                    .report(
                        &UNUSED_COMPONENT,
                        Site::Key(component),
                        format!("nothing uses the {what} `{name}`"),
                    )
                    .help("remove it");
            }
        }
    }
}

/// What the paths refer to, and what that refers to.
fn used(tree: &Tree, root: NodeId) -> HashSet<NodeId> {
    let mut used = HashSet::new();
    let mut open: Vec<NodeId> = tree.get(root, "paths").into_iter().collect();
    while let Some(next) = open.pop() {
        for node in tree.walk(next).filter(|node| tree.key(*node) == "$ref") {
            if let Some(component) = tree.str(node).and_then(|text| component(tree, root, text))
                && used.insert(component)
            {
                open.push(component);
            }
        }
    }
    used
}

/// The shared object that a reference leads to or into.
fn component(tree: &Tree, root: NodeId, reference: &str) -> Option<NodeId> {
    let mut tokens = reference.strip_prefix("#/")?.split('/');
    let section = tree.get(root, tokens.next()?)?;
    tree.get(section, &unescape_token(tokens.next()?))
}
