//! Required properties that no schema describes: validators of 2.0 want each among the `properties`.

use super::schemas::PASS;
use crate::openapi::Resolver;
use crate::tree::{NodeId, NodeSet, Origin, Tree};
use std::collections::HashSet;

/// Describes them as what they were without a word: any value, or what the object says of all others.
pub(super) fn run(tree: &mut Tree, root: NodeId, all: &[NodeId]) {
    let mut resolver = Resolver::new(root);
    let shared = tree.at(root, &["components", "schemas"]);
    for schema in all.iter().copied() {
        // A part of another schema says what it adds to that.
        let is_whole = tree.key(schema) == "schema" || tree.parent(schema) == shared;
        if !is_whole {
            continue;
        }
        let Some(required) = tree.get(schema, "required").filter(|list| tree.is_array(*list)) else {
            continue;
        };
        let known = properties(tree, &mut resolver, schema);
        let missing: Vec<NodeId> =
            tree.items(required).filter(|item| !known.contains(tree.text(*item))).collect();
        for item in missing {
            describe(tree, schema, item);
        }
    }
}

/// The names of all properties of a schema and of its parts.
fn properties(tree: &Tree, resolver: &mut Resolver, schema: NodeId) -> HashSet<String> {
    let (mut names, mut seen, mut open) = (HashSet::new(), NodeSet::default(), vec![schema]);
    while let Some(schema) = open.pop() {
        let Some(target) = resolver.follow(tree, schema).filter(|target| seen.insert(*target)) else {
            continue;
        };
        let own = tree.get(target, "properties").into_iter().flat_map(|own| tree.members(own));
        names.extend(own.map(|(name, _)| name.to_owned()));
        open.extend(tree.get(target, "allOf").into_iter().flat_map(|parts| tree.items(parts)));
    }
    names
}

fn describe(tree: &mut Tree, schema: NodeId, item: NodeId) {
    let name = tree.text(item).to_owned();
    let origin = Origin::from(item, PASS);
    let others = tree.get(schema, "additionalProperties").filter(|others| tree.is_object(*others));
    let property = match others {
        Some(others) => tree.copy(others, PASS),
        None => tree.make_object(origin),
    };
    let properties = match tree.get(schema, "properties") {
        Some(properties) => properties,
        None => {
            let properties = tree.make_object(origin);
            tree.append(schema, "properties", properties);
            properties
        }
    };
    if tree.get(properties, &name).is_none() {
        tree.append(properties, &name, property);
    }
}
