//! Whose connector it is and in which colour it appears.

use super::FILE;
use crate::diagnostic::{Findings, Levels, Rule, Severity, Site, page};
use crate::tree::{Edit, NodeId, Tree};
use serde::Deserialize;
use std::sync::LazyLock;

/// The colour of the wizard, or white.
pub static DEFAULT_BRAND_COLOR: Rule =
    Rule::fault("DefaultBrandColor", page!("DefaultBrandColor")).not_custom().not_independent();
/// Another colour than that of all independent publishers.
pub static BRAND_COLOR_NOT_INDEPENDENT: Rule = Rule {
    levels: Levels { custom: None, independent: Some(Severity::Error), certified: None },
    ..Rule::fault("BrandColorNotIndependent", page!("BrandColorNotIndependent"))
};
/// Nobody who publishes the connector or owns the API.
pub static PUBLISHER_MISSING: Rule = Rule::fault("PublisherMissing", page!("PublisherMissing")).not_custom();
/// A publisher whose name has unusual signs.
pub static PUBLISHER_NOT_ALPHANUMERIC: Rule =
    Rule::note("PublisherNotAlphanumeric", page!("PublisherNotAlphanumeric")).not_custom();

/// `spec/platform/brand.toml`
#[derive(Deserialize)]
struct Brand {
    colors: Colors,
}

#[derive(Deserialize)]
struct Colors {
    refused: Vec<String>,
    independent: String,
}

static BRAND: LazyLock<Brand> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/brand.toml"))
        .expect("internal error: the colours are TOML")
});

pub(super) fn check(tree: &Tree, properties: NodeId, findings: &mut Findings) {
    if let Some(color) = tree.get(properties, "iconBrandColor") {
        let text = tree.text(color);
        let is = |other: &String| other.eq_ignore_ascii_case(text);
        if BRAND.colors.refused.iter().any(is) {
            findings
                .report(&DEFAULT_BRAND_COLOR, color, format!("`{text}` is nobody's own colour"))
                .help("take the colour of your brand, which is also the icon's background");
        }
        let independent = &BRAND.colors.independent;
        if !is(independent) {
            findings
                .report(
                    &BRAND_COLOR_NOT_INDEPENDENT,
                    color,
                    format!("`{text}` is not the colour of independent publishers' connectors"),
                )
                .help(format!("write `{independent}`"))
                .fix(Edit::Replace(color, independent.as_str().into()));
        }
    }
    for (key, what) in [("publisher", "publishes the connector"), ("stackOwner", "owns the API")] {
        let Some(node) = tree.get(properties, key).filter(|node| !tree.text(*node).trim().is_empty()) else {
            findings
                .report(&PUBLISHER_MISSING, Site::Key(properties), format!("`{FILE}` has no `{key}`"))
                .help(format!("name who {what}"));
            continue;
        };
        let text = tree.text(node);
        let usual = |char: char| char.is_alphanumeric() || " .,&-".contains(char);
        if let Some(unusual) = text.chars().find(|char| !usual(*char)) {
            findings
                .report(&PUBLISHER_NOT_ALPHANUMERIC, node, format!("`{key}` holds `{unusual}`"))
                .help("write the name with letters, digits and spaces");
        }
    }
}
