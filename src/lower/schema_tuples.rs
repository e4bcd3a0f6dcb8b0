//! Tuples and properties by pattern: what 2.0 says of all items and of all other properties.

use super::edit::{rename, set_text};
use super::rules::TUPLE_SCHEMA;
use super::schemas::PASS;
use crate::diagnostic::{Findings, Site};
use crate::openapi::Resolver;
use crate::tree::{Kind, NodeId, Origin, Step, Tree};

/// Lowers one schema whose parts are lowered already.
pub(super) fn lower(tree: &mut Tree, resolver: &mut Resolver, schema: NodeId, findings: &mut Findings) {
    tuple(tree, resolver, schema, findings);
    pattern(tree, schema);
}

/// Items in a fixed order become items of the type that all of them share.
fn tuple(tree: &mut Tree, resolver: &mut Resolver, schema: NodeId, findings: &mut Findings) {
    let Some(tuple) = tree.get(schema, "prefixItems") else { return };
    let origin = Origin::from(tuple, PASS);
    let rest = tree.get(schema, "items");
    let closed = rest.is_some_and(|rest| tree.bool(rest) == Some(false));
    let mut all: Vec<NodeId> = tree.items(tuple).collect();
    all.extend(rest.filter(|rest| tree.is_object(*rest)));
    let common = common(tree, resolver, &all);
    let items = tree.make_object(origin);
    if let Some(kind) = &common {
        set_text(tree, items, "type", kind, origin);
    }
    if let Some(rest) = rest {
        if tree.is_object(rest) {
            rename(tree, rest, "x-jsonschema-items", PASS);
        } else {
            tree.note(rest, Step { by: PASS, what: "said with the tuple", because: Some(tuple) });
            tree.detach(rest);
        }
    }
    if closed {
        let most = tree.count(tuple);
        let own = tree.get(schema, "maxItems").and_then(|own| tree.text(own).parse().ok());
        if own.is_none_or(|own: usize| own > most) {
            let from = rest.map_or(origin, |rest| Origin::from(rest, PASS));
            let most = tree.make_number(&most.to_string(), from);
            tree.set(schema, "maxItems", most);
        }
    }
    rename(tree, tuple, "x-jsonschema-prefixItems", PASS);
    tree.set(schema, "items", items);
    let what = match common {
        Some(kind) => format!("all of its items are `{kind}`"),
        None => "its items may be anything".to_owned(),
    };
    findings
        .report(&TUPLE_SCHEMA, Site::Key(tuple), format!("Swagger 2.0 has no `prefixItems`: {what}"))
        .help("say in the description which item means what");
}

/// The type that all schemas have.
fn common(tree: &Tree, resolver: &mut Resolver, schemas: &[NodeId]) -> Option<String> {
    let mut kinds = schemas.iter().map(|schema| {
        let target = resolver.follow(tree, *schema)?;
        let kind = tree.get_str(target, "type")?;
        // What lists or objects hold differs; that they are such says little.
        (!matches!(kind, "array" | "object")).then(|| kind.to_owned())
    });
    let first = kinds.next()??;
    kinds.all(|kind| kind.as_ref() == Some(&first)).then_some(first)
}

/// Properties that follow one pattern are what 2.0 calls additional ones.
fn pattern(tree: &mut Tree, schema: NodeId) {
    let Some(patterns) = tree.get(schema, "x-jsonschema-patternProperties") else { return };
    if tree.get(schema, "additionalProperties").is_some() || !tree.is_object(patterns) {
        return;
    }
    let all: Vec<NodeId> = tree.children(patterns).collect();
    if let [only] = all.as_slice()
        && tree.kind(*only) == Kind::Object
    {
        let copy = tree.copy(*only, PASS);
        tree.append(schema, "additionalProperties", copy);
    }
}
