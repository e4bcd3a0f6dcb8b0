//! What stands below a path.

use super::super::parameters::{bodies, duplicates, without_copy};
use super::super::survey::Survey;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::METHODS;
use crate::tree::NodeId;

/// Microsoft's name (so spelt) for a path that is a reference.
pub static PATH_ITEM_REF_NOT_SUPPORTED: Rule =
    Rule::fault("PathItemRefNotSuppored", page!("PathItemRefNotSuppored"));
/// A path with no method.
pub static PATH_WITHOUT_OPERATION: Rule = Rule::note("PathWithoutOperation", page!("PathWithoutOperation"));
/// An operation that relies on the parameters of its path alone.
pub static OPERATION_WITHOUT_OWN_PARAMETERS: Rule =
    Rule::warning("OperationWithoutOwnParameters", page!("OperationWithoutOwnParameters"));
/// Microsoft's name for a path with one parameter twice.
pub static PATH_PARAMETERS_CONTAIN_DUPLICATE_PARAMETER: Rule =
    Rule::error("PathParametersContainDuplicateParameter", page!("PathParametersContainDuplicateParameter"));
/// Microsoft's name for a path with two bodies.
pub static PATH_PARAMETERS_CONTAIN_MULTIPLE_BODY_PARAMETERS: Rule = Rule::error(
    "PathParametersContainMultipleBodyParameters",
    page!("PathParametersContainMultipleBodyParameters"),
);

pub(super) fn check(survey: &Survey<'_>, path_item: NodeId, findings: &mut Findings) {
    let tree = survey.tree;
    let path = tree.key(path_item);
    if let Some(reference) = tree.get(path_item, "$ref") {
        findings
            .report(
                &PATH_ITEM_REF_NOT_SUPPORTED,
                Site::Key(reference),
                format!("the path `{path}` is a reference, which the platform does not follow"),
            )
            .help("write its operations here");
        return;
    }
    if !tree.is_object(path_item) {
        return;
    }
    let mut operations = tree
        .members(path_item)
        .filter(|(key, node)| METHODS.contains(key) && tree.is_object(*node))
        .peekable();
    if operations.peek().is_none() {
        findings
            .report(
                &PATH_WITHOUT_OPERATION,
                Site::Key(path_item),
                format!("the path `{path}` has no operation"),
            )
            .help("leave it out: nothing comes of it");
    }
    let Some(list) = tree.get(path_item, "parameters") else { return };
    let own: Vec<NodeId> = survey.followed(list);
    for (first, second) in duplicates(tree, &own) {
        let (name, place) = (tree.get_str(second, "name").unwrap_or_default(), tree.get_str(second, "in"));
        let message =
            format!("the path `{path}` has the parameter `{name}` in `{}` twice", place.unwrap_or_default());
        let finding = findings.report(
            &PATH_PARAMETERS_CONTAIN_DUPLICATE_PARAMETER,
            tree.get(second, "name").unwrap_or(second),
            message,
        );
        finding.also(tree.get(first, "name").unwrap_or(first), "first here").help("remove one of the two");
        finding.fix.extend(without_copy(tree, first, second));
    }
    if let Some((first, second)) = bodies(tree, &own) {
        findings
            .report(
                &PATH_PARAMETERS_CONTAIN_MULTIPLE_BODY_PARAMETERS,
                second,
                format!("the path `{path}` has two bodies"),
            )
            .also(first, "the first one")
            .help("a request has one body: make one schema of the two");
    }
    if own.is_empty() {
        return;
    }
    for (_, operation) in operations.filter(|(_, operation)| tree.get(*operation, "parameters").is_none()) {
        let name = tree.get_str(operation, "operationId").unwrap_or(tree.key(operation));
        findings
            .report(
                &OPERATION_WITHOUT_OWN_PARAMETERS,
                Site::Key(operation),
                format!("`{name}` has the parameters of its path and no `parameters` of its own"),
            )
            .also(Site::Key(list), "those of the path")
            .help("move them into the operation, or add `\"parameters\": []`: a designer of Logic Apps fails without");
    }
}
