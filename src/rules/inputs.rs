//! What an operation takes and what it answers, found by the paths that extensions write.

use crate::openapi::{Resolver, is_internal, resolved_parameters};
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;
use std::rc::Rc;

/// Where a path into a schema ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// At a schema.
    Schema(Reached),
    /// Somewhere in what the definition does not describe.
    Open,
    /// Nowhere: the schema is described and has no such property.
    Nowhere,
}

/// A schema below another, and what holds of all on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    /// The schema, its reference followed.
    pub schema: NodeId,
    /// Where it is declared: the property.
    pub property: NodeId,
    /// Whether the object that declares it demands it.
    pub required: bool,
    /// Whether it or something on the way is internal.
    pub internal: bool,
}

/// What a name among the parameters of a call stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Input {
    /// A parameter.
    Parameter(NodeId),
    /// A property of the body.
    Property(Reached),
    /// Both.
    Ambiguous(NodeId, Reached),
    /// Perhaps a property of a body that is not described.
    Open,
    /// Nothing.
    Nowhere,
}

/// The inputs of operations, each operation looked up once.
pub(super) struct Inputs {
    pub(super) resolver: Resolver,
    parameters: HashMap<NodeId, Rc<[NodeId]>>,
}

impl Inputs {
    pub(super) fn new(resolver: Resolver) -> Inputs {
        Inputs { resolver, parameters: HashMap::new() }
    }

    /// The parameters of an operation, references followed.
    pub(super) fn parameters(&mut self, tree: &Tree, operation: NodeId) -> Rc<[NodeId]> {
        if let Some(known) = self.parameters.get(&operation) {
            return Rc::clone(known);
        }
        let path_item = tree.parent(operation).unwrap_or(operation);
        let list: Rc<[NodeId]> = resolved_parameters(tree, &mut self.resolver, path_item, operation).into();
        self.parameters.insert(operation, Rc::clone(&list));
        list
    }

    /// What a name of the older form (`name`, `name.below`) or a path of the newer (`parameter/property`) means
    /// for an operation.
    pub(super) fn find(&mut self, tree: &Tree, operation: NodeId, name: &str) -> Input {
        let parameters = self.parameters(tree, operation);
        let named = |parameter: &&NodeId| tree.get_str(**parameter, "name") == Some(name);
        let parameter = parameters.iter().find(named).copied();
        let body = parameters.iter().find(|parameter| tree.get_str(**parameter, "in") == Some("body"));
        if let Some(parameter) = parameter
            && body == Some(&parameter)
        {
            return Input::Parameter(parameter);
        }
        let end = match body {
            Some(body) => self.in_body(tree, *body, name),
            None => End::Nowhere,
        };
        match (parameter, end) {
            (Some(parameter), End::Schema(reached)) => Input::Ambiguous(parameter, reached),
            (Some(parameter), _) => Input::Parameter(parameter),
            (None, End::Schema(reached)) => Input::Property(reached),
            (None, End::Open) => Input::Open,
            (None, End::Nowhere) => Input::Nowhere,
        }
    }

    /// A property of a body, by a path that may begin with the name of the body.
    fn in_body(&mut self, tree: &Tree, body: NodeId, name: &str) -> End {
        let Some(schema) = tree.get(body, "schema") else { return End::Nowhere };
        let mut best = End::Nowhere;
        for end in [
            self.walk(tree, schema, std::iter::once(name)),
            self.walk(tree, schema, segments(name)),
            self.walk(tree, schema, name.split('.')),
            self.below_body(tree, body, schema, name, '/'),
            self.below_body(tree, body, schema, name, '.'),
        ] {
            match end {
                End::Schema(_) => return end,
                End::Open => best = end,
                End::Nowhere => {}
            }
        }
        best
    }

