//! Path items and operations: parameters, bodies and responses in their places.

use super::{MediaTypes, bodies, parameters, responses};
use crate::openapi::operations;
use crate::tree::{NodeId, Tree};

pub(super) fn raise(tree: &mut Tree, root: NodeId, media: &MediaTypes) {
    let all: Vec<(NodeId, NodeId)> =
        operations(tree, root).map(|operation| (operation.path_item, operation.node)).collect();
    for (_, operation) in &all {
        let own = media.of(tree, *operation);
        bodies::raise(tree, root, *operation, &own.consumes);
        for response in listed(tree, *operation, "responses") {
            responses::raise(tree, response, &own.produces);
        }
    }
    for response in listed(tree, root, "responses") {
        responses::raise(tree, response, &shared(&media.produces));
    }
    let lists = all.iter().flat_map(|(path_item, operation)| [*path_item, *operation]).chain([root]);
    let lists: Vec<NodeId> = lists.filter_map(|holder| tree.get(holder, "parameters")).collect();
    for list in lists {
        let members: Vec<NodeId> = tree.children(list).collect();
        for parameter in members {
            parameters::raise(tree, parameter);
        }
    }
}

fn shared(produces: &[String]) -> Vec<String> {
    if produces.is_empty() { vec!["application/json".to_owned()] } else { produces.to_vec() }
}

fn listed(tree: &Tree, holder: NodeId, key: &str) -> Vec<NodeId> {
    let list = tree.get(holder, key).into_iter().flat_map(|list| tree.children(list));
    list.filter(|one| tree.is_object(*one)).collect()
}
