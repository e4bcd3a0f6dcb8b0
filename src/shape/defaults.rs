//! Fills in what the platform would assume, so that it can be seen and overlaid: never over a value that is there.

use super::Shaping;
use super::edit::{fill, object};
use super::select::{matches, report_unknown};
use crate::config::{Config, Visibility};
use crate::diagnostic::Findings;
use crate::openapi::operations;
use crate::tree::{NodeId, Origin, Tree};

pub(super) const PASS: &str = "defaults";

/// What the file says of itself until its author says otherwise.
/// Source: Microsoft's page on operational versioning, where an absent status is a preview; a connector that is
/// published by its maker is not.
const STATUS: &str = "Production";
const VISIBILITY: &str = "important";

pub(super) fn run(tree: &mut Tree, shaping: &mut Shaping<'_>, findings: &mut Findings) {
    let config = shaping.config;
    let lists = config.visibility.levels.iter().flat_map(|(_, selectors)| selectors);
    report_unknown(tree, shaping.root, lists, findings);
    let operations: Vec<_> = operations(tree, shaping.root)
        .map(|operation| {
            let level = visibility(&config.visibility, |selector| matches(&operation, selector));
            (operation.node, operation.id().map(str::to_owned), level)
        })
        .collect();
    for (operation, id, level) in operations {
        if config.defaults.deprecated && tree.get(operation, "deprecated").is_none() {
            let node = tree.make_bool(false, Origin::pass(PASS));
            tree.append(operation, "deprecated", node);
        }
        if let Some((level, origin)) = level {
            fill(tree, operation, "x-ms-visibility", &level, origin);
        }
        if let Some(id) = id.filter(|_| config.defaults.annotations) {
            annotation(tree, operation, &id, config);
        }
    }
}

fn visibility(
    rules: &Visibility,
    chooses: impl Fn(&crate::config::Selector) -> bool,
) -> Option<(String, Origin)> {
    for (level, selectors) in &rules.levels {
        if let Some(selector) = selectors.iter().find(|selector| chooses(selector)) {
            return Some(((*level).to_owned(), Origin::from(selector.at, PASS)));
        }
    }
    match &rules.default {
        Some(default) if default.value == "none" => None,
        Some(default) => Some((default.value.clone(), Origin::from(default.at, PASS))),
        None => Some((VISIBILITY.to_owned(), Origin::pass(PASS))),
    }
}

/// `x-ms-api-annotation`: each operation begins a family of its own, as its first revision.
fn annotation(tree: &mut Tree, operation: NodeId, id: &str, config: &Config) {
    let annotation = object(tree, operation, "x-ms-api-annotation", Origin::pass(PASS));
    if !tree.is_object(annotation) {
        return;
    }
    let (status, origin) = match &config.connector.status {
        Some(status) => (status.value.as_str(), Origin::from(status.at, PASS)),
        None => (STATUS, Origin::pass(PASS)),
    };
    fill(tree, annotation, "status", status, origin);
    let id_node = tree.get(operation, "operationId");
    let origin = id_node.map_or(Origin::pass(PASS), |node| Origin::from(node, PASS));
    fill(tree, annotation, "family", id, origin);
    if tree.get(annotation, "revision").is_none() {
        let revision = tree.make_number("1", Origin::pass(PASS));
        tree.append(annotation, "revision", revision);
    }
}
