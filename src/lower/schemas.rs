//! Schemas in the words of 2.0: null, alternatives, constants, bounds, formats and the keywords of later drafts.

use super::Lowering;
use super::edit::{keep, leave_out, rename, set_flag, set_text};
use super::rules::SCHEMA_KEYWORD_NOT_EXPRESSIBLE;
use super::{schema_types, schema_unions};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Found, Object, Resolver, Version, objects, objects_below, reference};
use crate::tree::{Kind, NodeId, Origin, Tree};

pub(super) const PASS: &str = "schemas";

/// Keywords that 2.0 does not have and that say more than an annotation: leaving them out widens what is valid.
const ASSERTIONS: [&str; 14] = [
    "not",
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedItems",
    "unevaluatedProperties",
    "patternProperties",
    "prefixItems",
];

/// Keywords that only describe.
const ANNOTATIONS: [(&str, &str); 6] = [
    ("deprecated", "x-deprecated"),
    ("writeOnly", "x-writeOnly"),
    ("contentMediaType", "x-jsonschema-contentMediaType"),
    ("contentEncoding", "x-jsonschema-contentEncoding"),
    ("contentSchema", "x-jsonschema-contentSchema"),
    ("examples", "x-examples"),
];

/// Keywords that say how the schema is found, not what it is.
const PLUMBING: [&str; 8] = [
    "$schema",
    "$id",
    "$anchor",
    "$comment",
    "$vocabulary",
    "$dynamicAnchor",
    "$dynamicRef",
    "$recursiveAnchor",
];

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    boolean_schemas(tree, lowering.root, findings);
    let mut resolver = Resolver::new(lowering.root);
    let schemas = |found: Vec<Found>| found.into_iter().filter(|found| found.object == Object::Schema);
    let mut open: Vec<NodeId> = schemas(objects(tree, lowering.root)).map(|found| found.node).collect();
    // What a union is made of is lowered like all else.
    while !open.is_empty() {
        let mut made = Vec::new();
        for schema in open.drain(..) {
            made.extend(schema_unions::lower(tree, &mut resolver, schema, findings));
            lower(tree, lowering, schema, findings);
        }
        open.extend(
            made.into_iter()
                .flat_map(|node| schemas(objects_below(tree, node, Object::Schema)))
                .map(|found| found.node),
        );
    }
}

fn lower(tree: &mut Tree, lowering: &Lowering, schema: NodeId, findings: &mut Findings) {
    if reference(tree, schema).is_some() {
        beside_reference(tree, lowering, schema, findings);
        return;
    }
    constant(tree, schema);
    schema_types::lower(tree, lowering, schema, findings);
    bounds(tree, schema);
    examples(tree, schema);
    discriminator(tree, schema, findings);
    for (key, extension) in ANNOTATIONS {
        if tree.get(schema, key).is_some_and(|flag| tree.bool(flag) == Some(false)) {
            leave_out(tree, schema, key, "it says what is so anyway", PASS, findings);
        }
        keep(tree, schema, key, extension, PASS, findings);
    }
    for key in PLUMBING {
        leave_out(tree, schema, key, "it says how to find the schema, not what it is", PASS, findings);
    }
    assertions(tree, schema, findings);
    empty_lists(tree, schema, findings);
}

/// Beside a reference 2.0 allows nothing; in 3.0 nothing there counts, in 3.1 all of it does.
fn beside_reference(tree: &mut Tree, lowering: &Lowering, schema: NodeId, findings: &mut Findings) {
    let siblings: Vec<NodeId> =
        tree.members(schema).filter(|(key, _)| *key != "$ref").map(|(_, node)| node).collect();
    if siblings.is_empty() {
        return;
    }
    if lowering.version == Version::V30 {
        for sibling in siblings {
            let key = tree.key(sibling).to_owned();
            leave_out(tree, schema, &key, "beside `$ref` it has no meaning", PASS, findings);
        }
        return;
    }
    // `allOf` with the reference as its only part says the same, and may have neighbours.
    let Some(target) = tree.get(schema, "$ref") else { return };
    let origin = Origin::from(target, PASS);
    tree.detach(target);
    let part = tree.make_object(origin);
    tree.append(part, "$ref", target);
    let list = tree.make_array(origin);
    tree.push(list, part);
    if let Some(old) = tree.get(schema, "allOf") {
        let parts: Vec<NodeId> = tree.items(old).collect();
        for part in parts {
            tree.detach(part);
            tree.push(list, part);
        }
        tree.replace(old, list);
    } else {
        tree.prepend(schema, "allOf", list);
    }
    lower(tree, lowering, schema, findings);
}

/// `true` is the empty schema; a property that is `false` cannot be there.
fn boolean_schemas(tree: &mut Tree, root: NodeId, findings: &mut Findings) {
    let mut booleans = Vec::new();
    for found in objects(tree, root).iter().filter(|found| found.object == Object::Schema) {
        for key in [
            "properties",
            "items",
            "not",
            "contains",
            "propertyNames",
            "allOf",
            "anyOf",
            "oneOf",
            "prefixItems",
        ] {
            let Some(member) = tree.get(found.node, key) else { continue };
            if tree.kind(member) == Kind::Bool {
                booleans.push(member);
            } else if key != "not" {
                booleans.extend(tree.children(member).filter(|child| {
                    tree.kind(*child) == Kind::Bool && (key == "properties" || tree.is_array(member))
                }));
            }
        }
    }
    for node in booleans {
        if tree.bool(node) == Some(true) {
            let empty = tree.make_object(Origin::from(node, PASS));
            tree.replace(node, empty);
        } else {
            let message = format!("`{}` can never be valid, so it is left out", tree.key(node));
            findings.report(&SCHEMA_KEYWORD_NOT_EXPRESSIBLE, Site::Value(node), message);
            tree.detach(node);
        }
    }
}

