//! `required`: its names are properties, and those that makers fill in can be filled in.

use crate::diagnostic::{Findings, Rule, page};
use crate::nearest::nearest;
use crate::openapi::{Resolver, property};
use crate::rules::lists::duplicates;
use crate::rules::places::Places;
use crate::tree::{Edit, NodeId, Tree};

/// Microsoft's name for a list of required properties without any.
pub static REQUIRED_PROPERTY_ARRAY_EMPTY: Rule =
    Rule::error("RequiredPropertyArrayEmpty", page!("RequiredPropertyArrayEmpty"));
/// Microsoft's name for required properties of something that has none.
pub static REQUIRED_PROPERTY_NOT_ON_OBJECT: Rule =
    Rule::warning("RequiredPropertyNotOnObject", page!("RequiredPropertyNotOnObject"));
/// Microsoft's name for a required property that is not described.
pub static REQUIRED_PROPERTY_DEFINITION_MISSING: Rule =
    Rule::warning("RequiredPropertyDefinitionMissing", page!("RequiredPropertyDefinitionMissing"));
/// Microsoft's name for a property that must be sent and cannot be.
pub static REQUIRED_READ_ONLY_PROPERTY_NOT_ALLOWED_AS_INPUT: Rule = Rule::fault(
    "RequiredReadOnlyPropertyNotAllowedAsInput",
    page!("RequiredReadOnlyPropertyNotAllowedAsInput"),
);

pub(super) fn check(
    tree: &Tree,
    places: &Places,
    resolver: &mut Resolver,
    schema: NodeId,
    findings: &mut Findings,
) {
    let Some(required) = tree.get(schema, "required").filter(|list| tree.is_array(*list)) else { return };
    if tree.children(required).next().is_none() {
        findings
            .report(&REQUIRED_PROPERTY_ARRAY_EMPTY, required, "`required` is empty")
            .help("remove it: without it no property is required")
            .fix(Edit::Remove(required));
        return;
    }
    duplicates(tree, required, findings);
    let kind = tree.get(schema, "type");
    if let Some(kind) = kind.filter(|kind| tree.str(*kind).is_some_and(|name| name != "object")) {
        let what = places.called(tree, schema);
        let message = format!("{what} is of type {} and has no properties to require", tree.text(kind));
        findings.report(&REQUIRED_PROPERTY_NOT_ON_OBJECT, required, message).also(kind, "the type").help(
            match tree.text(kind) {
                "array" => "move `required` into `items`",
                _ => "remove it here: a schema lists the names of its own properties that are required",
            },
        );
        return;
    }
    // What is required of a dynamic schema is known only when it is fetched.
    let dynamic =
        ["x-ms-dynamic-schema", "x-ms-dynamic-properties"].iter().any(|key| tree.get(schema, key).is_some());
    for item in tree.items(required) {
        let Some(name) = tree.str(item) else { continue };
        match property(tree, resolver, schema, name) {
            None if !dynamic => missing(tree, places, schema, item, name, findings),
            None => {}
            Some(found) => read_only(tree, places, item, name, found, findings),
        }
    }
}

fn missing(tree: &Tree, places: &Places, schema: NodeId, item: NodeId, name: &str, findings: &mut Findings) {
    let known = tree.get(schema, "properties");
    let known = known.into_iter().flat_map(|known| tree.members(known)).map(|(name, _)| name);
    let message =
        format!("{} requires `{name}`, which is not among its properties", places.called(tree, schema));
    let finding = findings.report(&REQUIRED_PROPERTY_DEFINITION_MISSING, item, message);
    match nearest(name, known) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("describe the property, or do not require it"),
    };
}

fn read_only(
    tree: &Tree,
    places: &Places,
    item: NodeId,
    name: &str,
    property: NodeId,
    findings: &mut Findings,
) {
    if !places.is_input(property) {
        return;
    }
    let Some(flag) = tree.get(property, "readOnly").filter(|flag| tree.bool(*flag) == Some(true)) else {
        return;
    };
    findings
        .report(
            &REQUIRED_READ_ONLY_PROPERTY_NOT_ALLOWED_AS_INPUT,
            item,
            format!("`{name}` is required and read-only: makers must send what they cannot"),
        )
        .also(flag, "read-only")
        .help("take it out of `required`, or give bodies and responses schemas of their own");
}
