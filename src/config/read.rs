//! Reading an object that the schema has looked at already: what has the wrong type is simply not there.

use super::Located;
use crate::tree::{NodeId, Tree};

/// An object of the configuration, or its absence.
#[derive(Clone, Copy)]
pub(super) struct Section<'t> {
    pub tree: &'t Tree,
    pub node: Option<NodeId>,
}

impl<'t> Section<'t> {
    pub fn new(tree: &'t Tree, node: NodeId) -> Section<'t> {
        Section { tree, node: Some(node) }
    }

    pub fn get(&self, key: &str) -> Option<NodeId> {
        self.tree.get(self.node?, key)
    }

    pub fn section(&self, key: &str) -> Section<'t> {
        Section { tree: self.tree, node: self.get(key) }
    }

    pub fn text(&self, key: &str) -> Option<Located<String>> {
        let at = self.get(key)?;
        Some(Located { value: self.tree.str(at)?.to_owned(), at })
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        self.tree.bool(self.get(key)?)
    }

    pub fn texts(&self, key: &str) -> Vec<Located<String>> {
        let items = self.get(key).into_iter().flat_map(|list| self.tree.items(list));
        items.filter_map(|at| Some(Located { value: self.tree.str(at)?.to_owned(), at })).collect()
    }

    /// The items of a list.
    pub fn items(&self, key: &str) -> impl Iterator<Item = Section<'t>> + use<'t> {
        let tree = self.tree;
        let list = self.get(key);
        list.into_iter().flat_map(move |list| tree.items(list)).map(move |item| Section::new(tree, item))
    }

    /// The members of this object as sections.
    pub fn sections(&self) -> impl Iterator<Item = (&'t str, Section<'t>)> + use<'t> {
        let tree = self.tree;
        self.members().map(move |(key, member)| (key, Section::new(tree, member)))
    }

    /// The members of this object.
    pub fn members(&self) -> impl Iterator<Item = (&'t str, NodeId)> + use<'t> {
        let tree = self.tree;
        self.node.into_iter().flat_map(move |node| tree.members(node))
    }

    /// The members of an object whose values are text.
    pub fn map(&self, key: &str) -> Vec<(Located<String>, Located<String>)> {
        let member = |(key, at): (&str, NodeId)| {
            let value = self.tree.str(at)?.to_owned();
            Some((Located { value: key.to_owned(), at }, Located { value, at }))
        };
        self.section(key).members().filter_map(member).collect()
    }
}
