//! The operations of a document.

use super::reference::Resolver;
use crate::tree::{NodeId, Tree};

/// The methods that a path item has a member for, in the order of the specification.
pub const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// An operation and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'t> {
    tree: &'t Tree,
    /// The operation.
    pub node: NodeId,
    /// Its path item.
    pub path_item: NodeId,
}

impl<'t> Operation<'t> {
    /// The path, as a template.
    pub fn path(&self) -> &'t str {
        self.tree.key(self.path_item)
    }

    /// The method, in lower case; one under `additionalOperations` as it is sent.
    pub fn method(&self) -> &'t str {
        self.tree.key(self.node)
    }

    /// `operationId`
    pub fn id(&self) -> Option<&'t str> {
        self.tree.get_str(self.node, "operationId")
    }

    /// `tags`
    pub fn tags(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let (tree, tags) = (self.tree, self.tree.get(self.node, "tags"));
        tags.into_iter().flat_map(move |tags| tree.items(tags)).filter_map(move |tag| tree.str(tag))
    }

    /// As a message calls it: its id, or method and path.
    pub fn name(&self) -> String {
        self.id().map_or_else(
            || format!("`{} {}`", self.method().to_uppercase(), self.path()),
            |id| format!("`{id}`"),
        )
    }
}

/// The operations below `paths`, in document order.
pub fn operations(tree: &Tree, root: NodeId) -> impl Iterator<Item = Operation<'_>> {
    let paths = tree.get(root, "paths");
    let items = paths.into_iter().flat_map(|paths| tree.members(paths));
    items.filter(|(path, _)| !path.starts_with("x-")).flat_map(move |(_, path_item)| {
        let members = tree.members(path_item);
        let operations = members.filter(|(key, node)| METHODS.contains(key) && tree.is_object(*node));
        operations.map(move |(_, node)| Operation { tree, node, path_item })
    })
}

/// The operations below `paths` with those under `additionalOperations`, whose methods have no member of their own.
pub fn all_operations(tree: &Tree, root: NodeId) -> impl Iterator<Item = Operation<'_>> {
    let paths = tree.get(root, "paths");
    let items = paths.into_iter().flat_map(|paths| tree.members(paths));
    items.filter(|(path, _)| !path.starts_with("x-")).flat_map(move |(_, path_item)| {
        let others = tree.get(path_item, "additionalOperations");
        let others = others.into_iter().flat_map(|others| tree.members(others));
        let named = tree.members(path_item).filter(|(key, _)| METHODS.contains(key));
        let operations = named.chain(others).filter(|(_, node)| tree.is_object(*node));
        operations.map(move |(_, node)| Operation { tree, node, path_item })
    })
}

/// The names in braces of a path template, in order.
pub fn path_variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|piece| piece.split_once('}').map(|(name, _)| name))
}

/// The parameters that apply to an operation, references followed: those of the path item that it does not
/// override, then its own.
pub fn resolved_parameters(
    tree: &Tree,
    resolver: &mut Resolver,
    path_item: NodeId,
    operation: NodeId,
) -> Vec<NodeId> {
    let mut list = |holder: NodeId| -> Vec<NodeId> {
        let parameters = tree.get(holder, "parameters");
        let items = parameters.into_iter().flat_map(|parameters| tree.items(parameters));
        items.filter_map(|item| resolver.follow(tree, item)).collect()
    };
    let own = list(operation);
    let key = |id: NodeId| (tree.get_str(id, "name"), tree.get_str(id, "in"));
    let mut all: Vec<NodeId> = list(path_item)
        .into_iter()
        .filter(|shared| !own.iter().any(|own| key(*own) == key(*shared)))
        .collect();
    all.extend(own);
    all
}

/// The path item that holds a node.
pub fn path_item_of(tree: &Tree, node: NodeId) -> Option<NodeId> {
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        if tree.key(parent) == "paths" && tree.key(at).starts_with('/') {
            return Some(at);
        }
        at = parent;
    }
    None
}
