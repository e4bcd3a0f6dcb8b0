//! Swagger 2.0 → OpenAPI 3.0: what lowering does, undone. One construct family per file; each edits the tree in
//! place, and what 3.0 has no place for stays under the name that it has.

mod servers;
mod operations;
mod parameters;
mod bodies;
mod responses;
mod schemas;
mod security;
mod references;

use crate::tree::{NodeId, Origin, Tree};

const PASS: &str = "raise";

/// The version that a raised document declares. Since 3.1 what stands beside `$ref` counts, and in 2.0 it does not.
const VERSION: &str = "3.0.3";

/// A copy of a definition in the words of OpenAPI 3.0.
pub(super) fn raise(tree: &mut Tree, definition: NodeId) -> NodeId {
    let root = tree.copy(definition, PASS);
    let media = MediaTypes::take(tree, root);
    servers::raise(tree, root);
    schemas::raise(tree, root);
    operations::raise(tree, root, &media);
    security::raise(tree, root);
    components(tree, root);
    references::raise(tree, root);
    if let Some(version) = tree.get(root, "swagger") {
        let text = tree.make_string(VERSION, Origin::from(version, PASS));
        tree.replace(version, text);
        tree.rename(text, "openapi");
    }
    root
}

/// What requests and responses come in where nothing else is said.
struct MediaTypes {
    consumes: Vec<String>,
    produces: Vec<String>,
}

impl MediaTypes {
    fn take(tree: &mut Tree, root: NodeId) -> MediaTypes {
        let mut list = |key| take_texts(tree, root, key).unwrap_or_default();
        MediaTypes { consumes: list("consumes"), produces: list("produces") }
    }

    /// For one operation, which may say its own.
    fn of(&self, tree: &mut Tree, operation: NodeId) -> MediaTypes {
        let mut list = |key, shared: &Vec<String>| {
            let own = take_texts(tree, operation, key).unwrap_or_else(|| shared.clone());
            // JSON is what the platform sends and expects without a word.
            if own.is_empty() { vec!["application/json".to_owned()] } else { own }
        };
        MediaTypes { consumes: list("consumes", &self.consumes), produces: list("produces", &self.produces) }
    }
}

fn take_texts(tree: &mut Tree, holder: NodeId, key: &str) -> Option<Vec<String>> {
    let list = tree.get(holder, key)?;
    tree.detach(list);
    Some(tree.items(list).map(|item| tree.text(item).to_owned()).collect())
}

/// Moves what is shared to where 3.0 has it.
fn components(tree: &mut Tree, root: NodeId) {
    const SECTIONS: [(&str, &str); 4] = [
        ("definitions", "schemas"),
        ("parameters", "parameters"),
        ("responses", "responses"),
        ("securityDefinitions", "securitySchemes"),
    ];
    let components = tree.make_object(Origin::from(root, PASS));
    for (old, new) in SECTIONS {
        if let Some(section) = tree.get(root, old) {
            tree.append(components, new, section);
        }
    }
    if tree.children(components).next().is_some() {
        tree.append(root, "components", components);
    }
}

/// Adds a text member.
fn text(tree: &mut Tree, object: NodeId, key: &str, value: &str, from: NodeId) {
    let node = tree.make_string(value, Origin::from(from, PASS));
    tree.append(object, key, node);
}

/// Adds an object member.
fn object(tree: &mut Tree, holder: NodeId, key: &str, from: NodeId) -> NodeId {
    let node = tree.make_object(Origin::from(from, PASS));
    tree.append(holder, key, node);
    node
}
