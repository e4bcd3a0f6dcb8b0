//! Keywords of a schema that stand for themselves: what 2.0 says in another way, and what it cannot say.

use super::edit::{keep, leave_out, rename, set_flag, set_text};
use super::rules::{DYNAMIC_REFERENCE, KEPT_AS_EXTENSION, LEFT_OUT, SCHEMA_KEYWORD_NOT_EXPRESSIBLE};
use super::schema_either::scalar;
use super::schema_types::{SO_ANYWAY, set_nullable, type_of_value};
use super::schemas::PASS;
use crate::diagnostic::{Findings, Site};
use crate::openapi::{VALUE_KEYWORDS, Version, reference};
use crate::tree::{Kind, NodeId, Origin, Step, Tree};
use std::collections::HashSet;

/// Keywords that 2.0 does not have and that say more than an annotation: leaving them out widens what is valid.
/// Those that only count beside another one are told with it.
const ASSERTIONS: [(&str, &[&str]); 12] = [
    ("not", &[]),
    ("if", &["then", "else"]),
    ("contains", &["minContains", "maxContains"]),
    ("propertyNames", &[]),
    ("dependentRequired", &[]),
    ("dependentSchemas", &[]),
    ("dependencies", &[]),
    ("unevaluatedItems", &[]),
    ("unevaluatedProperties", &[]),
    ("patternProperties", &[]),
    ("additionalItems", &[]),
    ("$recursiveRef", &[]),
];

/// Keywords that say nothing without another one.
const WITHOUT_EFFECT: [(&str, &str); 4] =
    [("then", "if"), ("else", "if"), ("minContains", "contains"), ("maxContains", "contains")];

/// Keywords that only describe.
const ANNOTATIONS: [(&str, &str); 5] = [
    ("deprecated", "x-deprecated"),
    ("contentMediaType", "x-jsonschema-contentMediaType"),
    ("contentEncoding", "x-jsonschema-contentEncoding"),
    ("contentSchema", "x-jsonschema-contentSchema"),
    ("examples", "x-examples"),
];

/// Keywords that say how the schema is found or read, not what it is.
const PLUMBING: [&str; 7] =
    ["$schema", "$id", "$anchor", "$comment", "$vocabulary", "$dynamicAnchor", "$recursiveAnchor"];

/// What else a schema may have in 2.0, or gets a place elsewhere in this stage.
const KNOWN: [&str; 20] = [
    "$ref",
    "title",
    "description",
    "maxProperties",
    "minProperties",
    "required",
    "properties",
    "additionalProperties",
    "prefixItems",
    "patternProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "discriminator",
    "readOnly",
    "writeOnly",
    "xml",
    "externalDocs",
    "example",
    "filterFunctions",
];

pub(super) fn lower(tree: &mut Tree, version: Version, schema: NodeId, findings: &mut Findings) {
    // Few schemas have a word for which there is anything to do: the others are not asked for each of them.
    if tree.members(schema).any(|(key, _)| !means_the_same(key)) {
        keywords(tree, version, schema, findings);
    }
    lists(tree, schema, findings);
}

/// Whether a keyword stays as it is, or is lowered elsewhere in this stage.
fn means_the_same(key: &str) -> bool {
    matches!(
        key,
        "type"
            | "description"
            | "properties"
            | "format"
            | "example"
            | "items"
            | "$ref"
            | "required"
            | "enum"
            | "title"
            | "x-nullable"
            | "default"
            | "additionalProperties"
            | "allOf"
            | "oneOf"
            | "anyOf"
            | "readOnly"
            | "maxLength"
            | "minLength"
            | "pattern"
            | "maximum"
            | "minimum"
            | "maxItems"
            | "minItems"
            | "uniqueItems"
    ) || key.starts_with("x-")
}

