//! Files and binary values: each is all of a body or of a response.

use crate::diagnostic::{Findings, Rule, page};
use crate::rules::places::{Places, Relation};
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a file that is not all of a response.
pub static SCHEMA_TYPE_FILE_NOT_VALID: Rule =
    Rule::error("SchemaTypeFileNotValid", page!("SchemaTypeFileNotValid"));
/// Microsoft's name for a binary value inside of another.
pub static INVALID_STRING_BINARY_PROPERTY: Rule =
    Rule::warning("InvalidStringBinaryProperty", page!("InvalidStringBinaryProperty"));

pub(super) fn check(tree: &Tree, places: &Places, schema: NodeId, findings: &mut Findings) {
    let Some(kind) = tree.get(schema, "type") else { return };
    match tree.str(kind) {
        Some("file") => file(tree, places, schema, kind, findings),
        Some("string") if tree.get_str(schema, "format") == Some("binary") => {
            binary(tree, places, schema, findings);
        }
        _ => {}
    }
}

fn file(tree: &Tree, places: &Places, schema: NodeId, kind: NodeId, findings: &mut Findings) {
    let root = places.relation(tree, schema) == Relation::Root;
    let body = places.is_input(schema);
    if root && !body && (places.is_output(schema) || places.is_definition(schema)) {
        return;
    }
    let help = if root && body {
        "send files as a `formData` parameter of type `file`, or the body as `string` with `format: binary`"
    } else {
        "only a whole response can be a file: write `string` with `format: byte` for what a property holds"
    };
    let message = format!("{} cannot be of type `file`", places.called(tree, schema));
    findings.report(&SCHEMA_TYPE_FILE_NOT_VALID, kind, message).help(help);
}

fn binary(tree: &Tree, places: &Places, schema: NodeId, findings: &mut Findings) {
    if matches!(places.relation(tree, schema), Relation::Root | Relation::Part(_)) {
        return;
    }
    let Some(format) = tree.get(schema, "format") else { return };
    let message = format!("{} is binary: only a whole body or response can be", places.called(tree, schema));
    findings
        .report(&INVALID_STRING_BINARY_PROPERTY, format, message)
        .help("write `format: byte`, if it travels as base64 in JSON");
}
