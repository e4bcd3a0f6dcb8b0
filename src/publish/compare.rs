//! What differs between two documents, for who does not mind how the service writes things down.

use crate::tree::{Kind, Layout, NodeId, Tree, escape_token, write_json};

/// Something that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where, as a JSON Pointer.
    pub pointer: String,
    /// What is there now, and what it shall be.
    pub before: Option<NodeId>,
    pub after: Option<NodeId>,
}

impl Difference {
    /// In one line: `/info/title: "Orders" → "Contoso Orders"`.
    pub fn told(&self, tree: &Tree) -> String {
        let shown = |node: Option<NodeId>| node.map(|node| shown(tree, node));
        match (shown(self.before), shown(self.after)) {
            (Some(before), Some(after)) => format!("{}: {before} → {after}", self.pointer),
            (Some(before), None) => format!("{}: {before} goes", self.pointer),
            (None, after) => format!("{}: {} comes", self.pointer, after.unwrap_or_default()),
        }
    }
}

/// A value as it is shown: the beginning of what does not fit.
pub fn shown(tree: &Tree, node: NodeId) -> String {
    const WIDTH: usize = 60;
    let json = write_json(tree, node, Layout::Minified);
    match json.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json,
    }
}

/// Everything that differs between `before`, which is published, and `after`, which shall be. The order of members
/// does not count, nor whether a truth value is written as text, nor whether what is empty is there at all.
/// `pointer` is the place of both.
pub fn differences(tree: &Tree, before: NodeId, after: NodeId, pointer: &str) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut open = vec![(pointer.to_owned(), Some(before), Some(after))];
    while let Some((pointer, before, after)) = open.pop() {
        let (Some(old), Some(new)) = (before, after) else {
            let empty = before.or(after).is_none_or(|node| is_nothing(tree, node));
            if !empty && !is_filled_in(&pointer, before, after) {
                found.push(Difference { pointer, before, after });
            }
            continue;
        };
        match (tree.kind(old), tree.kind(new)) {
            (Kind::Object, Kind::Object) => {
                let child = |key: &str| format!("{pointer}/{}", escape_token(key));
                let mut inner: Vec<_> = tree
                    .members(old)
                    .map(|(key, node)| (child(key), Some(node), tree.get(new, key)))
                    .collect();
                let added = tree.members(new).filter(|(key, _)| tree.get(old, key).is_none());
                inner.extend(added.map(|(key, node)| (child(key), None, Some(node))));
                open.extend(inner.into_iter().rev());
            }
            (Kind::Array, Kind::Array) if tree.count(old) == tree.count(new) => {
                let pairs = tree.items(old).zip(tree.items(new)).enumerate();
                let inner: Vec<_> = pairs
                    .map(|(index, (old, new))| (format!("{pointer}/{index}"), Some(old), Some(new)))
                    .collect();
                open.extend(inner.into_iter().rev());
            }
            (Kind::Array, Kind::Array) if is_subset_of_capabilities(tree, &pointer, old, new) => {}
            (Kind::Array, Kind::Array) => found.push(Difference { pointer, before, after }),
            _ if is_same(tree, &pointer, old, new) => {}
            _ => found.push(Difference { pointer, before, after }),
        }
    }
    found
}

/// Whether two values that are not both objects or both arrays mean the same.
fn is_same(tree: &Tree, pointer: &str, old: NodeId, new: NodeId) -> bool {
    if is_nothing(tree, old) && is_nothing(tree, new) {
        return true;
    }
    let (old_text, new_text) = (tree.text(old), tree.text(new));
    match (tree.kind(old), tree.kind(new)) {
        (Kind::Number, Kind::Number) => {
            // Beyond what a double can tell apart, the spelling counts.
            let exact = |text: &str| text.len() < 16;
            old_text == new_text || exact(old_text) && exact(new_text) && tree.number(old) == tree.number(new)
        }
        (Kind::String, Kind::String) if pointer.ends_with("/iconBrandColor") => {
            old_text.eq_ignore_ascii_case(new_text)
        }
        (one, other) if one == other => old_text == new_text,
        (Kind::Bool, Kind::String) | (Kind::String, Kind::Bool) => {
            matches!(old_text.to_ascii_lowercase().as_str(), "true" | "false")
                && old_text.eq_ignore_ascii_case(new_text)
        }
        _ => false,
    }
}

/// What stands for nothing: the service may leave it out, or fill it in where it was left out.
pub fn is_nothing(tree: &Tree, node: NodeId) -> bool {
    match tree.kind(node) {
        Kind::Null => true,
        Kind::String => tree.text(node).is_empty(),
        Kind::Array | Kind::Object => tree.count(node) == 0,
        Kind::Bool | Kind::Number => false,
    }
}

/// What only one side has because the service fills it in, or does not let it be read.
fn is_filled_in(pointer: &str, before: Option<NodeId>, after: Option<NodeId>) -> bool {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    match (before, after) {
        (Some(_), None) => matches!(name, "redirectUrl" | "clientSecret"),
        (None, Some(_)) => name == "clientSecret",
        _ => false,
    }
}

/// The service may drop capabilities that follow from others.
fn is_subset_of_capabilities(tree: &Tree, pointer: &str, old: NodeId, new: NodeId) -> bool {
    let has = |wanted: &str| {
        tree.items(new).any(|item| tree.str(item).is_some_and(|item| item.eq_ignore_ascii_case(wanted)))
    };
    pointer.ends_with("/capabilities") && tree.items(old).all(|item| tree.str(item).is_some_and(has))
}
