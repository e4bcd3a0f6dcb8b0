//! References lead to where 3.0 has what is shared.

use super::PASS;
use crate::tree::{NodeId, Origin, Tree};

const SECTIONS: [(&str, &str); 3] = [
    ("#/definitions/", "#/components/schemas/"),
    ("#/parameters/", "#/components/parameters/"),
    ("#/responses/", "#/components/responses/"),
];

pub(super) fn raise(tree: &mut Tree, root: NodeId) {
    let all: Vec<NodeId> = tree.walk(root).filter(|node| tree.key(*node) == "$ref").collect();
    for node in all {
        let Some(text) = tree.str(node) else { continue };
        let moved = SECTIONS.iter().find_map(|(old, new)| Some(format!("{new}{}", text.strip_prefix(old)?)));
        if let Some(moved) = moved {
            let new = tree.make_string(&moved, Origin::from(node, PASS));
            tree.replace(node, new);
        }
    }
}
