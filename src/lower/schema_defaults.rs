//! `default`: in 2.0 it has to be of the schema's own type.

use super::edit::rename;
use super::rules::DEFAULT_NOT_OF_TYPE;
use super::schema_types::type_of_value;
use super::schemas::PASS;
use crate::diagnostic::{Findings, Severity, Site};
use crate::tree::{Kind, NodeId, Origin, Tree};

/// Reads a text as what its schema wants, and keeps anything else aside.
pub(super) fn lower(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(default) = tree.get(schema, "default") else { return };
    let Some(kind) = tree.get_str(schema, "type").map(str::to_owned) else { return };
    let is = match tree.kind(default) {
        Kind::Array => "array",
        Kind::Object => "object",
        _ => type_of_value(tree, default).unwrap_or("null"),
    };
    // JSON Schema counts `1.0` as an integer.
    let whole = tree.number(default).is_some_and(|number| number.fract() == 0.0);
    if is == kind || kind == "number" && is == "integer" || kind == "integer" && whole {
        return;
    }
    let text = tree.text(default).to_owned();
    let origin = Origin::from(default, PASS);
    let written = match (kind.as_str(), text.as_str()) {
        ("boolean", "true" | "false") => Some(tree.make_bool(text == "true", origin)),
        ("integer", _) if text.parse::<i64>().is_ok_and(|number| number.to_string() == text) => {
            Some(tree.make_number(&text, origin))
        }
        ("number", _) if serde_json::from_str::<serde_json::Number>(&text).is_ok() => {
            Some(tree.make_number(&text, origin))
        }
        ("string", _) if !tree.is_container(default) => Some(tree.make_string(&text, origin)),
        _ => None,
    };
    let what = format!("the default `{text}` is of the type `{is}`, and the value of the type `{kind}`");
    match written {
        Some(written) => {
            tree.replace(default, written);
            let message = format!("{what}: it is read as such");
            findings.report(&DEFAULT_NOT_OF_TYPE, Site::Value(default), message);
        }
        None => {
            rename(tree, default, "x-default", PASS);
            let what = if text.is_empty() {
                format!("the default is of the type `{is}`, and the value of the type `{kind}`")
            } else {
                what
            };
            let finding = findings.report(
                &DEFAULT_NOT_OF_TYPE,
                Site::Value(default),
                format!("{what}: it is left out"),
            );
            finding.level = Severity::Warning;
            finding.help("give a default of the value's own type");
        }
    }
}
