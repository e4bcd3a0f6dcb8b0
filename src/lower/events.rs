//! Callbacks and webhooks that did not become triggers.

use super::Lowering;
use super::edit::rename;
use super::rules::EVENT_DROPPED;
use crate::diagnostic::{Findings, Site};
use crate::openapi::operations;
use crate::tree::{NodeId, Step, Tree};

pub(super) const PASS: &str = "events";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let callbacks: Vec<NodeId> = operations(tree, lowering.root)
        .filter_map(|operation| tree.get(operation.node, "callbacks"))
        .collect();
    for callbacks in callbacks {
        // A trigger was made from them: what they said is there.
        let became = |callback: &NodeId| !tree.history(*callback).is_empty();
        let dropped: Vec<NodeId> = tree.children(callbacks).filter(|callback| !became(callback)).collect();
        for callback in &dropped {
            let message = format!("the callback `{}` is left out: Swagger 2.0 has none", tree.key(*callback));
            findings
                .report(&EVENT_DROPPED, Site::Key(*callback), message)
                .help("a trigger can be made from it: see `triggers` in connector.yaml");
        }
        if dropped.is_empty() {
            tree.detach(callbacks);
            tree.note(callbacks, Step { by: PASS, what: "became triggers", because: None });
        } else {
            rename(tree, callbacks, "x-oas3-callbacks", PASS);
        }
    }
    if let Some(webhooks) = tree.get(lowering.root, "webhooks") {
        let names: Vec<NodeId> = tree.children(webhooks).collect();
        for webhook in names {
            let message =
                format!("the webhook `{}` names no operation that subscribes to it", tree.key(webhook));
            findings
                .report(&EVENT_DROPPED, Site::Key(webhook), message)
                .help("a trigger needs one: describe it as a callback of the operation that subscribes");
        }
        rename(tree, webhooks, "x-oas3-webhooks", PASS);
    }
}
