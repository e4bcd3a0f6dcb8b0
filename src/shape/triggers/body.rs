//! The body that subscribes: the base operation's, with the address of the flow filled in by the platform.

use super::super::Shaping;
use super::super::edit::{fill, object, rewrite};
use super::super::rules::UNKNOWN_SELECTOR;
use super::event::Event;
use super::{Names, PASS};
use crate::config::{Located, TriggerRule};
use crate::diagnostic::{Findings, Site};
use crate::nearest::nearest;
use crate::openapi::{self, Resolver, reference};
use crate::tree::{Kind, NodeId, Origin, Tree, escape_token};

/// Reports each path of a rule that names no property of the base operation's body: nothing would be removed or
/// filled in, without a word.
pub(super) fn report_unknown(
    tree: &Tree,
    shaping: &Shaping<'_>,
    operation: NodeId,
    rule: &TriggerRule,
    findings: &mut Findings,
) {
    let body = &rule.body;
    let listed = body.remove.iter().chain(&body.required).chain(&body.name_from_summary);
    let listed = listed.chain(&body.notification_url);
    let listed = listed.map(|path| (path, Site::Value(path.at)));
    let keyed = body.constants.iter().chain(&body.defaults).map(|(path, _)| (path, Site::Key(path.at)));
    let paths: Vec<(&Located<String>, Site)> = listed.chain(keyed).collect();
    for (path, site) in paths {
        let Err(near) = find(tree, shaping, operation, &path.value) else { continue };
        let of = rule.from.as_ref().map_or(String::new(), |from| format!(" of `{}`", from.value));
        let message = format!("the body{of} has no property `{}`", path.value);
        let finding = findings.report(&UNKNOWN_SELECTOR, site, message);
        match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it, or name a property of the body, as `property/property`"),
        };
    }
}

/// Whether the body that subscribes has a property: itself, or the path that was probably meant.
pub(super) fn find(
    tree: &Tree,
    shaping: &Shaping<'_>,
    operation: NodeId,
    path: &str,
) -> Result<NodeId, Option<String>> {
    let mut resolver = Resolver::new(shaping.root);
    let body = tree.get(operation, "requestBody").and_then(|body| resolver.follow(tree, body));
    let content = body.and_then(|body| tree.get(body, "content"));
    let media_type = content.and_then(|content| tree.children(content).next());
    let schema = media_type.and_then(|media_type| tree.get(media_type, "schema"));
    let mut at = schema.and_then(|schema| resolver.follow(tree, schema)).ok_or(None)?;
    let mut walked = String::new();
    for name in path.split('/') {
        let property = openapi::property(tree, &mut resolver, at, name);
        let Some(next) = property.and_then(|property| resolver.follow(tree, property)) else {
            let properties = tree.get(at, "properties").into_iter();
            let known = properties.flat_map(|properties| tree.members(properties)).map(|(key, _)| key);
            return Err(nearest(name, known).map(|near| walked + near));
        };
        at = next;
        walked = format!("{walked}{name}/");
    }
    Ok(at)
}

/// Gives a trigger a body of its own.
pub(super) fn subscribe(
    tree: &mut Tree,
    shaping: &Shaping<'_>,
    operation: NodeId,
    event: &Event,
    rule: &TriggerRule,
    names: &Names<'_>,
) {
    let Some(schema) = own_schema(tree, shaping, operation, rule, names) else { return };
    for path in &rule.body.remove {
        remove(tree, shaping, schema, &path.value);
    }
    for (path, value) in &rule.body.constants {
        if let Some(property) = property(tree, shaping, schema, &path.value) {
            let value = filled(tree, *value, names);
            constant(tree, property, value);
        }
    }
    for (path, value) in &rule.body.defaults {
        if let Some(property) = property(tree, shaping, schema, &path.value) {
            let default = filled(tree, *value, names);
            tree.set(property, "default", default);
        }
    }
    if let Some(path) = &rule.body.name_from_summary
        && let Some(property) = property(tree, shaping, schema, &path.value)
        && let Some(summary) = tree.get(operation, "summary")
    {
        let text = tree.text(summary).to_owned();
        let default = tree.make_string(&text, Origin::from(summary, PASS));
        tree.set(property, "default", default);
    }
    for path in &rule.body.required {
        require(tree, shaping, schema, &path.value, Origin::from(path.at, PASS));
    }
    notification_url(tree, shaping, schema, event);
}

