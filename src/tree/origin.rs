//! Where a node comes from: the text it is written in, or the node and the stage it was made from.

use super::{KEY_SPAN, MADE, NodeId, Tree};
use crate::source::{FileId, Span};

/// Where a made node comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The node it was made from.
    pub from: Option<NodeId>,
    /// The pass that made it.
    pub by: &'static str,
}

impl Origin {
    /// Made from a node.
    pub fn from(from: NodeId, by: &'static str) -> Origin {
        Origin { from: Some(from), by }
    }

    /// Made from no text at all: a default of the pass.
    pub fn pass(by: &'static str) -> Origin {
        Origin { from: None, by }
    }
}

/// What a pass did to a node that kept its identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The pass.
    pub by: &'static str,
    /// What it did: "renamed", "moved", ...
    pub what: &'static str,
    /// What made it do so, such as the line of `connector.yaml` or the overlay action.
    pub because: Option<NodeId>,
}

impl Tree {
    /// The origin of a made node; `None` for one that was read from a file.
    pub fn origin(&self, id: NodeId) -> Option<Origin> {
        let node = self.node(id);
        (node.flags & MADE != 0).then(|| self.origins[node.start as usize])
    }

    /// The node of a file that a node comes from: itself, or what it was made from.
    pub fn source_node(&self, mut id: NodeId) -> Option<NodeId> {
        while let Some(origin) = self.origin(id) {
            id = origin.from?;
        }
        Some(id)
    }

    /// Where the value is written. A made node stands where it came from; one that comes from no text
    /// stands where its nearest container does.
    pub fn span(&self, id: NodeId) -> Option<Span> {
        let mut next = Some(id);
        while let Some(node) = next {
            if let Some(source) = self.source_node(node) {
                let node = self.node(source);
                return Some(Span { start: node.start, end: node.end });
            }
            next = self.parent(node);
        }
        None
    }

    /// Where the name of the member is written, quotes included; of an item or a root: `None`.
    pub fn key_span(&self, id: NodeId) -> Option<Span> {
        let source = self.source_node(id)?;
        let span = self.written_key(source);
        if self.node(source).flags & KEY_SPAN != 0 {
            return Some(span);
        }
        let file = self.sources.span(self.sources.file_at(span.start)?);
        if span.start == span.end {
            return None;
        }
        Some(with_quotes(self.sources.bytes(0, file.end), file, span))
    }

    /// Where a reader found the name of a member: without quotes, unless the text alone does not tell.
    pub(super) fn written_key(&self, id: NodeId) -> Span {
        let node = self.node(id);
        match self.key_spans.get(&id) {
            Some(span) if node.flags & KEY_SPAN != 0 => *span,
            _ => Span { start: node.key.start, end: node.key.start + node.key.len },
        }
    }

    /// The file it is written in.
    pub fn file(&self, id: NodeId) -> Option<FileId> {
        self.sources.file_at(self.span(id)?.start)
    }

    /// Remembers what a pass did to a node in place.
    pub fn note(&mut self, id: NodeId, step: Step) {
        self.history.entry(id).or_default().push(step);
    }

    /// What passes did to a node in place, in order.
    pub fn history(&self, id: NodeId) -> &[Step] {
        self.history.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// The span of a name and of the quotes around it, if there are any.
pub(super) fn with_quotes(text: &[u8], file: Span, span: Span) -> Span {
    let quoted = Span { start: span.start.max(file.start + 1) - 1, end: (span.end + 1).min(file.end) };
    match (text[quoted.start as usize], text[quoted.end as usize - 1]) {
        (b'"', b'"') | (b'\'', b'\'') => quoted,
        _ => span,
    }
}
