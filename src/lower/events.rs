//! Callbacks and webhooks that did not become triggers.

use super::edit::rename;
use super::rules::EVENT_DROPPED;
use super::{Lowering, aside};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Object, Resolver, operations};
use crate::shape::{BECAME_TRIGGER, NO_TRIGGER};
use crate::tree::{NodeId, Step, Tree};

pub(super) const PASS: &str = "events";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let mut resolver = Resolver::new(lowering.root);
    let callbacks: Vec<NodeId> = operations(tree, lowering.root)
        .filter_map(|operation| tree.get(operation.node, "callbacks"))
        .collect();
    for callbacks in callbacks {
        leave_callbacks(tree, &mut resolver, callbacks, findings);
    }
    webhooks(tree, &mut resolver, lowering.root, findings);
}

fn leave_callbacks(tree: &mut Tree, resolver: &mut Resolver, callbacks: NodeId, findings: &mut Findings) {
    for callback in left(tree, callbacks) {
        // Why it is none was said where its address is.
        if !did(tree, callback, NO_TRIGGER) {
            let message = format!("the callback `{}` is left out: Swagger 2.0 has none", tree.key(callback));
            findings
                .report(&EVENT_DROPPED, Site::Key(callback), message)
                .help("a trigger can be made from it: see `triggers` in connector.yaml");
        }
        aside::settle(tree, resolver, callback, Object::Callback, PASS);
    }
    set_aside(tree, callbacks, "x-oas3-callbacks");
}

/// Takes out what became a trigger, which says it now; the events that are left.
fn left(tree: &mut Tree, holder: NodeId) -> Vec<NodeId> {
    let events = tree.children(holder).filter(|event| !tree.key(*event).starts_with("x-"));
    let (triggers, left): (Vec<NodeId>, Vec<NodeId>) =
        events.partition(|event| did(tree, *event, BECAME_TRIGGER));
    triggers.into_iter().for_each(|event| tree.detach(event));
    left
}

fn did(tree: &Tree, event: NodeId, what: &str) -> bool {
    tree.history(event).iter().any(|step| step.what == what)
}

/// Keeps what is left for readers.
fn set_aside(tree: &mut Tree, holder: NodeId, extension: &str) {
    if tree.children(holder).next().is_none() {
        tree.detach(holder);
        tree.note(holder, Step { by: PASS, what: "became triggers", because: None });
    } else {
        rename(tree, holder, extension, PASS);
    }
}

fn webhooks(tree: &mut Tree, resolver: &mut Resolver, root: NodeId, findings: &mut Findings) {
    let Some(webhooks) = tree.get(root, "webhooks") else { return };
    for webhook in left(tree, webhooks) {
        if !did(tree, webhook, NO_TRIGGER) {
            let name = tree.key(webhook);
            let message = format!("the webhook `{name}` names no operation that subscribes to it");
            findings.report(&EVENT_DROPPED, Site::Key(webhook), message).help(
                "a trigger needs one: name the operation and the webhook under `triggers` in connector.yaml",
            );
        }
        aside::settle(tree, resolver, webhook, Object::PathItem, PASS);
    }
    set_aside(tree, webhooks, "x-oas3-webhooks");
}
