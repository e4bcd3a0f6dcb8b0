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

/// What a trigger was made from is said by the trigger; the rest is kept for readers.
fn leave_callbacks(tree: &mut Tree, resolver: &mut Resolver, callbacks: NodeId, findings: &mut Findings) {
    let all: Vec<NodeId> = tree.children(callbacks).collect();
    for callback in all {
        if tree.key(callback).starts_with("x-") {
            continue;
        }
        let did = |what: &str| tree.history(callback).iter().any(|step| step.what == what);
        if did(BECAME_TRIGGER) {
            tree.detach(callback);
            continue;
        }
        // Why it is none was said where its address is.
        if !did(NO_TRIGGER) {
            let message = format!("the callback `{}` is left out: Swagger 2.0 has none", tree.key(callback));
            findings
                .report(&EVENT_DROPPED, Site::Key(callback), message)
                .help("a trigger can be made from it: see `triggers` in connector.yaml");
        }
        aside::settle(tree, resolver, callback, Object::Callback, PASS);
    }
    if tree.children(callbacks).next().is_none() {
        tree.detach(callbacks);
        tree.note(callbacks, Step { by: PASS, what: "became triggers", because: None });
    } else {
        rename(tree, callbacks, "x-oas3-callbacks", PASS);
    }
}

fn webhooks(tree: &mut Tree, resolver: &mut Resolver, root: NodeId, findings: &mut Findings) {
    let Some(webhooks) = tree.get(root, "webhooks") else { return };
    let all: Vec<NodeId> = tree.children(webhooks).collect();
    for webhook in all {
        let name = tree.key(webhook);
        if !name.starts_with("x-") {
            let message = format!("the webhook `{name}` names no operation that subscribes to it");
            findings
                .report(&EVENT_DROPPED, Site::Key(webhook), message)
                .help("a trigger needs one: describe it as a callback of the operation that subscribes");
        }
        aside::settle(tree, resolver, webhook, Object::PathItem, PASS);
    }
    rename(tree, webhooks, "x-oas3-webhooks", PASS);
}
