//! The ids of operations: flows and policies find an operation by its id.

use super::super::facts::TEXTS;
use super::super::survey::Survey;
use super::super::wording;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::lower::{OPERATION_ID_REQUIRED, OPERATION_ID_SANITIZED};
use crate::openapi::operations;
use crate::tree::{NodeId, Tree};
use crate::words;
use std::collections::HashMap;

/// Microsoft's name for an id that two operations have.
pub static OPERATION_ID_NOT_UNIQUE: Rule = Rule::error("OperationIdNotUnique", page!("OperationIdNotUnique"));
/// Ids that are one to clients.
pub static OPERATION_IDS_DIFFER_IN_CASE: Rule =
    Rule::fault("OperationIdsDifferInCase", page!("OperationIdsDifferInCase"));
/// Microsoft's name for an id that is too long.
pub static OPERATION_ID_TOO_LONG: Rule = Rule::warning("OperationIdTooLong", page!("OperationIdTooLong"));
/// An id that is not written as Microsoft's guidance asks.
pub static OPERATION_ID_NOT_PASCAL_CASE: Rule =
    Rule::note("OperationIdNotPascalCase", page!("OperationIdNotPascalCase"));

/// Ids that two operations have.
pub(super) fn unique(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let mut first: HashMap<&str, NodeId> = HashMap::new();
    for operation in operations(tree, root) {
        let Some(node) = tree.get(operation.node, "operationId") else { continue };
        let id = tree.text(node);
        match first.get(id) {
            None => {
                first.insert(id, node);
            }
            Some(other) => {
                findings
                    .report(
                        &OPERATION_ID_NOT_UNIQUE,
                        node,
                        format!("the `operationId` `{id}` is already taken"),
                    )
                    .also(*other, "first used here")
                    .help("give each operation an id of its own: flows find it by this name");
            }
        }
    }
}

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let tree = survey.tree;
    let mut ids: Vec<NodeId> = Vec::new();
    for found in &survey.operations {
        let operation = found.operation;
        match tree.get(operation.node, "operationId") {
            // A value of another type is told by its type.
            Some(node) if tree.str(node).is_none() => {}
            Some(node) if wording::is_blank(tree.text(node)) => {
                findings
                    .report(&OPERATION_ID_REQUIRED, node, "the `operationId` is empty")
                    .help("give the operation a name of letters and digits, such as `GetTeam`");
            }
            Some(node) => {
                form(tree.text(node), node, survey.compiled, findings);
                ids.push(node);
            }
            None => {
                let message = format!("{} has no `operationId`", operation.name());
                findings.report(&OPERATION_ID_REQUIRED, Site::Key(operation.node), message).help(
                    "give it a name of letters and digits, such as `GetTeam`: flows find it by this name",
                );
            }
        }
    }
    differ_in_case(survey, ids, findings);
}

/// Clients look an operation up without regard to case.
fn differ_in_case(survey: &Survey<'_>, mut ids: Vec<NodeId>, findings: &mut Findings) {
    let tree = survey.tree;
    let folded = |id: &NodeId| tree.text(*id).bytes().map(|byte| byte.to_ascii_lowercase());
    ids.sort_by(|one, other| folded(one).cmp(folded(other)));
    for pair in ids.windows(2) {
        let (first, second) = (tree.text(pair[0]), tree.text(pair[1]));
        if first != second && first.eq_ignore_ascii_case(second) {
            findings
                .report(
                    &OPERATION_IDS_DIFFER_IN_CASE,
                    pair[1],
                    format!("`{second}` and `{first}` differ in nothing but capitals"),
                )
                .also(pair[0], "the other one")
                .help("give one of them another name: designers look operations up without regard to case");
        }
    }
}

fn form(id: &str, node: NodeId, compiled: bool, findings: &mut Findings) {
    let length = id.chars().count();
    if length > TEXTS.operation.id {
        let message = format!("the `operationId` has {length} characters");
        findings.report(&OPERATION_ID_TOO_LONG, node, message).help(format!(
            "the limit is not public: the longest one that is known to be accepted has {}",
            TEXTS.operation.id
        ));
    }
    if let Some(other) = without_revision(id).chars().find(|char| !char.is_ascii_alphanumeric()) {
        // Lowering has named those that it changed, and keeps what flows know.
        if !compiled {
            let clean: String = words::pascal_case(id).chars().filter(char::is_ascii_alphanumeric).collect();
            findings
                .report(
                    &OPERATION_ID_SANITIZED,
                    node,
                    format!("the platform takes `{other}` out of the `operationId` `{id}`"),
                )
                .help(format!(
                    "call a new operation `{clean}`; an id that flows know already must stay as it is"
                ));
        }
    } else if !id.starts_with(|first: char| first.is_ascii_uppercase()) {
        findings
            .report(
                &OPERATION_ID_NOT_PASCAL_CASE,
                node,
                format!("the `operationId` `{id}` does not begin with a capital"),
            )
            .help(format!(
                "call a new operation `{}`; an id that flows know already must stay as it is",
                words::pascal_case(id)
            ));
    }
}

/// The id without the suffix that the platform wants of a later revision: `GetPets_V2` is `GetPets`.
fn without_revision(id: &str) -> &str {
    match id.rsplit_once("_V") {
        Some((name, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            name
        }
        _ => id,
    }
}
