//! `requestBody` → a body parameter, last in the list, or form parameters; `consumes`.

use super::edit::{keep, rename, set_text, text_list};
use super::examples::take;
use super::inline::write_out;
use super::lost::Lost;
use super::rules::{
    BODY_MEDIA_TYPE_NOT_SUPPORTED, BODY_NAME_TAKEN, BODY_WITHOUT_SCHEMA, BODY_WITHOUT_SEMANTICS, LEFT_OUT,
    PARAMETER_AS_TEXT, PART_ENCODING_NOT_EXPRESSIBLE,
};
use super::work::Work;
use super::{Lowering, aside, forms, known_media, media};
use crate::diagnostic::{Findings, Severity, Site};
use crate::openapi::{Object, Version, operations, reference, resolved_parameters};
use crate::tree::{NodeId, Origin, Tree};
use std::collections::HashSet;

pub(super) const PASS: &str = "bodies";

/// An operation with a body.
#[derive(Clone, Copy)]
struct Place {
    path_item: NodeId,
    operation: NodeId,
}

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let mut work = Work::new(lowering, findings);
    let bodies: Vec<(Place, NodeId)> = operations(tree, lowering.root)
        .filter_map(|operation| {
            let place = Place { path_item: operation.path_item, operation: operation.node };
            Some((place, tree.get(operation.node, "requestBody")?))
        })
        .collect();
    let mut lost = Lost::new(tree, &work, PASS);
    for (place, body) in bodies {
        let said = work.findings.len();
        // 2.0 shares body parameters only by a name in the space of all parameters, so none is shared.
        let own = write_out(tree, &mut work.resolver, body, PASS);
        let Some(body) = own.or_else(|| reference(tree, body).is_none().then_some(body)) else { continue };
        let position = position(tree, body);
        let before = listed(tree, place.operation).len();
        lower(tree, &mut work, place, body);
        lost.settle(tree, &mut work, &[place.operation], said);
        if let Some(position) = position {
            put(tree, place.operation, before, position);
        }
    }
}

/// Where the body stands among the parameters, if it says so: flows do not mind, readers may.
fn position(tree: &mut Tree, body: NodeId) -> Option<usize> {
    let position = tree.get(body, "x-bodyPosition")?;
    tree.detach(position);
    tree.text(position).parse().ok()
}

fn listed(tree: &Tree, operation: NodeId) -> Vec<NodeId> {
    tree.get(operation, "parameters").into_iter().flat_map(|list| tree.items(list)).collect()
}

/// Puts the parameters from `first` on where they belong.
fn put(tree: &mut Tree, operation: NodeId, first: usize, position: usize) {
    let mut all = listed(tree, operation);
    let made = all.split_off(first.min(all.len()));
    all.splice(position.min(all.len())..position.min(all.len()), made);
    if let Some(list) = tree.get(operation, "parameters") {
        for parameter in all {
            tree.push(list, parameter);
        }
    }
}

fn lower(tree: &mut Tree, work: &mut Work<'_>, place: Place, body: NodeId) {
    let Place { operation, .. } = place;
    aside::settle(tree, &mut work.resolver, body, Object::RequestBody, PASS);
    tree.detach(body);
    let content = tree.get(body, "content");
    let chosen = content.and_then(|content| media::choose(tree, content));
    if let Some(chosen) = chosen.filter(|chosen| media::is_form(tree.key(*chosen)))
        && forms::is_empty(tree, work, chosen)
    {
        work.findings.report(&LEFT_OUT, Site::Key(body), "the form has no fields, so nothing is sent");
        return;
    }
    let method = tree.key(operation).to_uppercase();
    if matches!(method.as_str(), "GET" | "HEAD" | "DELETE") {
        let message =
            format!("HTTP gives the body of a {method} no meaning, and much that carries it drops it");
        work.findings
            .report(&BODY_WITHOUT_SEMANTICS, Site::Key(body), message)
            .help("send it as parameters, or by POST, if the API takes that");
    }
    let (Some(content), Some(chosen)) = (content, chosen) else {
        without_schema(tree, work, place, body);
        return;
    };
    let kept = media::settle(tree, work, operation, content, chosen, Severity::Warning);
    let consumes = text_list(tree, &kept, Origin::from(chosen, PASS));
    tree.set(operation, "consumes", consumes);
    if media::is_form(tree.key(chosen)) {
        forms::lower(tree, work, operation, body, chosen);
    } else {
        known_to_platform(tree, work, chosen, &kept[0]);
        parameter(tree, work, place, body, chosen);
    }
}

