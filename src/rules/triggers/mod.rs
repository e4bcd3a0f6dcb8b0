//! Triggers: webhooks, which are called back, and those that ask again and again.

mod webhooks;
mod notification_url;
mod polling;
mod fetch;
mod wording;

pub use fetch::{
    NOTIFICATION_EXTENSION_NOT_SUPPORTED_IN_WEBHOOK_OPERATION,
    NOTIFICATION_EXTENSION_SUPPORTED_FOR_TRIGGER_ONLY, NOTIFICATION_OPERATION_MUST_BE_WEBHOOK,
    PARAMTERS_WITH_SAME_NAME_MUST_HAVE_SAME_TYPE_AND_VISIBILITY,
};
pub use notification_url::{
    NOTIFICATION_URL_NOT_ALLOWED_IN_THIS_POSITION, NOTIFICATION_URL_NOT_INTERNAL,
    NOTIFICATION_URL_NOT_REQUIRED, NOTIFICATION_URL_NOT_STRING,
};
pub use polling::{BATCH_WITHOUT_ARRAY, POLLING_POLICY_MISSING, POLLING_TRIGGER_NOT_GET};
pub use webhooks::{
    LOCATION_HEADER_UNDECLARED, NOTIFICATION_CONTENT_UNUSED,
    OPERATION_MUST_HAVE_NOTIFICATION_CONTENT_EXTENSION, WEBHOOK_ACTION, WEBHOOK_NOT_POST,
    WEBHOOK_OPERATIONS_MISSING_NOTIFICATION_URL_PROPERTY, WEBHOOK_TRIGGER_AS_BATCH, WEBHOOK_WITHOUT_DELETE,
};
pub use wording::{TRIGGER_HINT_ON_ACTION, TRIGGER_SUMMARY_WITHOUT_WHEN};

use super::Subject;
use super::inputs::Inputs;
use super::uses::{Part, Uses};
use crate::diagnostic::Findings;
use crate::openapi::{Found, Object, Resolver, operations};
use crate::tree::{NodeId, Tree};
use notification_url::Address;
use std::collections::HashSet;

const CONTENT: &str = "x-ms-notification-content";
const URL: &str = "x-ms-notification-url";
const TRIGGER: &str = "x-ms-trigger";

/// An operation that has to do with triggers.
struct Spot<'t> {
    /// The operation.
    node: NodeId,
    /// What its path item says that callbacks bring.
    content: Option<NodeId>,
    /// `x-ms-trigger`
    trigger: Option<&'t str>,
    /// The properties of its body that take the address of the flow.
    addresses: Vec<Address>,
}

impl Spot<'_> {
    fn is_webhook(&self) -> bool {
        self.content.is_some() || !self.addresses.is_empty()
    }
}

/// What the checks of triggers share.
struct Scene<'t> {
    tree: &'t Tree,
    root: NodeId,
    properties: Option<NodeId>,
    inputs: Inputs,
    spots: Vec<Spot<'t>>,
}

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, found: &[Found], findings: &mut Findings) {
    let Some(marks) = marks(tree, found) else { return };
    let root = subject.definition;
    let mut resolver = Resolver::new(root);
    let addressed = addressed(tree, root, found, &marks, &mut resolver, findings);
    let spots = operations(tree, root)
        .filter_map(|operation| {
            let content = tree.get(operation.path_item, CONTENT);
            let trigger = tree.get(operation.node, TRIGGER).map(|trigger| tree.text(trigger));
            let addresses = if addressed.contains(&operation.node) {
                notification_url::addresses(tree, operation.node, &mut resolver)
            } else {
                Vec::new()
            };
            let spot = Spot { node: operation.node, content, trigger, addresses };
            (spot.is_webhook() || trigger.is_some()).then_some(spot)
        })
        .collect();
    let properties = subject.properties;
    let mut scene = Scene { tree, root, properties, inputs: Inputs::new(resolver), spots };
    webhooks::check(&scene, &marks.contents, findings);
    notification_url::check(&scene, findings);
    polling::check(&mut scene, findings);
    fetch::check(&mut scene, &marks.fetches, findings);
    wording::check(&scene, &marks.hints, findings);
}

/// Where extensions of triggers stand.
#[derive(Default)]
struct Marks {
    /// Schemas and parameters that take the address of the flow.
    urls: Vec<NodeId>,
    /// What path items say that callbacks bring.
    contents: Vec<NodeId>,
    /// Operations with `x-ms-notification`.
    fetches: Vec<NodeId>,
    /// `x-ms-trigger-hint` and `x-ms-trigger-metadata`
    hints: Vec<NodeId>,
}

/// Looks for extensions of triggers; `None` if there are none.
fn marks(tree: &Tree, found: &[Found]) -> Option<Marks> {
    let mut marks = Marks::default();
    let mut any = false;
    for next in found {
        if !matches!(
            next.object,
            Object::PathItem | Object::Operation | Object::Schema | Object::Parameter | Object::Header
        ) {
            continue;
        }
        for (key, member) in tree.members(next.node).filter(|(key, _)| key.starts_with("x-ms-")) {
            let in_operation = next.object == Object::Operation;
            match key {
                URL if !in_operation && tree.bool(member) != Some(false) => marks.urls.push(next.node),
                "x-ms-notification" if in_operation => marks.fetches.push(next.node),
                "x-ms-trigger-hint" | "x-ms-trigger-metadata" if in_operation => marks.hints.push(member),
                CONTENT if next.object == Object::PathItem => marks.contents.push(member),
                TRIGGER | CONTENT => {}
                _ => continue,
            }
            any = true;
        }
    }
    any.then_some(marks)
}

/// The operations whose bodies take the address of the flow. Where else it stands is told.
fn addressed(
    tree: &Tree,
    root: NodeId,
    found: &[Found],
    marks: &Marks,
    resolver: &mut Resolver,
    findings: &mut Findings,
) -> HashSet<NodeId> {
    if marks.urls.is_empty() {
        return HashSet::new();
    }
    let uses = Uses::new(tree, root, found, resolver);
    for url in &marks.urls {
        notification_url::position(tree, *url, &uses.of(tree, *url, resolver), findings);
    }
    let all = uses.of_all(tree, &marks.urls, resolver);
    all.into_iter().filter(|used| used.part == Part::Body).map(|used| used.operation).collect()
}
