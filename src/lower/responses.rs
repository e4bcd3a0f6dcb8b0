//! Responses: `content` → `schema` and `examples`; `produces`.

use super::edit::{keep, rename, set_text};
use super::examples::{take, write_out};
use super::produces::{Produced, of_operation};
use super::rules::{RESPONSE_STREAMED, RESPONSE_WITHOUT_DESCRIPTION};
use super::work::Work;
use super::{Lowering, aside, bodies, headers, hoist, inline, media, overrides, statuses};
use crate::diagnostic::{Findings, Severity, Site};
use crate::openapi::{Object, Version, operations, reference};
use crate::tree::{NodeId, Origin, Tree};
use std::collections::{HashMap, HashSet};

pub(super) const PASS: &str = "responses";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let mut work = Work::new(lowering, findings);
    let all: Vec<NodeId> = operations(tree, lowering.root).map(|operation| operation.node).collect();
    let shared = tree.at(lowering.root, &["components", "responses"]);
    // 2.0 has no reference from one shared response to another.
    let aliases: Vec<NodeId> = shared.into_iter().flat_map(|shared| tree.children(shared)).collect();
    for alias in aliases {
        inline::write_out(tree, &mut work.resolver, alias, PASS);
    }
    let uses: Vec<NodeId> = all
        .iter()
        .filter_map(|operation| tree.get(*operation, "responses"))
        .flat_map(|list| tree.children(list))
        .collect();
    for node in uses {
        overrides::apply(tree, &mut work.resolver, node, PASS);
    }
    let lists =
        shared.into_iter().chain(all.iter().filter_map(|operation| tree.get(*operation, "responses")));
    let responses: Vec<NodeId> = lists
        .flat_map(|list| tree.members(list))
        .filter(|(key, node)| {
            tree.is_object(*node) && (!key.starts_with("x-") || tree.parent(*node) == shared)
        })
        .filter(|(_, node)| reference(tree, *node).is_none())
        .map(|(_, node)| node)
        .collect();
    let mut produced = HashMap::new();
    for response in responses {
        if let Some(made) = lower(tree, &mut work, response) {
            produced.insert(response, made);
        }
    }
    let mut told = HashSet::new();
    for operation in &all {
        of_operation(tree, &mut work, *operation, &produced, &mut told);
    }
    for key in ["consumes", "produces"].into_iter().filter(|_| lowering.media_types_are_shared) {
        hoist::run(tree, lowering.root, &all, key);
    }
}

/// Lowers one response; what it comes in.
fn lower(tree: &mut Tree, work: &mut Work<'_>, response: NodeId) -> Option<Produced> {
    headers::lower(tree, work, response);
    aside::settle(tree, &mut work.resolver, response, Object::Response, PASS);
    keep(tree, response, "links", "x-links", PASS, work.findings);
    describe(tree, work, response);
    let content = tree.get(response, "content")?;
    let Some(chosen) = media::choose(tree, content) else {
        tree.detach(content);
        return None;
    };
    let media_types = media::settle(tree, work, response, content, chosen, Severity::Note);
    if media::is_stream(tree.key(chosen)) || tree.get(chosen, "itemSchema").is_some() {
        streamed(tree, work, response, chosen);
    } else {
        schema(tree, work, response, chosen);
        let example = take(tree, &mut work.resolver, chosen, response, PASS, work.findings);
        if let Some(example) = example {
            let name = media_types.first().cloned().unwrap_or_default();
            set_example(tree, response, &name, example);
        }
        bodies::leftovers(tree, response, chosen);
        tree.detach(chosen);
        let others: Vec<NodeId> = tree.children(content).collect();
        for other in others {
            example_of_other(tree, work, response, other);
        }
    }
    tree.detach(content);
    Some(Produced { media_types, chosen })
}

