//! Reading and writing YAML.

use connectorc::tree::{Fault, Layout, NodeId, Tree, read_yaml, write_json};
use serde_json::Value;

/// A YAML text as a tree.
pub fn read(text: &str) -> (Tree, Option<NodeId>, Vec<Fault>) {
    let mut tree = Tree::default();
    let file = tree.sources.add("in.yaml", text);
    let mut faults = Vec::new();
    let root = read_yaml(&mut tree, file, &mut faults);
    (tree, root, faults)
}

pub fn to_json(tree: &Tree, root: NodeId) -> Value {
    serde_json::from_str(&write_json(tree, root, Layout::Minified)).expect("our JSON is JSON")
}
