//! What the platform's readers do not see through: schemas that contain themselves, maps, values without type.

use super::rules::{CIRCULAR_SCHEMA, MAP_SCHEMA, TYPE_MISSING};
use super::schemas::{PASS, schemas};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Holds, Object, Resolver, child_kind};
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;

pub(super) fn run(tree: &Tree, root: NodeId, findings: &mut Findings) {
    for schema in schemas(tree, root) {
        map(tree, schema, findings);
        untyped(tree, schema, findings);
    }
    circles(tree, root, findings);
}

fn map(tree: &Tree, schema: NodeId, findings: &mut Findings) {
    let Some(others) = tree.get(schema, "additionalProperties") else { return };
    if tree.is_object(others) || tree.bool(others) == Some(true) && tree.get(schema, "properties").is_none() {
        if is_kept_aside(tree, schema) {
            return;
        }
        let message = "the names of the properties are open: in Power Apps the value has no type";
        findings.report(&MAP_SCHEMA, Site::Key(others), message);
    }
}

/// Members that say what a value is, or that it was told why nobody knows.
const TELLING: [&str; 9] = [
    "type",
    "$ref",
    "allOf",
    "x-oneOf",
    "x-anyOf",
    "x-oas3-type",
    "x-nullable",
    "x-jsonschema-$dynamicRef",
    "x-jsonschema-false",
];

fn untyped(tree: &Tree, schema: NodeId, findings: &mut Findings) {
    let told = TELLING.iter().any(|key| tree.get(schema, key).is_some());
    let made = tree.origin(schema).is_some_and(|origin| origin.by == PASS);
    // That other properties may be anything is said of the map.
    if told || made || tree.key(schema) == "additionalProperties" || is_kept_aside(tree, schema) {
        return;
    }
    let site = if tree.key(schema).is_empty() { Site::Value(schema) } else { Site::Key(schema) };
    findings.report(&TYPE_MISSING, site, "the schema has no type, so makers may put anything there");
}

/// Whether a schema stands in an extension, which nobody makes a form of.
fn is_kept_aside(tree: &Tree, schema: NodeId) -> bool {
    let above = std::iter::successors(Some(schema), |node| tree.parent(*node));
    above
        .map(|node| tree.key(node))
        .any(|key| key == "x-oneOf" || key == "x-anyOf" || key.starts_with("x-jsonschema-"))
}

/// A reference to a schema inside itself, told once for each way back.
fn circles(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let mut resolver = Resolver::new(root);
    let components = tree.at(root, &["components", "schemas"]);
    // Whether a component is being looked through, or was.
    let mut open: HashMap<NodeId, bool> = HashMap::new();
    for component in components.into_iter().flat_map(|components| tree.children(components)) {
        let mut waiting: Vec<(NodeId, Vec<NodeId>)> = Vec::new();
        if open.insert(component, true).is_some() {
            open.insert(component, false);
            continue;
        }
        waiting.push((component, references(tree, component)));
        while let Some((node, references_left)) = waiting.last_mut() {
            let Some(at) = references_left.pop() else {
                open.insert(*node, false);
                waiting.pop();
                continue;
            };
            let target = tree.str(at).and_then(|text| resolver.resolve(tree, text));
            let Some(target) = target else { continue };
            match open.get(&target) {
                None => {
                    open.insert(target, true);
                    waiting.push((target, references(tree, target)));
                }
                Some(true) => {
                    let message = format!(
                        "`{}` contains itself: Power Apps follows it to a limited depth",
                        tree.key(target)
                    );
                    findings.report(&CIRCULAR_SCHEMA, Site::Value(at), message);
                }
                Some(false) => {}
            }
        }
    }
}

/// The references in a schema that readers follow, the first one last.
fn references(tree: &Tree, schema: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        found.extend(tree.get(schema, "$ref").filter(|reference| tree.str(*reference).is_some()));
        let visible = tree.members(schema).filter(|(key, _)| !key.starts_with("x-"));
        for (key, member) in visible {
            match child_kind(Object::Schema, key) {
                Holds::One(Object::Schema) => open.push(member),
                Holds::OneOrList(Object::Schema) if !tree.is_array(member) => open.push(member),
                Holds::List(_) | Holds::Map(_) | Holds::OneOrList(_) => open.extend(tree.children(member)),
                _ => {}
            }
        }
    }
    found
}
