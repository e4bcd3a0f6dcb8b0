//! Triggers that are told by a webhook when to ask: `x-ms-notification`.

use super::{Scene, TRIGGER};
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::nearest::nearest;
use crate::openapi::is_internal;
use crate::rules::dynamic::OPERATION_ID_NOT_FOUND;
use crate::rules::parameters::BODY_OR_FORM_DATA_PARAMETER_IN_FETCH_OPERATION_NOT_ALLOWED;
use crate::rules::uses::{by_id, name_of};
use crate::tree::{NodeId, Tree};

/// Microsoft's name for the extension on an action.
pub static NOTIFICATION_EXTENSION_SUPPORTED_FOR_TRIGGER_ONLY: Rule = Rule::fault(
    "NotificationExtensionSupportedForTriggerOnly",
    page!("NotificationExtensionSupportedForTriggerOnly"),
);
/// Microsoft's name for the extension on a webhook.
pub static NOTIFICATION_EXTENSION_NOT_SUPPORTED_IN_WEBHOOK_OPERATION: Rule = Rule::fault(
    "NotificationExtensionNotSupportedInWebhookOperation",
    page!("NotificationExtensionNotSupportedInWebhookOperation"),
);
/// Microsoft's name for an extension that names something else than a webhook.
pub static NOTIFICATION_OPERATION_MUST_BE_WEBHOOK: Rule =
    Rule::fault("NotificationOperationMustBeWebhook", page!("NotificationOperationMustBeWebhook"));
/// Microsoft's name, with its slip, for parameters that differ between asking and subscribing.
pub static PARAMTERS_WITH_SAME_NAME_MUST_HAVE_SAME_TYPE_AND_VISIBILITY: Rule = Rule::fault(
    "ParamtersWithSameNameMustHaveSameTypeAndVisibility",
    page!("ParamtersWithSameNameMustHaveSameTypeAndVisibility"),
);

pub(super) fn check(scene: &mut Scene<'_>, fetches: &[NodeId], findings: &mut Findings) {
    if fetches.is_empty() {
        return;
    }
    let tree = scene.tree;
    let known = by_id(tree, scene.root);
    for fetch in fetches {
        let Some(extension) = tree.get(*fetch, "x-ms-notification") else { continue };
        own(scene, *fetch, extension, findings);
        let Some(node) = tree.get(extension, "operationId") else { continue };
        let Some(id) = tree.str(node) else { continue };
        let Some(target) = known.get(id).copied() else {
            let message =
                format!("`x-ms-notification` names `{id}`, which is no operation of this connector");
            let mut ids: Vec<&str> = known.keys().copied().collect();
            ids.sort_unstable();
            let finding = findings.report(&OPERATION_ID_NOT_FOUND, node, message);
            match nearest(id, ids.into_iter()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("name the webhook that subscribes"),
            };
            continue;
        };
        if !scene.spots.iter().any(|spot| spot.node == target && spot.is_webhook()) {
            let message = format!("`x-ms-notification` names `{id}`, which is no webhook");
            findings
                .report(&NOTIFICATION_OPERATION_MUST_BE_WEBHOOK, node, message)
                .also(Site::Key(target), "it takes no address to call back")
                .help("name the operation that subscribes");
            continue;
        }
        shared(scene, *fetch, target, findings);
    }
}

/// What must hold of the operation that has the extension.
fn own(scene: &mut Scene<'_>, fetch: NodeId, extension: NodeId, findings: &mut Findings) {
    let tree = scene.tree;
    let name = name_of(tree, fetch);
    if tree.get(fetch, TRIGGER).is_none() {
        let message = format!("{name} has `x-ms-notification`, but is no trigger");
        findings
            .report(&NOTIFICATION_EXTENSION_SUPPORTED_FOR_TRIGGER_ONLY, Site::Key(extension), message)
            .help("remove it, or write `\"x-ms-trigger\": \"batch\"`");
    }
    if let Some(spot) = scene.spots.iter().find(|spot| spot.node == fetch && spot.is_webhook()) {
        let message = format!("{name} has `x-ms-notification`, but is a webhook itself");
        let finding = findings.report(
            &NOTIFICATION_EXTENSION_NOT_SUPPORTED_IN_WEBHOOK_OPERATION,
            Site::Key(extension),
            message,
        );
        let because = spot.content.or(spot.addresses.first().map(|address| address.node));
        if let Some(because) = because {
            finding.also(Site::Key(because), "makes it a webhook");
        }
        finding.help("write it on the operation that asks, not on the one that subscribes");
        return;
    }
    for parameter in scene.inputs.parameters(tree, fetch).iter() {
        let place = tree.get(*parameter, "in");
        let Some(place) = place.filter(|place| matches!(tree.text(*place), "body" | "formData")) else {
            continue;
        };
        let message = format!("{name} asks what happened, but has a parameter in `{}`", tree.text(place));
        let rule = &BODY_OR_FORM_DATA_PARAMETER_IN_FETCH_OPERATION_NOT_ALLOWED;
        let finding = findings.report(rule, place, message);
        // An action may do it all the same; what asks what happened may not.
        finding.level = Severity::Error;
        finding.help("send it in the query or in a header");
    }
}

/// Makers fill in a parameter once, for asking and for subscribing.
fn shared(scene: &mut Scene<'_>, fetch: NodeId, subscribe: NodeId, findings: &mut Findings) {
    let tree = scene.tree;
    let subscribing = scene.inputs.parameters(tree, subscribe);
    let others: std::collections::HashMap<&str, NodeId> = subscribing
        .iter()
        .filter_map(|parameter| Some((tree.get_str(*parameter, "name")?, *parameter)))
        .collect();
    for parameter in scene.inputs.parameters(tree, fetch).iter() {
        let Some(name) = tree.get_str(*parameter, "name") else { continue };
        let Some(other) = others.get(name).copied() else { continue };
        let Some(what) = difference(tree, *parameter, other) else { continue };
        let message = format!(
            "`{name}` of {} has another {what} than in {}",
            name_of(tree, fetch),
            name_of(tree, subscribe)
        );
        let at = |parameter: NodeId| tree.get(parameter, "name").unwrap_or(parameter);
        findings
            .report(&PARAMTERS_WITH_SAME_NAME_MUST_HAVE_SAME_TYPE_AND_VISIBILITY, at(*parameter), message)
            .also(at(other), "the other")
            .help("makers fill in both at once: let them agree, or give them different names");
    }
}

fn difference(tree: &Tree, left: NodeId, right: NodeId) -> Option<&'static str> {
    if tree.get_str(left, "type") != tree.get_str(right, "type") {
        return Some("type");
    }
    (is_internal(tree, left) != is_internal(tree, right)).then_some("visibility")
}