/// Says that Power Apps will not show the body, if it will not.
fn known_to_platform(tree: &Tree, work: &mut Work<'_>, chosen: NodeId, media_type: &str) {
    // What has no fields in 2.0 either is told of as that.
    let as_a_whole = media::is_stream(media_type) || media::is_multipart(media_type);
    if work.for_platform() && !known_media::as_body(media_type) && !as_a_whole {
        let message = format!("Power Apps knows no body of the type `{}`", tree.key(chosen));
        work.findings
            .report(&BODY_MEDIA_TYPE_NOT_SUPPORTED, Site::Key(chosen), message)
            .help("flows can send it; if the API takes `application/json` as well, say so by overlay");
    }
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

/// Adds a parameter to an operation, before all others.
pub(super) fn prepend_parameter(tree: &mut Tree, operation: NodeId, parameter: NodeId) {
    let origin = Origin::from(parameter, PASS);
    let list = parameters(tree, operation, origin);
    tree.prepend(list, "", parameter);
}

fn parameter(tree: &mut Tree, work: &mut Work<'_>, place: Place, body: NodeId, chosen: NodeId) {
    let origin = Origin::from(body, PASS);
    let parameter = tree.make_object(origin);
    name(tree, work, place, parameter, body);
    set_text(tree, parameter, "in", "body", origin);
    adopt(tree, parameter, body);
    let media_type = tree.key(chosen).to_owned();
    let schema = tree.get(chosen, "schema");
    if media::is_stream(&media_type)
        || media::is_multipart(&media_type)
        || tree.get(chosen, "itemSchema").is_some()
    {
        as_a_whole(tree, work, parameter, chosen);
        add_parameter(tree, place.operation, parameter);
        return;
    }
    let target = schema.and_then(|schema| work.resolver.follow(tree, schema));
    let bytes = media::is_bytes(tree, &media_type, target);
    match schema {
        Some(schema) if target.is_some_and(|target| tree.children(target).next().is_some()) => {
            tree.detach(schema);
            tree.append(parameter, "schema", schema);
            examples(tree, work, parameter, schema, chosen);
        }
        _ => {
            if let Some(schema) = schema {
                tree.detach(schema);
            }
            let made = tree.make_object(schema.map_or(origin, |schema| Origin::from(schema, PASS)));
            if bytes || media::is_plain_text(&media_type) {
                set_text(tree, made, "type", "string", origin);
            } else {
                report_without_schema(work.findings, Site::Key(chosen));
            }
            if bytes {
                set_text(tree, made, "format", "binary", origin);
            }
            tree.append(parameter, "schema", made);
            examples(tree, work, parameter, made, chosen);
        }
    }
    leftovers(tree, parameter, chosen);
    add_parameter(tree, place.operation, parameter);
}

/// Flows and apps tell parameters apart by their names alone, so the body needs one of its own.
fn name(tree: &mut Tree, work: &mut Work<'_>, place: Place, parameter: NodeId, body: NodeId) {
    let given = tree.get(body, "x-bodyName");
    let wanted = given.and_then(|name| tree.str(name)).unwrap_or("body").to_owned();
    let others = resolved_parameters(tree, &mut work.resolver, place.path_item, place.operation);
    let taken: HashSet<&str> = others.iter().filter_map(|other| tree.get_str(*other, "name")).collect();
    let free = |name: &String| !taken.contains(name.as_str());
    let numbered = (2..).map(|number| format!("{wanted}{number}"));
    let name = std::iter::once(wanted.clone()).chain(numbered).find(free);
    let name = name.expect("internal error: some number is free");
    if name != wanted {
        let message = format!("a parameter is called `{wanted}`, so the body is called `{name}`");
        let site = given.map_or(Site::Key(body), Site::Value);
        work.findings
            .report(&BODY_NAME_TAKEN, site, message)
            .help("choose a name with `x-bodyName` beside `content`, by overlay if the source is not yours");
    }
    if let Some(given) = given {
        tree.detach(given);
    }
    set_text(tree, parameter, "name", &name, Origin::from(given.unwrap_or(body), PASS));
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
}

/// Values one after the other, and parts that are no fields: 2.0 knows them as one text.
fn as_a_whole(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId, chosen: NodeId) {
    let origin = Origin::from(chosen, PASS);
    let media_type = tree.key(chosen).to_owned();
    let schema = tree.make_object(origin);
    set_text(tree, schema, "type", "string", origin);
    tree.append(parameter, "schema", schema);
    if media::is_multipart(&media_type) {
        let message = format!("Swagger 2.0 cannot describe the parts of `{media_type}`: the body is a text");
        work.findings
            .report(&PART_ENCODING_NOT_EXPRESSIBLE, Site::Key(chosen), message)
            .help("if the API takes `multipart/form-data`, say so by overlay");
    } else {
        let message = format!("makers must write the body as `{media_type}`");
        work.findings
            .report(&PARAMETER_AS_TEXT, Site::Key(chosen), message)
            .help("if the API takes one value as `application/json`, say so by overlay");
    }
    tree.detach(chosen);
    let aside = tree.make_object(origin);
    tree.append(aside, &media_type, chosen);
    tree.append(parameter, "x-oas3-content", aside);
}

/// An example belongs to the schema, if that is written here; else it is kept beside it.
fn examples(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId, schema: NodeId, media_type: NodeId) {
    let example = take(tree, &mut work.resolver, media_type, parameter, PASS, work.findings);
    let Some(example) = example else { return };
    if reference(tree, schema).is_none() && tree.get(schema, "example").is_none() {
        tree.append(schema, "example", example);
    } else if tree.get(parameter, "x-examples").is_none() {
        tree.set(parameter, "example", example);
        keep(tree, parameter, "example", "x-example", PASS, work.findings);
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

fn without_schema(tree: &mut Tree, work: &mut Work<'_>, place: Place, body: NodeId) {
    report_without_schema(work.findings, Site::Key(body));
    let origin = Origin::from(body, PASS);
    let parameter = tree.make_object(origin);
    name(tree, work, place, parameter, body);
    set_text(tree, parameter, "in", "body", origin);
    adopt(tree, parameter, body);
    let schema = tree.make_object(origin);
    tree.append(parameter, "schema", schema);
    add_parameter(tree, place.operation, parameter);
}

fn report_without_schema(findings: &mut Findings, site: Site) {
    findings
        .report(&BODY_WITHOUT_SCHEMA, site, "the body has no schema, so makers see no field for it")
        .help("describe the body, by overlay if the source is not yours");
}
