//! What the readers of JSON and YAML share: nodes one below the other, the text of strings that are not written
//! as they read, and keys that stand twice.

use super::fault::Fault;
use super::{KEY_SPAN, Kind, MAX_DEPTH, Node, NodeId, Text, Tree, origin, raw};
use crate::source::{FileId, Span, position};
use std::borrow::Cow;
use std::collections::HashMap;

/// Puts the nodes of one file into the arena.
pub(super) struct Builder<'a> {
    pub(super) tree: &'a mut Tree,
    /// All text up to the end of the file; the file begins at `start`.
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) faults: &'a mut Vec<Fault>,
    /// Strings that are not written as they read; they are put behind all text once the file is read.
    unescaped: String,
    unescaped_at: usize,
    open: Vec<Open<'a>>,
}

/// A container that is being read.
struct Open<'a> {
    node: NodeId,
    members: u32,
    /// One bit for each key so far: a key whose bit is unset is new.
    seen: u64,
    /// All keys, once the bits no longer tell.
    keys: Option<HashMap<Cow<'a, [u8]>, NodeId>>,
}

/// A member's name.
#[derive(Clone, Copy, Default)]
pub(super) struct Key {
    pub(super) text: Text,
    /// Where it is written, quotes included, if the place of the text does not tell.
    pub(super) span: Option<Span>,
}

impl Key {
    /// The name `text` that is written at `span`.
    pub(super) fn written(text: Text, span: Span) -> Key {
        let plain = text.start == span.start && text.len == span.end - span.start;
        let quoted = text.start == span.start + 1 && text.len + 2 == span.end - span.start;
        Key { text, span: (text.len == 0 || !(plain || quoted)).then_some(span) }
    }
}

/// Lends a file's text to a reader, and puts behind all text what the reader unescaped. Nodes of a reader that
/// found no root are taken back.
pub(super) fn build(
    tree: &mut Tree,
    file: FileId,
    faults: &mut Vec<Fault>,
    read: impl FnOnce(&mut Builder) -> Option<NodeId>,
) -> Option<NodeId> {
    let span = tree.sources.span(file);
    let nodes = tree.nodes.len();
    let text = tree.sources.take_text();
    let mut builder = Builder {
        tree,
        text: &text[..span.end as usize],
        start: span.start as usize,
        faults,
        unescaped: String::new(),
        unescaped_at: text.len(),
        open: Vec::new(),
    };
    let root = read(&mut builder);
    if root.is_none() {
        builder.take_back(nodes);
    }
    let unescaped = builder.unescaped;
    tree.sources.put_text(text);
    tree.sources.append(&unescaped);
    root
}

impl<'a> Builder<'a> {
    /// How many containers are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether a container more would nest too deep.
    pub(super) fn is_full(&self) -> bool {
        self.open.len() >= MAX_DEPTH
    }

    /// The innermost open container, and how many children it has so far.
    pub(super) fn innermost(&self) -> Option<(NodeId, u32)> {
        self.open.last().map(|open| (open.node, open.members))
    }

    /// A node below the innermost open container, or a root.
    pub(super) fn child(&mut self, kind: Kind, span: Span, key: Key, text: Text) -> NodeId {
        let Some(open) = self.open.last_mut() else { return self.alone(kind, span, text) };
        open.members += 1;
        let parent = open.node;
        let container = self.tree.node(parent);
        let (named, previous) = (container.kind == Kind::Object, self.tree.last_child(parent));
        let node = self.tree.add(Node {
            kind,
            flags: 0,
            start: span.start,
            end: span.end,
            key: key.text,
            head: text.start,
            tail: text.len,
            parent: Some(parent),
            previous,
            next: None,
        });
        self.tree.node_mut(parent).tail = raw(Some(node));
        match previous {
            Some(previous) => self.tree.node_mut(previous).next = Some(node),
            None => self.tree.node_mut(parent).head = raw(Some(node)),
        }
        if let Some(span) = key.span {
            self.tree.node_mut(node).flags |= KEY_SPAN;
            self.tree.key_spans.insert(node, span);
        }
        if named {
            self.notice(node, key.text);
        }
        node
    }

    /// A node that stands below nothing.
    pub(super) fn alone(&mut self, kind: Kind, span: Span, text: Text) -> NodeId {
        self.tree.add(Node { start: span.start, end: span.end, ..Node::alone(kind, text) })
    }

    /// Makes a container the innermost one.
    pub(super) fn open(&mut self, node: NodeId) {
        self.open.push(Open { node, members: 0, seen: 0, keys: None });
    }

