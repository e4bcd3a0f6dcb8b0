//! The document itself: its version, and what must be there.

use super::Source;
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::openapi::{Version, operations};
use crate::tree::{NodeId, Tree};

/// A version of the specification that nobody knows, or none at all.
pub static UNKNOWN_VERSION: Rule = Rule::error("UnknownVersion", page!("UnknownVersion"));
/// A member that must be there.
pub static REQUIRED_PROPERTY_MISSING: Rule =
    Rule::error("RequiredPropertyMissing", page!("RequiredPropertyMissing"));
/// The same rule, where only certification demands the member.
pub static REQUIRED_TO_PUBLISH: Rule =
    Rule::warning("RequiredPropertyMissing", page!("RequiredPropertyMissing")).published(Severity::Error);
/// Microsoft's name for a member that must be there and is empty.
pub static REQUIRED_VALUE_EMPTY: Rule = Rule::fault("RequiredValueEmpty", page!("RequiredValueEmpty"));
/// The same rule, where only certification demands a value.
pub static EMPTY_TO_PUBLISH: Rule =
    Rule::warning("RequiredValueEmpty", page!("RequiredValueEmpty")).published(Severity::Error);

/// The version of a document; without one there is nothing to compile.
pub fn version(tree: &Tree, root: NodeId, findings: &mut Findings) -> Option<Version> {
    if let Some(version) = Version::of(tree, root) {
        return Some(version);
    }
    let help = "write `openapi: 3.0.3`; 3.0, 3.1, 3.2 and `swagger: \"2.0\"` are understood";
    let written = tree.get(root, "openapi").or_else(|| tree.get(root, "swagger"));
    match written {
        Some(version) => {
            let message =
                format!("`{}` is not a version of OpenAPI that connectorc knows", tree.text(version));
            findings.report(&UNKNOWN_VERSION, version, message).help(help);
        }
        None if !tree.is_object(root) => {
            let other = if tree.is_array(root) { "an array" } else { "a single value" };
            let message = format!("an OpenAPI document is an object, not {other}");
            findings.report(&UNKNOWN_VERSION, root, message).help(help);
        }
        None => {
            let message = "the document does not say which version of OpenAPI it follows";
            findings.report(&UNKNOWN_VERSION, root, message).help(help);
        }
    }
    None
}

pub(super) fn check(tree: &Tree, source: &Source, findings: &mut Findings) {
    let root = source.root;
    require(tree, root, "the document", "info", findings);
    if let Some(info) = tree.get(root, "info") {
        require(tree, info, "`info`", "title", findings);
        require(tree, info, "`info`", "version", findings);
    }
    if source.version <= Version::V30
        || tree.get(root, "webhooks").is_none() && tree.get(root, "components").is_none()
    {
        require(tree, root, "the document", "paths", findings);
    }
    let parameters: Vec<NodeId> = operations(tree, root)
        .flat_map(|operation| [operation.node, operation.path_item])
        .filter_map(|holder| tree.get(holder, "parameters"))
        .flat_map(|parameters| tree.items(parameters))
        .filter(|parameter| tree.is_object(*parameter) && tree.get(*parameter, "$ref").is_none())
        .collect();
    let mut seen = std::collections::HashSet::new();
    for parameter in parameters.into_iter().filter(|parameter| seen.insert(*parameter)) {
        require(tree, parameter, "the parameter", "name", findings);
        require(tree, parameter, "the parameter", "in", findings);
    }
}

fn require(tree: &Tree, object: NodeId, what: &str, key: &str, findings: &mut Findings) {
    let value = tree.get(object, key);
    if value.is_some_and(|value| tree.is_container(value) || !tree.text(value).is_empty()) {
        return;
    }
    let site = value.map_or_else(|| site_of(tree, object), Site::Value);
    let (rule, message, help) = match value {
        Some(_) => {
            (&REQUIRED_VALUE_EMPTY, format!("`{key}` is empty"), format!("write something for `{key}`"))
        }
        None => (&REQUIRED_PROPERTY_MISSING, format!("{what} has no `{key}`"), format!("add `{key}`")),
    };
    findings.report(rule, site, message).help(help);
}

fn site_of(tree: &Tree, object: NodeId) -> Site {
    if tree.key(object).is_empty() { Site::Value(object) } else { Site::Key(object) }
}
