//! The definition as JSON and YAML.

use crate::tree::{Layout, NodeId, Tree, write_json, write_yaml};

/// The name that the platform's tools look for.
pub(super) const JSON: &str = "apiDefinition.swagger.json";
/// The same content for people.
pub(super) const YAML: &str = "apiDefinition.swagger.yaml";

/// Spaces a level. Source: Microsoft's coding standard for connectors.
const INDENT: usize = 4;

pub(super) fn json(tree: &Tree, root: NodeId, minify: bool) -> Vec<u8> {
    let layout = if minify { Layout::Minified } else { Layout::Indented(INDENT) };
    write_json(tree, root, layout).into_bytes()
}

pub(super) fn yaml(tree: &Tree, root: NodeId) -> Vec<u8> {
    write_yaml(tree, root).into_bytes()
}
