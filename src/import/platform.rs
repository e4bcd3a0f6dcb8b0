//! What only the platform reads moves out of a raised source, into overlays: what is left is the API.

use super::difference::{Action, actions};
use super::{groups, names, overlays};
use crate::emit::Artifact;
use crate::openapi::reference;
use crate::tree::{NodeId, Origin, Tree};
use indexmap::IndexMap;

/// The overlays in the order in which they apply: file and title.
const GROUPS: [(&str, &str); 4] = [
    (names::PLATFORM, "What else the platform is told"),
    (names::LABELS, "What makers read"),
    (names::TRIGGERS, "What starts flows"),
    (names::DYNAMIC_VALUES, "Where values come from"),
];

/// Moves the platform's extensions out of a document into overlays, and names these in the configuration.
pub(super) fn move_out(tree: &mut Tree, root: NodeId, config: NodeId) -> Vec<Artifact> {
    let mut by_file: IndexMap<&'static str, Vec<(Action, Option<String>)>> = IndexMap::new();
    for action in take_out(tree, root) {
        let file = match groups::file(tree, &action) {
            names::STRUCTURE => names::PLATFORM,
            file => file,
        };
        by_file.entry(file).or_default().push((action, None));
    }
    let list = tree.make_array(Origin::pass("import"));
    let mut files = Vec::new();
    for (name, title) in GROUPS {
        let Some(actions) = by_file.get(name) else { continue };
        let text = overlays::write(tree, title, actions);
        files.push(Artifact { name, bytes: text.into_bytes() });
        let node = tree.make_string(name, Origin::pass("import"));
        tree.push(list, node);
    }
    if let Some(source) = tree.get(config, "source").filter(|_| !files.is_empty()) {
        tree.insert_after(source, "overlays", list);
    }
    files
}

fn take_out(tree: &mut Tree, root: NodeId) -> Vec<Action> {
    let whole = tree.copy(root, "import");
    let extensions: Vec<NodeId> = tree
        .walk(root)
        .filter(|node| tree.key(*node).starts_with("x-ms-"))
        .filter(|node| tree.parent(*node).is_some_and(|holder| can_be_spoken_of(tree, holder)))
        .collect();
    for extension in extensions {
        tree.detach(extension);
    }
    actions(tree, root, whole)
}

/// Whether what stands in an object is an extension of it that an overlay can set: beside a reference nothing counts,
/// in a map it is a name, and in an example or in another extension it is data. What is in doubt stays where it is.
fn can_be_spoken_of(tree: &Tree, holder: NodeId) -> bool {
    const MAPS: [&str; 7] =
        ["properties", "schemas", "responses", "headers", "parameters", "securitySchemes", "content"];
    const DATA: [&str; 4] = ["example", "examples", "default", "enum"];
    let mut above = std::iter::successors(Some(holder), |node| tree.parent(*node)).map(|node| tree.key(node));
    reference(tree, holder).is_none()
        && !MAPS.contains(&tree.key(holder))
        && !above.any(|key| key.starts_with("x-") || DATA.contains(&key))
}
