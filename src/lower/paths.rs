//! Moving paths and operations: what refers to them by their place follows.

use crate::openapi::METHODS;
use crate::tree::{NodeId, Origin, Step, Tree, escape_token};
use std::collections::HashMap;

/// Places that have changed.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// JSON Pointers, from that of the source to that of today.
    pointers: HashMap<String, String>,
    /// The path that a path item had in the source.
    was: HashMap<NodeId, String>,
}

impl Moves {
    /// Gives a path item another path.
    pub fn rename(&mut self, tree: &mut Tree, path_item: NodeId, path: &str, by: &'static str) {
        let old = self.old_path(tree, path_item);
        self.pointers.insert(pointer(&old), pointer(path));
        self.was.insert(path_item, old);
        tree.rename(path_item, path);
        tree.note(path_item, Step { by, what: "renamed", because: None });
    }

    fn old_path(&self, tree: &Tree, path_item: NodeId) -> String {
        self.was.get(&path_item).cloned().unwrap_or_else(|| tree.key(path_item).to_owned())
    }

    /// Puts an operation under another path, with what its path item says for all operations. `false` if there
    /// is an operation with this method already, or the path item there says something else for all.
    pub fn transfer(&mut self, tree: &mut Tree, operation: NodeId, path: &str, by: &'static str) -> bool {
        let Some(old) = tree.parent(operation) else { return false };
        let Some(paths) = tree.parent(old) else { return false };
        let method = tree.key(operation).to_owned();
        let target = match tree.get(paths, path) {
            Some(target) if tree.get(target, &method).is_some() || says_for_all(tree, target) => {
                return false;
            }
            Some(_) if says_for_all(tree, old) => return false,
            Some(target) => target,
            None => {
                let target = tree.make_object(Origin::from(old, by));
                tree.insert_after(old, path, target);
                let shared: Vec<NodeId> = shared(tree, old).collect();
                for member in shared {
                    let (key, copy) = (tree.key(member).to_owned(), tree.copy(member, by));
                    tree.append(target, &key, copy);
                }
                target
            }
        };
        let was = format!("{}/{method}", pointer(&self.old_path(tree, old)));
        self.pointers.insert(was, format!("{}/{method}", pointer(path)));
        tree.note(operation, Step { by, what: "moved", because: None });
        tree.append(target, &method, operation);
        if !tree.members(old).any(|(key, _)| METHODS.contains(&key)) {
            tree.detach(old);
        }
        true
    }

    /// Changes the references that lead to or through what was moved.
    pub fn follow(self, tree: &mut Tree, root: NodeId, by: &'static str) {
        if self.pointers.is_empty() {
            return;
        }
        let mut edits = Vec::new();
        for node in tree.walk(root).filter(|node| matches!(tree.key(*node), "$ref" | "operationRef")) {
            let moved = tree.str(node).and_then(|text| self.moved(text));
            edits.extend(moved.map(|text| (node, text)));
        }
        for (node, text) in edits {
            let new = tree.make_string(&text, Origin::from(node, by));
            tree.replace(node, new);
        }
    }

    fn moved(&self, text: &str) -> Option<String> {
        const PATHS: &str = "#/paths/";
        let slash = |from: usize| text[from..].find('/').map_or(text.len(), |at| from + at);
        text.strip_prefix(PATHS)?;
        let path = slash(PATHS.len());
        let method = slash((path + 1).min(text.len()));
        // An operation may have gone elsewhere than its path.
        [method, path]
            .into_iter()
            .find_map(|end| Some(format!("{}{}", self.pointers.get(&text[..end])?, &text[end..])))
    }
}

fn pointer(path: &str) -> String {
    format!("#/paths/{}", escape_token(path))
}

fn shared(tree: &Tree, path_item: NodeId) -> impl Iterator<Item = NodeId> {
    let members = tree.members(path_item);
    // The path says by now what the server said.
    let stays = |key: &str| METHODS.contains(&key) || matches!(key, "x-oas3-servers" | "x-oas3-operations");
    members.filter(move |(key, _)| !stays(key)).map(|(_, node)| node)
}

/// Whether a path item says something that counts for all its operations.
fn says_for_all(tree: &Tree, path_item: NodeId) -> bool {
    shared(tree, path_item)
        .any(|member| matches!(tree.key(member), "parameters" | "x-ms-notification-content"))
}
