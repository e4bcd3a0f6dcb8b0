//! Whether two schemas are the same to who uses them. Most are, and then nobody need walk through them.

use super::schema::Schema;
use crate::openapi::Resolver;
use crate::tree::{NodeId, Tree};
use std::collections::HashSet;

/// The keywords by which a value differs. `properties`, `items` and `allOf` are looked into.
const KEYWORDS: [&str; 10] = [
    "type",
    "format",
    "enum",
    "required",
    "default",
    "x-ms-visibility",
    "x-ms-dynamic-values",
    "x-ms-dynamic-list",
    "x-ms-dynamic-schema",
    "x-ms-dynamic-properties",
];

/// What is known of pairs of schemas.
#[derive(Debug, Default)]
pub(super) struct Same {
    equal: HashSet<(NodeId, NodeId)>,
    different: HashSet<(NodeId, NodeId)>,
}

impl Same {
    /// Whether two schemas are the same, to any depth. Those that refer to themselves are, unless something differs.
    pub fn are(
        &mut self,
        tree: &Tree,
        (old_names, new_names): (&mut Resolver, &mut Resolver),
        (old, new): (NodeId, NodeId),
    ) -> bool {
        let mut met: HashSet<(NodeId, NodeId)> = HashSet::new();
        let mut open = vec![(old, new)];
        while let Some((old, new)) = open.pop() {
            let pair =
                (old_names.follow(tree, old).unwrap_or(old), new_names.follow(tree, new).unwrap_or(new));
            // Only what is referred to is met again.
            let is_shared = pair != (old, new);
            if is_shared && (self.equal.contains(&pair) || !met.insert(pair)) {
                continue;
            }
            let is_known = is_shared && self.different.contains(&pair);
            if is_known || !look(tree, (old_names, new_names), pair, &mut open) {
                if is_shared {
                    self.different.insert(pair);
                }
                return false;
            }
        }
        self.equal.extend(met);
        true
    }
}

/// Whether two schemas are the same as far as they go themselves; what is below them is still to be looked at.
fn look(
    tree: &Tree,
    (old_names, new_names): (&mut Resolver, &mut Resolver),
    (old, new): (NodeId, NodeId),
    open: &mut Vec<(NodeId, NodeId)>,
) -> bool {
    let before = open.len();
    if let Some(answer) = side_by_side(tree, old, new, open) {
        return answer;
    }
    open.truncate(before);
    by_keyword(&Schema::of(tree, old_names, old), &Schema::of(tree, new_names, new), tree, open)
}

/// The quick way, for schemas whose members stand in the same order, as most do; `None` if these do not.
fn side_by_side(tree: &Tree, old: NodeId, new: NodeId, open: &mut Vec<(NodeId, NodeId)>) -> Option<bool> {
    let (mut olds, mut news) = (tree.members(old), tree.members(new));
    loop {
        let ((key, old), (other, new)) = match (olds.next(), news.next()) {
            (None, None) => return Some(true),
            (old, new) => (old?, new?),
        };
        if key != other || key == "allOf" {
            return None;
        }
        match key {
            "items" => open.push((old, new)),
            "properties" => {
                let (mut olds, mut news) = (tree.members(old), tree.members(new));
                loop {
                    match (olds.next(), news.next()) {
                        (None, None) => break,
                        (Some((name, old)), Some((other, new))) if name == other => open.push((old, new)),
                        _ => return None,
                    }
                }
            }
            _ if KEYWORDS.contains(&key) && !tree.equal(old, new) => return Some(false),
            _ => {}
        }
    }
}

/// The same whatever the order, and of schemas that are made of parts.
fn by_keyword(old: &Schema<'_>, new: &Schema<'_>, tree: &Tree, open: &mut Vec<(NodeId, NodeId)>) -> bool {
    let agree = |keyword: &&str| match (old.get(keyword), new.get(keyword)) {
        (Some(old), Some(new)) => tree.equal(old, new),
        (old, new) => old.is_none() && new.is_none(),
    };
    if !KEYWORDS.iter().all(agree) {
        return false;
    }
    match (old.get("items"), new.get("items")) {
        (Some(old), Some(new)) => open.push((old, new)),
        (None, None) => {}
        _ => return false,
    }
    let olds = old.properties();
    if olds.len() != new.properties().len() {
        return false;
    }
    for (name, old) in olds {
        match new.property(name) {
            Some(new) => open.push((old, new)),
            None => return false,
        }
    }
    true
}
