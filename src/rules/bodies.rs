//! Bodies: makers see a field for each property of the schema, and nothing for a schema without any.

use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::{Resolver, operations};
use crate::tree::{NodeId, Tree};

/// A body whose schema has no fields.
pub static BODY_WITHOUT_FIELDS: Rule = Rule::warning("BodyWithoutFields", page!("BodyWithoutFields"));

/// Members of a schema from which a form can be made.
const FIELDS: [&str; 9] = [
    "properties",
    "allOf",
    "items",
    "additionalProperties",
    "x-ms-dynamic-schema",
    "x-ms-dynamic-properties",
    "x-oneOf",
    "x-anyOf",
    "enum",
];

pub(super) fn check(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let mut resolver = Resolver::new(root);
    let mut told = std::collections::HashSet::new();
    for operation in operations(tree, root) {
        let parameters = tree.get(operation.node, "parameters");
        let body = parameters
            .into_iter()
            .flat_map(|parameters| tree.items(parameters))
            .filter_map(|parameter| resolver.follow(tree, parameter))
            .find(|parameter| tree.get_str(*parameter, "in") == Some("body"));
        let Some(schema) = body.and_then(|body| tree.get(body, "schema")) else { continue };
        let Some(target) = resolver.follow(tree, schema) else { continue };
        // A schema that lowering made for want of one was told of there.
        if tree.origin(target).is_some() && tree.children(target).next().is_none() {
            continue;
        }
        let object = tree.get_str(target, "type").is_none_or(|kind| kind == "object");
        if object && !has_fields(tree, target) && told.insert(target) {
            let site = if tree.key(target) == "schema" { Site::Value(target) } else { Site::Key(target) };
            let message = format!("the body of {} has no fields: makers can send nothing", operation.name());
            findings
                .report(&BODY_WITHOUT_FIELDS, site, message)
                .help("describe its properties, by overlay if the source is not yours");
        }
    }
}

fn has_fields(tree: &Tree, schema: NodeId) -> bool {
    FIELDS.iter().any(|key| {
        tree.get(schema, key)
            .is_some_and(|member| tree.bool(member) == Some(true) || tree.children(member).next().is_some())
    })
}
