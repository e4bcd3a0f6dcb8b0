//! A form → one parameter per field.

use super::bodies::{PASS, add_parameter};
use super::edit::{keep, set_flag, set_text};
use super::expansion;
use super::inline::give_way;
use super::lists;
use super::media;
use super::parameters::reserved_characters;
use super::parts::{Part, file, is_file, is_styled, keep_encoding, part_encoding, said_by_form};
use super::primitive::{Form as Shape, describe, effective, form};
use super::rules::{FORM_WITHOUT_FIELDS, LEFT_OUT, SEVERAL_FILES};
use super::style::{Style, Wire};
use super::texts::as_text;
use super::work::Work;
use crate::diagnostic::Site;
use crate::tree::{NodeId, Origin, Tree};
use std::collections::HashSet;

/// A form and where its fields go.
pub(super) struct Form {
    /// The media type, with `schema` and `encoding`.
    pub media_type: NodeId,
    /// Whether each field is a part with headers of its own.
    pub multipart: bool,
    /// `formData` or `query`
    pub place: &'static str,
}

/// Lowers the body of an operation that is a form.
pub(super) fn lower(
    tree: &mut Tree,
    work: &mut Work<'_>,
    operation: NodeId,
    body: NodeId,
    media_type: NodeId,
) {
    let multipart = media::is_multipart(tree.key(media_type));
    let form = Form { media_type, multipart, place: "formData" };
    let whole = tree.get(media_type, "schema");
    let before = work.findings.len();
    let made = fields(tree, work, &form);
    let needs = made.iter().any(|field| tree.is_true(*field, "required"));
    // What was named and left out was told.
    let told = work.findings.len() > before;
    if made.is_empty() && !told {
        let site = whole.map_or(Site::Key(media_type), Site::Value);
        work.findings
            .report(&FORM_WITHOUT_FIELDS, site, "the form names no fields, so makers can fill none")
            .help("list its fields under `properties`, by overlay if the source is not yours");
    }
    for field in made {
        add_parameter(tree, operation, field);
    }
    if let Some(schema) = tree.get(media_type, "x-oas3-form-schema") {
        tree.detach(schema);
        tree.set(operation, "x-oas3-form-schema", schema);
    }
    if needs || !tree.is_true(body, "required") {
        let required = tree.get(body, "required");
        required.into_iter().for_each(|required| give_way(tree, required, operation, PASS));
    }
    for key in ["prefixEncoding", "itemEncoding"] {
        if let Some(encoding) = tree.get(media_type, key) {
            part_encoding(work, encoding, &format!("`{key}`"));
        }
    }
    keep_body(tree, work, operation, body, media_type);
}

/// Whether a form says itself that it has no fields.
pub(super) fn is_empty(tree: &Tree, work: &mut Work<'_>, media_type: NodeId) -> bool {
    let schema = tree.get(media_type, "schema").and_then(|schema| work.resolver.follow(tree, schema));
    schema.is_some_and(|schema| {
        let none = |key: &str| tree.get(schema, key).is_none();
        let properties = tree.get(schema, "properties");
        properties.is_some_and(|properties| tree.children(properties).next().is_none())
            && tree.get(schema, "additionalProperties").is_none_or(|more| tree.bool(more) == Some(false))
            && ["allOf", "x-oneOf", "x-anyOf"].into_iter().all(none)
    })
}

/// One parameter per field of a form. What its schema says as a whole stays as `x-oas3-form-schema`.
pub(super) fn fields(tree: &mut Tree, work: &mut Work<'_>, form: &Form) -> Vec<NodeId> {
    let Some(schema) = tree.get(form.media_type, "schema") else { return Vec::new() };
    let whole = effective(tree, &mut work.resolver, schema, PASS);
    tree.detach(schema);
    let required: HashSet<String> = tree
        .get(whole, "required")
        .into_iter()
        .flat_map(|required| tree.items(required))
        .map(|item| tree.text(item).to_owned())
        .collect();
    let properties: Vec<NodeId> =
        tree.get(whole, "properties").into_iter().flat_map(|properties| tree.children(properties)).collect();
    let mut made = Vec::new();
    for property in &properties {
        let required = required.contains(tree.key(*property));
        made.extend(field(tree, work, form, *property, required));
    }
    for key in ["properties", "required"] {
        if let Some(member) = tree.get(whole, key) {
            match made.first().filter(|_| key == "required") {
                Some(first) => give_way(tree, member, *first, PASS),
                None => tree.detach(member),
            }
        }
    }
    if tree.members(whole).any(|(key, _)| key != "type") {
        tree.append(form.media_type, "x-oas3-form-schema", whole);
    } else if let (Some(kind), Some(first)) = (tree.get(whole, "type"), made.first()) {
        give_way(tree, kind, *first, PASS);
    }
    made
}

