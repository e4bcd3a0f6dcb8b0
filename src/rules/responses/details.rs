//! Headers and examples of responses.

use super::Response;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::{Object, Operation, Resolver};
use crate::rules::places::Places;
use crate::tree::{Kind, NodeId, Tree};
use std::collections::{HashMap, HashSet};

/// Microsoft's name for headers whose names differ in case only.
pub static RESPONSE_HEADERS_ARE_NOT_UNIQUE: Rule =
    Rule::fault("ResponseHeadersAreNotUnique", page!("ResponseHeadersAreNotUnique"));
/// Microsoft's name for an example in a form that the operation does not produce.
pub static RESPONSE_EXAMPLE_MUST_BE_PRODUCED: Rule = Rule::fault(
    "ResponseExampleMustBeProducedByOperation",
    page!("ResponseExampleMustBeProducedByOperation"),
);
/// An example of another type than the schema.
pub static EXAMPLE_OF_OTHER_TYPE: Rule = Rule::warning("ExampleOfOtherType", page!("ExampleOfOtherType"));

/// What is wrong with a response wherever it is used.
pub(super) fn check(tree: &Tree, places: &Places, resolver: &mut Resolver, findings: &mut Findings) {
    for found in places.objects.iter().filter(|found| found.object == Object::Response) {
        if let Some(headers) = tree.get(found.node, "headers") {
            unique(tree, headers, findings);
        }
        if let Some(examples) = tree.get(found.node, "examples") {
            types(tree, found.node, examples, resolver, findings);
        }
    }
}

fn unique(tree: &Tree, headers: NodeId, findings: &mut Findings) {
    let mut first: HashMap<String, NodeId> = HashMap::new();
    for (name, node) in tree.members(headers) {
        if let Some(other) = first.insert(name.to_ascii_lowercase(), node)
            // The same name twice is told where the file is read.
            && tree.key(other) != name
        {
            findings
                .report(
                    &RESPONSE_HEADERS_ARE_NOT_UNIQUE,
                    Site::Key(node),
                    format!("`{name}` is the same header as `{}`", tree.key(other)),
                )
                .also(Site::Key(other), "described here")
                .help("keep one of them: the case of a header's name does not count");
        }
    }
}

/// Whether each example is in a form that the operation produces.
pub(super) fn produced(
    tree: &Tree,
    root: NodeId,
    operation: &Operation<'_>,
    responses: &[Response<'_>],
    told: &mut HashSet<NodeId>,
    findings: &mut Findings,
) {
    let produces = tree.get(operation.node, "produces").or_else(|| tree.get(root, "produces"));
    let Some(produces) = produces.filter(|produces| tree.is_array(*produces)) else { return };
    for response in responses {
        let examples = tree.get(response.node, "examples");
        for (name, example) in examples.into_iter().flat_map(|examples| tree.members(examples)) {
            let mut known = tree.items(produces).filter_map(|item| tree.str(item));
            if known.any(|known| same_type(known, name)) || !told.insert(example) {
                continue;
            }
            findings
                .report(
                    &RESPONSE_EXAMPLE_MUST_BE_PRODUCED,
                    Site::Key(example),
                    format!("{} does not produce `{name}`, of which this is an example", operation.name()),
                )
                .also(produces, "what it produces")
                .help("name the example for a type in `produces`, or add the type there");
        }
    }
}

fn same_type(left: &str, right: &str) -> bool {
    let plain = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    left == right || plain(left) == plain(right)
}

/// A response that has another type than its schema says makes each run of a flow fail.
fn types(tree: &Tree, response: NodeId, examples: NodeId, resolver: &mut Resolver, findings: &mut Findings) {
    let Some(schema) = tree.get(response, "schema") else { return };
    let Some(target) = resolver.follow(tree, schema) else { return };
    let Some(wanted) = tree.get_str(target, "type") else { return };
    for (name, example) in tree.members(examples).filter(|(name, _)| name.contains("json")) {
        let found = match tree.kind(example) {
            // JSON as a text stands for what the text says.
            Kind::String => match tree.text(example).trim_start().as_bytes().first() {
                Some(b'{') => "object",
                Some(b'[') => "array",
                _ => "string",
            },
            Kind::Number => "number",
            kind => kind.name(),
        };
        let fits = wanted == found || wanted == "integer" && found == "number" || wanted == "file";
        if fits || found == "null" {
            continue;
        }
        findings
            .report(
                &EXAMPLE_OF_OTHER_TYPE,
                Site::Key(example),
                format!("the example of `{name}` is of type {found}, the schema says {wanted}"),
            )
            .also(Site::Key(schema), "the schema")
            .help(
                "correct the one that is wrong: runs fail if the response has another type than its schema",
            );
    }
}
