//! Anchors and aliases: an alias becomes a copy of what its anchor stands before.

use super::super::builder::Key;
use super::super::fault::{Fault, FaultKind};
use super::super::{KEY_SPAN, Kind, MAX_DEPTH, NodeId, Text, id_of};
use super::{Reader, Stop, too_deep};
use crate::source::Span;
use std::num::NonZeroU32;

/// How many nodes the aliases of one file may add. The largest OpenAPI documents have about as many nodes in all;
/// a few lines of aliases to aliases could otherwise ask for billions.
pub const MAX_ALIAS_NODES: usize = 1_000_000;

/// A named node.
#[derive(Clone, Copy, Default)]
pub(super) struct Anchor {
    /// Where the name is written.
    name: Span,
    node: Option<NodeId>,
    /// One past the last node below it, once all are read: they stand side by side in the arena.
    end: Option<usize>,
}

impl Reader<'_, '_> {
    fn anchor_mut(&mut self, id: usize) -> &mut Anchor {
        if self.anchors.len() <= id {
            self.anchors.resize(id + 1, Anchor::default());
        }
        &mut self.anchors[id]
    }

    pub(super) fn open_anchor(&mut self, id: usize, node: NodeId) {
        self.anchor_mut(id).node = Some(node);
    }

    pub(super) fn close_anchor(&mut self, id: usize) {
        let end = self.builder.tree.nodes.len();
        self.anchor_mut(id).end = Some(end);
    }

    pub(super) fn name_anchor(&mut self, id: usize, name: Span) {
        self.anchor_mut(id).name = name;
    }

    /// Reads an alias: a key, or a value whose node is given.
    pub(super) fn alias(&mut self, id: usize, span: Span) -> Result<Option<NodeId>, Stop> {
        self.end = span.end as usize;
        let Anchor { name, node, end } = *self.anchor_mut(id);
        let node = node.expect("internal error: the parser knows the anchor");
        let alias = &self.builder.text[span.start as usize..span.end as usize];
        let Some(end) = end else {
            let fault =
                Fault::new(FaultKind::Limit, span, format!("`{alias}` stands inside the value it names"))
                    .also(name, "the value has no end")
                    .help("a value cannot hold itself: use a `$ref`");
            return Err(fault.into());
        };
        if self.expects_key() {
            self.alias_as_key(node, span);
            return Ok(None);
        }
        self.added += end - node.index();
        if self.added > MAX_ALIAS_NODES {
            let message =
                format!("`{alias}` and the aliases before it add more than {MAX_ALIAS_NODES} nodes");
            let fault = Fault::new(FaultKind::Limit, span, message)
                .also(name, "what it stands for")
                .help("write shared parts once, as a component, and use `$ref`");
            return Err(fault.into());
        }
        if self.builder.depth() + self.height(node, end) > MAX_DEPTH {
            return Err(too_deep(span));
        }
        let key = self.key.take().unwrap_or_default();
        Ok(Some(self.copy(node, end, key, span)))
    }

    fn alias_as_key(&mut self, node: NodeId, span: Span) {
        let node = *self.builder.tree.node(node);
        if matches!(node.kind, Kind::Array | Kind::Object) {
            self.container_as_key(span, node.kind);
        } else {
            let text = Text { start: node.head, len: node.tail };
            self.key = Some(Key { text, span: Some(span) });
        }
    }

    /// How many containers stand one below the other.
    fn height(&self, node: NodeId, end: usize) -> usize {
        let first = node.index();
        let mut depths = vec![0; end - first];
        let mut height = 0;
        for (at, node) in self.builder.tree.nodes[first..end].iter().enumerate() {
            if let Some(parent) = node.parent
                && parent.index() >= first
            {
                depths[at] = depths[parent.index() - first] + 1;
            }
            if matches!(node.kind, Kind::Array | Kind::Object) {
                height = height.max(depths[at] + 1);
            }
        }
        height
    }

    /// Copies a node and all below it. The copy stands where the alias is written, all below it where it was read.
    fn copy(&mut self, node: NodeId, end: usize, key: Key, span: Span) -> NodeId {
        let first = node.index();
        let original = *self.builder.tree.node(node);
        let text = Text { start: original.head, len: original.tail };
        let copy = self.builder.child(original.kind, span, key, text);
        let tree = &mut *self.builder.tree;
        let by = copy.index() - first;
        let moved =
            |id: Option<NodeId>| id.map(|id| if id.index() >= first { id_of(id.index() + by) } else { id });
        let below = |id: u32| NonZeroU32::new(id).map_or(0, |id| id_of(id.get() as usize + by).0.get());
        tree.nodes.reserve(end - first);
        for index in first..end {
            let mut node = tree.nodes[index];
            let container = matches!(node.kind, Kind::Array | Kind::Object);
            if index == first {
                let copy = tree.node_mut(copy);
                copy.flags |= node.flags & !KEY_SPAN;
                if container {
                    (copy.head, copy.tail) = (below(node.head), below(node.tail));
                }
                continue;
            }
            if container {
                (node.head, node.tail) = (below(node.head), below(node.tail));
            }
            node.parent = moved(node.parent);
            node.previous = moved(node.previous);
            node.next = moved(node.next);
            let added = tree.add(node);
            if node.flags & KEY_SPAN != 0
                && let Some(span) = tree.key_spans.get(&id_of(index)).copied()
            {
                tree.key_spans.insert(added, span);
            }
        }
        copy
    }
}
