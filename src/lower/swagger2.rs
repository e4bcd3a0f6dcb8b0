//! A 2.0 document as the source: what is wrong in it is mended as in a 3.x one, and the rest stays as it is.

use super::edit::{rename, set_flag, set_text};
use super::rules::{
    BODY_WITHOUT_SCHEMA, COLLECTION_FORMAT_VALUE_NOT_SUPPORTED, PARAMETER_AS_TEXT,
    RESPONSE_WITHOUT_DESCRIPTION, RESPONSES_MISSING,
};
use super::work::Work;
use super::{Dialect, Lowering, schema_formats, schema_types, schemas, statuses};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Object, Version, objects, operations, reference};
use crate::tree::{NodeId, Origin, Tree};

pub(super) const PASS: &str = "swagger2";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version != Version::V2 {
        return;
    }
    // Schemas of 2.0 are those of 3.0 without some keywords; those that slipped in are lowered.
    let schemas_as = Lowering { version: Version::V30, ..lowering.clone() };
    schemas::run(tree, &schemas_as, findings);
    let mut work = Work::new(&schemas_as, findings);
    for operation in operations(tree, lowering.root).map(|operation| operation.node).collect::<Vec<_>>() {
        responses(tree, &mut work, operation);
    }
    for found in objects(tree, lowering.root) {
        if reference(tree, found.node).is_some() {
            continue;
        }
        match found.object {
            Object::Parameter => parameter(tree, &schemas_as, found.node, findings),
            Object::Header => typed(tree, &schemas_as, found.node, findings),
            Object::Response => description(tree, found.node, findings),
            _ => {}
        }
    }
}

fn responses(tree: &mut Tree, work: &mut Work<'_>, operation: NodeId) {
    let responses = tree.get(operation, "responses");
    if let Some(responses) = responses.filter(|responses| tree.children(*responses).next().is_some()) {
        statuses::ranges(tree, work, responses);
        return;
    }
    work.findings
        .report(&RESPONSES_MISSING, Site::Key(operation), "the operation describes no response")
        .help("describe at least what a success looks like, so that flows can use it");
    let origin = Origin::from(operation, PASS);
    let responses = tree.make_object(origin);
    let response = tree.make_object(origin);
    set_text(tree, response, "description", statuses::reason("default"), origin);
    tree.append(responses, "default", response);
    tree.set(operation, "responses", responses);
}

fn description(tree: &mut Tree, response: NodeId, findings: &mut Findings) {
    if tree.get(response, "description").is_some() {
        return;
    }
    let key = tree.key(response);
    let text = statuses::reason(key);
    let message = format!("the response `{key}` has no description; it gets \"{text}\"");
    findings.report(&RESPONSE_WITHOUT_DESCRIPTION, Site::Key(response), message).help("say what it means");
    set_text(tree, response, "description", text, Origin::from(response, PASS));
}

fn parameter(tree: &mut Tree, lowering: &Lowering, parameter: NodeId, findings: &mut Findings) {
    let place = tree.get_str(parameter, "in").unwrap_or_default().to_owned();
    let origin = Origin::from(parameter, PASS);
    if place == "body" {
        if tree.get(parameter, "schema").is_none() {
            findings
                .report(
                    &BODY_WITHOUT_SCHEMA,
                    parameter,
                    "the body has no schema, so makers cannot fill it in",
                )
                .help("describe its schema, by overlay if the source is not yours");
            let schema = tree.make_object(origin);
            tree.append(parameter, "schema", schema);
        }
        return;
    }
    let required = tree.get_bool(parameter, "required");
    if place == "path" && required != Some(true) {
        set_flag(tree, parameter, "required", true, origin);
    }
    if let Some(schema) = tree.get(parameter, "schema") {
        schema_of_plain(tree, parameter, schema, findings);
    }
    typed(tree, lowering, parameter, findings);
    if lowering.dialect == Dialect::Connector {
        collection_format(tree, parameter, findings);
    }
}

/// A schema beside a parameter that is no body: 3.x has slipped in. What can stand in the parameter does.
fn schema_of_plain(tree: &mut Tree, parameter: NodeId, schema: NodeId, findings: &mut Findings) {
    tree.detach(schema);
    let is_plain = tree.get_str(schema, "type").is_some_and(|kind| kind != "object");
    if !is_plain {
        let name = tree.get_str(parameter, "name").unwrap_or_default();
        let message = format!("makers must write `{name}` as text: a parameter in Swagger 2.0 has no schema");
        findings
            .report(&PARAMETER_AS_TEXT, Site::Key(schema), message)
            .help("write `type` and `format` in the parameter itself");
        tree.append(parameter, "x-oas3-schema", schema);
        return;
    }
    let members: Vec<NodeId> = tree.children(schema).collect();
    for member in members {
        let key = tree.key(member).to_owned();
        if tree.get(parameter, &key).is_none() {
            tree.append(parameter, &key, member);
        }
    }
}

/// What parameters, headers and their items have of a schema.
fn typed(tree: &mut Tree, lowering: &Lowering, holder: NodeId, findings: &mut Findings) {
    let mut at = holder;
    // Lists of lists end somewhere, or the document would.
    loop {
        let is_file = tree.get_str(at, "type") == Some("file");
        if !is_file {
            schema_types::lower(tree, at, findings);
            if lowering.dialect == Dialect::Connector {
                schema_formats::lower(tree, at, findings);
            }
        }
        if tree.get(at, "type").is_none() {
            set_text(tree, at, "type", "string", Origin::from(at, PASS));
        }
        if tree.get_str(at, "type") != Some("array") {
            break;
        }
        at = match tree.get(at, "items").filter(|items| tree.is_object(*items)) {
            Some(items) => items,
            None => {
                let items = tree.make_object(Origin::from(at, PASS));
                tree.set(at, "items", items);
                items
            }
        };
    }
    for (key, extension) in
        [("example", "x-example"), ("examples", "x-examples"), ("deprecated", "x-deprecated")]
    {
        if let Some(member) = tree.get(holder, key) {
            rename(tree, member, extension, PASS);
        }
    }
}

fn collection_format(tree: &Tree, parameter: NodeId, findings: &mut Findings) {
    let Some(format) = tree.get(parameter, "collectionFormat") else { return };
    let text = tree.text(format);
    if text == "csv" {
        return;
    }
    let name = tree.get_str(parameter, "name").unwrap_or_default();
    let message = format!("the platform does not support `collectionFormat: {text}`, which `{name}` needs");
    findings.report(&COLLECTION_FORMAT_VALUE_NOT_SUPPORTED, Site::Value(format), message).help(
        "if the API also takes a comma-separated list, set `csv` by overlay; \
         else make the parameter a string by overlay, or leave it out",
    );
}
