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
            let old = old_names.follow(tree, old).unwrap_or(old);
            let new = new_names.follow(tree, new).unwrap_or(new);
            if self.equal.contains(&(old, new)) || !met.insert((old, new)) {
                continue;
            }
            if self.different.contains(&(old, new))
                || !look(
                    &Schema::of(tree, old_names, old),
                    &Schema::of(tree, new_names, new),
                    tree,
                    &mut open,
                )
            {
                self.different.insert((old, new));
                return false;
            }
        }
        self.equal.extend(met);
        true
    }
}

/// Whether two schemas are the same as far as they go themselves; what is below them is still to be looked at.
fn look(old: &Schema<'_>, new: &Schema<'_>, tree: &Tree, open: &mut Vec<(NodeId, NodeId)>) -> bool {
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
    let (olds, news) = (old.properties(), new.properties());
    if olds.len() != news.len() {
        return false;
    }
    for (index, (name, old)) in olds.into_iter().enumerate() {
        let beside = news.get(index).filter(|(other, _)| *other == name).map(|(_, new)| *new);
        match beside.or_else(|| new.property(name)) {
            Some(new) => open.push((old, new)),
            None => return false,
        }
    }
    true
}
