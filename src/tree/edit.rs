//! Changing a tree: the only functions that do.

use super::{Index, KEY_SPAN, Kind, MADE, Node, NodeId, Origin, Text, Tree, raw};
use crate::source::position;
use std::sync::PoisonError;

impl Tree {
    /// A new string.
    pub fn make_string(&mut self, value: &str, origin: Origin) -> NodeId {
        self.make_scalar(Kind::String, value, origin)
    }

    /// A new boolean.
    pub fn make_bool(&mut self, value: bool, origin: Origin) -> NodeId {
        self.make_scalar(Kind::Bool, if value { "true" } else { "false" }, origin)
    }

    /// A new number, in JSON's spelling.
    pub fn make_number(&mut self, spelling: &str, origin: Origin) -> NodeId {
        self.make_scalar(Kind::Number, spelling, origin)
    }

    /// A new `null`.
    pub fn make_null(&mut self, origin: Origin) -> NodeId {
        self.make_scalar(Kind::Null, "null", origin)
    }

    /// A new array.
    pub fn make_array(&mut self, origin: Origin) -> NodeId {
        self.make(Kind::Array, Text::default(), origin)
    }

    /// A new object.
    pub fn make_object(&mut self, origin: Origin) -> NodeId {
        self.make(Kind::Object, Text::default(), origin)
    }

    fn make_scalar(&mut self, kind: Kind, text: &str, origin: Origin) -> NodeId {
        let text = self.sources.append(text).into();
        self.make(kind, text, origin)
    }

    fn make(&mut self, kind: Kind, text: Text, origin: Origin) -> NodeId {
        self.origins.push(origin);
        let start = position(self.origins.len() - 1);
        self.add(Node { flags: MADE, start, ..Node::alone(kind, text) })
    }

    /// A copy of a node and all below it; every copy knows what it was copied from.
    pub fn copy(&mut self, from: NodeId, by: &'static str) -> NodeId {
        let root = self.copy_one(from, by);
        let (mut source, mut copy) = (from, root);
        loop {
            if let Some(child) = self.first_child(source) {
                source = child;
                copy = self.copy_below(copy, child, by);
                continue;
            }
            while source != from && self.next(source).is_none() {
                source = self.parent(source).expect("internal error: a child has a parent");
                copy = self.parent(copy).expect("internal error: a copied child has a parent");
            }
            if source == from {
                return root;
            }
            let above = self.parent(copy).expect("internal error: a copied child has a parent");
            source = self.next(source).expect("internal error: the loop above stops at a sibling");
            copy = self.copy_below(above, source, by);
        }
    }

    fn copy_below(&mut self, above: NodeId, child: NodeId, by: &'static str) -> NodeId {
        let copy = self.copy_one(child, by);
        self.node_mut(copy).key = self.node(child).key;
        self.link_last(above, copy);
        copy
    }

    fn copy_one(&mut self, from: NodeId, by: &'static str) -> NodeId {
        let node = *self.node(from);
        let text = match node.kind {
            Kind::Array | Kind::Object => Text::default(),
            _ => Text { start: node.head, len: node.tail },
        };
        let copy = self.make(node.kind, text, Origin::from(from, by));
        self.node_mut(copy).flags |= node.flags & super::BLOCK;
        copy
    }

    // A node that stands somewhere is taken from there when it is put elsewhere: it can be in one place only.

    /// Sets a member: in place of the one with this key, else last.
    pub fn set(&mut self, object: NodeId, key: &str, value: NodeId) {
        match self.get(object, key) {
            Some(old) => self.replace(old, value),
            None => self.append(object, key, value),
        }
    }

    /// Adds a member last, without a look at what is there.
    pub fn append(&mut self, object: NodeId, key: &str, value: NodeId) {
        self.detach(value);
        self.set_key(value, key);
        self.link_last(object, value);
        self.index().add(object, key, value);
    }

    /// Adds a member first.
    pub fn prepend(&mut self, object: NodeId, key: &str, value: NodeId) {
        self.detach(value);
        self.set_key(value, key);
        let first = self.first_child(object);
        self.link_between(object, None, first, value);
        self.index().add(object, key, value);
    }

