//! `oneOf` and `anyOf`: 2.0 has no alternatives, so a union says what all of them allow.

use super::edit::{rename, set_flag, set_text};
use super::rules::UNION_SCHEMA;
use super::schemas::PASS;
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Resolver, reference};
use crate::tree::{Kind, NodeId, Origin, Tree};

/// Lowers the alternatives of one schema; what was made, for others to lower further.
pub(super) fn lower(
    tree: &mut Tree,
    resolver: &mut Resolver,
    schema: NodeId,
    findings: &mut Findings,
) -> Vec<NodeId> {
    let mut made = Vec::new();
    for key in ["oneOf", "anyOf"] {
        let Some(list) = tree.get(schema, key).filter(|list| tree.is_array(*list)) else { continue };
        null_variant(tree, schema, list);
        let variants: Vec<NodeId> = tree.items(list).collect();
        match variants.as_slice() {
            [] => tree.detach(list),
            [only] => only_variant(tree, schema, list, *only),
            _ => union(tree, resolver, schema, list, &variants, &mut made, findings),
        }
    }
    made
}

/// "or null" is a property of the schema itself.
fn null_variant(tree: &mut Tree, schema: NodeId, list: NodeId) {
    let is_null = |variant: &NodeId| {
        let kind = tree.get(*variant, "type");
        kind.is_some_and(|kind| tree.str(kind) == Some("null"))
    };
    let null = tree.items(list).find(is_null);
    if let Some(null) = null {
        tree.detach(null);
        let from = tree.get(null, "type").unwrap_or(null);
        set_flag(tree, schema, "x-nullable", true, Origin::from(from, PASS));
    }
}

/// A choice of one is no choice.
fn only_variant(tree: &mut Tree, schema: NodeId, list: NodeId, only: NodeId) {
    let others = tree
        .members(schema)
        .any(|(key, node)| node != list && !key.starts_with("x-") && key != "description");
    if reference(tree, only).is_some() || others || !tree.is_object(only) {
        if let Some(parts) = tree.get(schema, "allOf") {
            tree.detach(only);
            tree.push(parts, only);
            tree.detach(list);
        } else {
            rename(tree, list, "allOf", PASS);
        }
        return;
    }
    tree.detach(list);
    let members: Vec<NodeId> = tree.children(only).collect();
    for member in members {
        let key = tree.key(member).to_owned();
        if tree.get(schema, &key).is_none() {
            tree.detach(member);
            tree.append(schema, &key, member);
        }
    }
}

fn union(
    tree: &mut Tree,
    resolver: &mut Resolver,
    schema: NodeId,
    list: NodeId,
    variants: &[NodeId],
    made: &mut Vec<NodeId>,
    findings: &mut Findings,
) {
    let key = tree.key(list).to_owned();
    let resolved: Vec<NodeId> =
        variants.iter().filter_map(|variant| resolver.follow(tree, *variant)).collect();
    let kinds: Vec<Option<&str>> = resolved.iter().map(|variant| type_of(tree, *variant)).collect();
    let first = kinds.first().copied().flatten().map(str::to_owned);
    let same = kinds.iter().all(|kind| *kind == first.as_deref());
    let extension = format!("x-{key}");
    let what = match first.as_deref() {
        Some("object") if same => {
            properties(tree, schema, list, &resolved, made);
            "all properties of its alternatives, and requires what each of them requires"
        }
        Some(kind) if same => {
            let origin = Origin::from(list, PASS);
            set_text_if_absent(tree, schema, "type", kind, origin);
            values(tree, schema, list, &resolved);
            "the type that its alternatives share"
        }
        _ => "no type, since its alternatives have different ones",
    };
    rename(tree, list, &extension, PASS);
    findings
        .report(&UNION_SCHEMA, Site::Key(list), format!("Swagger 2.0 has no `{key}`: the schema gets {what}"))
        .help("if flows need one alternative only, choose it by overlay");
}

fn type_of(tree: &Tree, schema: NodeId) -> Option<&str> {
    if let Some(kind) = tree.get(schema, "type") {
        return tree.str(kind);
    }
    let object = ["properties", "allOf", "additionalProperties", "required"];
    object.iter().any(|key| tree.get(schema, key).is_some()).then_some("object")
}

