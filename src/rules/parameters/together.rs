//! Parameters that stand together: each once, and one body.

use super::super::survey::{Survey, Surveyed, named};
use crate::diagnostic::{Findings, Rule, page};
use crate::lower::PARAMETER_NAME_TAKEN;
use crate::tree::{Edit, NodeId, Tree};

/// Microsoft's name for an operation with one parameter twice.
pub static OPERATION_PARAMETERS_CONTAIN_DUPLICATE_PARAMETER: Rule = Rule::error(
    "OperationParametersContainDuplicateParameter",
    page!("OperationParametersContainDuplicateParameter"),
);
/// Microsoft's name for an operation whose parameters cannot be told apart.
pub static OPERATION_PARAMETERS_ARE_NOT_UNIQUE: Rule =
    Rule::fault("OperationParametersAreNotUnique", page!("OperationParametersAreNotUnique"));
/// Microsoft's name for an operation with two bodies.
pub static OPERATION_PARAMETERS_CONTAIN_MULTIPLE_BODY_PARAMETERS: Rule = Rule::error(
    "OperationParametersContainMultipleBodyParameters",
    page!("OperationParametersContainMultipleBodyParameters"),
);
/// Microsoft's name for a body and fields of a form in one request.
pub static PARAMETER_LIST_CONTAINS_FORM_DATA_AND_BODY: Rule =
    Rule::error("ParameterListContainsFormDataAndBody", page!("ParameterListContainsFormDataAndBody"));
/// Microsoft's name for a body where requests have none.
pub static BODY_OR_FORM_DATA_PARAMETER_IN_FETCH_OPERATION_NOT_ALLOWED: Rule = Rule::warning(
    "BodyOrFormDataParameterInFetchOperationNotAllowed",
    page!("BodyOrFormDataParameterInFetchOperationNotAllowed"),
);

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // A property that became a parameter beside one of its name was told, and the pair is in the way of the rest.
    let taken = findings.iter().any(|finding| finding.rule.name == PARAMETER_NAME_TAKEN.name);
    for found in &survey.operations {
        if !taken {
            repeated(survey.tree, found, findings);
        }
        body(survey.tree, found, findings);
    }
}

/// A parameter as one looks for it: its name without regard to case.
fn folded(tree: &Tree, parameter: NodeId) -> impl Iterator<Item = u8> {
    tree.get_str(parameter, "name").unwrap_or_default().bytes().map(|byte| byte.to_ascii_lowercase())
}

/// Pairs of parameters with the same name, in neighbourhood and document order.
fn namesakes(tree: &Tree, parameters: &[NodeId]) -> Vec<(NodeId, NodeId)> {
    let has_name =
        |parameter: &&NodeId| tree.get_str(**parameter, "name").is_some_and(|name| !name.is_empty());
    let mut sorted: Vec<NodeId> = parameters.iter().filter(has_name).copied().collect();
    sorted.sort_by(|one, other| folded(tree, *one).cmp(folded(tree, *other)));
    let same = |pair: &&[NodeId]| folded(tree, pair[0]).eq(folded(tree, pair[1]));
    sorted.windows(2).filter(same).map(|pair| (pair[0], pair[1])).collect()
}

/// Pairs of parameters with the same name in the same place.
pub(in crate::rules) fn duplicates(tree: &Tree, parameters: &[NodeId]) -> Vec<(NodeId, NodeId)> {
    let mut pairs = namesakes(tree, parameters);
    pairs.retain(|(one, other)| is_duplicate(tree, *one, *other));
    pairs
}

fn is_duplicate(tree: &Tree, one: NodeId, other: NodeId) -> bool {
    let key = |node: NodeId| (tree.get_str(node, "name"), tree.get_str(node, "in"));
    key(one) == key(other)
}

/// Takes out a parameter that stands in the same list, word for word, before.
pub(in crate::rules) fn without_copy(tree: &Tree, first: NodeId, second: NodeId) -> Option<Edit> {
    let list = tree.parent(second).filter(|list| tree.is_array(*list) && tree.parent(first) == Some(*list));
    (list.is_some() && tree.equal(first, second)).then_some(Edit::Remove(second))
}

