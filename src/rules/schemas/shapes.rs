//! What a schema is: its type, its items, and what tells its subtype.

use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::{Resolver, property};
use crate::rules::places::{Places, Relation};
use crate::tree::{NodeId, Tree};

/// A schema that does not say what it is.
pub static SCHEMA_WITHOUT_TYPE: Rule = Rule::warning("SchemaWithoutType", page!("SchemaWithoutType"));
/// Microsoft's name for an array of nobody knows what.
pub static ARRAY_HAS_NO_ITEMS: Rule = Rule::error("ArrayHasNoItems", page!("ArrayHasNoItems")).imported();
/// Items that do not say what they are.
pub static ITEMS_WITHOUT_TYPE: Rule = Rule::warning("ItemsWithoutType", page!("ItemsWithoutType"));
/// Microsoft's name for a subtype that nothing tells.
pub static DISCRIMINATOR_MUST_BE_A_REQUIRED_STRING_PROPERTY: Rule = Rule::fault(
    "DiscriminatorMustBeARequiredStringProperty",
    page!("DiscriminatorMustBeARequiredStringProperty"),
);
/// Microsoft's name for the editor of dictionaries where there is none.
pub static INVALID_CUSTOM_EDITOR_EXTENSION_DICTIONARY_VALUE: Rule = Rule::error(
    "InvalidCustomEditorExtensionDictionaryValue",
    page!("InvalidCustomEditorExtensionDictionaryValue"),
);

/// Members that say what a value is, each in its way; of the keywords that are not supported another rule speaks.
const KINDS: [&str; 12] = [
    "type",
    "$ref",
    "allOf",
    "x-ms-dynamic-schema",
    "x-ms-dynamic-properties",
    "anyOf",
    "oneOf",
    "x-ms-dynamic-values",
    // Of what lowering has put aside here it has told.
    "x-oneOf",
    "x-anyOf",
    "x-oas3-type",
    "x-jsonschema-$dynamicRef",
];

pub(super) fn check(
    tree: &Tree,
    places: &Places,
    resolver: &mut Resolver,
    schema: NodeId,
    findings: &mut Findings,
) {
    match tree.get(schema, "type") {
        None => without_type(tree, places, schema, findings),
        Some(kind) if tree.str(kind) == Some("array") && tree.get(schema, "items").is_none() => {
            findings
                .report(
                    &ARRAY_HAS_NO_ITEMS,
                    site(tree, schema),
                    format!("{} is an array and does not say of what", places.called(tree, schema)),
                )
                .also(kind, "the type")
                .help("add `items` with the schema of one item");
        }
        Some(_) => {}
    }
    if let Some(discriminator) = tree.get(schema, "discriminator") {
        subtype(tree, resolver, schema, discriminator, findings);
    }
    editor(tree, places, schema, findings);
}

/// A schema is best known by its name; an item of a list has none.
fn site(tree: &Tree, schema: NodeId) -> Site {
    if tree.key(schema).is_empty() { Site::Value(schema) } else { Site::Key(schema) }
}

fn without_type(tree: &Tree, places: &Places, schema: NodeId, findings: &mut Findings) {
    if KINDS.iter().any(|key| tree.get(schema, key).is_some()) {
        return;
    }
    let empty = tree.children(schema).next().is_none();
    match places.relation(tree, schema) {
        // A tuple is told as one.
        Relation::Items(owner) if tree.get(owner, "x-jsonschema-prefixItems").is_some() => {}
        Relation::Items(owner) => {
            let message = format!("the items of {} have no type", places.called(tree, owner));
            findings
                .report(&ITEMS_WITHOUT_TYPE, site(tree, schema), message)
                .help(format!("add `type: {}`", likely(tree, schema)));
        }
        // Anything may be a further property; of a body or response without a word other rules speak.
        Relation::Further(_) if empty => {}
        Relation::Root if likely_unknown(tree, schema) && !places.is_definition(schema) => {}
        _ => {
            let message = format!("{} has no type", places.called(tree, schema));
            findings
                .report(&SCHEMA_WITHOUT_TYPE, site(tree, schema), message)
                .help(format!("add `type: {}`", likely(tree, schema)));
        }
    }
}

/// The type that the other members speak of.
fn likely(tree: &Tree, schema: NodeId) -> &'static str {
    let has = |key: &str| tree.get(schema, key).is_some();
    if has("properties") || has("additionalProperties") || has("required") {
        "object"
    } else if has("items") {
        "array"
    } else {
        "string"
    }
}

fn likely_unknown(tree: &Tree, schema: NodeId) -> bool {
    !tree.members(schema).any(|(key, _)| {
        matches!(key, "properties" | "additionalProperties" | "required" | "items" | "enum" | "format")
    })
}

fn subtype(
    tree: &Tree,
    resolver: &mut Resolver,
    schema: NodeId,
    discriminator: NodeId,
    findings: &mut Findings,
) {
    let Some(name) = tree.str(discriminator) else { return };
    let found = property(tree, resolver, schema, name).and_then(|node| resolver.follow(tree, node));
    let required = tree.get(schema, "required");
    let is_required =
        required.into_iter().flat_map(|list| tree.items(list)).any(|item| tree.str(item) == Some(name));
    let fault = match found {
        None => format!("the schema has no property `{name}` to tell subtypes by"),
        Some(found) if tree.get_str(found, "type") != Some("string") => {
            format!("`{name}` tells subtypes apart and is not a string")
        }
        Some(_) if !is_required => format!("`{name}` tells subtypes apart and is not required"),
        Some(_) => return,
    };
    findings
        .report(&DISCRIMINATOR_MUST_BE_A_REQUIRED_STRING_PROPERTY, discriminator, fault)
        .help("name a required property of type string, or remove `discriminator`");
}

fn editor(tree: &Tree, places: &Places, schema: NodeId, findings: &mut Findings) {
    let Some(editor) = tree.get(schema, "x-ms-editor") else { return };
    if tree.str(editor) != Some("dictionary") {
        return;
    }
    let kind = tree.get(schema, "type").filter(|kind| tree.str(*kind) != Some("object"));
    let further = tree.get(schema, "additionalProperties");
    let closed = further.filter(|further| tree.bool(*further) == Some(false));
    let Some(fault) = kind.or(closed) else { return };
    let message = format!("{} has the editor of a dictionary and is none", places.called(tree, schema));
    findings
        .report(&INVALID_CUSTOM_EDITOR_EXTENSION_DICTIONARY_VALUE, fault, message)
        .also(editor, "the editor")
        .help("only an object with further properties is edited as a dictionary: remove `x-ms-editor`");
}
