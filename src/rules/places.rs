//! A definition as its rules look at it: every object once, and which schemas makers fill in and which they read.

use crate::openapi::{Found, Object, Resolver, reference, schema_children};
use crate::tree::{NodeId, Tree};

/// The objects of a definition and what is known of their places.
pub(super) struct Places {
    /// Every object but those that lowering keeps aside, in document order.
    pub(super) objects: Vec<Found>,
    /// What has a type: schemas, parameters outside of bodies, headers, and their items. References are left out.
    pub(super) typed: Vec<NodeId>,
    /// By the number of the node.
    marks: Vec<u8>,
}

const SCHEMA: u8 = 1;
const INPUT: u8 = 2;
const OUTPUT: u8 = 4;
const DEFINITION: u8 = 8;

/// How a schema belongs to the one that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// To none: it is that of a body or a response, or a definition.
    Root,
    /// As one of its properties.
    Property(NodeId),
    /// As what its items are.
    Items(NodeId),
    /// As what its further properties are.
    Further(NodeId),
    /// As a part of it, or an alternative.
    Part(NodeId),
}

impl Places {
    pub(super) fn new(tree: &Tree, root: NodeId, found: &[Found], resolver: &mut Resolver) -> Places {
        // What lowering keeps aside is read by nobody.
        let objects = found.iter().filter(|found| !is_kept_aside(tree, found.node)).copied().collect();
        let mut places = Places { objects, typed: Vec::new(), marks: vec![0; tree.len() + 1] };
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        let definitions = tree.get(root, "definitions");
        for index in 0..places.objects.len() {
            let Found { node, object } = places.objects[index];
            match object {
                Object::Schema => {
                    places.mark(node, SCHEMA);
                    if tree.parent(node).is_some() && tree.parent(node) == definitions {
                        places.mark(node, DEFINITION);
                    }
                    if reference(tree, node).is_none() {
                        places.typed.push(node);
                    }
                }
                Object::Parameter if tree.get_str(node, "in") == Some("body") => {
                    inputs.extend(tree.get(node, "schema"));
                }
                Object::Parameter | Object::Header if reference(tree, node).is_none() => {
                    places.add_items(tree, node);
                }
                Object::Response | Object::NotificationContent => outputs.extend(tree.get(node, "schema")),
                _ => {}
            }
        }
        places.reach(tree, resolver, inputs, INPUT);
        places.reach(tree, resolver, outputs, OUTPUT);
        places
    }

    /// A parameter, its items, and their items.
    fn add_items(&mut self, tree: &Tree, node: NodeId) {
        let mut next = Some(node);
        while let Some(node) = next.filter(|node| tree.is_object(*node)) {
            self.typed.push(node);
            next = tree.get(node, "items");
        }
    }

    /// Marks schemas and all that they are made of.
    fn reach(&mut self, tree: &Tree, resolver: &mut Resolver, mut open: Vec<NodeId>, mark: u8) {
        while let Some(node) = open.pop() {
            if !tree.is_object(node) || self.is(node, mark) {
                continue;
            }
            self.mark(node, mark);
            match reference(tree, node) {
                Some(text) => open.extend(resolver.resolve(tree, text)),
                None => open.extend(schema_children(tree, node)),
            }
        }
    }

    fn mark(&mut self, node: NodeId, mark: u8) {
        self.marks[node.raw() as usize] |= mark;
    }

    fn is(&self, node: NodeId, mark: u8) -> bool {
        self.marks[node.raw() as usize] & mark != 0
    }

    /// Whether it is a schema of the definition.
    pub(super) fn is_schema(&self, node: NodeId) -> bool {
        self.is(node, SCHEMA)
    }

    /// Whether makers fill it in.
    pub(super) fn is_input(&self, node: NodeId) -> bool {
        self.is(node, INPUT)
    }

    /// Whether makers read it.
    pub(super) fn is_output(&self, node: NodeId) -> bool {
        self.is(node, OUTPUT)
    }

