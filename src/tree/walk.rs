//! Going through a tree without recursion.

use super::{NodeId, Tree};

/// The children of a container, in order.
#[derive(Clone)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: Option<NodeId>,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.next?;
        self.next = self.tree.next(id);
        Some(id)
    }
}

/// A node and everything below it, each container before its children.
#[derive(Clone)]
pub struct Walk<'t> {
    tree: &'t Tree,
    root: NodeId,
    next: Option<NodeId>,
}

impl Walk<'_> {
    /// Goes on without what is below the node that was given last.
    pub fn skip_below(&mut self, id: NodeId) {
        self.next = self.after(id);
    }

    fn after(&self, mut id: NodeId) -> Option<NodeId> {
        while id != self.root {
            if let Some(next) = self.tree.next(id) {
                return Some(next);
            }
            id = self.tree.parent(id)?;
        }
        None
    }
}

impl Iterator for Walk<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.next?;
        self.next = self.tree.first_child(id).or_else(|| self.after(id));
        Some(id)
    }
}

impl Tree {
    /// The children of a container, in order; of a scalar: none.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { tree: self, next: self.first_child(id) }
    }

    /// The members of an object: name and value.
    pub fn members(&self, id: NodeId) -> impl Iterator<Item = (&str, NodeId)> + Clone {
        let next = if self.is_object(id) { self.first_child(id) } else { None };
        Children { tree: self, next }.map(|member| (self.key(member), member))
    }

    /// The items of an array.
    pub fn items(&self, id: NodeId) -> Children<'_> {
        let next = if self.is_array(id) { self.first_child(id) } else { None };
        Children { tree: self, next }
    }

    /// A node and everything below it, each container before its children.
    pub fn walk(&self, root: NodeId) -> Walk<'_> {
        Walk { tree: self, root, next: Some(root) }
    }

    /// Every node that was ever made, wherever it stands now.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (1..=self.len()).map(super::id_of)
    }

    /// Whether a node is `above` or somewhere below it.
    pub fn is_within(&self, id: NodeId, above: NodeId) -> bool {
        let mut next = Some(id);
        while let Some(node) = next {
            if node == above {
                return true;
            }
            next = self.parent(node);
        }
        false
    }
}
