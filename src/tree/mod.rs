//! One arena for every document of a run. A [`NodeId`] is the only position that later stages carry:
//! file, span, key, JSON Pointer and origin follow from it.

mod fault;
mod builder;
mod json;
mod yaml;
mod pointer;
mod scalar;
mod origin;
mod edit;
mod equal;
mod index;
mod nodes;
mod walk;
mod write_json;
mod write_yaml;
mod patch;

pub use fault::{Fault, FaultKind};
pub use json::read_json;
pub use nodes::{IdHasher, NodeMap, NodeSet};
pub use origin::{Origin, Step};
pub use patch::{Edit, Patch, Value, apply};
pub use pointer::{escape_token, unescape_token};
pub use walk::{Children, Walk};
pub use write_json::{Layout, write_json};
pub use write_yaml::write_yaml;
pub use yaml::{MAX_ALIAS_NODES, read_yaml};

use crate::source::{SourceMap, Span, position};
use index::Index;
use std::num::NonZeroU32;
use std::sync::{PoisonError, RwLock};

/// How deep a document may nest. Deeper ones are refused: nothing that a person wrote comes near it.
pub const MAX_DEPTH: usize = 4_096;

/// One value of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(NonZeroU32);

impl NodeId {
    /// As a number that differs from that of every other node of the tree.
    pub fn raw(self) -> u32 {
        self.0.get()
    }

    fn index(self) -> usize {
        self.0.get() as usize
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool,
    /// A number; its spelling is kept.
    Number,
    /// A string
    String,
    /// An array (YAML: sequence)
    Array,
    /// An object (YAML: mapping)
    Object,
}

impl Kind {
    /// The name JSON Schema gives it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Bool => "boolean",
            Kind::Number => "number",
            Kind::String => "string",
            Kind::Array => "array",
            Kind::Object => "object",
        }
    }
}

/// Text in the source map: where it starts and how long it is.
#[derive(Clone, Copy, Debug, Default)]
struct Text {
    start: u32,
    len: u32,
}

impl From<Span> for Text {
    fn from(span: Span) -> Text {
        Text { start: span.start, len: span.end - span.start }
    }
}

/// 44 bytes. Children are a doubly linked list, since stages move subtrees and insert between siblings
/// far more often than they count them; a large object gets an index when it is asked for a key.
#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    flags: u8,
    /// Where the value is written; of a made node: `start` is its place in `Tree::origins`.
    start: u32,
    end: u32,
    key: Text,
    /// A container's first and last child, or the text of a scalar.
    head: u32,
    tail: u32,
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
}

impl Node {
    /// A node that stands below nothing, has nothing below it, and is written nowhere yet.
    fn alone(kind: Kind, text: Text) -> Node {
        Node {
            kind,
            flags: 0,
            start: 0,
            end: 0,
            key: Text::default(),
            head: text.start,
            tail: text.len,
            parent: None,
            previous: None,
            next: None,
        }
    }
}

/// A stage made the node: it has an origin in place of a span.
const MADE: u8 = 1;
/// The key was quoted or escaped, so its span is in `Tree::key_spans`.
const KEY_SPAN: u8 = 2;
/// The value came from a text that is not plain (YAML block scalar): it reads best as a block again.
const BLOCK: u8 = 4;

/// The arena.
#[derive(Debug)]
pub struct Tree {
    /// The text of all files.
    pub sources: SourceMap,
    nodes: Vec<Node>,
    origins: Vec<Origin>,
    history: NodeMap<Vec<Step>>,
    key_spans: NodeMap<Span>,
    index: RwLock<Index>,
}

impl Default for Tree {
    fn default() -> Tree {
        // Node 0 stands for "none", so that an optional id takes four bytes.
        let nothing = Node::alone(Kind::Null, Text::default());
        Tree {
            sources: SourceMap::default(),
            nodes: vec![nothing],
            origins: Vec::new(),
            history: NodeMap::default(),
            key_spans: NodeMap::default(),
            index: RwLock::default(),
        }
    }
}