fn keywords(tree: &mut Tree, version: Version, schema: NodeId, findings: &mut Findings) {
    bounds(tree, schema, findings);
    examples(tree, schema, findings);
    xml(tree, schema, findings);
    for (key, extension) in ANNOTATIONS {
        let Some(member) = tree.get(schema, key) else { continue };
        if tree.bool(member) == Some(false) {
            leave_out(tree, schema, key, SO_ANYWAY, PASS, findings);
        } else {
            keep(tree, schema, key, extension, PASS, findings);
        }
    }
    if tree.get(schema, "writeOnly").is_some_and(|flag| tree.bool(flag) == Some(false)) {
        leave_out(tree, schema, "writeOnly", SO_ANYWAY, PASS, findings);
    }
    for key in PLUMBING {
        leave_out(tree, schema, key, "it is about the schema, not about the value", PASS, findings);
    }
    assertions(tree, schema, findings);
    dynamic(tree, schema, findings);
    if version >= Version::V31 {
        unknown(tree, schema, findings);
    }
}

/// `const` is an `enum` of one.
pub(super) fn constant(tree: &mut Tree, schema: NodeId) {
    let Some(constant) = tree.get(schema, "const") else { return };
    tree.detach(constant);
    if tree.kind(constant) == Kind::Null {
        set_nullable(tree, schema, constant);
        return;
    }
    let list = tree.make_array(Origin::from(constant, PASS));
    tree.push(list, constant);
    if let Some(values) = tree.get(schema, "enum") {
        tree.note(values, Step { by: PASS, what: "implied by `const`", because: Some(constant) });
    }
    tree.set(schema, "enum", list);
    if tree.get(schema, "type").is_none()
        && reference(tree, schema).is_none()
        && let Some(name) = type_of_value(tree, constant)
    {
        set_text(tree, schema, "type", name, Origin::from(constant, PASS));
    }
}

/// A bound of its own in 3.1, a flag beside the bound in 2.0; of two bounds the tighter one counts.
fn bounds(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    for (exclusive, inclusive, is_lower) in
        [("exclusiveMinimum", "minimum", true), ("exclusiveMaximum", "maximum", false)]
    {
        let Some(bound) = tree.get(schema, exclusive) else { continue };
        let Some(value) = tree.number(bound) else {
            if tree.get(schema, inclusive).is_none() {
                let why = format!("without `{inclusive}` it has no meaning");
                leave_out(tree, schema, exclusive, &why, PASS, findings);
            }
            continue;
        };
        let kept = tree.get(schema, inclusive);
        let other = kept.and_then(|other| tree.number(other));
        let tighter = other.is_none_or(|other| if is_lower { value >= other } else { value <= other });
        if tighter {
            let flag = tree.make_bool(true, Origin::from(bound, PASS));
            tree.replace(bound, flag);
            if let Some(kept) = kept {
                tree.note(kept, Step { by: PASS, what: "implied by a tighter bound", because: Some(bound) });
            }
            tree.set(schema, inclusive, bound);
        } else {
            tree.detach(bound);
            tree.note(bound, Step { by: PASS, what: "implied by a tighter bound", because: kept });
        }
    }
}

