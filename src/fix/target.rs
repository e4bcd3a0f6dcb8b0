//! Where a node is, as a JSONPath query (RFC 9535) that a person would write.

use crate::overlay::jsonpath::{Query, member, quoted};
use crate::tree::{NodeId, Tree};

/// A query that selects the node and nothing else, from the root of its document.
pub(super) fn target(tree: &Tree, node: NodeId) -> String {
    let mut nodes: Vec<NodeId> = std::iter::successors(Some(node), |node| tree.parent(*node)).collect();
    let root = nodes.pop().expect("internal error: a node stands in its own document");
    let mut query = "$".to_owned();
    let mut plain = query.clone();
    for node in nodes.into_iter().rev() {
        let step = step(tree, node);
        query.push_str(&named(tree, node).unwrap_or_else(|| step.clone()));
        plain.push_str(&step);
    }
    let selects = Query::parse(&query).is_ok_and(|query| query.select(tree, root) == [node]);
    if selects { query } else { plain }
}

/// One step down, by key or by position.
fn step(tree: &Tree, node: NodeId) -> String {
    let parent = tree.parent(node).expect("internal error: a step leads to a child");
    if tree.is_array(parent) {
        let index = tree.items(parent).position(|item| item == node).unwrap_or_default();
        return format!("[{index}]");
    }
    member(tree.key(node))
}

/// An item of a list by the name that it has there.
fn named(tree: &Tree, node: NodeId) -> Option<String> {
    let parent = tree.parent(node).filter(|parent| tree.is_array(*parent))?;
    let name = tree.get_str(node, "name")?;
    let alike = tree.items(parent).filter(|item| tree.get_str(*item, "name") == Some(name)).count();
    let by_name = format!("@.name == {}", quoted(name));
    match (alike, tree.get_str(node, "in")) {
        (1, _) => Some(format!("[?{by_name}]")),
        (_, Some(place)) => Some(format!("[?{by_name} && @.in == {}]", quoted(place))),
        _ => None,
    }
}
