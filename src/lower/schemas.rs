//! Schemas in the words of 2.0. First each by itself; then those that are made of others, each after what it is
//! made of; then what only the whole tells.

use super::Lowering;
use super::edit::leave_out;
use super::rules::LEFT_OUT;
use super::{
    Dialect, discriminators, schema_booleans, schema_compose, schema_defaults, schema_directions,
    schema_formats, schema_keywords, schema_maps, schema_required, schema_tuples, schema_types,
    schema_unions,
};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Found, Object, Resolver, Version, objects, reference};
use crate::tree::{NodeId, Step, Tree};

pub(super) const PASS: &str = "schemas";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let found = objects(tree, lowering.root);
    schema_booleans::lower(tree, &found, findings);
    let mut only = Vec::new();
    // A schema that was a boolean until now has nothing to say here.
    for schema in found.into_iter().filter(is_schema).map(|found| found.node) {
        siblings(tree, lowering.version, schema, findings);
        only.extend(schema_unions::null_and_only(tree, schema, findings));
    }
    let all = schemas(tree, lowering.root);
    for schema in &all {
        schema_keywords::constant(tree, *schema);
        schema_types::lower(tree, *schema, findings);
        schema_defaults::lower(tree, *schema, findings);
        if lowering.dialect == Dialect::Connector {
            schema_formats::lower(tree, *schema, findings);
        }
        schema_keywords::lower(tree, lowering.version, *schema, findings);
    }
    let mut resolver = Resolver::new(lowering.root);
    // What is inside comes later in the list.
    for schema in all.iter().rev() {
        schema_tuples::lower(tree, &mut resolver, *schema, findings);
    }
    schema_compose::run(tree, lowering, only, findings);
    let all = schemas(tree, lowering.root);
    discriminators::run(tree, lowering.root, &all, findings);
    let all = schema_directions::run(tree, lowering, all, findings);
    match lowering.dialect {
        Dialect::Connector => schema_maps::run(tree, &all, findings),
        // In a connector it is a fault that the author is told.
        Dialect::Swagger2 => schema_required::run(tree, lowering.root, &all),
    }
}

/// All schemas of a document.
pub(super) fn schemas(tree: &Tree, root: NodeId) -> Vec<NodeId> {
    objects(tree, root).into_iter().filter(is_schema).map(|found| found.node).collect()
}

fn is_schema(found: &Found) -> bool {
    found.object == Object::Schema
}

/// Beside a reference nothing counts in 3.0; since 3.1 all of it does.
fn siblings(tree: &mut Tree, version: Version, schema: NodeId, findings: &mut Findings) {
    if version >= Version::V31 || reference(tree, schema).is_none() {
        return;
    }
    let siblings: Vec<NodeId> =
        tree.members(schema).filter(|(key, _)| *key != "$ref").map(|(_, node)| node).collect();
    if let [only] = siblings.as_slice() {
        let key = tree.key(*only).to_owned();
        leave_out(tree, schema, &key, "beside `$ref` it has no meaning", PASS, findings);
    } else if let Some(first) = siblings.first() {
        let names: Vec<String> = siblings.iter().map(|node| format!("`{}`", tree.key(*node))).collect();
        let message = format!("{} are left out: beside `$ref` they have no meaning", names.join(", "));
        let first = *first;
        findings.report(&LEFT_OUT, Site::Value(first), message);
        for sibling in siblings {
            tree.note(sibling, Step { by: PASS, what: "left out", because: Some(first) });
            tree.detach(sibling);
        }
    }
}
