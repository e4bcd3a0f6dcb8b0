//! What makers read about triggers.

use super::{Scene, TRIGGER};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::is_internal;
use crate::rules::uses::name_of;
use crate::tree::NodeId;

/// A trigger whose name does not say when.
pub static TRIGGER_SUMMARY_WITHOUT_WHEN: Rule =
    Rule::note("TriggerSummaryWithoutWhen", page!("TriggerSummaryWithoutWhen"));
/// A hint for a trigger on an action.
pub static TRIGGER_HINT_ON_ACTION: Rule = Rule::warning("TriggerHintOnAction", page!("TriggerHintOnAction"));

pub(super) fn check(scene: &Scene<'_>, hints: &[NodeId], findings: &mut Findings) {
    let tree = scene.tree;
    for spot in scene.spots.iter().filter(|spot| spot.trigger.is_some()) {
        let Some(summary) = tree.get(spot.node, "summary") else { continue };
        let text = tree.text(summary);
        if is_internal(tree, spot.node) || text.is_empty() || text.trim_start().starts_with("When ") {
            continue;
        }
        let message = format!(
            "the trigger {} is called \"{text}\", which does not begin with \"When\"",
            name_of(tree, spot.node)
        );
        findings
            .report(&TRIGGER_SUMMARY_WITHOUT_WHEN, summary, message)
            .help("say when it fires, as in \"When an item is created\"");
    }
    for hint in hints {
        let Some(operation) = tree.parent(*hint).filter(|operation| tree.get(*operation, TRIGGER).is_none())
        else {
            continue;
        };
        let message = format!("{} has `{}`, but is no trigger", name_of(tree, operation), tree.key(*hint));
        findings
            .report(&TRIGGER_HINT_ON_ACTION, Site::Key(*hint), message)
            .help("remove it, or write `x-ms-trigger`");
    }
}