/// Every response says what it means.
fn describe(tree: &mut Tree, work: &mut Work<'_>, response: NodeId) {
    let summary = tree.get(response, "summary");
    if tree.get(response, "description").is_some() {
        summary.into_iter().for_each(|summary| rename(tree, summary, "x-summary", PASS));
        return;
    }
    if let Some(summary) = summary {
        rename(tree, summary, "description", PASS);
        return;
    }
    let key = tree.key(response);
    let text = if key.starts_with(|char: char| char.is_ascii_digit()) || key == "default" {
        statuses::reason(key).to_owned()
    } else {
        crate::words::label(key)
    };
    let message = format!("the response `{key}` has no description; it gets \"{text}\"");
    work.findings
        .report(&RESPONSE_WITHOUT_DESCRIPTION, Site::Key(response), message)
        .help("say what it means");
    set_text(tree, response, "description", &text, Origin::from(response, PASS));
}

/// Bytes are a `file` in 2.0, and a binary string to the platform.
fn schema(tree: &mut Tree, work: &mut Work<'_>, response: NodeId, chosen: NodeId) {
    let schema = tree.get(chosen, "schema");
    let target = schema.and_then(|schema| work.resolver.follow(tree, schema));
    if !media::is_bytes(tree, tree.key(chosen), target) {
        if let Some(schema) = schema {
            super::edit::relocate(tree, schema, response, "schema", PASS);
        }
        return;
    }
    let strict = !work.for_platform();
    let filled = target.filter(|target| tree.children(*target).next().is_some());
    if let (Some(schema), Some(_), false) = (schema, filled, strict) {
        super::edit::relocate(tree, schema, response, "schema", PASS);
        return;
    }
    let origin = Origin::from(schema.unwrap_or(chosen), PASS);
    let made = tree.make_object(origin);
    set_text(tree, made, "type", if strict { "file" } else { "string" }, origin);
    if !strict {
        set_text(tree, made, "format", "binary", origin);
    }
    let said: Vec<NodeId> = filled.into_iter().flat_map(|filled| tree.children(filled)).collect();
    for member in said {
        let key = tree.key(member).to_owned();
        let own = match key.as_str() {
            "type" | "format" => continue,
            "title" | "description" | "default" | "readOnly" | "externalDocs" | "example" => key,
            key if key.starts_with("x-") => key.to_owned(),
            key => format!("x-jsonschema-{key}"),
        };
        let copy = tree.copy(member, PASS);
        tree.append(made, &own, copy);
    }
    if let Some(schema) = schema {
        tree.detach(schema);
    }
    tree.append(response, "schema", made);
}

/// Values one after the other: the platform waits for the end and has them as one text.
fn streamed(tree: &mut Tree, work: &mut Work<'_>, response: NodeId, chosen: NodeId) {
    let message =
        format!("`{}` is a stream of values, and a connector gets all of it as one text", tree.key(chosen));
    work.findings
        .report(&RESPONSE_STREAMED, Site::Key(chosen), message)
        .help("if the API can give one answer as `application/json`, say so by overlay");
    let origin = Origin::from(chosen, PASS);
    let made = tree.make_object(origin);
    set_text(tree, made, "type", "string", origin);
    tree.append(response, "schema", made);
    let aside = match tree.get(response, "x-oas3-content") {
        Some(aside) => aside,
        None => {
            let aside = tree.make_object(origin);
            tree.append(response, "x-oas3-content", aside);
            aside
        }
    };
    let key = tree.key(chosen).to_owned();
    tree.detach(chosen);
    tree.set(aside, &key, chosen);
}

fn set_example(tree: &mut Tree, response: NodeId, media_type: &str, example: NodeId) {
    let target = match tree.get(response, "examples") {
        Some(target) => target,
        None => {
            let target = tree.make_object(Origin::from(example, PASS));
            tree.append(response, "examples", target);
            target
        }
    };
    tree.set(target, media_type, example);
}

/// A media type with the same schema may have an example of its own.
fn example_of_other(tree: &mut Tree, work: &mut Work<'_>, response: NodeId, media_type: NodeId) {
    let name = media::concrete(tree, work, media_type);
    write_out(tree, &mut work.resolver, media_type, PASS);
    let first = tree.get(media_type, "examples").and_then(|all| super::examples::first_value(tree, all));
    let example = tree.get(media_type, "example").or(first);
    if let Some(example) = example
        && tree.at(response, &["examples", &name]).is_none()
    {
        let copy = tree.copy(example, PASS);
        set_example(tree, response, &name, copy);
    }
}
