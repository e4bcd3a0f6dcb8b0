//! Operations that subscribe to callbacks.

use super::{CONTENT, Scene, Spot};
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::openapi::operations;
use crate::rules::uses::name_of;
use crate::tree::{Edit, NodeId, Tree};
use std::collections::HashSet;

/// Microsoft's name for a webhook to which nobody says where to call.
pub static WEBHOOK_OPERATIONS_MISSING_NOTIFICATION_URL_PROPERTY: Rule = Rule::fault(
    "WebhookOperationsMissingNotificationUrlProperty",
    page!("WebhookOperationsMissingNotificationUrlProperty"),
);
/// Microsoft's name for a webhook of which nobody says what its callbacks bring.
pub static OPERATION_MUST_HAVE_NOTIFICATION_CONTENT_EXTENSION: Rule = Rule::warning(
    "OperationMustHaveNotificationContentExtension",
    page!("OperationMustHaveNotificationContentExtension"),
)
.published(Severity::Error);
/// What callbacks bring, where nothing is called back.
pub static NOTIFICATION_CONTENT_UNUSED: Rule =
    Rule::warning("NotificationContentUnused", page!("NotificationContentUnused"));
/// A webhook that waits in the middle of a flow.
pub static WEBHOOK_ACTION: Rule = Rule::note("WebhookAction", page!("WebhookAction"));
/// A webhook that subscribes by another method than POST.
pub static WEBHOOK_NOT_POST: Rule = Rule::warning("WebhookNotPost", page!("WebhookNotPost"));
/// A webhook whose callback is taken for a list.
pub static WEBHOOK_TRIGGER_AS_BATCH: Rule =
    Rule::fault("WebhookTriggerAsBatch", page!("WebhookTriggerAsBatch"));
/// Subscriptions that nothing ends.
pub static WEBHOOK_WITHOUT_DELETE: Rule =
    Rule::warning("WebhookWithoutDelete", page!("WebhookWithoutDelete")).published(Severity::Warning);
/// A subscription whose answer does not say where it can be ended.
pub static LOCATION_HEADER_UNDECLARED: Rule =
    Rule::note("LocationHeaderUndeclared", page!("LocationHeaderUndeclared"));

pub(super) fn check(scene: &Scene<'_>, contents: &[NodeId], findings: &mut Findings) {
    let tree = scene.tree;
    for spot in &scene.spots {
        addresses(tree, spot, findings);
        if spot.addresses.is_empty() || spot.content.is_none() {
            continue;
        }
        match spot.trigger {
            None => action(tree, spot, findings),
            Some("batch") => batch(tree, spot, findings),
            Some(_) => {}
        }
        if tree.key(spot.node) != "post" {
            let message = format!(
                "{} subscribes by {}, which is not POST",
                name_of(tree, spot.node),
                tree.key(spot.node).to_uppercase()
            );
            findings
                .report(&WEBHOOK_NOT_POST, Site::Key(spot.node), message)
                .help("subscribe by POST, if the API allows");
        }
        location(tree, spot, findings);
    }
    unused_content(scene, contents, findings);
    without_delete(scene, findings);
}

/// A webhook takes one address, and says what is sent there.
fn addresses(tree: &Tree, spot: &Spot<'_>, findings: &mut Findings) {
    let name = name_of(tree, spot.node);
    match (&spot.addresses[..], spot.content) {
        ([], Some(content)) if spot.trigger.is_some() => {
            let message = format!("nothing in the body of {name} takes the address of the flow");
            findings
                .report(&WEBHOOK_OPERATIONS_MISSING_NOTIFICATION_URL_PROPERTY, Site::Key(spot.node), message)
                .also(Site::Key(content), "makes it a webhook")
                .help("mark a property of its body with `\"x-ms-notification-url\": true`");
        }
        ([first, second, ..], _) if spot.trigger.is_some() => {
            let message = format!(
                "{} properties in the body of {name} take the address of the flow",
                spot.addresses.len()
            );
            findings
                .report(&WEBHOOK_OPERATIONS_MISSING_NOTIFICATION_URL_PROPERTY, Site::Key(spot.node), message)
                .also(first.node, "one")
                .also(second.node, "another")
                .help("mark only one of them with `x-ms-notification-url`");
        }
        _ => {}
    }
    if let (Some(address), None) = (spot.addresses.first(), spot.content) {
        let message = format!("nothing says what the callbacks of {name} bring");
        let finding = findings.report(
            &OPERATION_MUST_HAVE_NOTIFICATION_CONTENT_EXTENSION,
            Site::Key(spot.node),
            message,
        );
        finding.also(Site::Key(address.node), "makes it a webhook");
        match tree.get(spot.node, CONTENT) {
            Some(inside) => {
                finding.also(Site::Key(inside), "not read here");
                finding.help(format!("move `{CONTENT}` out of the operation, beside its method"));
            }
            None => {
                finding.help(format!("describe it by `{CONTENT}` in the path item, beside the method"));
            }
        }
    }
}

