//! Labels parameters and properties (`x-ms-summary`) and names bodies, where the configuration says how.

use super::Shaping;
use super::edit::fill;
use super::rules::UNKNOWN_SELECTOR;
use crate::config::{BodyNames, Config, ParameterLabels, PropertyLabels, TextSource};
use crate::diagnostic::Findings;
use crate::nearest::nearest;
use crate::openapi::{Object, objects, reference, schema_children};
use crate::tree::{NodeId, Origin, Tree};
use crate::words;

pub(super) const PASS: &str = "labels";

pub(super) fn run(tree: &mut Tree, shaping: &mut Shaping<'_>, findings: &mut Findings) {
    let config = shaping.config;
    let found = objects(tree, shaping.root);
    for found in &found {
        match found.object {
            Object::Parameter => parameter(tree, found.node, config),
            Object::RequestBody => body(tree, found.node, config),
            _ => {}
        }
    }
    let schemas = tree.at(shaping.root, shaping.version.schemas());
    report_unknown(tree, schemas, &config.labels.properties, findings);
    properties(tree, schemas, &config.labels.properties);
}

fn parameter(tree: &mut Tree, parameter: NodeId, config: &Config) {
    let Some(source) = &config.labels.parameters else { return };
    let Some(node) = tree.get(parameter, "name") else { return };
    // In 2.0 a body is a parameter, of which makers see the properties.
    if tree.get_str(parameter, "in") == Some("body") {
        return;
    }
    let label = match source.value {
        ParameterLabels::Name => words::label(tree.text(node)),
        ParameterLabels::NameWithoutId => {
            let label = words::label(tree.text(node));
            label.strip_suffix(" ID").map_or(label.clone(), str::to_owned)
        }
    };
    fill(tree, parameter, "x-ms-summary", &label, Origin::from(node, PASS));
}

/// Names the body parameter as its schema, so that a flow's dynamic content tells one body from another.
/// `x-bodyName` is the extension that converters read.
fn body(tree: &mut Tree, body: NodeId, config: &Config) {
    if config.labels.body_names.as_ref().is_some_and(|names| names.value == BodyNames::Body) {
        return;
    }
    let content = tree.get(body, "content").and_then(|content| tree.children(content).next());
    let schema = content.and_then(|content| tree.get(content, "schema"));
    let Some(reference) = schema.and_then(|schema| tree.get(schema, "$ref")) else { return };
    let text = tree.text(reference);
    let Some(name) = text.rsplit_once("/schemas/").map(|(_, name)| words::camel_case(name)) else { return };
    fill(tree, body, "x-bodyName", &name, Origin::from(reference, PASS));
}

/// Reports each name that stands for no schema: its properties would stay without labels.
fn report_unknown(tree: &Tree, schemas: Option<NodeId>, rules: &[PropertyLabels], findings: &mut Findings) {
    let names = || schemas.into_iter().flat_map(|schemas| tree.members(schemas)).map(|(name, _)| name);
    for glob in rules.iter().flat_map(|rule| &rule.schemas) {
        if names().any(|name| glob.value.matches(name)) {
            continue;
        }
        let message = format!("`{}` chooses no schema", glob.value.as_str());
        let finding = findings.report(&UNKNOWN_SELECTOR, glob.at, message);
        match nearest(glob.value.as_str(), names()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it, or name a schema that exists"),
        };
    }
}

fn properties(tree: &mut Tree, schemas: Option<NodeId>, rules: &[PropertyLabels]) {
    let Some(schemas) = schemas else { return };
    let mut labels = Vec::new();
    for (name, schema) in tree.members(schemas) {
        let rule = rules.iter().find(|rule| rule.schemas.iter().any(|glob| glob.value.matches(name)));
        if let Some(rule) = rule {
            collect(tree, schema, rule, &mut labels);
        }
    }
    for (schema, label, from) in labels {
        fill(tree, schema, "x-ms-summary", &label, Origin::from(from, PASS));
    }
}

/// The properties of a schema and of what is written inside it, each with its label.
fn collect(tree: &Tree, schema: NodeId, rule: &PropertyLabels, labels: &mut Vec<(NodeId, String, NodeId)>) {
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        let properties = tree.get(schema, "properties");
        for (name, node) in properties.into_iter().flat_map(|properties| tree.members(properties)) {
            // A reference has its target's label, and cannot have another one.
            if !tree.is_object(node) || reference(tree, node).is_some() {
                continue;
            }
            if rule.leaves_only && tree.get(node, "properties").is_some() {
                continue;
            }
            let text = |key| tree.get(node, key).map(|text| (one_line(tree.text(text)), text));
            let label = match rule.from {
                TextSource::Name => Some((words::label(name), node)),
                TextSource::Title => text("title"),
                TextSource::Description => text("description"),
            };
            labels.extend(
                label.filter(|(label, _)| !label.is_empty()).map(|(label, from)| (node, label, from)),
            );
        }
        open.extend(schema_children(tree, schema));
    }
}

/// A text as a label: on one line, without the full stop.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}
