//! Responses: `content` → `schema` and `examples`; ranges of codes; `produces`.

use super::edit::{keep, rename, set_text, text_list};
use super::rules::{RESPONSES_MISSING, STATUS_RANGE};
use super::{Lowering, bodies, headers, media};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Object, Resolver, Version, objects, operations, reference};
use crate::tree::{NodeId, Origin, Tree};
use std::collections::HashMap;

pub(super) const PASS: &str = "responses";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let mut resolver = Resolver::new(lowering.root);
    let responses: Vec<NodeId> = objects(tree, lowering.root)
        .into_iter()
        .filter(|found| found.object == Object::Response && reference(tree, found.node).is_none())
        .map(|found| found.node)
        .collect();
    let mut produced: HashMap<NodeId, Vec<String>> = HashMap::new();
    for response in responses {
        produced.insert(response, lower(tree, &mut resolver, response, findings));
    }
    let all: Vec<NodeId> = operations(tree, lowering.root).map(|operation| operation.node).collect();
    for operation in &all {
        operation_responses(tree, &mut resolver, *operation, &produced, findings);
    }
    for key in ["consumes", "produces"] {
        hoist(tree, lowering.root, &all, key);
    }
}

/// Lowers one response; the media types that it comes in.
fn lower(tree: &mut Tree, resolver: &mut Resolver, response: NodeId, findings: &mut Findings) -> Vec<String> {
    headers::lower(tree, resolver, response);
    keep(tree, response, "links", "x-links", PASS, findings);
    if let Some(summary) = tree.get(response, "summary") {
        rename(tree, summary, "x-summary", PASS);
    }
    if tree.get(response, "description").is_none() {
        let text = reason(tree.key(response));
        set_text(tree, response, "description", text, Origin::from(response, PASS));
    }
    let Some(content) = tree.get(response, "content") else { return Vec::new() };
    let Some(chosen) = media::choose(tree, content) else {
        tree.detach(content);
        return Vec::new();
    };
    let media_types = bodies::alternatives(tree, response, content, chosen, findings);
    match tree.get(chosen, "schema") {
        Some(schema) => super::edit::relocate(tree, schema, response, "schema", PASS),
        None if media::is_binary(tree.key(chosen)) => {
            let origin = Origin::from(chosen, PASS);
            let schema = tree.make_object(origin);
            set_text(tree, schema, "type", "string", origin);
            set_text(tree, schema, "format", "binary", origin);
            tree.append(response, "schema", schema);
        }
        None => {}
    }
    examples(tree, response, chosen, &media_types);
    bodies::leftovers(tree, response, chosen);
    let copies: Vec<NodeId> = tree.children(content).filter(|node| *node != chosen).collect();
    for copy in copies {
        example_of_other(tree, response, copy);
    }
    tree.detach(content);
    media_types
}