    /// Adds a member right behind another one.
    pub fn insert_after(&mut self, sibling: NodeId, key: &str, value: NodeId) {
        self.detach(value);
        self.set_key(value, key);
        let object = self.parent(sibling).expect("internal error: a sibling has a parent");
        let next = self.next(sibling);
        self.link_between(object, Some(sibling), next, value);
        self.index().add(object, key, value);
    }

    /// Adds an item last.
    pub fn push(&mut self, array: NodeId, value: NodeId) {
        self.detach(value);
        self.node_mut(value).key = Text::default();
        self.link_last(array, value);
    }

    /// Puts `new` where `old` stands; `old` is detached.
    pub fn replace(&mut self, old: NodeId, new: NodeId) {
        self.detach(new);
        let Node { key, parent, previous, next, .. } = *self.node(old);
        let Some(parent) = parent else { return };
        self.unindex(old);
        self.unlink(old);
        self.node_mut(new).key = key;
        self.link_between(parent, previous, next, new);
        if self.index().has(parent) {
            let key = self.key(new).to_owned();
            self.index().add(parent, &key, new);
        }
    }

    /// Takes a node out of its container. It stays readable, and still knows where it stood.
    pub fn detach(&mut self, id: NodeId) {
        if self.is_attached(id) {
            self.unindex(id);
            self.unlink(id);
        }
    }

    /// Gives a member another name, at the same place.
    pub fn rename(&mut self, id: NodeId, key: &str) {
        self.unindex(id);
        // What the author wrote stays findable by the old name.
        if let Some(span) = self.key_span(id)
            && self.origin(id).is_none()
        {
            self.key_spans.insert(id, span);
            self.node_mut(id).flags |= KEY_SPAN;
        }
        self.set_key(id, key);
        if let Some(parent) = self.parent(id) {
            self.index().add(parent, key, id);
        }
    }

    /// Puts the children of a container into another order.
    pub fn sort_children<K: Ord>(&mut self, id: NodeId, mut rank: impl FnMut(&Tree, NodeId) -> K) {
        let mut children: Vec<NodeId> = self.children(id).collect();
        children.sort_by_key(|child| rank(self, *child));
        self.node_mut(id).head = 0;
        self.node_mut(id).tail = 0;
        for child in children {
            self.link_last(id, child);
        }
    }

    /// Whether a node still stands where its parent says.
    pub fn is_attached(&self, id: NodeId) -> bool {
        let Some(parent) = self.parent(id) else { return false };
        self.previous(id).map_or(self.first_child(parent), |previous| self.next(previous)) == Some(id)
    }

    fn set_key(&mut self, id: NodeId, key: &str) {
        if self.key(id) == key {
            return;
        }
        // Names repeat: a name that was made once is found again among the constants of the program only,
        // so the text is simply kept once more.
        let text = self.sources.append(key).into();
        self.node_mut(id).key = text;
    }

    fn link_last(&mut self, parent: NodeId, id: NodeId) {
        let last = self.last_child(parent);
        self.link_between(parent, last, None, id);
    }

    fn link_between(&mut self, parent: NodeId, previous: Option<NodeId>, next: Option<NodeId>, id: NodeId) {
        let node = self.node_mut(id);
        node.parent = Some(parent);
        node.previous = previous;
        node.next = next;
        match previous {
            Some(previous) => self.node_mut(previous).next = Some(id),
            None => self.node_mut(parent).head = raw(Some(id)),
        }
        match next {
            Some(next) => self.node_mut(next).previous = Some(id),
            None => self.node_mut(parent).tail = raw(Some(id)),
        }
    }

    fn unlink(&mut self, id: NodeId) {
        if !self.is_attached(id) {
            return;
        }
        let Node { parent, previous, next, .. } = *self.node(id);
        let parent = parent.expect("internal error: an attached node has a parent");
        match previous {
            Some(previous) => self.node_mut(previous).next = next,
            None => self.node_mut(parent).head = raw(next),
        }
        match next {
            Some(next) => self.node_mut(next).previous = previous,
            None => self.node_mut(parent).tail = raw(previous),
        }
        let node = self.node_mut(id);
        node.previous = None;
        node.next = None;
    }

    fn unindex(&mut self, id: NodeId) {
        if let Some(parent) = self.parent(id)
            && self.index().has(parent)
        {
            let key = self.key(id).to_owned();
            self.index().remove(parent, &key, id);
        }
    }

    fn index(&mut self) -> &mut Index {
        self.index.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}
