//! Takes out the operations that the configuration does not want.

use super::Shaping;
use super::rules::{OPERATION_EXCLUDED, UNKNOWN_SELECTOR};
use crate::config::Selector;
use crate::diagnostic::{Findings, Site};
use crate::nearest::nearest;
use crate::openapi::{METHODS, Operation, all_operations};
use crate::tree::{NodeId, Step, Tree};

pub(super) const PASS: &str = "select";

pub(super) fn run(tree: &mut Tree, shaping: &mut Shaping<'_>, findings: &mut Findings) {
    let rules = &shaping.config.operations;
    report_unknown(tree, shaping.root, rules.include.iter().chain(&rules.exclude), findings);
    if rules.include.is_empty() && rules.exclude.is_empty() {
        return;
    }
    let mut out: Vec<(NodeId, NodeId, String, Option<NodeId>)> = Vec::new();
    for operation in all_operations(tree, shaping.root) {
        let excluded = rules.exclude.iter().find(|selector| matches(&operation, selector));
        let included =
            rules.include.is_empty() || rules.include.iter().any(|selector| matches(&operation, selector));
        if excluded.is_some() || !included {
            let because = excluded.map(|selector| selector.at);
            out.push((operation.node, operation.path_item, operation.name(), because));
        }
    }
    for (operation, path_item, name, because) in out {
        let finding = findings.report(
            &OPERATION_EXCLUDED,
            Site::Key(operation),
            format!("{name} is left out of the connector"),
        );
        if let Some(because) = because {
            finding.also(because, "by this selector");
        }
        tree.note(operation, Step { by: PASS, what: "left out", because });
        tree.detach(operation);
        shaping.excluded.push(operation);
        drop_empty(tree, path_item);
    }
}

/// A path item without operations is no use.
fn drop_empty(tree: &mut Tree, path_item: NodeId) {
    if let Some(others) = tree.get(path_item, "additionalOperations")
        && tree.children(others).next().is_none()
    {
        tree.detach(others);
    }
    let holds = |key: &str| METHODS.contains(&key) || matches!(key, "$ref" | "additionalOperations");
    let used = tree.members(path_item).any(|(key, _)| holds(key));
    if !used && tree.is_attached(path_item) {
        tree.detach(path_item);
    }
}

/// Whether a selector chooses an operation.
pub(super) fn matches(operation: &Operation<'_>, selector: &Selector) -> bool {
    let id = selector.operation_id.as_ref();
    let tag = selector.tag.as_ref();
    let path = selector.path.as_ref();
    let method = selector.method.as_deref();
    id.is_none_or(|glob| operation.id().is_some_and(|id| glob.matches(id)))
        && tag.is_none_or(|glob| operation.tags().any(|tag| glob.matches(tag)))
        && path.is_none_or(|glob| glob.matches(operation.path()))
        && method.is_none_or(|method| method.eq_ignore_ascii_case(operation.method()))
}

/// Reports each selector that chooses nothing: a name with a slip in it would leave an operation in, or out,
/// without a word.
pub(super) fn report_unknown<'a>(
    tree: &Tree,
    root: NodeId,
    selectors: impl Iterator<Item = &'a Selector>,
    findings: &mut Findings,
) {
    for selector in selectors {
        if all_operations(tree, root).any(|operation| matches(&operation, selector)) {
            continue;
        }
        let finding = findings.report(
            &UNKNOWN_SELECTOR,
            Site::Value(selector.at),
            format!("{} chooses no operation", describe(selector)),
        );
        match suggest(tree, root, selector) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it, or name an operation that exists"),
        };
    }
}

fn describe(selector: &Selector) -> String {
    let parts = [
        selector.operation_id.as_ref().map(|glob| format!("`{}`", glob.as_str())),
        selector.tag.as_ref().map(|glob| format!("tag `{}`", glob.as_str())),
        selector.path.as_ref().map(|glob| format!("path `{}`", glob.as_str())),
        selector.method.as_ref().map(|method| format!("method `{method}`")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" with ")
}

fn suggest<'t>(tree: &'t Tree, root: NodeId, selector: &Selector) -> Option<&'t str> {
    let all = || all_operations(tree, root);
    if let Some(id) = &selector.operation_id {
        return nearest(id.as_str(), all().filter_map(|operation| operation.id()));
    }
    if let Some(tag) = &selector.tag {
        let tags: Vec<&str> = all().flat_map(|operation| operation.tags()).collect();
        return nearest(tag.as_str(), tags.into_iter());
    }
    let path = selector.path.as_ref()?;
    let mut there = all().filter(|operation| path.matches(operation.path())).peekable();
    match &selector.method {
        Some(method) if there.peek().is_some() => nearest(method, there.map(|operation| operation.method())),
        _ => nearest(path.as_str(), all().map(|operation| operation.path())),
    }
}
