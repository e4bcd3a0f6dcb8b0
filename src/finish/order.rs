//! Puts the members of the definition where readers look for them.

use super::Finishing;
use crate::diagnostic::Findings;
use crate::openapi::{Object, objects};
use crate::tree::{NodeId, Tree};

pub(super) const PASS: &str = "order";

/// Microsoft's coding standard for connectors: version, information, host and schemes, media types, paths,
/// definitions, parameters; what it does not name follows.
const ROOT: [&str; 16] = [
    "swagger",
    "info",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "paths",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
    "security",
    "tags",
    "x-ms-capabilities",
    "x-ms-connector-metadata",
];

const INFO: [&str; 5] = ["title", "description", "version", "contact", "license"];

const OPERATION: [&str; 14] = [
    "tags",
    "summary",
    "description",
    "operationId",
    "x-ms-visibility",
    "x-ms-trigger",
    "x-ms-trigger-hint",
    "deprecated",
    "x-ms-api-annotation",
    "externalDocs",
    "consumes",
    "produces",
    "parameters",
    "responses",
];

const PARAMETER: [&str; 8] = ["name", "in", "description", "required", "type", "format", "items", "schema"];

const SCHEMA: [&str; 8] =
    ["$ref", "title", "type", "format", "description", "x-ms-summary", "x-ms-visibility", "default"];

const PATH_ITEM: [&str; 2] = ["x-ms-notification-content", "parameters"];

pub(super) fn run(tree: &mut Tree, finishing: &Finishing<'_>, _findings: &mut Findings) {
    by_coding_standard(tree, finishing.root);
}

/// Sorts the members of a definition's objects; what an order does not name keeps its place behind.
pub fn by_coding_standard(tree: &mut Tree, root: NodeId) {
    for found in objects(tree, root) {
        let order: &[&str] = match found.object {
            Object::Document => &ROOT,
            Object::Info => &INFO,
            Object::PathItem => &PATH_ITEM,
            Object::Operation => &OPERATION,
            Object::Parameter => &PARAMETER,
            Object::Schema => &SCHEMA,
            _ => continue,
        };
        let rank = |tree: &Tree, node: NodeId| {
            order.iter().position(|key| *key == tree.key(node)).unwrap_or(order.len())
        };
        // Most objects are in order already.
        if !tree.children(found.node).is_sorted_by_key(|node| rank(tree, node)) {
            tree.sort_children(found.node, rank);
        }
    }
}
