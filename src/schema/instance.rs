//! The arena as the validator reads it: no copy, no second model.

use crate::tree::{Children, Kind, NodeId, Tree};
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use serde_json::{Map, Number, Value};
use std::borrow::Cow;

/// The representation, for the validator's type parameter.
pub struct Arena;

/// A node, or the name of a member that is validated like one.
#[derive(Clone, Copy)]
pub enum Instance<'t> {
    Node(&'t Tree, NodeId),
    Name(&'t str),
}

impl<'t> Instance<'t> {
    pub(super) fn node(tree: &'t Tree, id: NodeId) -> Instance<'t> {
        Instance::Node(tree, id)
    }
}

impl Json for Arena {
    type Node<'a> = Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = String;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(Instance<'_>) -> T) -> T {
        string.clone_into(buffer);
        f(Instance::Name(buffer))
    }
}

/// A number by its spelling.
pub struct Spelling<'t>(&'t str);

impl JsonNumber for Spelling<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        // A number past a double's range has no other form there; only error texts see it.
        Cow::Owned(self.0.parse().unwrap_or_else(|_| Number::from(0)))
    }
}

impl<'a> Node<'a, Arena> for Instance<'a> {
    type Object = Container<'a>;
    type Array = Container<'a>;
    type Number = Spelling<'a>;

    fn as_object(&self) -> Option<Container<'a>> {
        match *self {
            Instance::Node(tree, id) if tree.is_object(id) => Some(Container { tree, id }),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Container<'a>> {
        match *self {
            Instance::Node(tree, id) if tree.is_array(id) => Some(Container { tree, id }),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match *self {
            Instance::Node(tree, id) => tree.str(id).map(Cow::Borrowed),
            Instance::Name(name) => Some(Cow::Borrowed(name)),
        }
    }

    fn as_number(&self) -> Option<Spelling<'a>> {
        match *self {
            Instance::Node(tree, id) if tree.kind(id) == Kind::Number => Some(Spelling(tree.text(id))),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match *self {
            Instance::Node(tree, id) => tree.bool(id),
            Instance::Name(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(*self, Instance::Node(tree, id) if tree.kind(id) == Kind::Null)
    }

    fn json_type(&self) -> JsonType {
        match *self {
            Instance::Name(_) => JsonType::String,
            Instance::Node(tree, id) => match tree.kind(id) {
                Kind::Null => JsonType::Null,
                Kind::Bool => JsonType::Boolean,
                Kind::Number => JsonType::Number,
                Kind::String => JsonType::String,
                Kind::Array => JsonType::Array,
                Kind::Object => JsonType::Object,
            },
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (self.as_string(), expected) {
            (Some(string), Value::String(expected)) => string == *expected,
            (Some(_), _) | (None, Value::String(_)) => false,
            _ => jsonschema::json::cmp::equal(&self.to_value(), expected),
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(match *self {
            Instance::Name(name) => Value::String(name.to_owned()),
            Instance::Node(tree, id) => match tree.kind(id) {
                Kind::Null => Value::Null,
                Kind::Bool => Value::Bool(tree.text(id) == "true"),
                Kind::Number => Value::Number(Spelling(tree.text(id)).to_number().into_owned()),
                Kind::String => Value::String(tree.text(id).to_owned()),
                // The validator wants whole values for its own messages and for `uniqueItems`; our messages
                // are made from the node, so a document is never copied for one error.
                Kind::Array | Kind::Object => shallow(tree, id),
            },
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match *self {
            Instance::Node(tree, id) => {
                Some(NodeIdentity::tagged(std::ptr::from_ref(tree) as usize, id.raw()))
            }
            Instance::Name(name) => Some(NodeIdentity::new(name.as_ptr() as usize)),
        }
    }
}

/// A container with its scalars, and what is below those only as far as `uniqueItems` needs it.
fn shallow(tree: &Tree, id: NodeId) -> Value {
    // The lists that must be unique hold scalars or objects with a few scalars.
    const DEPTH: usize = 3;
    fn value(tree: &Tree, id: NodeId, depth: usize) -> Value {
        match tree.kind(id) {
            Kind::Array if depth > 0 => {
                Value::Array(tree.items(id).map(|item| value(tree, item, depth - 1)).collect())
            }
            Kind::Object if depth > 0 => {
                let members =
                    tree.members(id).map(|(key, member)| (key.to_owned(), value(tree, member, depth - 1)));
                Value::Object(members.collect::<Map<String, Value>>())
            }
            Kind::Array | Kind::Object => Value::String(format!("node {}", id.raw())),
            _ => Instance::Node(tree, id).to_value().into_owned(),
        }
    }
    value(tree, id, DEPTH)
}

/// An object or an array.
#[derive(Clone, Copy)]
pub struct Container<'t> {
    tree: &'t Tree,
    id: NodeId,
}

/// The members of an object.
pub struct Members<'t>(&'t Tree, Children<'t>);

impl<'t> Iterator for Members<'t> {
    type Item = (&'t str, Instance<'t>);

    fn next(&mut self) -> Option<(&'t str, Instance<'t>)> {
        let id = self.1.next()?;
        Some((self.0.key(id), Instance::Node(self.0, id)))
    }
}

/// The items of an array.
pub struct Elements<'t>(&'t Tree, Children<'t>);

impl<'t> Iterator for Elements<'t> {
    type Item = Instance<'t>;

    fn next(&mut self) -> Option<Instance<'t>> {
        Some(Instance::Node(self.0, self.1.next()?))
    }
}

impl<'a> Object<'a, Arena> for Container<'a> {
    type Node = Instance<'a>;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        self.tree.count(self.id)
    }

    fn get(&self, key: &String) -> Option<Instance<'a>> {
        self.tree.get(self.id, key).map(|id| Instance::Node(self.tree, id))
    }

    fn members(&self) -> Members<'a> {
        Members(self.tree, self.tree.children(self.id))
    }
}

impl<'a> Array<'a, Arena> for Container<'a> {
    type Node = Instance<'a>;
    type ElementsIter = Elements<'a>;

    fn len(&self) -> usize {
        self.tree.count(self.id)
    }

    fn elements(&self) -> Elements<'a> {
        Elements(self.tree, self.tree.children(self.id))
    }
}
