//! What operations say that has no effect, and what they leave unsaid.

use super::super::survey::{Survey, Surveyed};
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::tree::{NodeId, Tree};

/// A definition that offers nothing.
pub static NO_OPERATIONS: Rule = Rule::fault("NoOperations", page!("NoOperations"));
/// A method that designers have no use for.
pub static UNUSUAL_METHOD: Rule = Rule::note("UnusualMethod", page!("UnusualMethod"));
/// Security or protocols of one operation.
pub static OPERATION_SECURITY_IGNORED: Rule =
    Rule::warning("OperationSecurityIgnored", page!("OperationSecurityIgnored"));
/// An operation that is on its way out, which makers do not see.
pub static DEPRECATION_NOT_SAID: Rule =
    Rule::warning("DeprecationNotSaid", page!("DeprecationNotSaid")).published(Severity::Warning);

/// How summary and description of such an operation end.
const MARK: &str = "(deprecated)";

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Survey { tree, root, .. } = *survey;
    if survey.operations.is_empty()
        && let Some(paths) = tree.get(root, "paths")
    {
        findings
            .report(&NO_OPERATIONS, Site::Key(paths), "the connector has no operation")
            .help("a connector without actions and triggers is refused: add a path with a method");
    }
    let common = tree.get(root, "security");
    let mut told = Vec::new();
    for found in &survey.operations {
        let operation = found.operation;
        if matches!(operation.method(), "head" | "options") {
            let message = format!("{} asks by `{}`", operation.name(), operation.method().to_uppercase());
            findings.report(&UNUSUAL_METHOD, Site::Key(operation.node), message).help(
                "its answer has no body, so makers get nothing from it: leave it out, or make it internal",
            );
        }
        security(tree, found, common, &mut told, findings);
        deprecation(survey, found, findings);
    }
}

/// The platform knows one connection for all operations. What is said alike of several is told once.
fn security(
    tree: &Tree,
    found: &Surveyed<'_>,
    common: Option<NodeId>,
    told: &mut Vec<NodeId>,
    findings: &mut Findings,
) {
    for key in ["security", "schemes"] {
        let Some(own) = tree.get(found.operation.node, key) else { continue };
        if key == "security" && common.is_some_and(|common| tree.equal(own, common)) {
            continue;
        }
        if told.iter().any(|other| tree.key(*other) == key && tree.equal(own, *other)) {
            continue;
        }
        // Documents with many different requirements have been told often enough.
        if told.len() < 16 {
            told.push(own);
            findings
                .report(
                    &OPERATION_SECURITY_IGNORED,
                    Site::Key(own),
                    format!("the platform ignores the `{key}` of {}", found.operation.name()),
                )
                .help(match key {
                    "security" => {
                        "a connector has one connection for all its operations, which the root's `security` names"
                    }
                    _ => "all operations are reached as the root's `schemes` says",
                });
        }
    }
}

fn deprecation(survey: &Survey<'_>, found: &Surveyed<'_>, findings: &mut Findings) {
    let tree = survey.tree;
    let Some(flag) =
        tree.get(found.operation.node, "deprecated").filter(|flag| tree.bool(*flag) == Some(true))
    else {
        return;
    };
    if !found.visible {
        return;
    }
    let says =
        |key: &str| survey.text(found.operation.node, key).is_none_or(|(_, text)| ends_with_mark(text));
    let silent: Vec<&str> = ["summary", "description"].into_iter().filter(|key| !says(key)).collect();
    if !silent.is_empty() {
        findings
            .report(
                &DEPRECATION_NOT_SAID,
                Site::Key(flag),
                format!("makers do not see that {} is deprecated", found.operation.name()),
            )
            .help(format!("let its {} end with \"{MARK}\"", silent.join(" and its ")));
    }
}

fn ends_with_mark(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches('.').trim_end();
    text.len()
        .checked_sub(MARK.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(MARK))
}