/// Marks the property that receives the flow's address, in the body that the operation has.
pub(super) fn mark_notification_url(
    tree: &mut Tree,
    shaping: &Shaping<'_>,
    operation: NodeId,
    event: &Event,
) {
    let schema = body_schema(tree, shaping, operation)
        .and_then(|(_, schema)| Resolver::new(shaping.root).follow(tree, schema));
    if let Some(schema) = schema {
        notification_url(tree, shaping, schema, event);
    }
}

/// The platform finds its place by `x-ms-notification-url`; it must be hidden from makers and required on every
/// level. Source: Microsoft's validator (`WebhookOperationsMissingNotificationUrlProperty` and its neighbours);
/// 651 of 651 published triggers have it so.
fn notification_url(tree: &mut Tree, shaping: &Shaping<'_>, schema: NodeId, event: &Event) {
    let path = event.notification_url.join("/");
    let origin = Origin::from(event.node, PASS);
    let Some(property) = property(tree, shaping, schema, &path) else { return };
    let mark = tree.make_bool(true, origin);
    tree.set(property, "x-ms-notification-url", mark);
    let internal = tree.make_string("internal", origin);
    tree.set(property, "x-ms-visibility", internal);
    for depth in 1..=event.notification_url.len() {
        require(tree, shaping, schema, &event.notification_url[..depth].join("/"), origin);
    }
}

/// A copy of the base's schema under a name of the trigger.
fn own_schema(
    tree: &mut Tree,
    shaping: &Shaping<'_>,
    operation: NodeId,
    rule: &TriggerRule,
    names: &Names<'_>,
) -> Option<NodeId> {
    let (body, schema) = body_schema(tree, shaping, operation)?;
    let old_name =
        reference(tree, schema).and_then(|text| text.rsplit_once('/')).map(|(_, name)| name.to_owned());
    let target = Resolver::new(shaping.root).follow(tree, schema)?;
    let components = object(tree, shaping.root, "components", Origin::pass(PASS));
    let schemas = object(tree, components, "schemas", Origin::pass(PASS));
    let pattern = rule.body.schema.as_ref().map_or("{stem}RequestBody", |schema| &schema.value);
    let name = free_name(tree, schemas, &names.fill(pattern));
    let copy = tree.copy(target, PASS);
    tree.append(schemas, &name, copy);
    let holder = tree.make_object(Origin::from(schema, PASS));
    let target = format!("#/components/schemas/{}", escape_token(&name));
    fill(tree, holder, "$ref", &target, Origin::from(schema, PASS));
    tree.replace(schema, holder);
    // "A HookPayload object." is now "A TeamCreatedRequestBody object."
    if let (Some(old), Some(description)) = (old_name, tree.get(body, "description")) {
        let text = tree.text(description).replace(&old, &name);
        if text != tree.text(description) {
            rewrite(tree, description, &text, PASS);
        }
    }
    Some(copy)
}

/// The body of an operation, as the operation's own, and the schema of its first media type.
fn body_schema(tree: &mut Tree, shaping: &Shaping<'_>, operation: NodeId) -> Option<(NodeId, NodeId)> {
    let mut body = tree.get(operation, "requestBody")?;
    if reference(tree, body).is_some() {
        let target = Resolver::new(shaping.root).follow(tree, body)?;
        let copy = tree.copy(target, PASS);
        tree.replace(body, copy);
        body = copy;
    }
    let media_type = tree.children(tree.get(body, "content")?).next()?;
    Some((body, tree.get(media_type, "schema")?))
}

/// The property at `a/b`; what a reference names on the way is copied, since it is about to change.
fn property(tree: &mut Tree, shaping: &Shaping<'_>, schema: NodeId, path: &str) -> Option<NodeId> {
    let mut at = schema;
    for name in path.split('/') {
        at = part_with(tree, shaping, at, name)?;
        at = own(tree, shaping, tree.at(at, &["properties", name])?)?;
    }
    Some(at)
}