    fn below_body(&mut self, tree: &Tree, body: NodeId, schema: NodeId, name: &str, sign: char) -> End {
        match name.split_once(sign) {
            Some((first, rest)) if tree.get_str(body, "name") == Some(first) => {
                self.walk(tree, schema, rest.split(sign))
            }
            _ => End::Nowhere,
        }
    }

    /// Follows a path of property names from a schema.
    pub(super) fn walk<'n>(
        &mut self,
        tree: &Tree,
        schema: NodeId,
        path: impl Iterator<Item = &'n str>,
    ) -> End {
        let Some(first) = self.resolver.follow(tree, schema) else { return End::Open };
        let mut reached = Reached {
            schema: first,
            property: schema,
            required: true,
            internal: is_internal(tree, schema) || is_internal(tree, first),
        };
        for name in path {
            let (property, required) = match self.property(tree, reached.schema, name) {
                Step::Property(property, required) => (property, required),
                Step::Open => return End::Open,
                Step::Nowhere => return End::Nowhere,
            };
            let Some(schema) = self.resolver.follow(tree, property) else { return End::Open };
            let internal = reached.internal || is_internal(tree, property) || is_internal(tree, schema);
            reached = Reached { schema, property, required, internal };
        }
        End::Schema(reached)
    }

    fn property(&mut self, tree: &Tree, schema: NodeId, name: &str) -> Step {
        let mut open = vec![schema];
        let mut undescribed = false;
        let mut found = None;
        let mut required = false;
        // A schema that is made of more parts than this is made of itself.
        for _ in 0..256 {
            let Some(part) = open.pop() else { break };
            let Some(part) = self.resolver.follow(tree, part) else {
                undescribed = true;
                continue;
            };
            undescribed |= is_open(tree, part);
            found = found.or_else(|| tree.at(part, &["properties", name]));
            required |= requires(tree, part, name);
            if let Some(parts) = tree.get(part, "allOf") {
                open.extend(tree.items(parts));
            }
        }
        match found {
            Some(property) => Step::Property(property, required),
            None if undescribed => Step::Open,
            None => Step::Nowhere,
        }
    }
}

enum Step {
    Property(NodeId, bool),
    Open,
    Nowhere,
}

/// The names of a path; a slash in front or behind adds none.
pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> + Clone {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// Whether an object lists a property among those it requires.
pub(super) fn requires(tree: &Tree, schema: NodeId, name: &str) -> bool {
    let list = tree.get(schema, "required");
    list.is_some_and(|list| tree.items(list).any(|item| tree.str(item) == Some(name)))
}

/// Whether an object can have properties that its schema does not name.
fn is_open(tree: &Tree, schema: NodeId) -> bool {
    let mut described = false;
    for (key, member) in tree.members(schema) {
        match key {
            "additionalProperties" if tree.bool(member) != Some(false) => return true,
            "x-ms-dynamic-schema" | "x-ms-dynamic-properties" | "x-oneOf" | "x-anyOf" | "oneOf" | "anyOf" => {
                return true;
            }
            "properties" => described |= tree.members(member).next().is_some(),
            "allOf" => described = true,
            "type" => described |= tree.str(member).is_some_and(|kind| kind != "object"),
            _ => {}
        }
    }
    !described
}

/// The schema of an operation's success, and the response that has it.
pub(super) fn success(tree: &Tree, operation: NodeId, resolver: &mut Resolver) -> Option<NodeId> {
    let responses = tree.get(operation, "responses")?;
    let mut best: Option<(usize, NodeId)> = None;
    for (status, response) in tree.members(responses) {
        let rank = match status {
            "200" => 0,
            "201" => 1,
            "default" => 3,
            _ if status.starts_with('2') => 2,
            _ => continue,
        };
        let schema = resolver.follow(tree, response).and_then(|response| tree.get(response, "schema"));
        if let Some(schema) = schema
            && best.is_none_or(|(known, _)| rank < known)
        {
            best = Some((rank, schema));
        }
    }
    best.map(|(_, schema)| schema)
}
