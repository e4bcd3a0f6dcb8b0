//! `requestBody` → a body parameter, last in the list, or form parameters; `consumes`.

use super::edit::{rename, set_flag, set_text, text_list};
use super::rules::{BODY_WITHOUT_SCHEMA, MEDIA_TYPE_DROPPED};
use super::{Lowering, forms, media};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Resolver, Version, operations, reference};
use crate::tree::{NodeId, Origin, Step, Tree};

pub(super) const PASS: &str = "bodies";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let mut resolver = Resolver::new(lowering.root);
    let bodies: Vec<(NodeId, NodeId)> = operations(tree, lowering.root)
        .filter_map(|operation| Some((operation.node, tree.get(operation.node, "requestBody")?)))
        .collect();
    for (operation, body) in bodies {
        let Some(body) = own(tree, &mut resolver, body) else { continue };
        lower(tree, lowering, &mut resolver, operation, body, findings);
    }
}

/// The body as the operation's own: 2.0 shares body parameters only by a name in the space of all parameters.
fn own(tree: &mut Tree, resolver: &mut Resolver, body: NodeId) -> Option<NodeId> {
    if reference(tree, body).is_none() {
        return Some(body);
    }
    let target = resolver.follow(tree, body)?;
    let copy = tree.copy(target, PASS);
    tree.note(target, Step { by: PASS, what: "inlined", because: None });
    tree.replace(body, copy);
    Some(copy)
}

fn lower(
    tree: &mut Tree,
    lowering: &Lowering,
    resolver: &mut Resolver,
    operation: NodeId,
    body: NodeId,
    findings: &mut Findings,
) {
    tree.detach(body);
    let content = tree.get(body, "content");
    let chosen = content.and_then(|content| media::choose(tree, content));
    let (Some(content), Some(chosen)) = (content, chosen) else {
        without_schema(tree, operation, body, findings);
        return;
    };
    let kept = alternatives(tree, operation, content, chosen, findings);
    let consumes = text_list(tree, &kept, Origin::from(chosen, PASS));
    tree.set(operation, "consumes", consumes);
    if media::is_form(tree.key(chosen)) {
        forms::lower(tree, lowering, resolver, operation, body, chosen, findings);
    } else {
        parameter(tree, operation, body, chosen, findings);
    }
}

/// The media types that the chosen one's schema describes as well; others are kept aside and said.
pub(super) fn alternatives(
    tree: &mut Tree,
    holder: NodeId,
    content: NodeId,
    chosen: NodeId,
    findings: &mut Findings,
) -> Vec<String> {
    let form = media::is_form(tree.key(chosen));
    let mut kept = vec![media::concrete(tree.key(chosen))];
    let mut dropped = Vec::new();
    for (name, node) in tree.members(content) {
        if node == chosen {
            continue;
        }
        if media::same_schema(tree, node, chosen) && media::is_form(name) == form {
            kept.push(media::concrete(name));
        } else {
            dropped.push(node);
        }
    }
    let mut seen = std::collections::HashSet::new();
    kept.retain(|name| seen.insert(name.clone()));
    for node in &dropped {
        let message = format!(
            "`{}` has another form than `{}`, and an operation has one: it is left out",
            tree.key(*node),
            tree.key(chosen)
        );
        findings.report(&MEDIA_TYPE_DROPPED, Site::Key(*node), message).also(Site::Key(chosen), "taken");
    }
    if !dropped.is_empty() {
        let aside = tree.make_object(Origin::from(content, PASS));
        for node in dropped {
            let key = tree.key(node).to_owned();
            tree.detach(node);
            tree.append(aside, &key, node);
        }
        tree.set(holder, "x-oas3-content", aside);
    }
    kept
}

fn parameters(tree: &mut Tree, operation: NodeId, origin: Origin) -> NodeId {
    match tree.get(operation, "parameters") {
        Some(list) => list,
        None => {
            let list = tree.make_array(origin);
            // Where readers look for it: before the responses.
            match tree.get(operation, "responses").and_then(|responses| tree.previous(responses)) {
                Some(before) => tree.insert_after(before, "parameters", list),
                None => tree.append(operation, "parameters", list),
            }
            list
        }
    }
}

