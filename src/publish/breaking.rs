//! What existing flows notice of a changed operation.

use crate::openapi::{Operation, Resolver};
use crate::tree::{NodeId, Tree};

/// What flows lose or suddenly owe, operation by operation; empty if they notice nothing of it.
pub fn breaks(tree: &Tree, before: (NodeId, Operation<'_>), after: (NodeId, Operation<'_>)) -> Vec<String> {
    let mut old = Side { tree, resolver: Resolver::new(before.0), operation: before.1 };
    let mut new = Side { tree, resolver: Resolver::new(after.0), operation: after.1 };
    let mut found = Vec::new();
    let known = old.inputs();
    for input in new.inputs().iter().filter(|input| input.required) {
        if !known.iter().any(|other| other.name == input.name && other.required) {
            found.push(format!("`{}` is now required", input.name));
        }
    }
    let left = new.outputs();
    for output in old.outputs() {
        if !left.contains(&output) {
            found.push(format!("the output `{output}` is gone"));
        }
    }
    found
}

struct Input {
    name: String,
    required: bool,
}

struct Side<'t> {
    tree: &'t Tree,
    resolver: Resolver,
    operation: Operation<'t>,
}

/// How deep schemas are looked into: flows use no deeper values, and schemas may contain themselves.
const DEPTH: usize = 8;
/// How many values are looked at: schemas that share schemas multiply.
const MOST: usize = 20_000;

impl Side<'_> {
    /// Parameters, and the members of a body.
    fn inputs(&mut self) -> Vec<Input> {
        let tree = self.tree;
        let lists =
            [self.operation.path_item, self.operation.node].map(|holder| tree.get(holder, "parameters"));
        let mut inputs: Vec<Input> = Vec::new();
        for parameter in lists.into_iter().flatten().flat_map(|list| tree.items(list)) {
            let Some(parameter) = self.resolver.follow(tree, parameter) else { continue };
            let (Some(name), place) = (tree.get_str(parameter, "name"), tree.get_str(parameter, "in")) else {
                continue;
            };
            if place == Some("body") {
                let Some(schema) = tree.get(parameter, "schema") else { continue };
                self.members(schema, "body", DEPTH, &mut inputs);
            } else {
                inputs.retain(|other| other.name != name);
                inputs.push(Input { name: name.to_owned(), required: tree.is_true(parameter, "required") });
            }
        }
        inputs
    }

    /// The paths of all values that an answer of success has.
    fn outputs(&mut self) -> Vec<String> {
        let tree = self.tree;
        let Some(responses) = tree.get(self.operation.node, "responses") else { return Vec::new() };
        let mut found = Vec::new();
        for (status, response) in tree.members(responses) {
            let Some(response) = self.resolver.follow(tree, response).filter(|_| status.starts_with('2'))
            else {
                continue;
            };
            if let Some(schema) = tree.get(response, "schema") {
                self.members(schema, "body", DEPTH, &mut found);
            }
        }
        found.into_iter().map(|output| output.name).collect()
    }

    fn members(&mut self, schema: NodeId, path: &str, depth: usize, found: &mut Vec<Input>) {
        let tree = self.tree;
        let schema = self.resolver.follow(tree, schema).filter(|_| depth > 0 && found.len() < MOST);
        let Some(schema) = schema else { return };
        let required = tree.get(schema, "required");
        let is_required = |name: &str| {
            required.is_some_and(|list| tree.items(list).any(|item| tree.str(item) == Some(name)))
        };
        for (name, property) in tree.get(schema, "properties").into_iter().flat_map(|all| tree.members(all)) {
            let path = format!("{path}/{name}");
            found.push(Input { name: path.clone(), required: is_required(name) });
            self.members(property, &path, depth - 1, found);
        }
        if let Some(items) = tree.get(schema, "items") {
            self.members(items, &format!("{path}/*"), depth - 1, found);
        }
        for part in tree.get(schema, "allOf").into_iter().flat_map(|parts| tree.items(parts)) {
            self.members(part, path, depth - 1, found);
        }
    }
}
