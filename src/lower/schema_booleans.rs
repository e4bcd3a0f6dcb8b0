//! Schemas that are `true` or `false`, wherever a schema may stand.

use super::edit::rename;
use super::rules::{IMPOSSIBLE_SCHEMA, LEFT_OUT};
use super::schemas::PASS;
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Found, Holds, Object, child_kind};
use crate::tree::{Kind, NodeId, Origin, Step, Tree};

/// Members of a schema that 2.0 does not have: what stands there is kept as it is.
const KEPT: [&str; 13] = [
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
    "additionalItems",
    "patternProperties",
    "dependentSchemas",
    "prefixItems",
];

/// Writes `true` as the empty schema, and takes out what is `false`: it can never be there.
pub(super) fn lower(tree: &mut Tree, found: &[Found], findings: &mut Findings) {
    let mut booleans = Vec::new();
    for found in found {
        let can_be_or_hold =
            |member: &NodeId| matches!(tree.kind(*member), Kind::Bool | Kind::Array | Kind::Object);
        for member in tree.children(found.node).filter(can_be_or_hold) {
            let key = tree.key(member);
            if found.object == Object::Schema && (KEPT.contains(&key) || key == "additionalProperties") {
                continue;
            }
            let is_bool = |node: &NodeId| tree.kind(*node) == Kind::Bool;
            match child_kind(found.object, key) {
                Holds::One(Object::Schema) | Holds::OneOrList(Object::Schema) if is_bool(&member) => {
                    booleans.push((member, found.node));
                }
                Holds::Map(Object::Schema) | Holds::List(Object::Schema) => {
                    let children = tree.children(member).filter(is_bool);
                    booleans.extend(children.map(|child| (child, found.node)));
                }
                _ => {}
            }
        }
    }
    for (node, holder) in booleans {
        if tree.bool(node) == Some(true) {
            let empty = tree.make_object(Origin::from(node, PASS));
            tree.replace(node, empty);
        } else {
            never(tree, node, holder, findings);
        }
    }
}

fn never(tree: &mut Tree, node: NodeId, holder: NodeId, findings: &mut Findings) {
    let Some(above) = tree.parent(node) else { return };
    let origin = Origin::from(node, PASS);
    let list = tree.key(above).to_owned();
    let key = tree.key(node).to_owned();
    tree.note(node, Step { by: PASS, what: "can never be valid", because: None });
    match list.as_str() {
        // One alternative less.
        "oneOf" | "anyOf" => {
            tree.detach(node);
            let message = format!("an alternative of `{list}` is left out: it can never hold");
            findings.report(&LEFT_OUT, Site::Value(node), message);
            return;
        }
        "properties" => {
            tree.detach(node);
            let message = format!("`{key}` can never be there, which Swagger 2.0 cannot say: it is left out");
            findings.report(&IMPOSSIBLE_SCHEMA, Site::Value(node), message);
            return;
        }
        _ => {}
    }
    let empty = tree.make_object(origin);
    if key == "items" && above == holder {
        // After a tuple there is nothing more: that is the tuple's to say. Else there is nothing at all.
        if tree.get(holder, "prefixItems").is_some() {
            return;
        }
        tree.replace(node, empty);
        let none = tree.make_number("0", origin);
        tree.set(holder, "maxItems", none);
        return;
    }
    tree.replace(node, empty);
    let message = "no value is valid here, which Swagger 2.0 cannot say: any value is";
    findings.report(&IMPOSSIBLE_SCHEMA, Site::Value(node), message);
    if above == holder || list == "allOf" {
        let kept = tree.make_bool(false, origin);
        tree.append(empty, "x-jsonschema-false", kept);
        rename(tree, kept, "x-jsonschema-false", PASS);
    }
}
