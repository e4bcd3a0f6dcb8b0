//! How large a definition may be: the file, its operations, and the schemas of bodies and operations.

use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::{Operation, Resolver, operations, resolved_parameters};
use crate::tree::{NodeId, Tree};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A definition that is too large a file.
pub static DEFINITION_TOO_LARGE: Rule = Rule::warning("DefinitionTooLarge", page!("DefinitionTooLarge"));
/// Microsoft's name for more operations than a connector may have.
pub static TOTAL_OPERATIONS_COUNT_EXCEEDS_MAX_ALLOWED: Rule =
    Rule::fault("TotalOperationsCountExceedsMaxAllowed", page!("TotalOperationsCountExceedsMaxAllowed"));
/// Microsoft's name for a body of too many schemas.
pub static BODY_SCHEMA_COUNT_EXCEEDS_MAX_ALLOWED: Rule =
    Rule::error("BodySchemaCountExceedsMaxAllowed", page!("BodySchemaCountExceedsMaxAllowed"));
/// Microsoft's name for an operation of too many schemas.
pub static OPERATION_SCHEMA_COUNT_EXCEEDS_MAX_ALLOWED: Rule =
    Rule::error("OperationSchemaCountExceedsMaxAllowed", page!("OperationSchemaCountExceedsMaxAllowed"));

/// `spec/platform/definition.toml`
#[derive(Deserialize)]
struct Limits {
    bytes: Bytes,
    operations: Operations,
    schemas: Schemas,
}

#[derive(Deserialize)]
struct Bytes {
    maximum: usize,
}

#[derive(Deserialize)]
struct Operations {
    maximum: usize,
}

#[derive(Deserialize)]
struct Schemas {
    body: u64,
    operation: u64,
}

static LIMITS: LazyLock<Limits> = LazyLock::new(|| {
    toml::from_str(include_str!("../../spec/platform/definition.toml"))
        .expect("internal error: spec/platform/definition.toml does not read")
});

/// Checks the size of the file that a definition is written to.
pub fn size(bytes: usize, definition: NodeId, findings: &mut Findings) {
    let maximum = LIMITS.bytes.maximum;
    if bytes > maximum {
        let message = format!("the definition is {bytes} bytes, and the platform takes {maximum}");
        findings.report(&DEFINITION_TOO_LARGE, definition, message).help(
            "build with `--minify`, leave operations out (`operations.exclude`), or make two connectors of it",
        );
    }
}

/// Counts the operations, and the schemas of each body and operation.
pub(super) fn check(tree: &Tree, definition: NodeId, findings: &mut Findings) {
    let maximum = LIMITS.operations.maximum;
    if let Some(first) = operations(tree, definition).nth(maximum) {
        let message = format!(
            "the connector has {} operations, and the platform takes {maximum}",
            operations(tree, definition).count()
        );
        findings
            .report(&TOTAL_OPERATIONS_COUNT_EXCEEDS_MAX_ALLOWED, Site::Key(first.node), message)
            .label(format!("the first after {maximum}"))
            .help("leave operations out (`operations.exclude`), or make two connectors of it");
    }
    let limits = &LIMITS.schemas;
    let mut counter = Counter { resolver: Resolver::new(definition), known: HashMap::new() };
    for operation in operations(tree, definition) {
        let name = operation.name();
        let mut of_operation: u64 = 0;
        for schema in schemas(tree, &mut counter.resolver, &operation) {
            let count = counter.count(tree, schema);
            of_operation = of_operation.saturating_add(count);
            if tree.key(schema) == "schema" && is_body(tree, schema) && count > limits.body {
                let message = format!(
                    "the body of {name} is {count} schemas with all references written out, \
                     and the platform takes {}",
                    limits.body
                );
                findings
                    .report(&BODY_SCHEMA_COUNT_EXCEEDS_MAX_ALLOWED, Site::Value(schema), message)
                    .help("take out by overlay the properties that makers do not need");
            }
        }
        if of_operation > limits.operation {
            let message = format!(
                "{name} is {of_operation} schemas with all references written out, and the platform takes {}",
                limits.operation
            );
            findings
                .report(&OPERATION_SCHEMA_COUNT_EXCEEDS_MAX_ALLOWED, Site::Key(operation.node), message)
                .help("take out by overlay the properties that makers do not need");
        }
    }
}

fn is_body(tree: &Tree, schema: NodeId) -> bool {
    tree.parent(schema).is_some_and(|parameter| tree.get_str(parameter, "in") == Some("body"))
}

/// The schemas of an operation: its parameters, which are one each but for the body, and its responses.
fn schemas(tree: &Tree, resolver: &mut Resolver, operation: &Operation<'_>) -> Vec<NodeId> {
    let parameters = resolved_parameters(tree, resolver, operation.path_item, operation.node);
    let mut all: Vec<NodeId> =
        parameters.into_iter().map(|parameter| tree.get(parameter, "schema").unwrap_or(parameter)).collect();
    let responses = tree.get(operation.node, "responses").into_iter();
    for (_, response) in responses.flat_map(|responses| tree.members(responses)) {
        let response = resolver.follow(tree, response);
        all.extend(response.and_then(|response| tree.get(response, "schema")));
    }
    all
}

/// Counts the schemas below one, with references written out; what holds itself counts once.
struct Counter {
    resolver: Resolver,
    known: HashMap<NodeId, u64>,
}

/// A schema whose parts are being counted.
struct Open {
    schema: NodeId,
    parts: Vec<NodeId>,
    count: u64,
}

impl Counter {
    fn count(&mut self, tree: &Tree, schema: NodeId) -> u64 {
        let Some(root) = self.resolver.follow(tree, schema) else { return 1 };
        if let Some(known) = self.known.get(&root) {
            return *known;
        }
        let mut within = HashSet::from([root]);
        let mut open = vec![Open { schema: root, parts: parts(tree, root), count: 1 }];
        while let Some(top) = open.last_mut() {
            let Some(part) = top.parts.pop() else {
                let (schema, count) = (top.schema, top.count);
                open.pop();
                within.remove(&schema);
                self.known.insert(schema, count);
                if let Some(above) = open.last_mut() {
                    above.count = above.count.saturating_add(count);
                }
                continue;
            };
            let target = self.resolver.follow(tree, part).unwrap_or(part);
            match self.known.get(&target) {
                Some(known) => top.count = top.count.saturating_add(*known),
                None if !within.insert(target) => {}
                None => open.push(Open { schema: target, parts: parts(tree, target), count: 1 }),
            }
        }
        self.known.get(&root).copied().unwrap_or(1)
    }
}

/// The schemas right below one that the platform reads.
fn parts(tree: &Tree, schema: NodeId) -> Vec<NodeId> {
    let properties =
        tree.get(schema, "properties").into_iter().flat_map(|properties| tree.children(properties));
    let all = tree.get(schema, "allOf").into_iter().flat_map(|all| tree.items(all));
    let one = ["items", "additionalProperties"].into_iter().filter_map(|key| tree.get(schema, key));
    properties.chain(all).chain(one).filter(|part| tree.is_object(*part)).collect()
}
