//! `type` and `nullable`: one type, and whether null may stand in its place.

use super::edit::{leave_out, rename, set_flag, set_text};
use super::rules::{NULLABLE_SCHEMA, SCHEMA_KEYWORD_NOT_EXPRESSIBLE, SEVERAL_TYPES, TYPE_MISSING};
use super::schemas::PASS;
use crate::diagnostic::{Findings, Site};
use crate::openapi::reference;
use crate::tree::{Kind, NodeId, Origin, Step, Tree};

/// Why a flag that is false need not be said.
pub(super) const SO_ANYWAY: &str = "it says what is so anyway";

pub(super) fn lower(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    types(tree, schema, findings);
    nullable(tree, schema, findings);
    binary(tree, schema);
    if reference(tree, schema).is_none() {
        infer(tree, schema, findings);
    }
    if let Some(flag) = tree.get(schema, "x-nullable")
        && tree.origin(flag).is_some_and(|origin| origin.by == PASS)
    {
        let message = "the value may be null, which the platform does not know: a flow may stop at it";
        findings.report(&NULLABLE_SCHEMA, Site::Value(flag), message);
    }
}

/// Says that null may stand in place of the value.
pub(super) fn set_nullable(tree: &mut Tree, schema: NodeId, because: NodeId) {
    if let Some(flag) = tree.get(schema, "x-nullable") {
        tree.note(because, Step { by: PASS, what: "said by `x-nullable`", because: Some(flag) });
    } else {
        set_flag(tree, schema, "x-nullable", true, Origin::from(because, PASS));
    }
}

/// A list of types has one of its own in 2.0 only if all but `null` are one.
fn types(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(list) = tree.get(schema, "type") else { return };
    if tree.str(list) == Some("null") {
        tree.detach(list);
        set_nullable(tree, schema, list);
        let message = "Swagger 2.0 has no type `null`; the schema has none";
        findings.report(&SCHEMA_KEYWORD_NOT_EXPRESSIBLE, Site::Value(list), message);
        return;
    }
    if !tree.is_array(list) {
        return;
    }
    let items: Vec<NodeId> = tree.items(list).collect();
    for item in &items {
        if tree.text(*item) == "null" {
            tree.detach(*item);
            set_nullable(tree, schema, *item);
        }
    }
    let rest: Vec<NodeId> = tree.items(list).collect();
    match rest.as_slice() {
        [] => tree.detach(list),
        [only] => {
            tree.detach(*only);
            tree.replace(list, *only);
        }
        _ => {
            let names: Vec<&str> = rest.iter().map(|item| tree.text(*item)).collect();
            // Every integer is a number.
            if names.len() == 2 && names.contains(&"integer") && names.contains(&"number") {
                let number = tree.make_string("number", Origin::from(list, PASS));
                tree.note(list, Step { by: PASS, what: "every integer is a number", because: Some(number) });
                tree.replace(list, number);
                return;
            }
            let message = format!("a value that is {} has no type in Swagger 2.0", names.join(" or "));
            findings.report(&SEVERAL_TYPES, Site::Value(list), message).help(
                "the list is kept as `x-oas3-type`; give it one type by overlay if flows need a form field",
            );
            rename(tree, list, "x-oas3-type", PASS);
        }
    }
}

/// `nullable` has a name that readers of 2.0 know; `null` among the values or as the default says the same.
fn nullable(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    if let Some(nullable) = tree.get(schema, "nullable") {
        if tree.bool(nullable) == Some(true) {
            tree.detach(nullable);
            set_nullable(tree, schema, nullable);
        } else {
            leave_out(tree, schema, "nullable", SO_ANYWAY, PASS, findings);
        }
    }
    let null_default = tree.get(schema, "default").filter(|default| tree.kind(*default) == Kind::Null);
    let values = tree.get(schema, "enum").into_iter().flat_map(|list| tree.items(list));
    let nulls: Vec<NodeId> =
        null_default.into_iter().chain(values.filter(|value| tree.kind(*value) == Kind::Null)).collect();
    for null in nulls {
        tree.detach(null);
        set_nullable(tree, schema, null);
    }
}

/// 3.1 describes bytes by their encoding and media type.
fn binary(tree: &mut Tree, schema: NodeId) {
    if tree.get(schema, "format").is_some() {
        return;
    }
    let encoding = tree.get(schema, "contentEncoding");
    let media = tree.get(schema, "contentMediaType");
    let (format, from) = match (encoding, media) {
        (Some(encoding), _) if tree.text(encoding).eq_ignore_ascii_case("base64") => {
            tree.detach(encoding);
            tree.note(encoding, Step { by: PASS, what: "said by the format", because: None });
            ("byte", encoding)
        }
        (None, Some(media)) if super::media::is_binary(tree.text(media)) => ("binary", media),
        _ => return,
    };
    set_text(tree, schema, "format", format, Origin::from(from, PASS));
    if tree.get(schema, "type").is_none() {
        set_text(tree, schema, "type", "string", Origin::from(from, PASS));
    }
}

/// The designer makes a form only of what has a type.
fn infer(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    if tree.get(schema, "type").is_none() && tree.get(schema, "x-oas3-type").is_none() {
        let from = |keys: &[&str]| keys.iter().find_map(|key| tree.get(schema, key));
        let inferred = from(&["properties", "additionalProperties", "patternProperties"])
            .map(|from| (from, "object"))
            .or_else(|| from(&["items", "prefixItems"]).map(|from| (from, "array")))
            .or_else(|| tree.get(schema, "enum").and_then(|list| Some((list, type_of_values(tree, list)?))));
        if let Some((from, name)) = inferred {
            set_text(tree, schema, "type", name, Origin::from(from, PASS));
            let message = format!("the schema has no type; by its `{}` it is `{name}`", tree.key(from));
            findings.report(&TYPE_MISSING, Site::Key(from), message);
        }
    }
    if tree.get_str(schema, "type") == Some("array")
        && tree.get(schema, "items").is_none()
        && tree.get(schema, "prefixItems").is_none()
    {
        let Some(kind) = tree.get(schema, "type") else { return };
        let items = tree.make_object(Origin::from(kind, PASS));
        tree.append(schema, "items", items);
    }
}

/// The type that all values of a list share.
fn type_of_values(tree: &Tree, list: NodeId) -> Option<&'static str> {
    let mut types = tree.items(list).map(|value| type_of_value(tree, value));
    let first = types.next()??;
    types.all(|other| other == Some(first)).then_some(first)
}

/// The type of a value.
pub(super) fn type_of_value(tree: &Tree, value: NodeId) -> Option<&'static str> {
    Some(match tree.kind(value) {
        Kind::Number if tree.text(value).contains(['.', 'e', 'E']) => "number",
        Kind::Number => "integer",
        Kind::Bool => "boolean",
        Kind::String => "string",
        Kind::Null | Kind::Array | Kind::Object => return None,
    })
}
