//! Triggers without a rule in the configuration.

use super::super::Shaping;
use super::super::select::matches;
use super::base::Base;
use super::event::{Event, events};
use super::{PASS, body, content, note, trigger};
use crate::config::TriggerRule;
use crate::diagnostic::{Findings, Site};
use crate::openapi::operations;
use crate::shape::edit::fill;
use crate::shape::rules::TRIGGER_PATH_INVENTED;
use crate::tree::{NodeId, Origin, Tree};
use std::collections::HashMap;

/// An operation with one callback is itself the trigger; of several callbacks each gets a path below that of the
/// operation, since a path and a method can be only one trigger.
pub(super) fn run(tree: &mut Tree, shaping: &Shaping<'_>, findings: &mut Findings) {
    let with_callbacks: Vec<Base> = operations(tree, shaping.root)
        .filter(|operation| tree.get(operation.node, "callbacks").is_some())
        .map(|operation| Base::of(tree, &operation))
        .collect();
    let rule = TriggerRule::default();
    let deletes = deletes(tree, shaping);
    for base in with_callbacks {
        let events = events(tree, shaping, &base, &rule, findings);
        if events.is_empty() {
            continue;
        }
        // When a flow is switched off the platform deletes what it subscribed to: that call is its own, not a
        // maker's. Source: Microsoft's page on webhook triggers.
        for delete in deletes.get(base.path.trim_end_matches('/')).into_iter().flatten() {
            fill(tree, *delete, "x-ms-visibility", "internal", Origin::from(base.operation, PASS));
        }
        if let [event] = events.as_slice() {
            in_place(tree, shaping, base.path_item, base.operation, event);
            continue;
        }
        for event in &events {
            several(tree, shaping, &base, event, &rule, findings);
        }
    }
}

/// One of several events: at the path that the API has for it, else at one that is made up.
fn several(
    tree: &mut Tree,
    shaping: &Shaping<'_>,
    base: &Base,
    event: &Event,
    rule: &TriggerRule,
    findings: &mut Findings,
) {
    let path = format!("{}/{}", base.path.trim_end_matches('/'), event.name);
    if let Some(path_item) = tree.at(shaping.root, &["paths", &path])
        && let Some(operation) = tree.get(path_item, &base.method)
        && body::find(tree, shaping, operation, &event.notification_url.join("/")).is_ok()
    {
        in_place(tree, shaping, path_item, operation, event);
        return;
    }
    let path = trigger(tree, shaping, base, event, rule);
    let message =
        format!("the trigger for `{}` subscribes at `{path}`, which the source does not have", event.name);
    findings
        .report(&TRIGGER_PATH_INVENTED, Site::Key(event.node), message)
        .help("make sure that the API accepts it there, and set `triggers` in connector.yaml");
}

/// Makes a trigger of an operation as it is.
fn in_place(tree: &mut Tree, shaping: &Shaping<'_>, path_item: NodeId, operation: NodeId, event: &Event) {
    if tree.get(path_item, "x-ms-notification-content").is_none() {
        content::describe(tree, shaping, path_item, event, PASS);
    }
    body::mark_notification_url(tree, shaping, operation, event);
    note(tree, event, None);
    // Each call is one event, even one that brings a list: all published webhooks say so.
    fill(tree, operation, "x-ms-trigger", "single", Origin::from(event.node, PASS));
}

/// By collection (`/hooks`): the operations that delete one thing of it (`/hooks/{id}`), without those of which
/// the configuration says who sees them.
fn deletes(tree: &Tree, shaping: &Shaping<'_>) -> HashMap<String, Vec<NodeId>> {
    let levels = &shaping.config.visibility.levels;
    let mut found: HashMap<String, Vec<NodeId>> = HashMap::new();
    for operation in operations(tree, shaping.root).filter(|operation| operation.method() == "delete") {
        let Some((collection, item)) = operation.path().rsplit_once('/') else { continue };
        let mut selectors = levels.iter().flat_map(|(_, selectors)| selectors);
        let is_item = item.starts_with('{') && item.ends_with('}');
        if is_item && !selectors.any(|selector| matches(&operation, selector)) {
            found.entry(collection.to_owned()).or_default().push(operation.node);
        }
    }
    found
}
