//! What each reference of some documents names, found before anything is moved.

use super::path_from;
use crate::load::{Documents, Identities, percent_decode};
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;
use std::path::PathBuf;

/// From the text of a reference to the node that it names.
pub(super) struct Targets {
    known: HashMap<NodeId, NodeId>,
}

impl Targets {
    /// Of all documents; `None` if every reference is a plain pointer into its own document already, so that
    /// there is nothing to do.
    pub(super) fn find(tree: &Tree, documents: &Documents) -> Option<Targets> {
        let mut identities = Identities::default();
        let mut numbers: HashMap<PathBuf, NodeId> = HashMap::new();
        for document in documents.iter() {
            identities.add(tree, document.root);
            numbers.insert(document.path.clone(), document.root);
        }
        let mut known = HashMap::new();
        let mut plain = documents.len() == 1 && identities.is_empty();
        for document in documents.iter() {
            let mut by_text: HashMap<&str, Option<NodeId>> = HashMap::new();
            for at in tree.walk(document.root).filter(|at| is_reference(tree, *at)) {
                let Some(text) = tree.str(at) else { continue };
                if is_mapping(tree, at) && !text.contains(['/', '#', '.']) {
                    continue;
                }
                plain &= text.starts_with("#/") && !text.contains('%') && !is_path_item(tree, at);
                let named = if tree.key(at) == "$dynamicRef" {
                    match identities.dynamic(text) {
                        [] => identities.resolve(tree, at, text),
                        [only] => Some(*only),
                        _ => continue,
                    }
                } else {
                    identities.resolve(tree, at, text)
                };
                let target = named.or_else(|| {
                    *by_text.entry(text).or_insert_with(|| {
                        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
                        let root = match file {
                            "" => document.root,
                            file => *numbers.get(&path_from(&document.path, file))?,
                        };
                        let decoded = tree.resolve(root, &percent_decode(fragment));
                        decoded.or_else(|| tree.resolve(root, fragment))
                    })
                });
                known.extend(target.map(|target| (at, target)));
            }
        }
        (!plain).then_some(Targets { known })
    }

    /// What a reference, or a copy of one, names.
    pub(super) fn of(&self, tree: &Tree, reference: NodeId) -> Option<NodeId> {
        self.known.get(&tree.source_node(reference)?).copied()
    }
}

fn is_reference(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.key(node), "$ref" | "$dynamicRef") || is_mapping(tree, node)
}

fn is_mapping(tree: &Tree, node: NodeId) -> bool {
    let mapping = tree.parent(node).filter(|mapping| tree.key(*mapping) == "mapping");
    mapping.and_then(|mapping| tree.parent(mapping)).is_some_and(|above| tree.key(above) == "discriminator")
}

/// Whether a reference stands for a path item: these are written out.
fn is_path_item(tree: &Tree, reference: NodeId) -> bool {
    let Some(map) = tree.parent(reference).and_then(|holder| tree.parent(holder)) else { return false };
    let callbacks = || tree.parent(map).is_some_and(|above| tree.key(above) == "callbacks");
    matches!(tree.key(map), "paths" | "webhooks" | "pathItems") || callbacks()
}