/// 2.0 has one example per media type.
fn examples(tree: &mut Tree, response: NodeId, media_type: NodeId, media_types: &[String]) {
    let name = media_types.first().cloned().unwrap_or_else(|| tree.key(media_type).to_owned());
    let mut example = tree.get(media_type, "example");
    if let Some(examples) = tree.get(media_type, "examples") {
        tree.detach(examples);
        let first = tree.children(examples).find_map(|first| tree.get(first, "value"));
        if let (None, Some(first)) = (example, first) {
            example = Some(tree.copy(first, PASS));
        }
        tree.append(response, "x-examples", examples);
    }
    if let Some(example) = example {
        tree.detach(example);
        set_example(tree, response, &name, example);
    }
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
fn example_of_other(tree: &mut Tree, response: NodeId, media_type: NodeId) {
    let name = media::concrete(tree.key(media_type));
    if let Some(example) = tree.get(media_type, "example")
        && tree.at(response, &["examples", &name]).is_none()
    {
        tree.detach(example);
        set_example(tree, response, &name, example);
    }
}

fn operation_responses(
    tree: &mut Tree,
    resolver: &mut Resolver,
    operation: NodeId,
    produced: &HashMap<NodeId, Vec<String>>,
    findings: &mut Findings,
) {
    let Some(responses) =
        tree.get(operation, "responses").filter(|responses| tree.children(*responses).next().is_some())
    else {
        missing(tree, operation, findings);
        return;
    };
    ranges(tree, responses, findings);
    let mut media_types: Vec<String> = Vec::new();
    for (code, member) in tree.members(responses) {
        let target = resolver.follow(tree, member);
        let own = target.and_then(|target| produced.get(&target)).filter(|_| !code.starts_with("x-"));
        for media_type in own.into_iter().flatten() {
            if !media_types.contains(media_type) {
                media_types.push(media_type.clone());
            }
        }
    }
    // The first is what the platform asks for.
    media_types.sort_by_key(|media_type| !media::is_json(media_type));
    if !media_types.is_empty() {
        let list = text_list(tree, &media_types, Origin::from(responses, PASS));
        tree.set(operation, "produces", list);
    }
}

fn missing(tree: &mut Tree, operation: NodeId, findings: &mut Findings) {
    findings
        .report(&RESPONSES_MISSING, Site::Key(operation), "the operation describes no response")
        .help("describe at least what a success looks like, so that flows can use it");
    let origin = Origin::from(operation, PASS);
    let response = tree.make_object(origin);
    set_text(tree, response, "description", "Any response.", origin);
    let responses = tree.make_object(origin);
    tree.append(responses, "default", response);
    tree.set(operation, "responses", responses);
}

/// `2XX` stands for a success that no other code describes; `4XX` and `5XX` for all else.
fn ranges(tree: &mut Tree, responses: NodeId, findings: &mut Findings) {
    let is_range = |key: &str| key.len() == 3 && key[1..].eq_ignore_ascii_case("xx");
    let ranges: Vec<NodeId> =
        tree.members(responses).filter(|(key, _)| is_range(key)).map(|(_, node)| node).collect();
    for range in ranges {
        let key = tree.key(range).to_owned();
        let has = |code: &str| tree.get(responses, code).is_some();
        let exact = format!("{}00", &key[..1]);
        let success = key.starts_with('2');
        let code = match () {
            () if success
                && !tree.members(responses).any(|(other, node)| node != range && other.starts_with('2')) =>
            {
                exact
            }
            () if !success && !has("default") => "default".to_owned(),
            () if !has(&exact) => exact,
            () => format!("x-oas3-{key}"),
        };
        let message = format!("Swagger 2.0 has no ranges: `{key}` becomes `{code}`");
        findings.report(&STATUS_RANGE, Site::Key(range), message).help("name the codes that the API gives");
        rename(tree, range, &code, PASS);
        if reference(tree, range).is_none() {
            set_text(tree, range, "x-oas3-status", &key, Origin::from(range, PASS));
        }
    }
}

/// What most operations say is said once, for all.
fn hoist(tree: &mut Tree, root: NodeId, operations: &[NodeId], key: &str) {
    let list = |tree: &Tree, node: NodeId| -> Option<Vec<String>> {
        Some(tree.items(tree.get(node, key)?).map(|item| tree.text(item).to_owned()).collect())
    };
    let mut counts: Vec<(Vec<String>, usize, NodeId)> = Vec::new();
    for operation in operations {
        let Some(texts) = list(tree, *operation) else { continue };
        match counts.iter_mut().find(|(known, _, _)| *known == texts) {
            Some((_, count, _)) => *count += 1,
            None => counts.push((texts, 1, *operation)),
        }
    }
    let most = counts.iter().map(|(_, count, _)| *count).max();
    let Some((texts, _, first)) = counts.into_iter().find(|(_, count, _)| Some(*count) == most) else {
        return;
    };
    for operation in operations {
        if *operation != first && list(tree, *operation).as_ref() == Some(&texts) {
            let member = tree.get(*operation, key);
            member.into_iter().for_each(|member| tree.detach(member));
        }
    }
    if let Some(member) = tree.get(first, key) {
        tree.detach(member);
        tree.set(root, key, member);
    }
}

/// What HTTP calls a code (RFC 9110).
fn reason(code: &str) -> &'static str {
    match code {
        "200" => "OK",
        "201" => "Created",
        "202" => "Accepted",
        "204" => "No Content",
        "400" => "Bad Request",
        "401" => "Unauthorized",
        "403" => "Forbidden",
        "404" => "Not Found",
        "409" => "Conflict",
        "422" => "Unprocessable Content",
        "429" => "Too Many Requests",
        "500" => "Internal Server Error",
        "503" => "Service Unavailable",
        code if code.starts_with('2') => "Success",
        code if code.starts_with('3') => "Redirection",
        code if code.starts_with('4') => "Client error",
        code if code.starts_with('5') => "Server error",
        _ => "Any other response.",
    }
}
