//! Schemas: their properties and what is below them.

use super::object::{Holds, Object, child_kind};
use super::reference::Resolver;
use crate::tree::{NodeId, Tree};

/// What a schema says of its value alone: in 2.0 parameters, headers and their items say it as well.
pub const VALUE_KEYWORDS: [&str; 16] = [
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
];

/// The schemas right below a schema.
pub fn schema_children(tree: &Tree, schema: NodeId) -> Vec<NodeId> {
    let mut below = Vec::new();
    for member in tree.children(schema).filter(|member| tree.is_container(*member)) {
        match child_kind(Object::Schema, tree.key(member)) {
            Holds::One(_) => below.push(member),
            Holds::OneOrList(_) if !tree.is_array(member) => below.push(member),
            Holds::List(_) | Holds::OneOrList(_) => below.extend(tree.items(member)),
            Holds::Map(_) => below.extend(tree.members(member).map(|(_, node)| node)),
            Holds::Nothing => {}
        }
    }
    below.retain(|node| tree.is_object(*node));
    below
}

/// The schema of a property, references followed: in `properties`, or in a part of `allOf`.
pub fn property(tree: &Tree, resolver: &mut Resolver, schema: NodeId, name: &str) -> Option<NodeId> {
    let mut open = vec![schema];
    // A schema that is made of more parts than this is made of itself.
    for _ in 0..256 {
        let schema = resolver.follow(tree, open.pop()?)?;
        if let Some(found) = tree.at(schema, &["properties", name]) {
            return Some(found);
        }
        if let Some(parts) = tree.get(schema, "allOf") {
            open.extend(tree.items(parts));
        }
    }
    None
}