    /// Whether it is a schema that others refer to.
    pub(super) fn is_definition(&self, node: NodeId) -> bool {
        self.is(node, DEFINITION)
    }

    /// The schemas of the definition that say something themselves.
    pub(super) fn schemas(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.typed.iter().copied().filter(|node| self.is_schema(*node))
    }

    /// How a schema belongs to the one that holds it.
    pub(super) fn relation(&self, tree: &Tree, node: NodeId) -> Relation {
        let Some(holder) = tree.parent(node) else { return Relation::Root };
        if self.is_schema(holder) {
            return match tree.key(node) {
                "items" | "additionalItems" => Relation::Items(holder),
                "additionalProperties" => Relation::Further(holder),
                _ => Relation::Part(holder),
            };
        }
        match tree.parent(holder) {
            Some(owner) if self.is_schema(owner) => match tree.key(holder) {
                "properties" | "patternProperties" => Relation::Property(owner),
                "items" => Relation::Items(owner),
                _ => Relation::Part(owner),
            },
            _ => Relation::Root,
        }
    }

    /// Something with a type, as a message calls it.
    pub(super) fn called(&self, tree: &Tree, node: NodeId) -> String {
        if !self.is_schema(node) {
            return called_outside(tree, node);
        }
        let key = tree.key(node);
        match self.relation(tree, node) {
            Relation::Property(_) => format!("the property `{key}`"),
            Relation::Items(owner) => format!("an item of {}", self.called_shortly(tree, owner)),
            Relation::Further(owner) => format!("a further property of {}", self.called_shortly(tree, owner)),
            Relation::Part(owner) => format!("a part of {}", self.called_shortly(tree, owner)),
            Relation::Root if self.is_definition(node) => format!("the definition `{key}`"),
            Relation::Root => root_schema(tree, node),
        }
    }

    /// The nearest schema with a name of its own: items of items have none.
    fn called_shortly(&self, tree: &Tree, node: NodeId) -> String {
        let key = tree.key(node);
        match self.relation(tree, node) {
            Relation::Property(_) => format!("`{key}`"),
            Relation::Root if self.is_definition(node) => format!("`{key}`"),
            Relation::Root => root_schema(tree, node),
            Relation::Items(_) | Relation::Further(_) | Relation::Part(_) => "another schema".to_owned(),
        }
    }
}

/// The schema of a body, a response or a notification.
fn root_schema(tree: &Tree, node: NodeId) -> String {
    let Some(holder) = tree.parent(node) else { return "the schema".to_owned() };
    match tree.key(holder) {
        "x-ms-notification-content" => "the content of the notification".to_owned(),
        "" if tree.get_str(holder, "in") == Some("body") => "the body".to_owned(),
        "" => "the schema".to_owned(),
        key if tree.get(holder, "in").is_some() => format!("the body `{key}`"),
        key => format!("the response `{key}`"),
    }
}

/// A parameter, a header, or an item of one.
fn called_outside(tree: &Tree, node: NodeId) -> String {
    if let Some(name) = tree.get_str(node, "name") {
        return format!("the parameter `{name}`");
    }
    match tree.key(node) {
        "items" => match tree.parent(node).and_then(|owner| tree.get_str(owner, "name")) {
            Some(name) => format!("an item of the parameter `{name}`"),
            None => "an item".to_owned(),
        },
        key => format!("the header `{key}`"),
    }
}

/// Whether a node is part of an extension that is not Microsoft's.
fn is_kept_aside(tree: &Tree, node: NodeId) -> bool {
    let foreign = |key: &str| key.starts_with("x-") && !key.starts_with("x-ms-");
    let mut at = Some(node);
    // A property may have any name.
    while let Some(node) = at {
        let parent = tree.parent(node);
        if foreign(tree.key(node)) && parent.is_some_and(|parent| tree.key(parent) != "properties") {
            return true;
        }
        at = parent;
    }
    false
}