/// One example in 2.0: the first.
fn examples(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(examples) = tree.get(schema, "examples").filter(|examples| tree.is_array(*examples)) else {
        return;
    };
    let items: Vec<NodeId> = tree.items(examples).collect();
    let Some(first) = items.first().copied() else {
        leave_out(tree, schema, "examples", "an empty list says nothing", PASS, findings);
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

/// 3.2 says by one word what 2.0 says by two flags.
fn xml(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(xml) = tree.get(schema, "xml") else { return };
    let Some(kind) = tree.get(xml, "nodeType") else { return };
    let origin = Origin::from(kind, PASS);
    let array = tree.get_str(schema, "type") == Some("array");
    match tree.text(kind) {
        "attribute" => set_flag(tree, xml, "attribute", true, origin),
        // An element around the items.
        "element" if array => set_flag(tree, xml, "wrapped", true, origin),
        "element" => {
            leave_out(tree, xml, "nodeType", SO_ANYWAY, PASS, findings);
            return;
        }
        "none" if array => {
            leave_out(tree, xml, "nodeType", SO_ANYWAY, PASS, findings);
            return;
        }
        _ => {
            leave_out(tree, xml, "nodeType", "Swagger 2.0 knows elements and attributes", PASS, findings);
            return;
        }
    }
    tree.note(kind, Step { by: PASS, what: "said by flags", because: None });
    tree.detach(kind);
}

fn assertions(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    for (key, needed) in WITHOUT_EFFECT {
        if tree.get(schema, needed).is_none() {
            leave_out(tree, schema, key, &format!("without `{needed}` it has no effect"), PASS, findings);
        }
    }
    closed(tree, schema, findings);
    // Nothing is excluded by this.
    for (key, idle) in [("not", false), ("unevaluatedProperties", true), ("unevaluatedItems", true)] {
        if tree.get(schema, key).is_some_and(|member| tree.bool(member) == Some(idle)) {
            leave_out(tree, schema, key, "it excludes nothing", PASS, findings);
        }
    }
    for (key, beside) in ASSERTIONS {
        let Some(member) = tree.get(schema, key) else { continue };
        let all: Vec<NodeId> =
            std::iter::once(member).chain(beside.iter().filter_map(|key| tree.get(schema, key))).collect();
        let names: Vec<String> = all.iter().map(|node| format!("`{}`", tree.key(*node))).collect();
        for node in all {
            let extension = format!("x-jsonschema-{}", tree.key(node));
            rename(tree, node, &extension, PASS);
        }
        let (kept, checks) = match names.len() {
            1 => (format!("it is kept as `x-jsonschema-{key}`"), "checks"),
            _ => ("they are kept as `x-jsonschema-…`".to_owned(), "check"),
        };
        let message = format!("Swagger 2.0 has no {}; {kept} and {checks} nothing", names.join(", "));
        findings
            .report(&SCHEMA_KEYWORD_NOT_EXPRESSIBLE, Site::Key(member), message)
            .help("say it in the description as well, if makers must know");
    }
}

/// A reference whose meaning depends on who asks: where several schemas may be meant, any value is valid.
fn dynamic(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(reference) = tree.get(schema, "$dynamicRef") else { return };
    let message = format!("`{}` may mean several schemas, so any value is valid here", tree.text(reference));
    rename(tree, reference, "x-jsonschema-$dynamicRef", PASS);
    findings
        .report(&DYNAMIC_REFERENCE, Site::Value(reference), message)
        .help("refer to the schema that is meant, by overlay if the source is not yours");
}

/// Where nothing else adds properties, "no others" is what 2.0 can say.
fn closed(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(closed) = tree.get(schema, "unevaluatedProperties") else { return };
    let adds = ["$ref", "allOf", "anyOf", "oneOf", "if", "not", "dependentSchemas", "patternProperties"];
    if tree.get(schema, "additionalProperties").is_some() {
        let why = "`additionalProperties` says what is allowed";
        leave_out(tree, schema, "unevaluatedProperties", why, PASS, findings);
    } else if tree.bool(closed) == Some(false) && !adds.iter().any(|key| tree.get(schema, key).is_some()) {
        rename(tree, closed, "additionalProperties", PASS);
    }
}

/// Lists that 2.0 wants filled, with each value once.
fn lists(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    for key in ["required", "enum"] {
        let Some(list) = tree.get(schema, key).filter(|list| tree.is_array(*list)) else { continue };
        if tree.children(list).next().is_none() {
            leave_out(tree, schema, key, "an empty list says nothing", PASS, findings);
            continue;
        }
        let mut seen = HashSet::new();
        let twice: Vec<NodeId> = tree
            .items(list)
            .filter(|item| !tree.is_container(*item) && !seen.insert(scalar(tree, *item)))
            .collect();
        for item in twice {
            let message = format!("`{}` stands twice in `{key}`", tree.text(item));
            findings.report(&LEFT_OUT, Site::Value(item), message);
            tree.detach(item);
        }
    }
}

/// Since 3.1 a keyword that nobody knows is an annotation.
fn unknown(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let unknown: Vec<NodeId> = tree
        .members(schema)
        .filter(|(key, _)| !key.starts_with("x-") && !VALUE_KEYWORDS.contains(key) && !KNOWN.contains(key))
        .map(|(_, node)| node)
        .collect();
    for member in unknown {
        let extension = format!("x-jsonschema-{}", tree.key(member));
        let message =
            format!("`{}` is kept as `{extension}`: Swagger 2.0 has no word for it", tree.key(member));
        rename(tree, member, &extension, PASS);
        findings.report(&KEPT_AS_EXTENSION, Site::Value(member), message);
    }
}
