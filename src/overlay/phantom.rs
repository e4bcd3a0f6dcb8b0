//! Operations that an update would invent. A path or a method that the document no longer has must not
//! come back to life as an operation without responses.

use super::rules::PHANTOM_OPERATION;
use crate::diagnostic::{Findings, Site};
use crate::nearest::nearest;
use crate::tree::{NodeId, Tree};

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// What an object is to the operations of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The document itself.
    Document,
    /// Its `paths`.
    Paths,
    /// One of them.
    PathItem,
    /// Anything else.
    Elsewhere,
}

impl Place {
    pub(super) fn of(tree: &Tree, root: NodeId, object: NodeId) -> Place {
        if object == root {
            return Place::Document;
        }
        let Some(parent) = tree.parent(object) else { return Place::Elsewhere };
        if parent == root {
            return Place::Document.below(tree.key(object));
        }
        match tree.parent(parent) {
            Some(above) if above == root => Place::Document.below(tree.key(parent)).below(tree.key(object)),
            _ => Place::Elsewhere,
        }
    }

    pub(super) fn below(self, key: &str) -> Place {
        match self {
            Place::Document if key == "paths" => Place::Paths,
            Place::Paths if key.starts_with('/') => Place::PathItem,
            _ => Place::Elsewhere,
        }
    }
}

/// An operation without responses that is not in the document.
pub(super) struct Phantom {
    /// The operation.
    pub(super) node: NodeId,
    method: String,
    path: String,
}

/// The phantoms in a new member of an object.
pub(super) fn operations(tree: &Tree, object: NodeId, place: Place, member: NodeId) -> Vec<Phantom> {
    let key = tree.key(member);
    match (place, place.below(key)) {
        (Place::Document, Place::Paths) => {
            let items = tree.members(member).filter(|(path, _)| path.starts_with('/'));
            items.flat_map(|(path, item)| in_item(tree, path, item)).collect()
        }
        (Place::Paths, Place::PathItem) => in_item(tree, key, member),
        (Place::PathItem, _) => phantom(tree, tree.key(object), key, member).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn in_item(tree: &Tree, path: &str, item: NodeId) -> Vec<Phantom> {
    tree.members(item).filter_map(|(method, operation)| phantom(tree, path, method, operation)).collect()
}

fn phantom(tree: &Tree, path: &str, method: &str, node: NodeId) -> Option<Phantom> {
    let is_phantom =
        METHODS.contains(&method) && tree.is_object(node) && tree.get(node, "responses").is_none();
    is_phantom.then(|| Phantom { node, method: method.to_owned(), path: path.to_owned() })
}

impl Phantom {
    pub(super) fn report(&self, tree: &Tree, root: NodeId, findings: &mut Findings) {
        let Phantom { node, method, path } = self;
        let message =
            format!("`{method} {path}` is not in the document, and the update gives it no `responses`");
        let finding = findings.report(&PHANTOM_OPERATION, Site::Key(*node), message);
        let paths = tree.get(root, "paths").into_iter().flat_map(|paths| tree.members(paths));
        let known = paths.clone().find(|(other, _)| other == path);
        match (known, nearest(path, paths.map(|(path, _)| path))) {
            (Some((_, item)), _) => {
                finding.also(Site::Key(item), "the path is here");
                finding.help("correct the method, or give the new operation its `responses`");
            }
            (None, Some(meant)) => {
                finding.help(format!(
                    "did you mean `{meant}`? If the operation is meant to be new, give it `responses`"
                ));
            }
            (None, None) => {
                finding.help("correct the path, or give the new operation its `responses`");
            }
        }
    }
}