    /// Ends the innermost container.
    pub(super) fn close(&mut self, end: usize) -> NodeId {
        let open = self.open.pop().expect("internal error: a container is open");
        self.tree.node_mut(open.node).end = position(end);
        open.node
    }

    /// Keeps text that is not in the file as it reads.
    pub(super) fn keep(&mut self, text: &str) -> Text {
        let from = self.mark();
        self.push_str(text);
        self.since(from)
    }

    /// Where the next kept text will begin.
    pub(super) fn mark(&self) -> usize {
        self.unescaped_at + self.unescaped.len()
    }

    /// Keeps a piece of text.
    pub(super) fn push_str(&mut self, piece: &str) {
        self.unescaped.push_str(piece);
    }

    /// Keeps a character.
    pub(super) fn push(&mut self, piece: char) {
        self.unescaped.push(piece);
    }

    /// All text that was kept since a mark.
    pub(super) fn since(&self, mark: usize) -> Text {
        Span::new(mark, self.mark()).into()
    }

    /// The characters of a text, wherever it is kept.
    pub(super) fn read(&self, text: Text) -> &str {
        let start = text.start as usize;
        match start.checked_sub(self.unescaped_at) {
            Some(start) => &self.unescaped[start..start + text.len as usize],
            None => &self.text[start..start + text.len as usize],
        }
    }

    fn key_bytes(&self, text: Text) -> &[u8] {
        let start = text.start as usize;
        match start.checked_sub(self.unescaped_at) {
            Some(start) => &self.unescaped.as_bytes()[start..start + text.len as usize],
            None => &self.text.as_bytes()[start..start + text.len as usize],
        }
    }

    /// Where the name of a member is written, quotes included.
    pub(super) fn key_span(&self, member: NodeId) -> Span {
        let span = self.tree.written_key(member);
        if self.tree.node(member).flags & KEY_SPAN != 0 {
            return span;
        }
        origin::with_quotes(self.text.as_bytes(), Span::new(self.start, self.text.len()), span)
    }

    /// Forgets all nodes but the first `nodes`, and whatever was open.
    pub(super) fn take_back(&mut self, nodes: usize) {
        self.tree.nodes.truncate(nodes);
        self.tree.key_spans.retain(|node, _| node.index() < nodes);
        self.unescaped.clear();
        self.open.clear();
    }

    /// Tells a key that stands in the object already.
    fn notice(&mut self, node: NodeId, key: Text) {
        let bit = 1u64 << (spread(self.key_bytes(key)) & 63);
        let open = self.open.last_mut().expect("internal error: a member stands in an object");
        let maybe = open.seen & bit != 0;
        open.seen |= bit;
        if (maybe || open.keys.is_some())
            && let Some(first) = self.first_with(node, key)
        {
            let (second, first) = (self.key_span(node), self.key_span(first));
            let fault = Fault::duplicate_key(self.read(key), second, first);
            self.faults.push(fault);
        }
    }

    /// The member of the innermost object that has the key already.
    fn first_with(&mut self, node: NodeId, key: Text) -> Option<NodeId> {
        let open = self.open.last().expect("internal error: a member stands in an object");
        if open.keys.is_none() {
            if open.members <= 32 {
                let bytes = self.key_bytes(key);
                let mut members = self.tree.children(open.node);
                return members
                    .find(|member| *member != node && self.key_bytes(self.tree.node(*member).key) == bytes);
            }
            let mut keys = HashMap::with_capacity(2 * open.members as usize);
            for member in self.tree.children(open.node).take(open.members as usize - 1) {
                keys.entry(self.lasting(self.tree.node(member).key)).or_insert(member);
            }
            self.open.last_mut().expect("internal error: a member stands in an object").keys = Some(keys);
        }
        let key = self.lasting(key);
        let open = self.open.last_mut().expect("internal error: a member stands in an object");
        let first = *open.keys.get_or_insert_default().entry(key).or_insert(node);
        (first != node).then_some(first)
    }

    /// The bytes of a key for as long as the file is read.
    fn lasting(&self, key: Text) -> Cow<'a, [u8]> {
        if key.start as usize >= self.unescaped_at {
            return Cow::Owned(self.key_bytes(key).to_vec());
        }
        let text: &'a str = self.text;
        Cow::Borrowed(&text.as_bytes()[key.start as usize..(key.start + key.len) as usize])
    }
}

/// A cheap hash: six bits of it choose a key's bit.
fn spread(key: &[u8]) -> usize {
    let first = key.first().copied().unwrap_or(0);
    let last = key.last().copied().unwrap_or(0);
    let middle = key.get(key.len() / 2).copied().unwrap_or(0);
    (key.len() * 7) ^ usize::from(first) ^ (usize::from(last) * 3) ^ (usize::from(middle) * 11)
}
