//! How a path is written.

use super::super::survey::Survey;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::lower::OPERATION_PATH_MAY_NOT_CONTAIN_QUERY_OR_FRAGMENT;
use crate::tree::NodeId;

/// Microsoft's name for a path that does not begin with a slash.
pub static OPERATION_PATH_MUST_START_WITH_SLASH: Rule =
    Rule::fault("OperationPathMustStartWithSlash", page!("OperationPathMustStartWithSlash"));
/// Microsoft's name for a path with an asterisk.
pub static OPERATION_PATH_CONTAINS_UNSUPPORTED_CHARACTERS: Rule = Rule::fault(
    "OperationPathContainsUnsupportedCharacters",
    page!("OperationPathContainsUnsupportedCharacters"),
);
/// Microsoft's name for a path whose braces enclose no variable.
pub static OPERATION_PATH_TEMPLATE_NOT_VALID: Rule =
    Rule::fault("OperationPathTemplateNotValid", page!("OperationPathTemplateNotValid"));
/// Microsoft's name for a variable with a value in the path.
pub static OPERATION_PATH_VARIABLES_CONTAIN_DEFAULTS: Rule =
    Rule::fault("OperationPathVariablesContainDefaults", page!("OperationPathVariablesContainDefaults"));
/// A variable that stands twice in a path.
pub static PATH_VARIABLE_REPEATED: Rule = Rule::fault("PathVariableRepeated", page!("PathVariableRepeated"));
/// Two slashes with nothing between them.
pub static EMPTY_PATH_SEGMENT: Rule = Rule::warning("EmptyPathSegment", page!("EmptyPathSegment"));
/// White space in a path.
pub static WHITE_SPACE_IN_PATH: Rule = Rule::warning("WhiteSpaceInPath", page!("WhiteSpaceInPath"));
/// A path that ends with a slash.
pub static PATH_ENDS_WITH_SLASH: Rule = Rule::note("PathEndsWithSlash", page!("PathEndsWithSlash"));

pub(super) fn check(survey: &Survey<'_>, path_item: NodeId, findings: &mut Findings) {
    let path = survey.tree.key(path_item);
    let site = || Site::Key(path_item);
    if !path.starts_with('/') {
        findings
            .report(
                &OPERATION_PATH_MUST_START_WITH_SLASH,
                site(),
                format!("the path `{path}` does not begin with a slash"),
            )
            .help(format!("write `/{path}`"));
    }
    if path.contains('*') {
        let message = format!("the path `{path}` holds an asterisk, which would match any path");
        findings
            .report(&OPERATION_PATH_CONTAINS_UNSUPPORTED_CHARACTERS, site(), message)
            .help("write a path for each operation, or a variable such as `{name}`");
    }
    // Lowering mends what it can, and has said where it cannot.
    if !survey.compiled && path.contains(['?', '#']) {
        let bare = path.split(['?', '#']).next().unwrap_or_default();
        findings
            .report(
                &OPERATION_PATH_MAY_NOT_CONTAIN_QUERY_OR_FRAGMENT,
                site(),
                format!("the path `{path}` holds a query or a fragment"),
            )
            .help(format!(
                "write `{}`, and each query parameter under `parameters`; `?` and `#` in a name are `%3F` and `%23`",
                if bare.is_empty() { "/" } else { bare }
            ));
    }
    variables(path, path_item, findings);
    if path.len() > 1 && path.ends_with('/') {
        findings
            .report(&PATH_ENDS_WITH_SLASH, site(), format!("the path `{path}` ends with a slash"))
            .help("leave it out, unless the API asks for it");
    }
    if path.contains("//") {
        findings
            .report(&EMPTY_PATH_SEGMENT, site(), format!("nothing stands between two slashes of `{path}`"))
            .help("remove one of them: services on the way may do so too, and then the path is another one");
    }
    if path.contains(char::is_whitespace) {
        findings
            .report(&WHITE_SPACE_IN_PATH, site(), format!("the path `{path}` holds white space"))
            .help("name the variable without it, or write `%20`: not every client encodes it");
    }
}

fn variables(path: &str, path_item: NodeId, findings: &mut Findings) {
    let site = || Site::Key(path_item);
    if let Some(fault) = brace_fault(path) {
        findings
            .report(&OPERATION_PATH_TEMPLATE_NOT_VALID, site(), format!("{fault} in the path `{path}`"))
            .help(
                "enclose each variable as `{name}` within one segment; a brace of its own is `%7B` or `%7D`",
            );
        return;
    }
    let names = || crate::openapi::path_variables(path);
    if let Some(variable) = names().find(|name| name.contains('=')) {
        let (name, _) = variable.split_once('=').unwrap_or((variable, ""));
        findings
            .report(
                &OPERATION_PATH_VARIABLES_CONTAIN_DEFAULTS,
                site(),
                format!("the variable `{variable}` of the path has a value in it"),
            )
            .help(format!("write `{{{name}}}`, and the value as the `default` of the parameter"));
    }
    if let Some((_, name)) =
        names().enumerate().find(|(at, name)| names().take(*at).any(|other| other == *name))
    {
        findings
            .report(
                &PATH_VARIABLE_REPEATED,
                site(),
                format!("the variable `{name}` stands twice in the path `{path}`"),
            )
            .help("give each its own name: clients fill in only one of them");
    }
}

/// What is wrong with the braces of a path.
fn brace_fault(path: &str) -> Option<&'static str> {
    let mut open: Option<usize> = None;
    for (at, char) in path.char_indices() {
        match (char, open) {
            ('{', None) => open = Some(at),
            ('{', Some(_)) => return Some("a brace opens inside a variable"),
            ('}', None) => return Some("a brace closes that was not opened"),
            ('}', Some(start)) if start + 1 == at => return Some("a variable has no name"),
            ('}', Some(_)) => open = None,
            ('/', Some(_)) => return Some("a variable goes over a slash"),
            _ => {}
        }
    }
    open.map(|_| "a brace is not closed")
}

#[cfg(test)]
mod tests {
    use super::brace_fault;

    #[test]
    fn braces_enclose_names() {
        for path in ["/a/{b}", "/a({b},{c})", "/"] {
            assert_eq!(brace_fault(path), None, "{path}");
        }
        for path in ["/{", "/}", "/{}", "/{a{b}}", "/{a/b}", "/{a}}"] {
            assert!(brace_fault(path).is_some(), "{path}");
        }
    }
}
