//! `type`, `nullable` and `format`.

use super::edit::{leave_out, rename, set_flag, set_text};
use super::rules::{KEPT_AS_EXTENSION, SCHEMA_KEYWORD_NOT_EXPRESSIBLE};
use super::schemas::PASS;
use super::{Dialect, Lowering};
use crate::diagnostic::{Findings, Site};
use crate::tree::{Kind, NodeId, Origin, Tree};

/// The formats that the platform knows.
/// Source: `format` in Microsoft's JSON schema of connector definitions (PowerPlatformConnectors, 2024).
const FORMATS: [&str; 14] = [
    "int32",
    "int64",
    "float",
    "double",
    "byte",
    "binary",
    "date",
    "date-time",
    "password",
    "date-no-tz",
    "email",
    "html",
    "uri",
    "uuid",
];

/// Other integer formats whose every value fits.
const INTEGERS: [(&str, &str); 8] = [
    ("int8", "int32"),
    ("int16", "int32"),
    ("uint8", "int32"),
    ("uint16", "int32"),
    ("uint32", "int64"),
    ("unix-time", "int64"),
    ("timestamp", "int64"),
    ("long", "int64"),
];

pub(super) fn lower(tree: &mut Tree, lowering: &Lowering, schema: NodeId, findings: &mut Findings) {
    types(tree, schema, findings);
    nullable(tree, schema);
    binary(tree, schema);
    infer(tree, schema);
    if lowering.dialect == Dialect::Connector {
        format(tree, schema, findings);
    }
}

/// A list of types has one of its own in 2.0 only if all but `null` are one.
fn types(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(list) = tree.get(schema, "type") else { return };
    if tree.str(list) == Some("null") {
        tree.detach(list);
        set_flag(tree, schema, "x-nullable", true, Origin::from(list, PASS));
        return;
    }
    if !tree.is_array(list) {
        return;
    }
    let items: Vec<NodeId> = tree.items(list).collect();
    let null = items.iter().copied().find(|item| tree.text(*item) == "null");
    if let Some(null) = null {
        tree.detach(null);
        set_flag(tree, schema, "x-nullable", true, Origin::from(null, PASS));
    }
    let rest: Vec<NodeId> = tree.items(list).collect();
    match rest.as_slice() {
        [] => tree.detach(list),
        [only] => {
            let only = *only;
            tree.detach(only);
            tree.replace(list, only);
        }
        _ => {
            let names: Vec<&str> = rest.iter().map(|item| tree.text(*item)).collect();
            // Every integer is a number.
            if names.len() == 2 && names.contains(&"integer") && names.contains(&"number") {
                let number = tree.make_string("number", Origin::from(list, PASS));
                tree.replace(list, number);
                return;
            }
            let message = format!("a value that is {} has no type in Swagger 2.0", names.join(" or "));
            findings.report(&SCHEMA_KEYWORD_NOT_EXPRESSIBLE, Site::Value(list), message).help(
                "the list is kept as `x-oas3-type`; give it one type by overlay if flows need a form field",
            );
            rename(tree, list, "x-oas3-type", PASS);
        }
    }
}

/// `nullable` has a name that readers of 2.0 know; `null` among the values or as the default says the same.
fn nullable(tree: &mut Tree, schema: NodeId) {
    if let Some(nullable) = tree.get(schema, "nullable") {
        if tree.bool(nullable) == Some(true) {
            rename(tree, nullable, "x-nullable", PASS);
        } else {
            tree.detach(nullable);
            tree.note(nullable, crate::tree::Step { by: PASS, what: "is so anyway", because: None });
        }
    }
    let null_default = tree.get(schema, "default").filter(|default| tree.kind(*default) == Kind::Null);
    let values = tree.get(schema, "enum").into_iter().flat_map(|list| tree.items(list));
    let null_value = values.filter(|value| tree.kind(*value) == Kind::Null).last();
    for null in null_default.into_iter().chain(null_value) {
        tree.detach(null);
        set_flag(tree, schema, "x-nullable", true, Origin::from(null, PASS));
    }
}

/// 3.1 describes bytes by their encoding and media type.
fn binary(tree: &mut Tree, schema: NodeId) {
    let encoding = tree.get(schema, "contentEncoding");
    let media = tree.get(schema, "contentMediaType");
    if tree.get(schema, "format").is_some() {
        return;
    }
    let (format, from) = match (encoding, media) {
        (Some(encoding), _) if tree.text(encoding).eq_ignore_ascii_case("base64") => ("byte", encoding),
        (None, Some(media)) if super::media::is_binary(tree.text(media)) => ("binary", media),
        _ => return,
    };
    set_text(tree, schema, "format", format, Origin::from(from, PASS));
    if tree.get(schema, "type").is_none() {
        set_text(tree, schema, "type", "string", Origin::from(from, PASS));
    }
}

/// The designer makes a form only of what has a type.
fn infer(tree: &mut Tree, schema: NodeId) {
    if tree.get(schema, "type").is_none() && tree.get(schema, "x-oas3-type").is_none() {
        let from = tree.get(schema, "properties").map(|from| (from, "object"));
        let from = from.or_else(|| tree.get(schema, "items").map(|from| (from, "array")));
        if let Some((from, name)) = from {
            set_text(tree, schema, "type", name, Origin::from(from, PASS));
        }
    }
    if tree.get_str(schema, "type") == Some("array") && tree.get(schema, "items").is_none() {
        let origin = tree.get(schema, "type").map_or(Origin::pass(PASS), |from| Origin::from(from, PASS));
        let items = tree.make_object(origin);
        tree.append(schema, "items", items);
    }
}

fn format(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(format) = tree.get(schema, "format") else { return };
    let text = tree.text(format).to_owned();
    if FORMATS.contains(&text.as_str()) {
        return;
    }
    let integer = tree.get_str(schema, "type") == Some("integer");
    if let Some((_, known)) = INTEGERS.iter().find(|(name, _)| integer && *name == text) {
        let known = tree.make_string(known, Origin::from(format, PASS));
        tree.replace(format, known);
        return;
    }
    if text.is_empty() {
        leave_out(tree, schema, "format", "it is empty", PASS, findings);
        return;
    }
    rename(tree, format, "x-format", PASS);
    let message = format!("the platform does not know the format `{text}`; it is kept as `x-format`");
    findings.report(&KEPT_AS_EXTENSION, Site::Value(format), message);
}
