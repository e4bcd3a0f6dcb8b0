//! A form body → one form parameter per field.

use super::bodies::{PASS, add_parameter};
use super::edit::{rename, set_flag, set_text};
use super::primitive::{Form, describe, effective, form};
use super::rules::{COLLECTION_FORMAT_VALUE_NOT_SUPPORTED, LEFT_OUT, PARAMETER_AS_TEXT, SEVERAL_FILES};
use super::{Dialect, Lowering, media};
use crate::diagnostic::{Findings, Site};
use crate::openapi::Resolver;
use crate::tree::{NodeId, Origin, Tree};

pub(super) fn lower(
    tree: &mut Tree,
    lowering: &Lowering,
    resolver: &mut Resolver,
    operation: NodeId,
    body: NodeId,
    media_type: NodeId,
    findings: &mut Findings,
) {
    let multipart = tree.key(media_type).to_lowercase().starts_with("multipart/");
    if let Some(schema) = tree.get(media_type, "schema") {
        let whole = effective(tree, resolver, schema, PASS);
        let required: Vec<String> = tree
            .get(whole, "required")
            .into_iter()
            .flat_map(|required| tree.items(required))
            .map(|item| tree.text(item).to_owned())
            .collect();
        let properties: Vec<NodeId> = tree
            .get(whole, "properties")
            .into_iter()
            .flat_map(|properties| tree.children(properties))
            .collect();
        for property in properties {
            let field = Field { multipart, required: &required, media_type };
            lower_field(tree, lowering, resolver, operation, property, &field, findings);
        }
        tree.detach(schema);
        keep_schema(tree, operation, whole);
    }
    keep_body(tree, operation, body, media_type);
}

/// What the fields of one form share.
struct Field<'a> {
    multipart: bool,
    required: &'a [String],
    media_type: NodeId,
}

fn lower_field(
    tree: &mut Tree,
    lowering: &Lowering,
    resolver: &mut Resolver,
    operation: NodeId,
    property: NodeId,
    field: &Field<'_>,
    findings: &mut Findings,
) {
    let name = tree.key(property).to_owned();
    let whole = effective(tree, resolver, property, PASS);
    if tree.get(whole, "readOnly").and_then(|flag| tree.bool(flag)) == Some(true) {
        let message = format!("`{name}` is read-only, so it is no field of the form");
        findings.report(&LEFT_OUT, Site::Value(property), message);
        return;
    }
    let origin = Origin::from(property, PASS);
    let parameter = tree.make_object(origin);
    set_text(tree, parameter, "name", &name, origin);
    set_text(tree, parameter, "in", "formData", origin);
    set_flag(tree, parameter, "required", field.required.contains(&name), origin);
    let kind = form(tree, whole);
    if field.multipart && is_file(tree, field.media_type, &name, whole) {
        file(tree, parameter, whole, origin);
    } else if kind == Form::Object
        || kind == Form::Unknown && tree.get(whole, "additionalProperties").is_some()
    {
        set_text(tree, parameter, "type", "string", origin);
        tree.append(parameter, "x-oas3-schema", whole);
        let message = format!("`{name}` is an object: makers must write it as JSON text");
        findings.report(&PARAMETER_AS_TEXT, Site::Value(property), message).help("say so in its description");
    } else {
        let files = field.multipart && kind == Form::List && {
            let items = tree.get(whole, "items").map(|items| effective(tree, resolver, items, PASS));
            items.is_some_and(|items| is_file(tree, field.media_type, &name, items))
        };
        describe(tree, resolver, parameter, whole, PASS);
        if files {
            let message = format!("`{name}` takes several files, and a field of a connector takes one");
            findings
                .report(&SEVERAL_FILES, Site::Value(property), message)
                .help("take one file by overlay, or leave the operation out");
        } else if kind == Form::List {
            list(tree, lowering, parameter, field, findings);
        }
    }
    add_parameter(tree, operation, parameter);
}

/// A part is a file if it is bytes and its encoding does not say text.
fn is_file(tree: &Tree, media_type: NodeId, name: &str, schema: NodeId) -> bool {
    let format = tree.get_str(schema, "format");
    let encoded = tree.at(media_type, &["encoding", name, "contentType"]).map(|text| tree.text(text));
    let binary_encoding = encoded.is_some_and(|text| media::is_binary(text));
    let text_like = tree.get_str(schema, "type").is_none_or(|kind| kind == "string");
    text_like && (format == Some("binary") || binary_encoding && format.is_none())
}

fn file(tree: &mut Tree, parameter: NodeId, schema: NodeId, origin: Origin) {
    set_text(tree, parameter, "type", "file", origin);
    for key in ["description", "x-ms-summary", "x-ms-visibility"] {
        if let Some(member) = tree.get(schema, key) {
            let copy = tree.copy(member, PASS);
            tree.set(parameter, key, copy);
        }
    }
}

fn list(tree: &mut Tree, lowering: &Lowering, parameter: NodeId, field: &Field<'_>, findings: &mut Findings) {
    let name = tree.get_str(parameter, "name").unwrap_or_default().to_owned();
    let encoding = tree.at(field.media_type, &["encoding", &name]);
    let explode =
        encoding.and_then(|encoding| tree.get(encoding, "explode")).and_then(|flag| tree.bool(flag));
    let style = encoding.and_then(|encoding| tree.get_str(encoding, "style")).unwrap_or("form");
    let format = match (style, explode.unwrap_or(style == "form")) {
        ("spaceDelimited", false) => "ssv",
        ("pipeDelimited", false) => "pipes",
        (_, false) => return,
        _ => "multi",
    };
    set_text(tree, parameter, "collectionFormat", format, Origin::from(parameter, PASS));
    if lowering.dialect == Dialect::Connector {
        let message =
            format!("the platform does not support `collectionFormat: {format}`, which `{name}` needs");
        findings
            .report(&COLLECTION_FORMAT_VALUE_NOT_SUPPORTED, Site::Value(parameter), message)
            .help("make the field a string by overlay, or leave the operation out");
    }
}

/// What the form says as a whole: its members other than the fields, as an extension of the operation.
fn keep_schema(tree: &mut Tree, operation: NodeId, schema: NodeId) {
    for key in ["properties", "required", "type"] {
        if let Some(member) = tree.get(schema, key) {
            tree.detach(member);
            tree.note(member, crate::tree::Step { by: PASS, what: "became form parameters", because: None });
        }
    }
    if tree.children(schema).next().is_some() {
        tree.set(operation, "x-oas3-form-schema", schema);
    }
}

fn keep_body(tree: &mut Tree, operation: NodeId, body: NodeId, media_type: NodeId) {
    for (holder, prefix) in [(body, "x-oas3-requestBody-"), (media_type, "x-oas3-form-")] {
        let members: Vec<NodeId> = tree
            .members(holder)
            .filter(|(key, _)| !matches!(*key, "content" | "required" | "schema" | "x-bodyName"))
            .map(|(_, node)| node)
            .collect();
        for member in members {
            let key = tree.key(member).to_owned();
            let key = if key.starts_with("x-") { key } else { format!("{prefix}{key}") };
            rename(tree, member, &key, PASS);
            tree.detach(member);
            if tree.get(operation, &key).is_none() {
                tree.append(operation, &key, member);
            }
        }
    }
}
