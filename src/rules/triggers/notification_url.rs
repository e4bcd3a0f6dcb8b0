//! The property of a body to which the platform writes the address of the flow.

use super::{Scene, URL};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::{Resolver, is_internal, resolved_parameters};
use crate::rules::inputs::requires;
use crate::rules::uses::{Part, Use, name_of};
use crate::tree::{Edit, NodeId, Tree, Value};
use std::collections::HashSet;

/// Microsoft's name for an address elsewhere than in a body.
pub static NOTIFICATION_URL_NOT_ALLOWED_IN_THIS_POSITION: Rule = Rule::warning(
    "NotificationUrlNotAllowedInThisPosition",
    page!("NotificationUrlNotAllowedInThisPosition"),
);
/// Microsoft's name for an address that is no text.
pub static NOTIFICATION_URL_NOT_STRING: Rule =
    Rule::fault("NotificationUrlNotString", page!("NotificationUrlNotString")).imported();
/// Microsoft's name for an address that could be left out.
pub static NOTIFICATION_URL_NOT_REQUIRED: Rule =
    Rule::fault("NotificationUrlNotRequired", page!("NotificationUrlNotRequired"));
/// Microsoft's name for an address that makers are asked for.
pub static NOTIFICATION_URL_NOT_INTERNAL: Rule =
    Rule::fault("NotificationUrlNotInternal", page!("NotificationUrlNotInternal"));

/// A property that takes the address, and what holds of it and of all above it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Address {
    /// The property.
    pub(super) node: NodeId,
    /// The first on the way that could be left out.
    optional: Option<NodeId>,
    /// Whether makers see neither it nor something above it.
    internal: bool,
}

/// Whether a schema takes the address.
fn is_address(tree: &Tree, schema: NodeId) -> bool {
    tree.get(schema, URL).is_some_and(|mark| tree.bool(mark) != Some(false))
}

/// The properties of an operation's body that take the address.
pub(super) fn addresses(tree: &Tree, operation: NodeId, resolver: &mut Resolver) -> Vec<Address> {
    let path_item = tree.parent(operation).unwrap_or(operation);
    let parameters = resolved_parameters(tree, resolver, path_item, operation);
    let body = parameters.into_iter().find(|parameter| tree.get_str(*parameter, "in") == Some("body"));
    let Some(schema) = body.and_then(|body| tree.get(body, "schema")) else { return Vec::new() };
    let internal = body.is_some_and(|body| is_internal(tree, body));
    let mut addresses = Vec::new();
    let mut seen = HashSet::new();
    let mut open = vec![Address { node: schema, optional: None, internal }];
    while let Some(at) = open.pop() {
        let Some(schema) = resolver.follow(tree, at.node).filter(|schema| seen.insert(*schema)) else {
            continue;
        };
        let internal = at.internal || is_internal(tree, at.node) || is_internal(tree, schema);
        if is_address(tree, schema) || is_address(tree, at.node) {
            addresses.push(Address { internal, ..at });
        }
        let from = open.len();
        for part in parts(tree, schema, resolver) {
            let properties = tree.get(part, "properties");
            for (name, property) in properties.into_iter().flat_map(|properties| tree.members(properties)) {
                let demanded = requires(tree, part, name) || requires(tree, schema, name);
                let optional = at.optional.or((!demanded).then_some(property));
                open.push(Address { node: property, optional, internal });
            }
            let items = tree.get(part, "items").filter(|items| tree.is_object(*items));
            open.extend(items.map(|node| Address { node, internal, ..at }));
        }
        // The stack is read from its end.
        open[from..].reverse();
    }
    addresses
}

/// A schema and the parts that it is made of.
fn parts(tree: &Tree, schema: NodeId, resolver: &mut Resolver) -> Vec<NodeId> {
    let mut parts = vec![schema];
    let mut at = 0;
    // A schema that is made of more parts than this is made of itself.
    while at < parts.len() && parts.len() < 256 {
        let all_of = tree.get(parts[at], "allOf");
        let below = all_of.into_iter().flat_map(|all_of| tree.items(all_of));
        parts.extend(below.filter_map(|part| resolver.follow(tree, part)));
        at += 1;
    }
    parts
}

/// Tells of an address outside a body.
pub(super) fn position(tree: &Tree, url: NodeId, uses: &[Use], findings: &mut Findings) {
    let Some(used) = uses.iter().find(|used| used.part != Part::Body) else { return };
    let place = match used.part {
        Part::Response => "in a response",
        Part::Notification => "in what a callback brings",
        Part::Parameter | Part::Body => "in a parameter that is not the body",
    };
    let message = format!("`{URL}` stands {place} of {}", name_of(tree, used.operation));
    let site = tree.get(url, URL).map_or(Site::Value(url), Site::Key);
    let finding = findings.report(&NOTIFICATION_URL_NOT_ALLOWED_IN_THIS_POSITION, site, message);
    finding.also(Site::Key(used.operation), "the operation");
    if uses.iter().any(|used| used.part == Part::Body) {
        finding.help("a body has the same schema: give the response one of its own, without the mark");
    } else {
        finding.help("only a property of a body can take the address of the flow");
    }
}

pub(super) fn check(scene: &Scene<'_>, findings: &mut Findings) {
    let tree = scene.tree;
    // A schema that several webhooks share is told once for each fault.
    let mut told: HashSet<(&str, NodeId)> = HashSet::new();
    for spot in &scene.spots {
        for address in &spot.addresses {
            let site = || {
                if tree.key(address.node).is_empty() {
                    Site::Value(address.node)
                } else {
                    Site::Key(address.node)
                }
            };
            let name = tree.key(address.node);
            let kind = tree.get(address.node, "type");
            if let Some(kind) = kind.filter(|kind| tree.str(*kind) != Some("string"))
                && told.insert(("string", address.node))
            {
                let message = format!("`{name}` takes the address of the flow, but is not a string");
                findings
                    .report(&NOTIFICATION_URL_NOT_STRING, kind, message)
                    .help("write `\"type\": \"string\"`")
                    .fix(Edit::Replace(kind, "string".into()));
            }
            if let Some(optional) = address.optional.filter(|optional| told.insert(("required", *optional))) {
                let other = tree.key(optional);
                let message = if optional == address.node {
                    format!("`{name}` takes the address of the flow, but is not required")
                } else {
                    format!("`{name}` takes the address of the flow, but `{other}` around it is not required")
                };
                let finding = findings.report(&NOTIFICATION_URL_NOT_REQUIRED, site(), message);
                finding.help(format!("list `{other}` in the `required` of its object"));
                finding.fix.extend(require(tree, optional));
            }
            if !address.internal && told.insert(("internal", address.node)) {
                let message = format!("`{name}` takes the address of the flow, but makers are asked for it");
                let finding = findings.report(&NOTIFICATION_URL_NOT_INTERNAL, site(), message);
                finding.help("write `\"x-ms-visibility\": \"internal\"`: the platform fills it in");
                // Beside a reference nobody would read it.
                if tree.get(address.node, "$ref").is_none() {
                    finding.fix(Edit::set(tree, address.node, "x-ms-visibility", "internal"));
                }
            }
        }
    }
}

/// Lists a property among those that its object requires.
fn require(tree: &Tree, property: NodeId) -> Option<Edit> {
    let owner = tree.parent(tree.parent(property)?)?;
    let name = tree.key(property);
    match tree.get(owner, "required") {
        Some(list) => tree.is_array(list).then(|| Edit::Push(list, name.into())),
        None => Some(Edit::Insert(owner, "required", Value::Strings(vec![name.to_owned()]))),
    }
}
