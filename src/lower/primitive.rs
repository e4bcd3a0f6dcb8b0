//! A schema as parameters, form fields, headers and their items can say it: type, format and bounds in place.

use super::edit::{rename, set_text};
use crate::openapi::Resolver;
use crate::tree::{NodeId, Origin, Tree};
use std::collections::HashSet;

/// Members of a schema that a parameter, a header or `items` may have as well.
const KEYWORDS: [&str; 18] = [
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
    "collectionFormat",
    "x-nullable",
];

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
    // Each part counts once: what is made of itself has no end.
    let mut seen = HashSet::from([target]);
    while let Some(parts) = tree.get(whole, "allOf") {
        tree.detach(parts);
        let parts: Vec<NodeId> = tree.items(parts).collect();
        for part in parts {
            if let Some(target) = resolver.follow(tree, part).filter(|target| seen.insert(*target)) {
                merge(tree, whole, target, by);
            }
        }
    }
    whole
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
/// A schema of unknown form is text.
pub(super) fn describe(
    tree: &mut Tree,
    resolver: &mut Resolver,
    holder: NodeId,
    schema: NodeId,
    by: &'static str,
) {
    let members: Vec<NodeId> = tree.children(schema).collect();
    for member in members {
        let key = tree.key(member).to_owned();
        let own = match key.as_str() {
            key if KEYWORDS.contains(&key) || key.starts_with("x-") => key.to_owned(),
            "description" => "description".to_owned(),
            "example" => "x-example".to_owned(),
            other => format!("x-jsonschema-{other}"),
        };
        if tree.get(holder, &own).is_none() {
            tree.detach(member);
            tree.append(holder, &own, member);
        }
    }
    if tree.get(holder, "type").is_none() {
        set_text(tree, holder, "type", guess(tree, holder), Origin::from(schema, by));
    }
    if tree.get_str(holder, "type") == Some("array") {
        items(tree, resolver, holder, by);
    }
}

/// `items` of a parameter: no reference, no object.
fn items(tree: &mut Tree, resolver: &mut Resolver, holder: NodeId, by: &'static str) {
    let origin = Origin::from(holder, by);
    let old = tree.get(holder, "items");
    let items = tree.make_object(old.map_or(origin, |old| Origin::from(old, by)));
    match old {
        Some(old) => {
            tree.replace(old, items);
            let schema = effective(tree, resolver, old, by);
            describe(tree, resolver, items, schema, by);
            if let Some(description) = tree.get(items, "description") {
                rename(tree, description, "x-description", by);
            }
        }
        None => {
            tree.append(holder, "items", items);
            set_text(tree, items, "type", "string", origin);
        }
    }
    if let Some(kind) = tree.get(items, "type").filter(|kind| tree.text(*kind) == "object") {
        let text = tree.make_string("string", Origin::from(kind, by));
        tree.replace(kind, text);
    }
}

/// The type of a value without one: that of its values, else text, which is how it is sent.
fn guess(tree: &Tree, holder: NodeId) -> &'static str {
    use crate::tree::Kind;
    let listed = tree.get(holder, "enum").and_then(|list| tree.items(list).next());
    match listed.or_else(|| tree.get(holder, "default")).map(|value| tree.kind(value)) {
        Some(Kind::Bool) => "boolean",
        Some(Kind::Number) => "number",
        _ => "string",
    }
}