fn action(tree: &Tree, spot: &Spot<'_>, findings: &mut Findings) {
    let message = format!(
        "{} subscribes to callbacks, but is an action: the flow waits there",
        name_of(tree, spot.node)
    );
    findings
        .report(&WEBHOOK_ACTION, Site::Key(spot.node), message)
        .help("write `\"x-ms-trigger\": \"single\"` if flows are to begin with it");
}

fn batch(tree: &Tree, spot: &Spot<'_>, findings: &mut Findings) {
    let trigger = tree.get(spot.node, super::TRIGGER).unwrap_or(spot.node);
    let message = format!("the webhook {} is a `batch` trigger", name_of(tree, spot.node));
    findings
        .report(&WEBHOOK_TRIGGER_AS_BATCH, trigger, message)
        .help("write `\"x-ms-trigger\": \"single\"`: a callback begins one flow")
        .fix(Edit::Replace(trigger, "single".into()));
}

/// The platform ends a subscription at the address that its answer gave.
fn location(tree: &Tree, spot: &Spot<'_>, findings: &mut Findings) {
    let Some(responses) = tree.get(spot.node, "responses") else { return };
    let declared =
        |headers: NodeId| tree.members(headers).any(|(header, _)| header.eq_ignore_ascii_case("location"));
    let response = tree.get(responses, "201");
    let headers = response.and_then(|response| tree.get(response, "headers"));
    if headers.is_some_and(declared) || response.is_some_and(|response| tree.get(response, "$ref").is_some())
    {
        return;
    }
    let message =
        format!("{} does not declare that it answers 201 with `Location`", name_of(tree, spot.node));
    findings
        .report(&LOCATION_HEADER_UNDECLARED, Site::Key(responses), message)
        .help("the platform ends the subscription at that address: let the API give it");
}

/// What callbacks bring is described for an operation that subscribes.
fn unused_content(scene: &Scene<'_>, contents: &[NodeId], findings: &mut Findings) {
    let tree = scene.tree;
    // A trigger without an address is told already.
    let used: HashSet<NodeId> = scene
        .spots
        .iter()
        .filter(|spot| !spot.addresses.is_empty() || spot.trigger.is_some())
        .filter_map(|spot| spot.content)
        .collect();
    for content in contents.iter().filter(|content| !used.contains(content)) {
        let path = tree.parent(*content).map_or("", |path_item| tree.key(path_item));
        let message = format!("no operation of `{path}` subscribes to the callback that is described here");
        findings
            .report(&NOTIFICATION_CONTENT_UNUSED, Site::Key(*content), message)
            .help("remove it, or mark the property that takes the address with `x-ms-notification-url`");
    }
}

fn without_delete(scene: &Scene<'_>, findings: &mut Findings) {
    let tree = scene.tree;
    let mut webhooks = scene.spots.iter().filter(|spot| spot.trigger.is_some() && !spot.addresses.is_empty());
    let Some(first) = webhooks.next() else { return };
    if operations(tree, scene.root).any(|operation| operation.method() == "delete") {
        return;
    }
    let message = format!("{} subscribes, but nothing ends a subscription", name_of(tree, first.node));
    findings
        .report(&WEBHOOK_WITHOUT_DELETE, Site::Key(first.node), message)
        .help("add the operation that deletes it, with `\"x-ms-visibility\": \"internal\"`");
}