fn field(
    tree: &mut Tree,
    work: &mut Work<'_>,
    form_of: &Form,
    property: NodeId,
    required: bool,
) -> Vec<NodeId> {
    let name = tree.key(property).to_owned();
    let whole = effective(tree, &mut work.resolver, property, PASS);
    if tree.is_true(whole, "readOnly") {
        let message = format!("`{name}` is read-only, so it is no field of the form");
        work.findings.report(&LEFT_OUT, property, message);
        return Vec::new();
    }
    let origin = Origin::from(property, PASS);
    let parameter = tree.make_object(origin);
    set_text(tree, parameter, "name", &name, origin);
    set_text(tree, parameter, "in", form_of.place, origin);
    if required {
        set_flag(tree, parameter, "required", true, origin);
    }
    let encoding = tree.at(form_of.media_type, &["encoding", &name]);
    let shape = form(tree, whole);
    let styled = encoding.filter(|encoding| is_styled(tree, work, form_of, *encoding));
    if form_of.multipart {
        let part = Part { content_type: encoding.filter(|_| styled.is_none()), is_styled: styled.is_some() };
        if is_file(tree, work, part, whole) {
            file(tree, parameter, whole, origin);
            keep_encoding(tree, work, parameter, encoding, true);
            return vec![parameter];
        }
        let items = tree.get(whole, "items").filter(|_| shape == Shape::List);
        let items = items.and_then(|items| work.resolver.follow(tree, items));
        if items.is_some_and(|items| is_file(tree, work, part, items)) {
            let message = format!("`{name}` takes several files, and a field of a connector takes one");
            work.findings
                .report(&SEVERAL_FILES, property, message)
                .help("take one file by overlay, or leave the operation out");
            file(tree, parameter, whole, origin);
            keep_encoding(tree, work, parameter, encoding, true);
            return vec![parameter];
        }
    }
    write(tree, work, form_of, Field { property, parameter, whole, encoding, styled, shape })
}

/// A field that is no file.
struct Field {
    property: NodeId,
    parameter: NodeId,
    whole: NodeId,
    encoding: Option<NodeId>,
    /// The encoding, if it has a style.
    styled: Option<NodeId>,
    shape: Shape,
}

fn write(tree: &mut Tree, work: &mut Work<'_>, form: &Form, field: Field) -> Vec<NodeId> {
    let Field { property, parameter, whole, encoding, styled, shape } = field;
    let content_type = encoding.filter(|_| styled.is_none());
    let content_type = content_type.and_then(|encoding| tree.get_str(encoding, "contentType"));
    let json = content_type.is_some_and(media::is_json);
    let wire = match (styled, shape) {
        (Some(encoding), _) => Style::of(tree, encoding, form.place).wire(shape),
        (None, Shape::Object) => Wire::Text("JSON"),
        (None, Shape::List) if json => Wire::Text("JSON"),
        (None, Shape::List) => Wire::List("multi"),
        (None, Shape::Plain | Shape::Unknown)
            if json && !matches!(tree.get_str(whole, "type"), Some("integer" | "number" | "boolean")) =>
        {
            Wire::Text("JSON")
        }
        (None, Shape::Plain | Shape::Unknown) => Wire::Plain,
    };
    let as_json = matches!(wire, Wire::Text(_));
    let reserved = encoding.and_then(|encoding| tree.get(encoding, "allowReserved"));
    let reserved = reserved.filter(|reserved| styled.is_some() && tree.bool(*reserved) == Some(true));
    if let Some(encoding) = styled {
        said_by_form(tree, encoding, parameter);
    }
    match wire {
        Wire::Properties(naming) => {
            let made = expansion::properties(tree, work, parameter, whole, naming);
            if let (Some(encoding), Some(first)) = (encoding, made.first()) {
                keep_encoding(tree, work, *first, Some(encoding), true);
            }
            return made;
        }
        Wire::Plain => describe(tree, &mut work.resolver, parameter, whole, PASS),
        Wire::List(format) => {
            describe(tree, &mut work.resolver, parameter, whole, PASS);
            lists::collection(tree, work, parameter, format, property);
        }
        Wire::Nothing if !tree.is_true(parameter, "required") => {
            let name = tree.key(property).to_owned();
            work.do_without(property, &format!("Swagger 2.0 cannot write `{name}` in its style"));
            return Vec::new();
        }
        Wire::Text(_) | Wire::Nothing => {
            if let Some(text) = tree.get(whole, "description") {
                let copy = tree.copy(text, PASS);
                tree.append(parameter, "description", copy);
            }
            tree.append(parameter, "x-oas3-schema", whole);
            match wire {
                Wire::Text(how) => as_text(tree, work, parameter, property, how),
                _ => {
                    set_text(tree, parameter, "type", "string", Origin::from(property, PASS));
                    let name = tree.get_str(parameter, "name").unwrap_or_default();
                    let message = format!("Swagger 2.0 cannot write `{name}` in its style");
                    let help =
                        "change its `encoding` by overlay if the API takes another one, or leave it out";
                    work.refuse(property, message, help);
                }
            }
        }
    }
    if form.multipart {
        keep_encoding(tree, work, parameter, encoding, as_json);
    }
    if let Some(reserved) = reserved {
        tree.append(parameter, "allowReserved", reserved);
        reserved_characters(tree, work, parameter, reserved);
    }
    vec![parameter]
}

/// What the form says as a whole is kept at the operation.
fn keep_body(tree: &mut Tree, work: &mut Work<'_>, operation: NodeId, body: NodeId, media_type: NodeId) {
    let empty = tree.get(media_type, "encoding").filter(|encoding| tree.children(*encoding).next().is_none());
    empty.into_iter().for_each(|encoding| tree.detach(encoding));
    for (holder, prefix) in [(body, "x-oas3-requestBody-"), (media_type, "x-oas3-form-")] {
        let members: Vec<NodeId> = tree
            .members(holder)
            .filter(|(key, _)| !matches!(*key, "content" | "x-bodyName"))
            .map(|(_, node)| node)
            .collect();
        for member in members {
            let key = tree.key(member).to_owned();
            if !key.starts_with("x-") {
                keep(tree, holder, &key, &format!("{prefix}{key}"), PASS, work.findings);
            }
            tree.detach(member);
            let key = tree.key(member).to_owned();
            if tree.get(operation, &key).is_none() {
                tree.append(operation, &key, member);
            }
        }
    }
}
