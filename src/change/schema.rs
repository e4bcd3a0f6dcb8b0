//! A schema as it counts for who uses it: references followed, the parts of `allOf` taken together.

use crate::openapi::Resolver;
use crate::tree::{NodeId, Tree};
use std::collections::HashSet;

/// A schema and the parts it is made of.
pub(super) struct Schema<'t> {
    tree: &'t Tree,
    /// The schema itself.
    pub node: NodeId,
    /// It and all parts of its `allOf`, in document order.
    parts: Vec<NodeId>,
}

impl<'t> Schema<'t> {
    /// Of a schema or a reference to one; of a reference that leads nowhere, a schema that says nothing.
    pub fn of(tree: &'t Tree, names: &mut Resolver, node: NodeId) -> Schema<'t> {
        let node = names.follow(tree, node).unwrap_or(node);
        let mut parts = Vec::new();
        collect(tree, names, node, &mut parts);
        Schema { tree, node, parts }
    }

    /// A keyword: of the schema itself, else of the first part that has it.
    pub fn get(&self, keyword: &str) -> Option<NodeId> {
        let own = self.tree.get(self.node, keyword);
        own.or_else(|| self.parts.iter().find_map(|part| self.tree.get(*part, keyword)))
    }

    /// The properties, in order; of one that several parts have, the first.
    pub fn properties(&self) -> Vec<(&'t str, NodeId)> {
        let tree = self.tree;
        let lists = self.parts.iter().filter_map(|part| tree.get(*part, "properties"));
        let all = lists.flat_map(|list| tree.members(list));
        if self.parts.len() == 1 {
            return all.collect();
        }
        let mut seen = HashSet::new();
        all.filter(|(name, _)| seen.insert(*name)).collect()
    }

    /// One property.
    pub fn property(&self, name: &str) -> Option<NodeId> {
        self.parts.iter().find_map(|part| self.tree.at(*part, &["properties", name]))
    }

    /// Where a property would stand.
    pub fn properties_node(&self) -> NodeId {
        self.get("properties").unwrap_or(self.node)
    }

    /// Whether a property must be given.
    pub fn is_required(&self, name: &str) -> bool {
        self.required(name).is_some()
    }

    /// Where it is said that a property must be given.
    pub fn required(&self, name: &str) -> Option<NodeId> {
        let tree = self.tree;
        let lists = self.parts.iter().filter_map(|part| tree.get(*part, "required"));
        lists.flat_map(|list| tree.items(list)).find(|item| tree.str(*item) == Some(name))
    }
}

/// Of parts that refer to each other in a circle, each once.
fn collect(tree: &Tree, names: &mut Resolver, node: NodeId, parts: &mut Vec<NodeId>) {
    if tree.get(node, "allOf").is_none() {
        parts.push(node);
        return;
    }
    let mut seen = HashSet::new();
    let mut open = vec![Step::Open(node)];
    while let Some(step) = open.pop() {
        let part = match step {
            Step::Take(part) => {
                parts.push(part);
                continue;
            }
            Step::Open(part) => names.follow(tree, part).unwrap_or(part),
        };
        if !seen.insert(part) {
            continue;
        }
        let below = tree.get(part, "allOf").into_iter().flat_map(|list| tree.items(list));
        let below: Vec<Step> = below.map(Step::Open).collect();
        // The stack is read from its end, and what stands first in the document comes first.
        let first = tree.members(part).map(|(key, _)| key).find(|key| ["properties", "allOf"].contains(key));
        if first == Some("properties") {
            open.extend(below.into_iter().rev());
            open.push(Step::Take(part));
        } else {
            open.push(Step::Take(part));
            open.extend(below.into_iter().rev());
        }
    }
}

enum Step {
    Open(NodeId),
    Take(NodeId),
}
