//! One revision: its number, its id, its status.

use super::{Annotated, PLATFORM};
use crate::diagnostic::{Findings, Rule, page};
use crate::tree::{NodeId, Tree};

/// Microsoft's name for an id that does not tell the revision.
pub static OPERATION_ID_SHOULD_END_WITH_REVISION: Rule =
    Rule::warning("OperationIdShouldEndWithRevision", page!("OperationIdShouldEndWithRevision"));
/// Microsoft's name for an operation that is finished before its connector is.
pub static OPERATION_STATUS_AHEAD_OF_CONNECTOR: Rule =
    Rule::fault("OperationStatusAheadOfConnector", page!("OperationStatusAheadOfConnector"));

pub(super) fn check(tree: &Tree, one: &Annotated<'_>, connector: Option<NodeId>, findings: &mut Findings) {
    if let Some(revision) = one.revision {
        suffix(tree, one, revision, findings);
    }
    let ahead = PLATFORM.status.ahead.as_str();
    let status = tree.get(one.annotation, "status").filter(|status| tree.str(*status) == Some(ahead));
    // A connector that says nothing is not held to it: that it counts as a preview is only documented.
    let behind = connector.filter(|status| tree.str(*status) == Some(PLATFORM.status.default.as_str()));
    if let (Some(status), Some(behind)) = (status, behind) {
        findings
            .report(
                &OPERATION_STATUS_AHEAD_OF_CONNECTOR,
                status,
                format!("{} is in {ahead} and the connector is not", one.operation.name()),
            )
            .also(behind, "the status of the connector")
            .help("set the connector's status to Production first, or this one to Preview");
    }
}

fn suffix(tree: &Tree, one: &Annotated<'_>, revision: NodeId, findings: &mut Findings) {
    let Some(number) = tree.number(revision).filter(|number| *number >= PLATFORM.suffix.first) else {
        return;
    };
    let Some(id) = one.operation.id() else { return };
    let text = tree.text(revision);
    let forms = &PLATFORM.suffix.forms;
    let rest = id.strip_suffix(text);
    let ends = |form: &String| {
        rest.is_some_and(|rest| rest.len() >= form.len() && rest.to_ascii_uppercase().ends_with(form))
    };
    if number.fract() != 0.0 || forms.iter().any(ends) {
        return;
    }
    let Some(node) = tree.get(one.operation.node, "operationId") else { return };
    let wanted = forms.first().map_or("", String::as_str);
    findings
        .report(
            &OPERATION_ID_SHOULD_END_WITH_REVISION,
            node,
            format!("`{id}` is revision {text}, and its id does not end in `{wanted}{text}`"),
        )
        .also(revision, "the revision")
        .help("give new revisions such an id before they are published: flows know an operation by its id");
}
