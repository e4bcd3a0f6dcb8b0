//! What the checks of one definition share: its objects, its paths, its operations with all that applies to them,
//! and each parameter that is written somewhere, once.

use super::Subject;
use crate::openapi::{
    Found, Operation, Resolver, Version, is_internal, objects, operations, reference, resolved_parameters,
};
use crate::tree::{NodeId, Tree};

/// A definition, looked over.
pub(super) struct Survey<'t> {
    pub tree: &'t Tree,
    pub root: NodeId,
    /// `apiProperties.json`
    pub properties: Option<NodeId>,
    /// Whether it was compiled, so that the checks of its source were made.
    pub compiled: bool,
    /// Whether it was lowered from OpenAPI 3, which tells what the platform cannot do with it.
    pub lowered: bool,
    /// Every object, in document order.
    pub objects: Vec<Found>,
    /// Path items below `paths`; their keys are the paths.
    pub paths: Vec<NodeId>,
    pub operations: Vec<Surveyed<'t>>,
    /// Parameters as they are written: shared ones, those of paths, those of operations; no references.
    pub parameters: Vec<NodeId>,
    /// References to parameters.
    pub references: Vec<NodeId>,
}

/// An operation with what applies to it.
pub(super) struct Surveyed<'t> {
    pub operation: Operation<'t>,
    /// The parameters of its path that it keeps, then its own, references followed.
    pub parameters: Vec<NodeId>,
    /// How many of them are its own.
    pub own: usize,
    /// Whether makers see it.
    pub visible: bool,
}

impl<'t> Survey<'t> {
    pub fn of(tree: &'t Tree, subject: &Subject<'_>) -> Survey<'t> {
        let root = subject.definition;
        let mut resolver = Resolver::new(root);
        let paths = tree.get(root, "paths").into_iter().flat_map(|paths| tree.members(paths));
        let paths = paths.filter(|(path, _)| !path.starts_with("x-")).map(|(_, node)| node).collect();
        let operations = operations(tree, root).map(|operation| {
            let list = tree.get(operation.node, "parameters");
            let items = list.into_iter().flat_map(|list| tree.items(list));
            let own = items.filter(|item| resolver.follow(tree, *item).is_some()).count();
            let parameters = resolved_parameters(tree, &mut resolver, operation.path_item, operation.node);
            Surveyed { operation, parameters, own, visible: !is_internal(tree, operation.node) }
        });
        let operations = operations.collect();
        let mut survey = Survey {
            tree,
            root,
            properties: subject.properties,
            compiled: subject.source.is_some(),
            lowered: subject.source.is_some_and(|version| version > Version::V2),
            objects: objects(tree, root),
            paths,
            operations,
            parameters: Vec::new(),
            references: Vec::new(),
        };
        survey.collect_parameters();
        survey
    }

    fn collect_parameters(&mut self) {
        let tree = self.tree;
        let shared = tree.get(self.root, "parameters").into_iter();
        let shared = shared.flat_map(|shared| tree.members(shared)).map(|(_, node)| node);
        let of_paths = self.paths.iter().copied();
        let holders = of_paths.chain(self.operations.iter().map(|found| found.operation.node));
        let lists = holders.filter_map(|holder| tree.get(holder, "parameters"));
        let listed = lists.flat_map(|list| tree.items(list));
        let (references, parameters) = shared
            .chain(listed)
            .filter(|node| tree.is_object(*node))
            .partition(|node| reference(tree, *node).is_some());
        self.parameters = parameters;
        self.references = references;
    }

    /// The parameters of a list, references followed.
    pub fn followed(&self, list: NodeId) -> Vec<NodeId> {
        let mut resolver = Resolver::new(self.root);
        self.tree.items(list).filter_map(|item| resolver.follow(self.tree, item)).collect()
    }

    /// A text that is a member of an object: where it stands, and what it says.
    pub fn text(&self, object: NodeId, key: &str) -> Option<(NodeId, &'t str)> {
        let node = self.tree.get(object, key)?;
        Some((node, self.tree.str(node)?))
    }
}

/// A parameter as a message calls it, and where its name stands.
pub(super) fn named(tree: &Tree, parameter: NodeId) -> (&str, NodeId) {
    match tree.get(parameter, "name") {
        Some(node) => (tree.text(node), node),
        None => ("", parameter),
    }
}
