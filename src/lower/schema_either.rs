//! Several schemas of which one holds, as one: what they agree in stays, what they differ in no longer counts.

use super::edit::set_text;
use super::schema_compose::{Compose, Part};
use super::schemas::PASS;
use crate::tree::{NodeId, Origin, Tree};
use indexmap::IndexMap;
use std::collections::HashSet;

/// How deep alternatives are compared. Below, what differs has no type.
const MAX_DEPTH: usize = 4;

/// What describes a value and does not limit it: the first of several descriptions is better than none.
const DESCRIBING: [&str; 5] = ["title", "description", "x-ms-summary", "x-ms-visibility", "x-nullable"];

/// What limits a value: it stays if all alternatives have it.
const LIMITS: [&str; 14] = [
    "format",
    "x-format",
    "pattern",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "readOnly",
];

/// The type of a schema that is made of several.
pub(super) fn kind_of<'t>(tree: &'t Tree, layers: &[NodeId]) -> Option<&'t str> {
    if let Some(kind) = layers.iter().find_map(|layer| tree.get_str(*layer, "type")) {
        return Some(kind);
    }
    let object = ["properties", "required", "additionalProperties", "minProperties", "maxProperties"];
    let is_object = |layer: &NodeId| object.iter().any(|key| tree.get(*layer, key).is_some());
    layers.iter().any(is_object).then_some("object")
}

/// A new schema that allows what any of some finished schemas allows.
pub(super) fn either(compose: &mut Compose, tree: &mut Tree, schemas: &[NodeId], depth: usize) -> NodeId {
    let Some((first, rest)) = schemas.split_first() else {
        return tree.make_object(Origin::pass(PASS));
    };
    if rest.iter().all(|other| tree.equal(*first, *other)) {
        return compose.copy(tree, *first);
    }
    let origin = Origin::from(*first, PASS);
    let made = tree.make_object(origin);
    let whole: Option<Vec<NodeId>> = schemas
        .iter()
        .map(|schema| match compose.part(tree, *schema) {
            Part::Whole(target) | Part::Own(target) => Some(target),
            Part::Recursive | Part::Nothing => None,
        })
        .collect();
    let Some(whole) = whole else { return made };
    for key in DESCRIBING {
        let said = whole.iter().find_map(|schema| tree.get(*schema, key));
        if let Some(said) = said {
            let copy = compose.copy(tree, said);
            tree.append(made, key, copy);
        }
    }
    let kinds: Option<Vec<&str>> = whole.iter().map(|schema| kind_of(tree, &[*schema])).collect();
    let Some(kinds) = kinds else { return made };
    let kind = match kinds.as_slice() {
        kinds if kinds.iter().all(|kind| *kind == kinds[0]) => kinds[0].to_owned(),
        kinds if kinds.iter().all(|kind| matches!(*kind, "integer" | "number")) => "number".to_owned(),
        _ => return made,
    };
    set_text(tree, made, "type", &kind, origin);
    match kind.as_str() {
        "object" => properties(compose, tree, made, &whole, depth),
        "array" => {
            let items: Vec<NodeId> = whole.iter().filter_map(|schema| tree.get(*schema, "items")).collect();
            let items = if depth < MAX_DEPTH && items.len() == whole.len() {
                either(compose, tree, &items, depth + 1)
            } else {
                tree.make_object(origin)
            };
            tree.append(made, "items", items);
        }
        _ => insert_values(compose, tree, made, &whole, origin),
    }
    insert_common(compose, tree, made, &whole);
    made
}

fn properties(compose: &mut Compose, tree: &mut Tree, made: NodeId, schemas: &[NodeId], depth: usize) {
    if depth >= MAX_DEPTH {
        return;
    }
    let mut by_name: IndexMap<String, Vec<NodeId>> = IndexMap::new();
    for schema in schemas {
        let Some(properties) = tree.get(*schema, "properties") else { continue };
        for (name, property) in tree.members(properties) {
            by_name.entry(name.to_owned()).or_default().push(property);
        }
    }
    if by_name.is_empty() {
        return;
    }
    let target = tree.make_object(Origin::from(made, PASS));
    tree.append(made, "properties", target);
    for (name, schemas) in &by_name {
        if !compose.has_room() {
            break;
        }
        let property = either(compose, tree, schemas, depth + 1);
        tree.append(target, name, property);
    }
}

/// The values of all alternatives, if each of them lists its own.
pub(super) fn insert_values(
    compose: &mut Compose,
    tree: &mut Tree,
    schema: NodeId,
    alternatives: &[NodeId],
    origin: Origin,
) {
    let lists: Option<Vec<NodeId>> = alternatives.iter().map(|one| tree.get(*one, "enum")).collect();
    let Some(lists) = lists.filter(|_| tree.get(schema, "enum").is_none()) else { return };
    let mut seen = HashSet::new();
    let all = lists.iter().flat_map(|list| tree.items(*list));
    let values: Vec<NodeId> =
        all.filter(|value| tree.is_container(*value) || seen.insert(scalar(tree, *value))).collect();
    let target = tree.make_array(origin);
    for value in values {
        let copy = compose.copy(tree, value);
        tree.push(target, copy);
    }
    tree.append(schema, "enum", target);
}

/// The limits that all alternatives have.
pub(super) fn insert_common(compose: &mut Compose, tree: &mut Tree, schema: NodeId, alternatives: &[NodeId]) {
    for key in LIMITS {
        let said: Option<Vec<NodeId>> = alternatives.iter().map(|one| tree.get(*one, key)).collect();
        let Some((first, rest)) = said.as_deref().and_then(<[NodeId]>::split_first) else { continue };
        if tree.get(schema, key).is_none() && rest.iter().all(|other| tree.equal(*first, *other)) {
            let copy = compose.copy(tree, *first);
            tree.append(schema, key, copy);
        }
    }
    // A flag without its bound has no meaning.
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(flag) = tree.get(schema, flag).filter(|_| tree.get(schema, bound).is_none()) {
            tree.detach(flag);
        }
    }
}

/// A scalar as something that can be looked up: `1` is not `"1"`.
pub(super) fn scalar(tree: &Tree, node: NodeId) -> (&'static str, &str) {
    (tree.kind(node).name(), tree.text(node))
}
