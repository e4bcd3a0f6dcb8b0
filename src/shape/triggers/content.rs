//! What the flow will be sent: `x-ms-notification-content` on the path item.
//! Source: Microsoft's page on webhook triggers and every published trigger, which have it beside the method.

use super::super::Shaping;
use super::super::edit::{fill, object};
use super::PASS;
use super::event::Event;
use crate::openapi::{Resolver, reference};
use crate::tree::{NodeId, Origin, Tree};
use crate::words;

/// The schema of what is sent.
pub(super) struct Payload {
    /// Its name among the schemas.
    pub name: String,
    /// The same without what only says that it is a payload.
    pub stem: String,
}

/// The schema of what is sent, lifted into the schemas if it has no name there.
pub(super) fn payload(tree: &mut Tree, shaping: &Shaping<'_>, event: &Event) -> Option<Payload> {
    let mut resolver = Resolver::new(shaping.root);
    let body = tree.get(event.operation, "requestBody")?;
    let named = reference(tree, body).and_then(last_token);
    let body = resolver.follow(tree, body)?;
    let media_type = tree.children(tree.get(body, "content")?).next()?;
    let schema = tree.get(media_type, "schema")?;
    if let Some(name) = reference(tree, schema).and_then(last_token) {
        return Some(Payload { stem: stem(&name), name });
    }
    let wanted = named.unwrap_or_else(|| format!("{}NotificationPayload", words::pascal_case(&event.name)));
    let components = object(tree, shaping.root, "components", Origin::pass(PASS));
    let schemas = object(tree, components, "schemas", Origin::pass(PASS));
    let name = super::body::free_name(tree, schemas, &wanted);
    let lifted = tree.copy(schema, PASS);
    if let Some(description) = tree.get(body, "description") {
        let text = tree.text(description).to_owned();
        fill(tree, lifted, "description", &text, Origin::from(description, PASS));
    }
    fill(tree, lifted, "title", &words::label(&name), Origin::from(event.node, PASS));
    tree.append(schemas, &name, lifted);
    Some(Payload { stem: stem(&name), name })
}

/// Puts the payload on a path item.
pub(super) fn attach(tree: &mut Tree, path_item: NodeId, payload: &Payload, stem: &str, origin: Origin) {
    let content = tree.make_object(origin);
    let title = words::split(stem).join(" ");
    fill(tree, content, "description", &format!("Payload of the {title} event"), origin);
    let schema = tree.make_object(origin);
    let target = format!("#/components/schemas/{}", crate::tree::escape_token(&payload.name));
    fill(tree, schema, "$ref", &target, origin);
    tree.append(content, "schema", schema);
    // It describes the whole path, so it stands before the method.
    match tree.get(path_item, "x-ms-notification-content") {
        Some(old) => tree.replace(old, content),
        None => tree.prepend(path_item, "x-ms-notification-content", content),
    }
}

/// Puts the payload of the only callback on the path item that holds it.
pub(super) fn describe(
    tree: &mut Tree,
    shaping: &Shaping<'_>,
    path_item: NodeId,
    event: &Event,
    by: &'static str,
) {
    if let Some(payload) = payload(tree, shaping, event) {
        let stem = payload.stem.clone();
        attach(tree, path_item, &payload, &stem, Origin::from(event.node, by));
    }
}

fn last_token(reference: &str) -> Option<String> {
    let (_, token) = reference.rsplit_once('/')?;
    Some(crate::tree::unescape_token(token).into_owned())
}

fn stem(name: &str) -> String {
    let stem = ["NotificationPayload", "Payload"].iter().find_map(|end| name.strip_suffix(end));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(name).to_owned()
}
