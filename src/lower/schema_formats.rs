//! `format`: the platform has a closed list.

use super::edit::{leave_out, rename, set_text};
use super::rules::UNKNOWN_FORMAT;
use super::schemas::PASS;
use crate::diagnostic::{Findings, Severity, Site};
use crate::tree::{NodeId, Origin, Tree};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// `spec/platform/formats.toml`
#[derive(Deserialize)]
struct Formats {
    known: Vec<String>,
    integers: BTreeMap<String, String>,
}

static FORMATS: LazyLock<Formats> = LazyLock::new(|| {
    toml::from_str(include_str!("../../spec/platform/formats.toml"))
        .expect("internal error: the formats are TOML")
});

pub(super) fn lower(tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(format) = tree.get(schema, "format") else { return };
    let text = tree.text(format);
    if FORMATS.known.iter().any(|known| known == text) {
        return;
    }
    if text.is_empty() {
        leave_out(tree, schema, "format", "it is empty", PASS, findings);
        return;
    }
    let text = text.to_owned();
    let kind = tree.get_str(schema, "type").unwrap_or_default();
    let wider = FORMATS.integers.get(&text).filter(|_| kind == "integer");
    let number = matches!(kind, "integer" | "number");
    rename(tree, format, "x-format", PASS);
    let message = match wider {
        Some(wider) => {
            set_text(tree, schema, "format", wider, Origin::from(format, PASS));
            format!("the platform does not know the format `{text}`: it becomes `{wider}`, where it has room")
        }
        None => format!("the platform does not know the format `{text}`; it is kept as `x-format`"),
    };
    let finding = findings.report(&UNKNOWN_FORMAT, Site::Value(format), message);
    if wider.is_none() && number {
        // What is sent may not fit, which a note would play down.
        finding.level = Severity::Warning;
        finding.help("say in the description which numbers are meant");
    }
}
