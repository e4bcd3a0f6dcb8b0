//! Names of parameters.

use super::super::facts::PARAMETERS;
use super::super::survey::named;
use crate::diagnostic::{Findings, Rule, page};
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a parameter with the name that the platform gives its own.
pub static CONNECTION_ID_PARAMETER_NOT_ALLOWED: Rule =
    Rule::fault("ConnectionIdParameterNotAllowed", page!("ConnectionIdParameterNotAllowed"));
/// Microsoft's name for a parameter that is not the connector's to give.
pub static RESERVED_PARAMETER_IS_USED: Rule =
    Rule::fault("ReservedParameterIsUsed", page!("ReservedParameterIsUsed"));
/// The same rule, for what is not known to be refused.
static OWNED_HEADER: Rule = Rule::warning("ReservedParameterIsUsed", page!("ReservedParameterIsUsed"));
/// Microsoft's name for a field of a form whose name is not ASCII.
pub static INVALID_FORM_DATA_PARAMETER_NAME: Rule =
    Rule::fault("InvalidFormDataParameterName", page!("InvalidFormDataParameterName"));
/// A file whose name designers cannot send.
pub static FILE_PARAMETER_NAME_NOT_USABLE: Rule =
    Rule::warning("FileParameterNameNotUsable", page!("FileParameterNameNotUsable"));
/// White space in a name.
pub static WHITE_SPACE_IN_PARAMETER_NAME: Rule =
    Rule::warning("WhiteSpaceInParameterName", page!("WhiteSpaceInParameterName"));

pub(super) fn check(tree: &Tree, parameter: NodeId, findings: &mut Findings) {
    let (name, at) = named(tree, parameter);
    let place = tree.get_str(parameter, "in").unwrap_or_default();
    if name.eq_ignore_ascii_case(&PARAMETERS.connection) {
        findings
            .report(
                &CONNECTION_ID_PARAMETER_NOT_ALLOWED,
                at,
                format!("a parameter cannot be called `{name}`"),
            )
            .help("the platform adds a parameter of this name to every operation: leave it out");
    }
    if place == "header" {
        header(name, at, findings);
    }
    if place == "formData" {
        if let Some(char) = name.chars().find(|char| !char.is_ascii()) {
            let message = format!("the name of the field `{name}` holds `{char}`");
            findings
                .report(&INVALID_FORM_DATA_PARAMETER_NAME, at, message)
                .help("names of fields are ASCII: what makers read goes into `x-ms-summary`");
        }
        let is_file = tree.get_str(parameter, "type") == Some("file");
        if let Some(char) = name.chars().find(|char| matches!(char, '"' | '@')).filter(|_| is_file) {
            findings
                .report(
                    &FILE_PARAMETER_NAME_NOT_USABLE,
                    at,
                    format!("the name of the file `{name}` holds `{char}`"),
                )
                .help("designers drop a file with such a name: ask the API for another one");
        }
    }
    // A body's name is never sent.
    if place != "body" && !name.trim().is_empty() && name.contains(char::is_whitespace) {
        findings
            .report(
                &WHITE_SPACE_IN_PARAMETER_NAME,
                at,
                format!("the name of the parameter `{name}` holds white space"),
            )
            .help("write it as the API knows it; what makers read goes into `x-ms-summary`");
    }
}

fn header(name: &str, at: NodeId, findings: &mut Findings) {
    let is_one_of = |list: &[String]| list.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is_one_of(&PARAMETERS.reserved_headers) {
        findings
            .report(&RESERVED_PARAMETER_IS_USED, at, format!("the header `{name}` is set by the connection"))
            .help("leave it out, and say in `securityDefinitions` how to sign in");
    } else if is_one_of(&PARAMETERS.owned_headers) {
        findings
            .report(&OWNED_HEADER, at, format!("the header `{name}` is set by whoever sends the request"))
            .help("leave it out: what makers enter is replaced on the way");
    }
}