/// The properties of all alternatives; one that they describe differently gets no type.
fn properties(tree: &mut Tree, schema: NodeId, list: NodeId, variants: &[NodeId], made: &mut Vec<NodeId>) {
    let origin = Origin::from(list, PASS);
    set_text_if_absent(tree, schema, "type", "object", origin);
    let target = match tree.get(schema, "properties") {
        Some(target) => target,
        None => {
            let target = tree.make_object(origin);
            tree.append(schema, "properties", target);
            target
        }
    };
    for variant in variants {
        let members: Vec<NodeId> = tree
            .get(*variant, "properties")
            .into_iter()
            .flat_map(|properties| tree.children(properties))
            .collect();
        for member in members {
            let name = tree.key(member).to_owned();
            match tree.get(target, &name) {
                None => {
                    let copy = tree.copy(member, PASS);
                    tree.append(target, &name, copy);
                    made.push(copy);
                }
                Some(other) if !equal(tree, other, member) => merge(tree, other, member),
                Some(_) => {}
            }
        }
    }
    require_common(tree, schema, list, variants);
}

/// Two descriptions of one property: what differs no longer counts, except that values of both may come.
fn merge(tree: &mut Tree, kept: NodeId, other: NodeId) {
    if tree.origin(kept).is_none() {
        return;
    }
    let both_typed =
        tree.get_str(kept, "type") == tree.get_str(other, "type") && tree.get(kept, "type").is_some();
    let values: Option<Vec<NodeId>> = tree.get(other, "enum").map(|list| tree.items(list).collect());
    if let (true, Some(list), Some(values)) = (both_typed, tree.get(kept, "enum"), values) {
        for value in values {
            if !tree.items(list).any(|known| equal(tree, known, value)) {
                let copy = tree.copy(value, PASS);
                tree.push(list, copy);
            }
        }
        return;
    }
    let keep = if both_typed {
        ["type", "description", "title"].as_slice()
    } else {
        ["description", "title"].as_slice()
    };
    let members: Vec<NodeId> =
        tree.members(kept).filter(|(key, _)| !keep.contains(key)).map(|(_, member)| member).collect();
    for member in members {
        tree.detach(member);
    }
}

fn require_common(tree: &mut Tree, schema: NodeId, list: NodeId, variants: &[NodeId]) {
    let required = |variant: &NodeId| -> Vec<String> {
        let list = tree.get(*variant, "required");
        list.into_iter().flat_map(|list| tree.items(list)).map(|item| tree.text(item).to_owned()).collect()
    };
    let Some((first, rest)) = variants.split_first() else { return };
    let mut common = required(first);
    common.retain(|name| rest.iter().all(|variant| required(variant).contains(name)));
    if common.is_empty() {
        return;
    }
    let origin = Origin::from(list, PASS);
    let names = match tree.get(schema, "required") {
        Some(names) => names,
        None => {
            let names = tree.make_array(origin);
            tree.append(schema, "required", names);
            names
        }
    };
    for name in common {
        if !tree.items(names).any(|item| tree.text(item) == name) {
            let item = tree.make_string(&name, origin);
            tree.push(names, item);
        }
    }
}

/// The values of all alternatives, if each of them lists its own.
fn values(tree: &mut Tree, schema: NodeId, list: NodeId, variants: &[NodeId]) {
    let values_of = |variant: &NodeId| -> Option<Vec<NodeId>> {
        match (tree.get(*variant, "enum"), tree.get(*variant, "const")) {
            (Some(list), _) => Some(tree.items(list).collect()),
            (None, Some(constant)) => Some(vec![constant]),
            (None, None) => None,
        }
    };
    let all: Option<Vec<Vec<NodeId>>> = variants.iter().map(values_of).collect();
    let Some(all) = all.filter(|_| tree.get(schema, "enum").is_none()) else { return };
    let target = tree.make_array(Origin::from(list, PASS));
    for value in all.into_iter().flatten() {
        if tree.kind(value) != Kind::Null && !tree.items(target).any(|known| equal(tree, known, value)) {
            let copy = tree.copy(value, PASS);
            tree.push(target, copy);
        }
    }
    tree.append(schema, "enum", target);
}

fn set_text_if_absent(tree: &mut Tree, schema: NodeId, key: &str, text: &str, origin: Origin) {
    if tree.get(schema, key).is_none() {
        set_text(tree, schema, key, text, origin);
    }
}

/// Whether two nodes say the same, in the same order.
pub(super) fn equal(tree: &Tree, left: NodeId, right: NodeId) -> bool {
    let mut pairs = vec![(left, right)];
    while let Some((left, right)) = pairs.pop() {
        if tree.kind(left) != tree.kind(right) || tree.text(left) != tree.text(right) {
            return false;
        }
        let (mut lefts, mut rights) = (tree.children(left), tree.children(right));
        loop {
            match (lefts.next(), rights.next()) {
                (None, None) => break,
                (Some(left), Some(right)) if tree.key(left) == tree.key(right) => pairs.push((left, right)),
                _ => return false,
            }
        }
    }
    true
}
