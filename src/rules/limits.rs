//! How much a connector holds.

use super::facts::LIMITS;
use super::survey::Survey;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::Resolver;
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;

/// Microsoft's name for more operations than a connector may have.
pub static TOTAL_OPERATIONS_COUNT_EXCEEDS_MAX_ALLOWED: Rule =
    Rule::fault("TotalOperationsCountExceedsMaxAllowed", page!("TotalOperationsCountExceedsMaxAllowed"));
/// Microsoft's name for a body with more schemas than it may have.
pub static BODY_SCHEMA_COUNT_EXCEEDS_MAX_ALLOWED: Rule =
    Rule::fault("BodySchemaCountExceedsMaxAllowed", page!("BodySchemaCountExceedsMaxAllowed"));
/// Microsoft's name for an operation with more schemas than it may have.
pub static OPERATION_SCHEMA_COUNT_EXCEEDS_MAX_ALLOWED: Rule =
    Rule::fault("OperationSchemaCountExceedsMaxAllowed", page!("OperationSchemaCountExceedsMaxAllowed"));
/// Microsoft's name for a definition with more schemas than it may have.
pub static TOTAL_SCHEMA_COUNT_EXCEEDS_MAX_ALLOWED: Rule =
    Rule::fault("TotalSchemaCountExceedsMaxAllowed", page!("TotalSchemaCountExceedsMaxAllowed"));
/// A definition that is too large a file.
pub static DEFINITION_TOO_LARGE: Rule = Rule::fault("DefinitionTooLarge", page!("DefinitionTooLarge"));

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Survey { tree, root, .. } = *survey;
    if !survey.compiled {
        file(tree, root, findings);
    }
    if survey.operations.len() > LIMITS.operations {
        let message = format!("the connector has {} operations", survey.operations.len());
        let first = survey.operations[LIMITS.operations].operation;
        findings
            .report(&TOTAL_OPERATIONS_COUNT_EXCEEDS_MAX_ALLOWED, Site::Key(first.node), message)
            .label(format!("the first after {}", LIMITS.operations))
            .help(format!("up to {} are taken: leave some out, or make two connectors", LIMITS.operations));
    }
    let mut counter = Counter { tree, resolver: Resolver::new(root), known: HashMap::new() };
    let mut all: u64 = 0;
    for found in &survey.operations {
        all = all.saturating_add(operation(survey, found, &mut counter, findings));
    }
    if all > LIMITS.document_schemas
        && let Some(paths) = tree.get(root, "paths")
    {
        findings
            .report(
                &TOTAL_SCHEMA_COUNT_EXCEEDS_MAX_ALLOWED,
                Site::Key(paths),
                format!("the operations have {all} schemas, references written out"),
            )
            .help(format!("up to {} are taken: leave operations or properties out", LIMITS.document_schemas));
    }
}

fn file(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let Some(span) = tree.span(root) else { return };
    let bytes = (span.end - span.start) as usize;
    if let Some((message, help)) = too_large(bytes) {
        findings.report(&DEFINITION_TOO_LARGE, root, message).label("begins here").help(help);
    }
}

/// What to say of a definition of so many bytes.
pub fn too_large(bytes: usize) -> Option<(String, String)> {
    let most = LIMITS.definition_bytes;
    (bytes > most).then(|| {
        let message = format!("the definition has {bytes} bytes; up to {most} are taken");
        (message, "leave operations or texts out, or write it without spaces (`--minify`)".to_owned())
    })
}

fn operation(
    survey: &Survey<'_>,
    found: &super::survey::Surveyed<'_>,
    counter: &mut Counter<'_>,
    findings: &mut Findings,
) -> u64 {
    let tree = survey.tree;
    let name = || found.operation.name();
    let mut all: u64 = 0;
    for parameter in &found.parameters {
        let Some(schema) = tree.get(*parameter, "schema") else {
            all = all.saturating_add(1);
            continue;
        };
        let count = counter.count(schema);
        all = all.saturating_add(count);
        if count > LIMITS.body_schemas {
            findings
                .report(
                    &BODY_SCHEMA_COUNT_EXCEEDS_MAX_ALLOWED,
                    Site::Key(schema),
                    format!("the body of {} has {count} schemas, references written out", name()),
                )
                .help(format!(
                    "up to {} are taken: leave properties out, or let one of them be an object without properties",
                    LIMITS.body_schemas
                ));
        }
    }
    let responses = tree.get(found.operation.node, "responses");
    for (_, response) in responses.into_iter().flat_map(|responses| tree.members(responses)) {
        let response = counter.resolver.follow(tree, response);
        if let Some(schema) = response.and_then(|response| tree.get(response, "schema")) {
            all = all.saturating_add(counter.count(schema));
        }
    }
    if all > LIMITS.operation_schemas {
        findings
            .report(
                &OPERATION_SCHEMA_COUNT_EXCEEDS_MAX_ALLOWED,
                Site::Key(found.operation.node),
                format!("{} has {all} schemas, references written out", name()),
            )
            .help(format!("up to {} are taken: leave properties out", LIMITS.operation_schemas));
    }
    all
}

/// Counts schemas with references written out, each once.
struct Counter<'t> {
    tree: &'t Tree,
    resolver: Resolver,
    /// `None` while a schema is being counted: what leads back to it is one schema and no more.
    known: HashMap<NodeId, Option<u64>>,
}

/// A schema that is being counted.
struct Frame {
    node: NodeId,
    below: Vec<NodeId>,
    count: u64,
}

impl Counter<'_> {
    /// Schemas refer to one another in longer chains than a stack has room for.
    fn count(&mut self, schema: NodeId) -> u64 {
        let Some(start) = self.resolver.follow(self.tree, schema) else { return 1 };
        if let Some(Some(count)) = self.known.get(&start) {
            return *count;
        }
        let mut open = vec![self.frame(start)];
        loop {
            let Some(frame) = open.last_mut() else { return 1 };
            let Some(next) = frame.below.pop() else {
                let done = open.pop().map_or(1, |frame| {
                    self.known.insert(frame.node, Some(frame.count));
                    frame.count
                });
                match open.last_mut() {
                    Some(above) => above.count = above.count.saturating_add(done),
                    None => return done,
                }
                continue;
            };
            let target = self.resolver.follow(self.tree, next);
            match target.map(|target| (target, self.known.get(&target))) {
                Some((_, Some(Some(count)))) => frame.count = frame.count.saturating_add(*count),
                Some((target, None)) => {
                    let below = self.frame(target);
                    open.push(below);
                }
                Some((_, Some(None))) | None => frame.count = frame.count.saturating_add(1),
            }
        }
    }

    fn frame(&mut self, node: NodeId) -> Frame {
        self.known.insert(node, None);
        Frame { node, below: below(self.tree, node), count: 1 }
    }
}

/// The schemas right below one, as far as the platform knows of them.
fn below(tree: &Tree, schema: NodeId) -> Vec<NodeId> {
    let member = |key: &str| tree.get(schema, key).into_iter();
    let properties =
        member("properties").flat_map(|properties| tree.members(properties)).map(|(_, node)| node);
    let parts = member("allOf").flat_map(|parts| tree.items(parts));
    let one = member("items").chain(member("additionalProperties"));
    properties.chain(parts).chain(one).filter(|node| tree.is_object(*node)).collect()
}