/// `const` is an `enum` of one.
fn constant(tree: &mut Tree, schema: NodeId) {
    let Some(constant) = tree.get(schema, "const") else { return };
    tree.detach(constant);
    if tree.kind(constant) == Kind::Null {
        set_flag(tree, schema, "x-nullable", true, Origin::from(constant, PASS));
        return;
    }
    let kind = tree.kind(constant);
    let list = tree.make_array(Origin::from(constant, PASS));
    tree.push(list, constant);
    tree.set(schema, "enum", list);
    let name = match kind {
        Kind::Number if tree.text(constant).contains(['.', 'e', 'E']) => "number",
        Kind::Number => "integer",
        Kind::Bool => "boolean",
        Kind::String => "string",
        _ => return,
    };
    if tree.get(schema, "type").is_none() {
        set_text(tree, schema, "type", name, Origin::from(constant, PASS));
    }
}

/// A bound of its own in 3.1, a flag beside the bound in 2.0; of two bounds the tighter one counts.
fn bounds(tree: &mut Tree, schema: NodeId) {
    for (exclusive, inclusive, is_lower) in
        [("exclusiveMinimum", "minimum", true), ("exclusiveMaximum", "maximum", false)]
    {
        let Some(bound) = tree.get(schema, exclusive) else { continue };
        let Some(value) = tree.number(bound) else { continue };
        let other = tree.get(schema, inclusive).and_then(|other| tree.number(other));
        let tighter = other.is_none_or(|other| if is_lower { value >= other } else { value <= other });
        if tighter {
            let flag = tree.make_bool(true, Origin::from(bound, PASS));
            tree.replace(bound, flag);
            tree.set(schema, inclusive, bound);
        } else {
            tree.detach(bound);
            let kept = tree.get(schema, inclusive);
            tree.note(
                bound,
                crate::tree::Step { by: PASS, what: "implied by a tighter bound", because: kept },
            );
        }
    }
}

/// One example in 2.0: the first.
fn examples(tree: &mut Tree, schema: NodeId) {
    let Some(examples) = tree.get(schema, "examples").filter(|examples| tree.is_array(*examples)) else {
        return;
    };
    let items: Vec<NodeId> = tree.items(examples).collect();
    let Some(first) = items.first().copied() else {
        tree.detach(examples);
        return;
    };
    if tree.get(schema, "example").is_some() {
        return;
    }
    if items.len() == 1 {
        tree.detach(examples);
        tree.detach(first);
        tree.set(schema, "example", first);
    } else {
        let copy = tree.copy(first, PASS);
        tree.set(schema, "example", copy);
    }
}

/// 2.0 names the property; it must be there and required.
fn discriminator(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(discriminator) = tree.get(schema, "discriminator").filter(|node| tree.is_object(*node)) else {
        return;
    };
    let Some(name) = tree.get(discriminator, "propertyName") else { return };
    let property = tree.text(name).to_owned();
    let defined = tree.at(schema, &["properties", &property]).is_some();
    let required = tree.get(schema, "required");
    let required = required.is_some_and(|list| tree.items(list).any(|item| tree.text(item) == property));
    if let Some(mapping) = tree.get(discriminator, "mapping") {
        super::edit::relocate(tree, mapping, schema, "x-discriminator-mapping", PASS);
        let message = "the discriminator's `mapping` is kept as `x-discriminator-mapping`";
        findings.report(&super::rules::KEPT_AS_EXTENSION, Site::Value(mapping), message);
    }
    if let Some(default) = tree.get(discriminator, "defaultMapping") {
        super::edit::relocate(tree, default, schema, "x-discriminator-defaultMapping", PASS);
    }
    tree.detach(name);
    tree.replace(discriminator, name);
    if !defined || !required {
        rename(tree, name, "x-discriminator", PASS);
        let message = format!(
            "the discriminator `{property}` is kept as `x-discriminator`: \
             Swagger 2.0 wants a property that is defined here and required"
        );
        findings.report(&super::rules::KEPT_AS_EXTENSION, Site::Value(name), message);
    }
}

fn assertions(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    if let Some(closed) = tree.get(schema, "unevaluatedProperties")
        && tree.bool(closed) == Some(false)
        && tree.get(schema, "additionalProperties").is_none()
        && !["allOf", "anyOf", "oneOf", "if"].iter().any(|key| tree.get(schema, key).is_some())
    {
        rename(tree, closed, "additionalProperties", PASS);
    }
    if let Some(tuple) = tree.get(schema, "prefixItems")
        && tree.get(schema, "items").is_none_or(|items| tree.kind(items) == Kind::Bool)
    {
        let empty = tree.make_object(Origin::from(tuple, PASS));
        tree.set(schema, "items", empty);
    }
    for key in ASSERTIONS {
        let Some(member) = tree.get(schema, key) else { continue };
        let extension = format!("x-jsonschema-{key}");
        rename(tree, member, &extension, PASS);
        findings
            .report(
                &SCHEMA_KEYWORD_NOT_EXPRESSIBLE,
                Site::Key(member),
                format!("Swagger 2.0 has no `{key}`; it is kept as `{extension}` and checks nothing"),
            )
            .help("say it in the description as well, if makers must know");
    }
    if let Some(definitions) = tree.get(schema, "$defs") {
        rename(tree, definitions, "x-jsonschema-$defs", PASS);
    }
}

/// Lists that 2.0 wants filled.
fn empty_lists(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    for key in ["required", "enum"] {
        if tree.get(schema, key).is_some_and(|list| tree.is_array(list) && tree.count(list) == 0) {
            leave_out(tree, schema, key, "an empty list says nothing", PASS, findings);
        }
    }
}
