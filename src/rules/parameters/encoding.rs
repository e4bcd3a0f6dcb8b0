//! `x-ms-url-encoding`: how often a value is encoded on its way into a path.

use super::super::survey::{Survey, named};
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::tree::{Edit, NodeId, Tree};

/// Microsoft's name for a path parameter that does not say how it is encoded.
pub static PATH_PARAMETER_MISSING_ENCODING: Rule =
    Rule::warning("PathParameterMissingEncoding", page!("PathParameterMissingEncoding"))
        .published(Severity::Warning);
/// Microsoft's name for an encoding where the platform has its own.
pub static QUERY_PARAMETER_ENCODING_NOT_SUPPORTED: Rule =
    Rule::warning("QueryParameterEncodingNotSupported", page!("QueryParameterEncodingNotSupported"));

const KEY: &str = "x-ms-url-encoding";

pub(super) fn check(tree: &Tree, parameter: NodeId, findings: &mut Findings) {
    let (name, at) = named(tree, parameter);
    let Some(place) = tree.get_str(parameter, "in") else { return };
    match (place, tree.get(parameter, KEY)) {
        ("path", None) => {
            findings
                .report(
                    &PATH_PARAMETER_MISSING_ENCODING,
                    at,
                    format!("the path parameter `{name}` does not say how its value is encoded"),
                )
                .help(format!(
                    "add `{KEY}: single`, or `double` if values hold `/` and the API decodes twice"
                ));
        }
        ("path", Some(_)) | (_, None) => {}
        ("query", Some(encoding)) => {
            findings
                .report(
                    &QUERY_PARAMETER_ENCODING_NOT_SUPPORTED,
                    Site::Key(encoding),
                    format!("`{KEY}` has no effect on the query parameter `{name}`"),
                )
                .help("remove it: query parameters are always encoded once")
                .fix(Edit::Remove(encoding));
        }
        (_, Some(encoding)) => ignored(tree, encoding, findings),
    }
}

/// Operations and their bodies may carry it too, without effect.
pub(super) fn misplaced(survey: &Survey<'_>, findings: &mut Findings) {
    for found in &survey.operations {
        if let Some(encoding) = survey.tree.get(found.operation.node, KEY) {
            ignored(survey.tree, encoding, findings);
        }
    }
}

fn ignored(tree: &Tree, encoding: NodeId, findings: &mut Findings) {
    let message = format!("`{}` has no effect here", tree.key(encoding));
    findings
        .report(&QUERY_PARAMETER_ENCODING_NOT_SUPPORTED, Site::Key(encoding), message)
        .help("remove it, or move it to a path parameter");
}
