//! Which operations a part of the definition belongs to, through references as well.

use crate::openapi::{Found, METHODS, Object, Resolver, operations, reference};
use crate::tree::{NodeId, Tree};
use indexmap::IndexSet;
use std::collections::{HashMap, HashSet};

/// What of an operation a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// A parameter that is not the body.
    Parameter,
    /// The body of the request.
    Body,
    /// A response.
    Response,
    /// What a callback brings.
    Notification,
}

/// A place where a part of the definition takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Use {
    /// The operation.
    pub operation: NodeId,
    /// As what.
    pub part: Part,
}

/// So many uses of one schema are looked at: what is wrong in several operations is told once.
const MOST: usize = 64;
/// So many references are followed to find them.
const FARTHEST: usize = 1_000;

/// From each thing that references name to those references.
pub(super) struct Uses {
    root: NodeId,
    holders: HashMap<NodeId, Vec<NodeId>>,
}

impl Uses {
    pub(super) fn new(tree: &Tree, root: NodeId, found: &[Found], resolver: &mut Resolver) -> Uses {
        let mut holders: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        for Found { node, object } in found {
            if !matches!(object, Object::Schema | Object::Parameter | Object::Response | Object::PathItem) {
                continue;
            }
            let target = reference(tree, *node).and_then(|text| resolver.resolve(tree, text));
            if let Some(target) = target {
                holders.entry(target).or_default().push(*node);
            }
        }
        Uses { root, holders }
    }

    /// Where a node takes effect, each operation and part once; of a schema that is used very often, some.
    pub(super) fn of(&self, tree: &Tree, node: NodeId, resolver: &mut Resolver) -> Vec<Use> {
        self.search(tree, &[node], resolver, |steps, found| steps < FARTHEST && found < MOST)
    }

    /// Where any of several nodes takes effect.
    pub(super) fn of_all(&self, tree: &Tree, nodes: &[NodeId], resolver: &mut Resolver) -> Vec<Use> {
        self.search(tree, nodes, resolver, |_, _| true)
    }

    fn search(
        &self,
        tree: &Tree,
        nodes: &[NodeId],
        resolver: &mut Resolver,
        go_on: impl Fn(usize, usize) -> bool,
    ) -> Vec<Use> {
        let mut uses: IndexSet<Use> = IndexSet::new();
        let mut open = nodes.to_vec();
        let mut seen: HashSet<NodeId> = nodes.iter().copied().collect();
        let mut chain = Vec::new();
        let mut steps = 0;
        while let Some(start) = open.pop().filter(|_| go_on(steps, uses.len())) {
            steps += 1;
            chain.clear();
            let mut at = Some(start);
            while let Some(node) = at {
                if let Some(holders) = self.holders.get(&node) {
                    open.extend(holders.iter().copied().filter(|holder| seen.insert(*holder)));
                }
                chain.push(node);
                at = if node == self.root { None } else { tree.parent(node) };
            }
            chain.reverse();
            self.place(tree, &chain, resolver, &mut uses);
        }
        uses.into_iter().collect()
    }

    /// Reads off the nodes from the root to a place what it belongs to.
    fn place(&self, tree: &Tree, chain: &[NodeId], resolver: &mut Resolver, uses: &mut IndexSet<Use>) {
        let [root, paths, path_item, member, below @ ..] = chain else { return };
        if *root != self.root || tree.key(*paths) != "paths" {
            return;
        }
        let mut add = |operation: NodeId, part: Part| {
            uses.insert(Use { operation, part });
        };
        let methods = || tree.members(*path_item).filter(|(key, _)| METHODS.contains(key));
        match tree.key(*member) {
            "parameters" => {
                let part = parameter_part(tree, below.first().copied(), resolver);
                methods().for_each(|(_, operation)| add(operation, part));
            }
            "x-ms-notification-content" => {
                methods().for_each(|(_, operation)| add(operation, Part::Notification));
            }
            method if METHODS.contains(&method) => match below.first().map(|node| tree.key(*node)) {
                Some("parameters") => {
                    add(*member, parameter_part(tree, below.get(1).copied(), resolver));
                }
                Some("responses") => add(*member, Part::Response),
                _ => {}
            },
            _ => {}
        }
    }
}

fn parameter_part(tree: &Tree, parameter: Option<NodeId>, resolver: &mut Resolver) -> Part {
    let parameter = parameter.and_then(|parameter| resolver.follow(tree, parameter));
    match parameter.and_then(|parameter| tree.get_str(parameter, "in")) {
        Some("body") => Part::Body,
        _ => Part::Parameter,
    }
}

/// An operation as a message calls it: its id, or method and path.
pub(super) fn name_of(tree: &Tree, operation: NodeId) -> String {
    if let Some(id) = tree.get_str(operation, "operationId") {
        return format!("`{id}`");
    }
    let path = tree.parent(operation).map_or("", |path_item| tree.key(path_item));
    format!("`{} {path}`", tree.key(operation).to_uppercase())
}

/// The operations of a definition by their ids; of two with one id, the first.
pub(super) fn by_id(tree: &Tree, root: NodeId) -> HashMap<&str, NodeId> {
    let mut known = HashMap::new();
    for operation in operations(tree, root) {
        if let Some(id) = operation.id() {
            known.entry(id).or_insert(operation.node);
        }
    }
    known
}
