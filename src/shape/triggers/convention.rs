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

/// An operation with one callback is itself the trigger; of several callbacks each gets a path below that of the
/// operation, since a path and a method can be only one trigger.
pub(super) fn run(tree: &mut Tree, shaping: &Shaping<'_>, findings: &mut Findings) {
    let with_callbacks: Vec<Base> = operations(tree, shaping.root)
        .filter(|operation| tree.get(operation.node, "callbacks").is_some())
        .map(|operation| Base::of(tree, &operation))
        .collect();
    let rule = TriggerRule::default();
    for base in with_callbacks {
        let events = events(tree, shaping, &base, findings);
        if events.is_empty() {
            continue;
        }
        unsubscribe(tree, shaping, &base);
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
        .report(&TRIGGER_PATH_INVENTED, Site::Key(event.callback), message)
        .help("make sure that the API accepts it there, and set `triggers` in connector.yaml");
}

/// Makes a trigger of an operation as it is.
fn in_place(tree: &mut Tree, shaping: &Shaping<'_>, path_item: NodeId, operation: NodeId, event: &Event) {
    let is_list = content::is_list(tree, shaping, event);
    if tree.get(path_item, "x-ms-notification-content").is_none() {
        content::describe(tree, shaping, path_item, event, PASS);
    }
    body::mark_notification_url(tree, shaping, operation, event);
    note(tree, event, None);
    // A list of events at once: the platform starts a flow for each.
    let kind = if is_list { "batch" } else { "single" };
    fill(tree, operation, "x-ms-trigger", kind, Origin::from(event.callback, PASS));
}

/// When a flow is switched off the platform deletes what it subscribed to: that call is its own, not a maker's.
/// Source: Microsoft's page on webhook triggers.
fn unsubscribe(tree: &mut Tree, shaping: &Shaping<'_>, base: &Base) {
    let levels = &shaping.config.visibility.levels;
    let named: Vec<NodeId> = operations(tree, shaping.root)
        .filter(|operation| operation.method() == "delete" && is_item(operation.path(), &base.path))
        .filter(|operation| {
            let mut selectors = levels.iter().flat_map(|(_, selectors)| selectors);
            !selectors.any(|selector| matches(operation, selector))
        })
        .map(|operation| operation.node)
        .collect();
    for operation in named {
        fill(tree, operation, "x-ms-visibility", "internal", Origin::from(base.operation, PASS));
    }
}

/// Whether a path is that of one thing of a collection: `/hooks/{id}` of `/hooks`.
fn is_item(path: &str, collection: &str) -> bool {
    let rest = path.strip_prefix(collection.trim_end_matches('/')).and_then(|rest| rest.strip_prefix('/'));
    rest.is_some_and(|rest| rest.starts_with('{') && rest.ends_with('}') && !rest.contains('/'))
}