/// The first two bodies of some parameters.
pub(in crate::rules) fn bodies(tree: &Tree, parameters: &[NodeId]) -> Option<(NodeId, NodeId)> {
    let mut bodies = parameters.iter().filter(|node| tree.get_str(**node, "in") == Some("body"));
    Some((*bodies.next()?, *bodies.next()?))
}

fn repeated(tree: &Tree, found: &Surveyed<'_>, findings: &mut Findings) {
    let (of_path, _) = found.parameters.split_at(found.parameters.len() - found.own);
    for (first, second) in namesakes(tree, &found.parameters) {
        // What is wrong with the path's own list is told there.
        if of_path.contains(&first) && of_path.contains(&second) {
            continue;
        }
        let (name, at) = named(tree, second);
        let (other, first_at) = named(tree, first);
        let place = |node: NodeId| tree.get_str(node, "in").unwrap_or_default();
        let operation = found.operation.name();
        if is_duplicate(tree, first, second) {
            let message = format!("{operation} has the parameter `{name}` in `{}` twice", place(second));
            let finding = findings.report(&OPERATION_PARAMETERS_CONTAIN_DUPLICATE_PARAMETER, at, message);
            finding.also(first_at, "first here").help("remove one of the two");
            finding.fix.extend(without_copy(tree, first, second));
            continue;
        }
        // How a body is called is not sent, and designers show its fields.
        if place(first) == "body" || place(second) == "body" {
            continue;
        }
        let message = if place(first) == place(second) {
            format!("`{name}` and `{other}` of {operation} differ in nothing but capitals")
        } else {
            format!(
                "{operation} has a parameter `{other}` in `{}` and `{name}` in `{}`",
                place(first),
                place(second)
            )
        };
        findings
            .report(&OPERATION_PARAMETERS_ARE_NOT_UNIQUE, at, message)
            .also(first_at, "the other one")
            .help("designers keep the inputs of an operation by their names alone: one of the two is lost");
    }
}

fn body(tree: &Tree, found: &Surveyed<'_>, findings: &mut Findings) {
    let name = || found.operation.name();
    let place = |node: &NodeId| tree.get_str(*node, "in");
    let first = |wanted: &str| found.parameters.iter().copied().find(|node| place(node) == Some(wanted));
    let (body, form) = (first("body"), first("formData"));
    let of_path = found.parameters.len() - found.own;
    if let Some((first, second)) = bodies(tree, &found.parameters)
        && bodies(tree, &found.parameters[..of_path]).is_none()
    {
        findings
            .report(
                &OPERATION_PARAMETERS_CONTAIN_MULTIPLE_BODY_PARAMETERS,
                named(tree, second).1,
                format!("{} has two bodies", name()),
            )
            .also(named(tree, first).1, "the first one")
            .help("a request has one body: make one schema of the two");
    }
    if let (Some(body), Some(form)) = (body, form) {
        findings
            .report(
                &PARAMETER_LIST_CONTAINS_FORM_DATA_AND_BODY,
                named(tree, form).1,
                format!("{} has a body and fields of a form", name()),
            )
            .also(named(tree, body).1, "the body")
            .help(
                "a request has one or the other: make the fields properties of the body, or the body a field",
            );
    }
    if let Some(sent) = body.or(form)
        && matches!(found.operation.method(), "get" | "head")
        // Of what asks for a trigger, the rules of triggers say more.
        && tree.get(found.operation.node, "x-ms-notification").is_none()
    {
        findings
            .report(
                &BODY_OR_FORM_DATA_PARAMETER_IN_FETCH_OPERATION_NOT_ALLOWED,
                named(tree, sent).1,
                format!("{} sends a body with `{}`", name(), found.operation.method().to_uppercase()),
            )
            .help("send it as query parameters, or by `POST` if the API takes it: services on the way drop such a body");
    }
}
