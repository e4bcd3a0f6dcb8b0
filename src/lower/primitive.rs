//! A schema as parameters, form fields, headers and their items can say it: type, format and bounds in place.

use super::edit::{rename, set_text};
use crate::openapi::{Resolver, VALUE_KEYWORDS};
use crate::tree::{Kind, NodeId, Origin, Step, Tree};
use std::collections::HashSet;

/// What a schema is, seen from a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A text, number or boolean.
    Plain,
    /// A list of them.
    List,
    /// An object.
    Object,
    /// It does not say.
    Unknown,
}

/// A schema with references followed and `allOf` merged: itself where it has neither, else a copy.
pub(super) fn effective(
    tree: &mut Tree,
    resolver: &mut Resolver,
    schema: NodeId,
    by: &'static str,
) -> NodeId {
    let Some(target) = resolver.follow(tree, schema) else { return schema };
    let whole = if target == schema { schema } else { tree.copy(target, by) };
    if whole != schema {
        tree.note(schema, Step { by, what: "written out", because: Some(whole) });
    }
    // Each part counts once, however many ways lead to it: a schema may be a part of itself.
    let mut seen = HashSet::from([target]);
    while let Some(parts) = tree.get(whole, "allOf") {
        tree.detach(parts);
        let parts: Vec<NodeId> = tree.items(parts).collect();
        for part in parts {
            if let Some(target) = resolver.follow(tree, part).filter(|target| seen.insert(*target)) {
                merge(tree, whole, target, by);
                if target != part {
                    tree.detach(part);
                    tree.note(part, Step { by, what: "merged", because: Some(whole) });
                }
            }
        }
    }
    whole
}

/// What the effective schema of a schema is, without making it.
pub(super) fn form_of(tree: &Tree, resolver: &mut Resolver, schema: NodeId) -> Form {
    let mut seen = HashSet::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        let Some(target) = resolver.follow(tree, schema).filter(|target| seen.insert(*target)) else {
            continue;
        };
        match form(tree, target) {
            Form::Unknown => {
                open.extend(tree.get(target, "allOf").into_iter().flat_map(|all| tree.items(all)))
            }
            known => return known,
        }
    }
    Form::Unknown
}

fn merge(tree: &mut Tree, whole: NodeId, part: NodeId, by: &'static str) {
    let members: Vec<NodeId> = tree.children(part).collect();
    for member in members {
        let key = tree.key(member).to_owned();
        let copy = tree.copy(member, by);
        match tree.get(whole, &key) {
            None => tree.append(whole, &key, copy),
            Some(known) if matches!(key.as_str(), "properties" | "required" | "allOf") => {
                let children: Vec<NodeId> = tree.children(copy).collect();
                for child in children {
                    let name = tree.key(child).to_owned();
                    tree.detach(child);
                    if tree.is_array(known) {
                        tree.push(known, child);
                    } else if tree.get(known, &name).is_none() {
                        tree.append(known, &name, child);
                    }
                }
            }
            Some(_) => {}
        }
    }
}

/// What an effective schema is.
pub(super) fn form(tree: &Tree, schema: NodeId) -> Form {
    match tree.get_str(schema, "type") {
        Some("array") => Form::List,
        Some("object") => Form::Object,
        Some(_) => Form::Plain,
        None if tree.get(schema, "properties").is_some() => Form::Object,
        None => Form::Unknown,
    }
}

/// Puts what an effective schema says into the object that stands for it, which may say more itself.
/// A schema of unknown form is text. What is said twice, and differently, is kept as an extension.
pub(super) fn describe(
    tree: &mut Tree,
    resolver: &mut Resolver,
    holder: NodeId,
    schema: NodeId,
    by: &'static str,
) {
    take_over(tree, holder, schema, by);
    if tree.get_str(holder, "type") == Some("array") {
        items(tree, resolver, holder, by);
    } else {
        stray_items(tree, holder, by);
    }
}

fn take_over(tree: &mut Tree, holder: NodeId, schema: NodeId, by: &'static str) {
    let members: Vec<NodeId> = tree.children(schema).collect();
    for member in members {
        let key = tree.key(member).to_owned();
        let own = match key.as_str() {
            key if VALUE_KEYWORDS.contains(&key) || key == "collectionFormat" || key.starts_with("x-") => {
                key.to_owned()
            }
            "description" => "description".to_owned(),
            "example" => "x-example".to_owned(),
            other => format!("x-jsonschema-{other}"),
        };
        let own = match tree.get(holder, &own) {
            None => own,
            Some(known) if tree.equal(known, member) => continue,
            Some(_) => format!("x-jsonschema-{key}"),
        };
        if tree.get(holder, &own).is_none() {
            tree.detach(member);
            tree.append(holder, &own, member);
        }
    }
    if tree.get(holder, "type").is_none() {
        let kind = guess(tree, holder);
        set_text(tree, holder, "type", kind, Origin::from(schema, by));
        if kind == "string" {
            values_as_text(tree, holder, by);
        }
    }
}

/// `items` of a parameter: no reference, no object, and no list, which no style of 3.x can write.
fn items(tree: &mut Tree, resolver: &mut Resolver, holder: NodeId, by: &'static str) {
    let origin = Origin::from(holder, by);
    let old = tree.get(holder, "items").filter(|items| tree.is_object(*items));
    let items = tree.make_object(old.map_or(origin, |old| Origin::from(old, by)));
    let Some(old) = old else {
        tree.set(holder, "items", items);
        set_text(tree, items, "type", "string", origin);
        return;
    };
    tree.replace(old, items);
    let schema = effective(tree, resolver, old, by);
    if matches!(form(tree, schema), Form::Object | Form::List) {
        set_text(tree, items, "type", "string", Origin::from(schema, by));
        tree.append(items, "x-oas3-schema", schema);
        return;
    }
    take_over(tree, items, schema, by);
    stray_items(tree, items, by);
    if let Some(description) = tree.get(items, "description") {
        rename(tree, description, "x-description", by);
    }
}

/// Only a list has items.
fn stray_items(tree: &mut Tree, holder: NodeId, by: &'static str) {
    if let Some(items) = tree.get(holder, "items") {
        rename(tree, items, "x-jsonschema-items", by);
    }
}

/// The type of a value without one: that of its values, else text, which is how it is sent.
fn guess(tree: &Tree, holder: NodeId) -> &'static str {
    let listed = tree.get(holder, "enum").into_iter().flat_map(|list| tree.items(list));
    let mut kinds = listed.chain(tree.get(holder, "default")).map(|value| tree.kind(value));
    let Some(first) = kinds.next() else { return "string" };
    match first {
        _ if kinds.any(|kind| kind != first) => "string",
        Kind::Bool => "boolean",
        Kind::Number => "number",
        _ => "string",
    }
}

/// Values of several types, as the text that is sent for them.
fn values_as_text(tree: &mut Tree, holder: NodeId, by: &'static str) {
    let listed = tree.get(holder, "enum").into_iter().flat_map(|list| tree.items(list));
    let values: Vec<NodeId> = listed.chain(tree.get(holder, "default")).collect();
    for value in values {
        if matches!(tree.kind(value), Kind::Bool | Kind::Number) {
            let text = tree.text(value).to_owned();
            let text = tree.make_string(&text, Origin::from(value, by));
            tree.replace(value, text);
        }
    }
}