/// Adds a parameter to an operation.
pub(super) fn add_parameter(tree: &mut Tree, operation: NodeId, parameter: NodeId) {
    let origin = Origin::from(parameter, PASS);
    let list = parameters(tree, operation, origin);
    tree.push(list, parameter);
}

fn parameter(tree: &mut Tree, operation: NodeId, body: NodeId, chosen: NodeId, findings: &mut Findings) {
    let origin = Origin::from(body, PASS);
    let parameter = tree.make_object(origin);
    match tree.get(body, "x-bodyName") {
        Some(name) => {
            tree.detach(name);
            tree.append(parameter, "name", name);
        }
        None => set_text(tree, parameter, "name", "body", origin),
    }
    set_text(tree, parameter, "in", "body", origin);
    adopt(tree, parameter, body);
    match tree.get(chosen, "schema").or_else(|| tree.get(chosen, "itemSchema")) {
        Some(schema) => {
            tree.detach(schema);
            tree.append(parameter, "schema", schema);
            examples(tree, parameter, schema, chosen);
        }
        None => {
            let binary = media::is_binary(tree.key(chosen));
            let schema = tree.make_object(origin);
            if binary {
                set_text(tree, schema, "type", "string", origin);
                set_text(tree, schema, "format", "binary", origin);
            } else {
                report_without_schema(findings, Site::Key(chosen));
            }
            tree.append(parameter, "schema", schema);
        }
    }
    leftovers(tree, parameter, chosen);
    add_parameter(tree, operation, parameter);
}

/// Description, `required` and extensions.
fn adopt(tree: &mut Tree, parameter: NodeId, body: NodeId) {
    let members: Vec<NodeId> =
        tree.members(body).filter(|(key, _)| *key != "content").map(|(_, node)| node).collect();
    for member in members {
        let key = tree.key(member).to_owned();
        tree.detach(member);
        tree.set(parameter, &key, member);
    }
    // Absent means false; a reader of the result need not know.
    if tree.get(parameter, "required").is_none() {
        set_flag(tree, parameter, "required", false, Origin::from(body, PASS));
    }
}

/// An example belongs to the schema, if that is written here; else it is kept beside it.
fn examples(tree: &mut Tree, parameter: NodeId, schema: NodeId, media_type: NodeId) {
    if let Some(example) = tree.get(media_type, "example") {
        tree.detach(example);
        let own = reference(tree, schema).is_none() && tree.get(schema, "example").is_none();
        if own {
            tree.append(schema, "example", example);
        } else {
            tree.set(parameter, "x-example", example);
        }
    }
    if let Some(examples) = tree.get(media_type, "examples") {
        tree.detach(examples);
        tree.set(parameter, "x-examples", examples);
    }
}

/// What else a media type says is kept by name.
pub(super) fn leftovers(tree: &mut Tree, holder: NodeId, media_type: NodeId) {
    let rest: Vec<NodeId> = tree.children(media_type).collect();
    for member in rest {
        let key = tree.key(member).to_owned();
        let key = if key.starts_with("x-") { key } else { format!("x-oas3-{key}") };
        rename(tree, member, &key, PASS);
        tree.detach(member);
        if tree.get(holder, &key).is_none() {
            tree.append(holder, &key, member);
        }
    }
}

fn without_schema(tree: &mut Tree, operation: NodeId, body: NodeId, findings: &mut Findings) {
    report_without_schema(findings, Site::Key(body));
    let origin = Origin::from(body, PASS);
    let parameter = tree.make_object(origin);
    set_text(tree, parameter, "name", "body", origin);
    set_text(tree, parameter, "in", "body", origin);
    adopt(tree, parameter, body);
    let schema = tree.make_object(origin);
    tree.append(parameter, "schema", schema);
    add_parameter(tree, operation, parameter);
}

fn report_without_schema(findings: &mut Findings, site: Site) {
    findings
        .report(&BODY_WITHOUT_SCHEMA, site, "the body has no schema, so makers see no field for it")
        .help("describe the body, by overlay if the source is not yours");
}
