//! `format`: what the platform recognises, and what Power Apps can read.

use crate::diagnostic::{Findings, Rule, page};
use crate::nearest::nearest;
use crate::tree::{NodeId, Tree};
use serde::Deserialize;
use std::sync::LazyLock;

/// Microsoft's name for a format that is not known, or not of this type.
pub static UNRECOGNIZED_TYPE_FORMAT: Rule =
    Rule::warning("UnrecognizedTypeFormat", page!("UnrecognizedTypeFormat"));
/// A number in a format for which Power Apps has no type.
pub static FORMAT_UNUSABLE_IN_POWER_APPS: Rule =
    Rule::warning("FormatUnusableInPowerApps", page!("FormatUnusableInPowerApps"));

/// `spec/platform/formats.toml`
#[derive(Deserialize)]
struct Formats {
    recognized: Types,
    power_fx: Types,
}

#[derive(Deserialize)]
struct Types {
    #[serde(default)]
    string: Vec<String>,
    integer: Vec<String>,
    number: Vec<String>,
}

impl Types {
    /// The formats of a type; `None` for a type that has none.
    fn of(&self, kind: &str) -> Option<&[String]> {
        match kind {
            "string" => Some(&self.string),
            "integer" => Some(&self.integer),
            "number" => Some(&self.number),
            _ => None,
        }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        [&self.string, &self.integer, &self.number].into_iter().flatten().map(String::as_str)
    }
}

static FORMATS: LazyLock<Formats> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/formats.toml"))
        .expect("internal error: the formats are TOML")
});

/// What others call a format that the platform has.
const SYNONYMS: [(&str, &str); 6] = [
    ("guid", "uuid"),
    ("url", "uri"),
    ("datetime", "date-time"),
    ("decimal", "double"),
    ("base64", "byte"),
    ("int", "int32"),
];

pub(super) fn check(tree: &Tree, node: NodeId, findings: &mut Findings) {
    let Some(format) = tree.get(node, "format") else { return };
    let Some(text) = tree.str(format) else { return };
    let kind = tree.get_str(node, "type");
    let has = |list: &[String]| list.iter().any(|known| known == text);
    let own = kind.and_then(|kind| FORMATS.recognized.of(kind));
    if own.is_some_and(has)
        || own.is_none() && FORMATS.recognized.all().any(|known| known == text) && kind.is_none()
    {
        return;
    }
    let Some(kind) = kind else {
        report(text, None, &FORMATS.recognized.all().collect::<Vec<_>>(), format, findings);
        return;
    };
    // A file is binary whatever its format says.
    if kind == "file" {
        return;
    }
    if kind != "string" && FORMATS.power_fx.of(kind).is_some_and(|usable| !has(usable)) && !text.is_empty() {
        findings
            .report(
                &FORMAT_UNUSABLE_IN_POWER_APPS,
                format,
                format!("Power Apps cannot use an operation with a {kind} of format `{text}`"),
            )
            .help(format!("write {}, or leave the format out", list(own.unwrap_or_default())));
        return;
    }
    let known: Vec<&str> = own.unwrap_or_default().iter().map(String::as_str).collect();
    report(text, Some(kind), &known, format, findings);
}

fn report(text: &str, kind: Option<&str>, known: &[&str], format: NodeId, findings: &mut Findings) {
    let of_other = FORMATS.recognized.all().any(|other| other == text);
    let message = match kind {
        Some(kind) if of_other => format!("the format `{text}` is not one of type {kind}"),
        _ if text.is_empty() => "the format is empty".to_owned(),
        _ => format!("the format `{text}` is not recognized"),
    };
    let finding = findings.report(&UNRECOGNIZED_TYPE_FORMAT, format, message);
    if let Some(other) = FORMATS.recognized.of("string").filter(|_| of_other && kind.is_some()).map(|_| text)
    {
        let types = ["string", "integer", "number"];
        let owner = types.into_iter().find(|kind| {
            FORMATS.recognized.of(kind).is_some_and(|list| list.iter().any(|known| known == other))
        });
        finding
            .help(format!("`{text}` belongs to type {}: correct one of the two", owner.unwrap_or("string")));
        return;
    }
    let lower = text.to_ascii_lowercase();
    let synonym = SYNONYMS.iter().find(|(name, meant)| *name == lower && known.contains(meant));
    match synonym.map(|(_, meant)| *meant).or_else(|| nearest(text, known.iter().copied())) {
        Some(near) if !text.is_empty() => finding.help(format!("did you mean `{near}`?")),
        _ if known.is_empty() => finding.help("remove it: this type has no formats"),
        _ => finding.help(format!("remove it, or write one of {}", names(known))),
    };
}

fn list(known: &[String]) -> String {
    known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}

fn names(known: &[&str]) -> String {
    known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
