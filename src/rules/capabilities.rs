//! `x-ms-capabilities`: the operation that tests connections, and those behind the file picker.

use super::Subject;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::nearest::nearest;
use crate::openapi::{Operation, Resolver, operations, resolved_parameters};
use crate::tree::{NodeId, Tree};

/// Microsoft's name for an operation that is not there.
pub static OPERATION_ID_NOT_FOUND: Rule = Rule::fault("OperationIdNotFound", page!("OperationIdNotFound"));
/// A test of connections that may change something.
pub static TEST_CONNECTION_NOT_GET: Rule = Rule::fault("TestConnectionNotGet", page!("TestConnectionNotGet"));
/// Microsoft's name for a parameter that must be given and is not.
pub static OPERATION_MISSING_REQUIRED_PROPERTY: Rule =
    Rule::fault("OperationMissingRequiredProperty", page!("OperationMissingRequiredProperty"));
/// Microsoft's name for a parameter that the operation does not have.
pub static OPERATION_PARAMETER_NAME_NOT_FOUND: Rule =
    Rule::fault("OperationParameterNameNotFound", page!("OperationParameterNameNotFound"));
/// A value that depends on a parameter where there is no caller.
pub static TEST_CONNECTION_PARAMETER_NOT_LITERAL: Rule =
    Rule::error("TestConnectionParameterNotLiteral", page!("TestConnectionParameterNotLiteral"));

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, resolver: &mut Resolver, findings: &mut Findings) {
    let root = subject.definition;
    let Some(capabilities) = tree.get(root, "x-ms-capabilities") else { return };
    for path in [["file-picker", "open"], ["file-picker", "browse"]] {
        if let Some(call) = tree.at(capabilities, &path) {
            find(tree, root, call, findings);
        }
    }
    let Some(test) = tree.get(capabilities, "testConnection") else { return };
    let Some(operation) = find(tree, root, test, findings) else { return };
    if operation.method() != "get" {
        findings
            .report(
                &TEST_CONNECTION_NOT_GET,
                tree.get(test, "operationId").unwrap_or(test),
                format!("connections are tested by {}, which is not a GET", operation.name()),
            )
            .also(Site::Key(operation.node), "the operation")
            .help("name an operation that only reads: it runs each time somebody signs in");
    }
    parameters(tree, resolver, &operation, test, findings);
}

/// The operation of a call; if there is none, that is told.
fn find<'t>(tree: &'t Tree, root: NodeId, call: NodeId, findings: &mut Findings) -> Option<Operation<'t>> {
    let node = tree.get(call, "operationId")?;
    let id = tree.str(node)?;
    if let Some(found) = operations(tree, root).find(|operation| operation.id() == Some(id)) {
        return Some(found);
    }
    let finding = findings.report(&OPERATION_ID_NOT_FOUND, node, format!("there is no operation `{id}`"));
    match nearest(id, operations(tree, root).filter_map(|operation| operation.id())) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("name an operation of this connector"),
    };
    None
}

fn parameters(
    tree: &Tree,
    resolver: &mut Resolver,
    operation: &Operation<'_>,
    test: NodeId,
    findings: &mut Findings,
) {
    let all = resolved_parameters(tree, resolver, operation.path_item, operation.node);
    let given = tree.get(test, "parameters");
    let named = |parameter: NodeId| tree.get_str(parameter, "name").unwrap_or_default();
    for (name, value) in given.into_iter().flat_map(|given| tree.members(given)) {
        if tree.is_object(value) && tree.get(value, "parameter").is_some() {
            findings
                .report(
                    &TEST_CONNECTION_PARAMETER_NOT_LITERAL,
                    value,
                    format!("`{name}` refers to a parameter, and nothing calls the test with parameters"),
                )
                .help("write the value itself");
        }
        // A part of the body is named by the path to it.
        let first = name.split('/').next().unwrap_or(name);
        if all.iter().any(|parameter| named(*parameter) == name || named(*parameter) == first) {
            continue;
        }
        let near = nearest(name, all.iter().map(|parameter| named(*parameter)));
        let message = format!("{} has no parameter `{name}`", operation.name());
        let finding = findings.report(&OPERATION_PARAMETER_NAME_NOT_FOUND, Site::Key(value), message);
        match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it"),
        };
    }
    for parameter in all {
        let required = tree.is_true(parameter, "required");
        let name = named(parameter);
        // The platform fills in the connection itself.
        let filled = tree.get(parameter, "default").is_some()
            || name == "connectionId"
            || given
                .is_some_and(|given| tree.members(given).any(|(key, _)| key.split('/').next() == Some(name)));
        if required && !filled {
            findings
                .report(
                    &OPERATION_MISSING_REQUIRED_PROPERTY,
                    tree.get(test, "operationId").unwrap_or(test),
                    format!("{} needs `{name}`, and nobody is there to give it", operation.name()),
                )
                .also(parameter, "the parameter")
                .help(format!(
                    "add `{name}` with a value to `parameters` of `testConnection`, or a `default`"
                ));
        }
    }
}
