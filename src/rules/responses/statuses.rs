//! The statuses of responses: there is one, it is a status, and one of them means success.

use super::Response;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::Operation;
use crate::tree::{NodeId, Tree};

/// Microsoft's name for an operation that answers nothing.
pub static OPERATION_MUST_HAVE_RESPONSE: Rule =
    Rule::warning("OperationMustHaveResponse", page!("OperationMustHaveResponse"));
/// Microsoft's name for a response under something else than a status.
pub static RESPONSE_MUST_BE_DEFAULT_OR_HTTP_STATUS_CODE: Rule =
    Rule::error("ResponseMustBeDefaultOrHttpStatusCode", page!("ResponseMustBeDefaultOrHttpStatusCode"));
/// Microsoft's name for an operation of which only failures are described.
pub static OPERATION_SHOULD_HAVE_SUCCESSFUL_RESPONSE: Rule =
    Rule::warning("OperationShouldHaveSuccessfulResponse", page!("OperationShouldHaveSuccessfulResponse"));

pub(super) fn check(
    tree: &Tree,
    operation: &Operation<'_>,
    list: NodeId,
    responses: &[Response<'_>],
    findings: &mut Findings,
) {
    let mut any = false;
    for (status, member) in tree.members(list).filter(|(status, _)| !status.starts_with("x-")) {
        any = true;
        if status != "default" && !is_status(status) {
            findings
                .report(
                    &RESPONSE_MUST_BE_DEFAULT_OR_HTTP_STATUS_CODE,
                    Site::Key(member),
                    format!("`{status}` is not a status of HTTP"),
                )
                .help("write a status such as `200`, or `default` for all that are not listed");
        }
    }
    if !any {
        findings
            .report(
                &OPERATION_MUST_HAVE_RESPONSE,
                Site::Key(list),
                format!("{} has no responses", operation.name()),
            )
            .help("describe at least the response that means success, with its schema");
        return;
    }
    if responses.iter().any(Response::is_success) {
        return;
    }
    let default = responses.iter().find(|response| response.status == "default");
    // One that lowering made in place of something else, or of nothing, it has told.
    let written = |node| tree.source_node(node).is_none_or(|source| tree.key(source) == "default");
    if default.is_some_and(|default| !written(default.member)) {
        return;
    }
    let (site, message) = match default {
        Some(default) => (
            Site::Key(default.member),
            format!("{} has only a `default` response: designers show no outputs of it", operation.name()),
        ),
        None => (Site::Key(list), format!("no response of {} means success", operation.name())),
    };
    findings
        .report(&OPERATION_SHOULD_HAVE_SUCCESSFUL_RESPONSE, site, message)
        .help("add the response that means success, mostly `200`, with its schema");
}

/// From 100 to 599.
fn is_status(status: &str) -> bool {
    let bytes = status.as_bytes();
    bytes.len() == 3 && (b'1'..=b'5').contains(&bytes[0]) && bytes.iter().all(u8::is_ascii_digit)
}