/// The schema itself, or the part of its `allOf` that has the property, as its own.
fn part_with(tree: &mut Tree, shaping: &Shaping<'_>, schema: NodeId, name: &str) -> Option<NodeId> {
    let mut open = vec![schema];
    // A schema that is made of more parts than this is made of itself.
    for _ in 0..256 {
        let part = open.pop()?;
        if tree.at(part, &["properties", name]).is_some() {
            return Some(part);
        }
        let parts: Vec<NodeId> =
            tree.get(part, "allOf").into_iter().flat_map(|parts| tree.items(parts)).collect();
        for part in parts {
            let mut resolver = Resolver::new(shaping.root);
            if openapi::property(tree, &mut resolver, part, name).is_some() {
                open.push(own(tree, shaping, part)?);
            }
        }
    }
    None
}

fn own(tree: &mut Tree, shaping: &Shaping<'_>, schema: NodeId) -> Option<NodeId> {
    if reference(tree, schema).is_none() {
        return Some(schema);
    }
    let target = Resolver::new(shaping.root).follow(tree, schema)?;
    let copy = tree.copy(target, PASS);
    tree.replace(schema, copy);
    Some(copy)
}

/// The schema that holds the property at `a/b`, and the property's own name.
fn holder<'p>(
    tree: &mut Tree,
    shaping: &Shaping<'_>,
    schema: NodeId,
    path: &'p str,
) -> Option<(NodeId, &'p str)> {
    match path.rsplit_once('/') {
        Some((above, name)) => Some((property(tree, shaping, schema, above)?, name)),
        None => Some((schema, path)),
    }
}

fn remove(tree: &mut Tree, shaping: &Shaping<'_>, schema: NodeId, path: &str) {
    let Some((holder, name)) = holder(tree, shaping, schema, path) else { return };
    if let Some(property) = tree.at(holder, &["properties", name]) {
        tree.detach(property);
    }
    let listed =
        tree.get(holder, "required").and_then(|list| tree.items(list).find(|item| tree.text(*item) == name));
    if let Some(listed) = listed {
        tree.detach(listed);
    }
}

fn require(tree: &mut Tree, shaping: &Shaping<'_>, schema: NodeId, path: &str, origin: Origin) {
    let Some((holder, name)) = holder(tree, shaping, schema, path) else { return };
    let Some(holder) = part_with(tree, shaping, holder, name) else { return };
    let list = match tree.get(holder, "required") {
        Some(list) => list,
        None => {
            let list = tree.make_array(origin);
            tree.append(holder, "required", list);
            list
        }
    };
    if !tree.items(list).any(|item| tree.text(item) == name) {
        let item = tree.make_string(name, origin);
        tree.push(list, item);
    }
}

/// A value of a rule; in a text the name of the event is filled in.
fn filled(tree: &mut Tree, value: NodeId, names: &Names<'_>) -> NodeId {
    match tree.str(value).map(|text| names.fill(text)) {
        Some(text) if text != tree.text(value) => tree.make_string(&text, Origin::from(value, PASS)),
        _ => tree.copy(value, PASS),
    }
}

/// One value and no other, which makers need not see.
fn constant(tree: &mut Tree, property: NodeId, value: NodeId) {
    let list = tree.make_array(Origin::from(value, PASS));
    let only = tree.copy(value, PASS);
    tree.push(list, only);
    tree.set(property, "default", value);
    tree.set(property, "enum", list);
    let internal = tree.make_string("internal", Origin::from(value, PASS));
    tree.set(property, "x-ms-visibility", internal);
    if tree.get(property, "type").is_none() && tree.kind(value) == Kind::String {
        fill(tree, property, "type", "string", Origin::from(value, PASS));
    }
}

/// A name that no schema has.
pub(super) fn free_name(tree: &Tree, schemas: NodeId, wanted: &str) -> String {
    let numbered = (2..).map(|number| format!("{wanted}{number}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    names.find(|name| tree.get(schemas, name).is_none()).expect("internal error: some number is free")
}