impl Tree {
    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.index()]
    }

    fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        id_of(self.nodes.len() - 1)
    }

    /// How many nodes were ever made.
    pub fn len(&self) -> usize {
        self.nodes.len() - 1
    }

    /// Whether no node was ever made.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a node is.
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// Whether it is an object.
    pub fn is_object(&self, id: NodeId) -> bool {
        self.kind(id) == Kind::Object
    }

    /// Whether it is an array.
    pub fn is_array(&self, id: NodeId) -> bool {
        self.kind(id) == Kind::Array
    }

    /// Whether it can have children.
    pub fn is_container(&self, id: NodeId) -> bool {
        matches!(self.kind(id), Kind::Array | Kind::Object)
    }

    /// The text of a scalar as JSON would write it, a string without its quotes and escapes;
    /// of a container: nothing.
    pub fn text(&self, id: NodeId) -> &str {
        let node = self.node(id);
        match node.kind {
            Kind::Array | Kind::Object => "",
            _ => self.sources.slice(Span { start: node.head, end: node.head + node.tail }),
        }
    }

    /// The value of a string.
    pub fn str(&self, id: NodeId) -> Option<&str> {
        (self.kind(id) == Kind::String).then(|| self.text(id))
    }

    /// The value of a boolean.
    pub fn bool(&self, id: NodeId) -> Option<bool> {
        (self.kind(id) == Kind::Bool).then(|| self.text(id) == "true")
    }

    /// The value of a number, as near as a double comes to it.
    pub fn number(&self, id: NodeId) -> Option<f64> {
        (self.kind(id) == Kind::Number).then(|| self.text(id).parse().unwrap_or(f64::NAN))
    }

    /// The member name of a node in an object; of an array's item or a root: empty.
    pub fn key(&self, id: NodeId) -> &str {
        let key = self.node(id).key;
        self.sources.slice(Span { start: key.start, end: key.start + key.len })
    }

    /// The container that holds the node now; of a detached node: the one that held it last.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// The member of an object; of anything else: `None`. The first, where a key stands twice.
    pub fn get(&self, object: NodeId, key: &str) -> Option<NodeId> {
        let holder = self.node(object);
        if holder.kind != Kind::Object {
            return None;
        }
        // A small object is searched; what takes longer is indexed once.
        let mut next = NonZeroU32::new(holder.head).map(NodeId);
        for _ in 0..index::SMALL {
            let member = next?;
            let node = self.node(member);
            // Most names differ in length already, and then their text need not be looked at.
            if node.key.len as usize == key.len()
                && self.sources.bytes(node.key.start, node.key.len) == key.as_bytes()
            {
                return Some(member);
            }
            next = node.next;
        }
        self.indexed(object, key)
    }

    /// The member of a large object. An index is whole whenever its lock is free, so a poisoned one serves as well.
    // Few objects are large: what this needs should not weigh on the search of the others.
    #[inline(never)]
    fn indexed(&self, object: NodeId, key: &str) -> Option<NodeId> {
        if let Some(found) = self.index.read().unwrap_or_else(PoisonError::into_inner).get(self, object, key)
        {
            return found;
        }
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        index.make(self, object);
        index.get(self, object, key)?
    }

    /// The member reached by one key after the other.
    pub fn at(&self, from: NodeId, keys: &[&str]) -> Option<NodeId> {
        keys.iter().try_fold(from, |node, key| self.get(node, key))
    }

    /// The string member of an object.
    pub fn get_str(&self, object: NodeId, key: &str) -> Option<&str> {
        self.str(self.get(object, key)?)
    }

    /// The boolean member of an object.
    pub fn get_bool(&self, object: NodeId, key: &str) -> Option<bool> {
        self.bool(self.get(object, key)?)
    }

    /// Whether an object has a boolean member that is true.
    pub fn is_true(&self, object: NodeId, key: &str) -> bool {
        self.get_bool(object, key) == Some(true)
    }

    /// The item of an array.
    pub fn item(&self, array: NodeId, index: usize) -> Option<NodeId> {
        if self.kind(array) != Kind::Array {
            return None;
        }
        self.children(array).nth(index)
    }

    /// How many children a container has. Counts them.
    pub fn count(&self, id: NodeId) -> usize {
        self.children(id).count()
    }

    fn first_child(&self, id: NodeId) -> Option<NodeId> {
        let node = self.node(id);
        match node.kind {
            Kind::Array | Kind::Object => NonZeroU32::new(node.head).map(NodeId),
            _ => None,
        }
    }

    fn last_child(&self, id: NodeId) -> Option<NodeId> {
        let node = self.node(id);
        match node.kind {
            Kind::Array | Kind::Object => NonZeroU32::new(node.tail).map(NodeId),
            _ => None,
        }
    }

    /// The sibling after the node.
    pub fn next(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).next
    }

    /// The sibling before the node.
    pub fn previous(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).previous
    }

    /// Whether the author wrote the value as a block of text.
    pub fn is_block(&self, id: NodeId) -> bool {
        self.node(id).flags & BLOCK != 0
    }
}

fn id_of(index: usize) -> NodeId {
    NodeId(NonZeroU32::new(position(index)).expect("internal error: node 0 is reserved"))
}

/// An optional id as containers store it.
fn raw(id: Option<NodeId>) -> u32 {
    id.map_or(0, |id| id.0.get())
}
