//! `$ref`: from its text to the node that it names, and back.

use crate::tree::{NodeId, Tree, escape_token};
use std::collections::HashMap;

/// The text of an object's `$ref`.
pub fn reference(tree: &Tree, node: NodeId) -> Option<&str> {
    tree.get_str(node, "$ref")
}

/// A reference to the place of a pointer in the same document. A fragment is a part of a URI, in which `%`
/// begins an escape.
pub fn reference_to(pointer: &str) -> String {
    if pointer.contains('%') {
        return ["#", &pointer.replace('%', "%25")].concat();
    }
    ["#", pointer].concat()
}

/// A reference to a member of a section, such as `/components/schemas`.
pub fn reference_to_member(section: &str, name: &str) -> String {
    reference_to(&[section, "/", &escape_token(name)].concat())
}

/// Finds what references within one document name, each name once.
#[derive(Debug)]
pub struct Resolver {
    root: NodeId,
    known: HashMap<String, Option<NodeId>>,
}

impl Resolver {
    /// For one document. It must be made anew once names have changed.
    pub fn new(root: NodeId) -> Resolver {
        Resolver { root, known: HashMap::new() }
    }

    /// The node that `#/…` names.
    pub fn resolve(&mut self, tree: &Tree, reference: &str) -> Option<NodeId> {
        if let Some(known) = self.known.get(reference) {
            return *known;
        }
        let pointer = reference.strip_prefix('#')?;
        // A fragment is a part of a URI, and so may be percent-encoded; not everybody knows.
        let decoded = pointer.contains('%').then(|| tree.resolve(self.root, &decode(pointer))).flatten();
        let found = decoded.or_else(|| tree.resolve(self.root, pointer));
        self.known.insert(reference.to_owned(), found);
        found
    }

    /// The object itself, or what its `$ref` names in the end; `None` if that leads nowhere.
    pub fn follow(&mut self, tree: &Tree, node: NodeId) -> Option<NodeId> {
        let mut at = node;
        // A chain of references longer than this is a circle.
        for _ in 0..64 {
            match reference(tree, at) {
                Some(reference) => at = self.resolve(tree, reference)?,
                None => return Some(at),
            }
        }
        None
    }
}

fn decode(text: &str) -> String {
    crate::load::percent_decode(text)
}
