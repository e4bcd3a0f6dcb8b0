//! One action on the document.

use super::document::{Action, Overlay, Verb, Version, too_low};
use super::ledger::Ledger;
use super::merge::{Merge, Source};
use super::rules::{ACTION_WITHOUT_EFFECT, COPY_NOT_SINGLE, ROOT_REMOVED, TARGET_MIXED, TYPE_MISMATCH};
use super::{PASS, target};
use crate::diagnostic::{Findings, Site};
use crate::tree::{Kind, NodeId, Step, Tree};
use std::collections::HashSet;

/// Applies an action.
pub(super) fn run(
    tree: &mut Tree,
    root: NodeId,
    overlay: &Overlay,
    action: &Action,
    ledger: &mut Ledger,
    findings: &mut Findings,
) {
    let mut targets = action.query.select(tree, root);
    let mut seen = HashSet::new();
    targets.retain(|node| seen.insert(*node));
    if targets.is_empty() {
        target::not_found(tree, root, action, findings);
        return;
    }
    let (value, source) = match &action.verb {
        Verb::Remove => return remove(tree, &targets, overlay, action, findings),
        Verb::Update(value) => (*value, Source::Overlay),
        Verb::Copy(at, query) => {
            let selected = query.select(tree, root);
            let [value] = selected[..] else {
                let message = format!("`copy` selects {} nodes, not one", selected.len());
                let finding = findings.report(&COPY_NOT_SINGLE, *at, message);
                for node in selected.iter().take(2) {
                    finding.also(Site::Key(*node), "selected");
                }
                return;
            };
            let overlaps = |target: &NodeId| tree.is_within(*target, value) || tree.is_within(value, *target);
            let overlaps = targets.iter().any(overlaps);
            // A node must not be read while it is changed.
            (if overlaps { tree.copy(value, PASS) } else { value }, Source::Document)
        }
    };
    if !fits(tree, &targets, value, overlay, action, findings) {
        return;
    }
    let before = findings.len();
    let mut merge = Merge::new(tree, root, overlay.version, source, ledger, findings);
    let mut changed = false;
    for target in targets {
        if merge.target(target, value) {
            changed = true;
            merge.tree.note(target, step("updated", action));
        }
    }
    if !changed && findings.len() == before {
        let (site, message) = match &action.verb {
            Verb::Copy(at, _) => (Site::Key(*at), "the copy changes nothing: all of it is there already"),
            _ => (Site::Key(value), "the update changes nothing: every value is there already"),
        };
        findings.report(&ACTION_WITHOUT_EFFECT, site, message).help("remove the action");
    }
}

/// Whether the value can be merged into each target.
fn fits(
    tree: &Tree,
    targets: &[NodeId],
    value: NodeId,
    overlay: &Overlay,
    action: &Action,
    findings: &mut Findings,
) -> bool {
    let class = |node: &NodeId| match tree.kind(*node) {
        kind @ (Kind::Array | Kind::Object) => Some(kind),
        _ => None,
    };
    let first = targets[0];
    let whole = 0..tree.text(action.target).len();
    if let Some(other) = targets.iter().find(|other| class(other) != class(&first)) {
        let (one, two) = (target::kind(tree, first), target::kind(tree, *other));
        findings
            .report(
                &TARGET_MIXED,
                target::site(tree, action.target, whole),
                format!("the target selects {one} and {two}, which no update fits at once"),
            )
            .also(Site::Key(first), format!("{one} here"))
            .also(Site::Key(*other), format!("{two} here"))
            .help("select them with one action each");
        return false;
    }
    let fits = match class(&first) {
        Some(Kind::Object) => tree.is_object(value),
        Some(_) => true,
        None => !tree.is_container(value),
    };
    if !fits {
        let (into, from) = (target::kind(tree, first), target::kind(tree, value));
        let finding = findings.report(&TYPE_MISMATCH, value, format!("{from} cannot be merged into {into}"));
        finding.also(Site::Key(first), format!("the target is {into}"));
        if class(&first) == Some(Kind::Object) {
            finding.help("write `update` as an object with the members to set");
        }
    } else if class(&first).is_none() && overlay.version < Version::V1_1 {
        let what = format!("an update of {}", target::kind(tree, first));
        too_low(findings, target::site(tree, action.target, whole), &what, overlay)
            .help("declare `overlay: 1.1.0`, or update the object that holds it");
        return false;
    }
    fits
}

fn remove(tree: &mut Tree, targets: &[NodeId], overlay: &Overlay, action: &Action, findings: &mut Findings) {
    let whole = 0..tree.text(action.target).len();
    let site = target::site(tree, action.target, whole);
    let mut removed: HashSet<NodeId> = HashSet::new();
    let mut kept = None;
    for target in targets.iter().copied() {
        let Some(parent) = tree.parent(target) else {
            findings.report(&ROOT_REMOVED, site.clone(), "the target is the document itself");
            continue;
        };
        if overlay.version < Version::V1_1 && !tree.is_container(target) {
            kept = kept.or(Some(target));
            continue;
        }
        // What is below a removed node goes with it, and stays readable as it was.
        let mut above = Some(parent);
        while let Some(node) = above.filter(|node| !removed.contains(node)) {
            above = tree.parent(node);
        }
        if above.is_none() {
            tree.detach(target);
            removed.insert(target);
        }
        tree.note(target, step("removed", action));
    }
    if let Some(kept) = kept {
        let what = format!("the removal of {}", target::kind(tree, kept));
        too_low(findings, site, &what, overlay).also(Site::Key(kept), "selected");
    }
}

fn step(what: &'static str, action: &Action) -> Step {
    Step { by: PASS, what, because: Some(action.node) }
}
