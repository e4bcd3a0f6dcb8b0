//! The operation that a dynamic extension calls, and what the call gives to it.

use super::Scene;
use super::call::{Argument, Call, Form};
use crate::diagnostic::{Diagnostic, Findings, Rule, Site, page};
use crate::nearest::nearest;
use crate::openapi::{is_internal, property};
use crate::rules::inputs::Input;
use crate::rules::uses::name_of;
use crate::tree::{Kind, NodeId, Tree};

/// Microsoft's name for a call of an operation that does not exist.
pub static OPERATION_ID_NOT_FOUND: Rule = Rule::fault("OperationIdNotFound", page!("OperationIdNotFound"));
/// Microsoft's name for a name that is no parameter of the operation it is meant for.
pub static OPERATION_PARAMETER_NAME_NOT_FOUND: Rule =
    Rule::fault("OperationParameterNameNotFound", page!("OperationParameterNameNotFound"));
/// Microsoft's name for a name that is a parameter's and a property's.
pub static OPERATION_PARAMETER_NAME_IS_AMBIGUOUS: Rule =
    Rule::fault("OperationParameterNameIsAmbiguous", page!("OperationParameterNameIsAmbiguous"));
/// Microsoft's name for a call that leaves out what the operation needs.
pub static OPERATION_MISSING_REQUIRED_PROPERTY: Rule =
    Rule::fault("OperationMissingRequiredProperty", page!("OperationMissingRequiredProperty"));
/// Microsoft's name for a fixed value of another type than the parameter.
pub static OPERATION_PARAMETER_STATIC_TYPE_MISMATCH: Rule =
    Rule::fault("OperationParameterStaticTypeMismatch", page!("OperationParameterStaticTypeMismatch"));
/// A call that does not say that it gives nothing.
pub static DYNAMIC_PARAMETERS_MISSING: Rule =
    Rule::note("DynamicParametersMissing", page!("DynamicParametersMissing"));
/// A call of a trigger.
pub static DYNAMIC_CALL_TO_TRIGGER: Rule =
    Rule::warning("DynamicCallToTrigger", page!("DynamicCallToTrigger"));

/// The operation that a call names.
pub(super) fn operation(scene: &Scene<'_>, call: &Call, findings: &mut Findings) -> Option<NodeId> {
    let tree = scene.tree;
    let node = tree.get(call.node, "operationId")?;
    let id = tree.str(node)?;
    let found = scene.operations.get(id).copied();
    if found.is_none() {
        let message = format!("`{}` calls `{id}`, which is no operation of this connector", call.form.key());
        let mut ids: Vec<&str> = scene.operations.keys().copied().collect();
        ids.sort_unstable();
        let finding = findings.report(&OPERATION_ID_NOT_FOUND, node, message);
        suggest(finding, nearest(id, ids.into_iter()), "name an operation that exists, or add this one");
    }
    found
}

pub(super) fn check(scene: &mut Scene<'_>, call: &Call, target: NodeId, findings: &mut Findings) {
    let tree = scene.tree;
    if tree.get(target, "x-ms-trigger").is_some() {
        let message = format!(
            "`{}` calls the trigger {}, which has nothing to answer",
            call.form.key(),
            name_of(tree, target)
        );
        findings
            .report(&DYNAMIC_CALL_TO_TRIGGER, site_of_id(tree, call), message)
            .also(Site::Key(target), "a trigger")
            .help("call an action that lists the values");
    }
    if tree.get(call.node, "parameters").is_none() {
        let message = format!("`{}` has no `parameters`", call.form.key());
        findings
            .report(&DYNAMIC_PARAMETERS_MISSING, Site::Key(call.node), message)
            .help("write `\"parameters\": {}` if the operation needs none");
    }
    for (name, member, argument) in call.arguments(tree) {
        let input = scene.inputs.find(tree, target, name);
        match input {
            Input::Nowhere => {
                not_found(scene, name, Site::Key(member), target, findings);
            }
            // In the newer form a name without a path can only be a parameter's.
            Input::Ambiguous(parameter, reached) if !call.form.is_older() && name.contains('/') => {
                ambiguous(tree, name, Site::Key(member), (parameter, reached.property), findings);
            }
            _ => {}
        }
        if let Argument::Literal(value) = argument {
            literal(scene, name, value, &input, findings);
        }
    }
    missing(scene, call, target, findings);
}

/// Where a call names its operation.
pub(super) fn site_of_id(tree: &Tree, call: &Call) -> Site {
    tree.get(call.node, "operationId").map_or(Site::Key(call.node), Site::Value)
}

/// A name that neither a parameter nor a property of the body has.
pub(super) fn not_found<'f>(
    scene: &mut Scene<'_>,
    name: &str,
    site: Site,
    operation: NodeId,
    findings: &'f mut Findings,
) -> &'f mut Diagnostic {
    let tree = scene.tree;
    let message = format!("{} has no parameter `{name}`", name_of(tree, operation));
    let parameters = scene.inputs.parameters(tree, operation);
    let names = parameters.iter().filter_map(|parameter| tree.get_str(*parameter, "name"));
    let near = nearest(name, names);
    let finding = findings.report(&OPERATION_PARAMETER_NAME_NOT_FOUND, site, message);
    finding.also(Site::Key(operation), "the operation");
    suggest(finding, near, "name one of its parameters; a property is written as `body/property`");
    finding
}

fn suggest(finding: &mut Diagnostic, near: Option<&str>, otherwise: &str) {
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(otherwise),
    };
}

/// A name of the newer form that means two things.
pub(super) fn ambiguous(
    tree: &Tree,
    name: &str,
    site: Site,
    (parameter, property): (NodeId, NodeId),
    findings: &mut Findings,
) {
    let message = format!("`{name}` is a parameter and a property of the body");
    let at = tree.get(parameter, "name").unwrap_or(parameter);
    findings
        .report(&OPERATION_PARAMETER_NAME_IS_AMBIGUOUS, site, message)
        .also(at, "the parameter")
        .also(Site::Key(property), "the property")
        .help("rename one of them");
}

/// Holds a fixed value against the type of the parameter that it is given to.
fn literal(scene: &mut Scene<'_>, name: &str, value: NodeId, input: &Input, findings: &mut Findings) {
    let tree = scene.tree;
    let Some((expected, at)) = type_of(scene, input) else { return };
    let given = match tree.kind(value) {
        Kind::Null => return,
        Kind::Number if !tree.text(value).contains(['.', 'e', 'E']) => "integer",
        kind => kind.name(),
    };
    if agree(given, expected) {
        return;
    }
    let message = format!("`{name}` is of type {expected}, but is given a value of type {given}");
    findings
        .report(&OPERATION_PARAMETER_STATIC_TYPE_MISMATCH, value, message)
        .also(at, "the type that it has")
        .help(format!("give a value of type {expected}"));
}

/// The type of an input and where it is written; `None` where there is none or it says nothing.
pub(super) fn type_of<'t>(scene: &mut Scene<'t>, input: &Input) -> Option<(&'t str, NodeId)> {
    let tree = scene.tree;
    let schema = match input {
        Input::Parameter(parameter) => match tree.get(*parameter, "schema") {
            Some(schema) => scene.inputs.resolver.follow(tree, schema)?,
            None => *parameter,
        },
        Input::Property(reached) => reached.schema,
        _ => return None,
    };
    let kind = tree.get(schema, "type")?;
    Some((tree.str(kind)?, kind))
}

/// Whether a value of one type can stand where another is expected.
pub(super) fn agree(given: &str, expected: &str) -> bool {
    given == expected || given == "integer" && expected == "number"
}

/// What the operation needs and the call does not give.
fn missing(scene: &mut Scene<'_>, call: &Call, target: NodeId, findings: &mut Findings) {
    let tree = scene.tree;
    for parameter in scene.inputs.parameters(tree, target).iter() {
        let Some(name) = tree.get_str(*parameter, "name") else { continue };
        let place = tree.get_str(*parameter, "in");
        let required = tree.is_true(*parameter, "required");
        if !required || tree.get(*parameter, "default").is_some() {
            continue;
        }
        let gives = |given: &str| {
            given == name || given.strip_prefix(name).is_some_and(|rest| rest.starts_with(['/', '.']))
        };
        let given = call.arguments(tree).any(|(given, _, _)| gives(given));
        if given || place == Some("body") && !body_is_missing(scene, call, *parameter) {
            continue;
        }
        let what = if place == Some("body") { "the body" } else { "the parameter" };
        let message =
            format!("`{}` does not give {} {what} `{name}`", call.form.key(), name_of(tree, target));
        let at = tree.get(*parameter, "name").unwrap_or(*parameter);
        findings
            .report(&OPERATION_MISSING_REQUIRED_PROPERTY, site_of_id(tree, call), message)
            .also(at, "it is required and has no default")
            .help(how_to_give(call.form, name));
    }
}

/// How a parameter is given in one form or the other.
fn how_to_give(form: Form, name: &str) -> String {
    let key = if form.is_older() { "parameter" } else { "parameterReference" };
    format!("add `\"{name}\": {{\"{key}\": …}}` to `parameters`, or a fixed value")
}

/// Whether a body has a property that must be sent, and the call gives none at all.
fn body_is_missing(scene: &mut Scene<'_>, call: &Call, body: NodeId) -> bool {
    let tree = scene.tree;
    let Some(schema) = tree.get(body, "schema") else { return false };
    let Some(schema) = scene.inputs.resolver.follow(tree, schema) else { return false };
    let resolver = &mut scene.inputs.resolver;
    let required = tree.get(schema, "required").into_iter().flat_map(|list| tree.items(list));
    let mut names = required.filter_map(|name| tree.str(name));
    let needs = names.any(|name| {
        let found = property(tree, resolver, schema, name);
        found.is_some_and(|found| tree.get(found, "default").is_none() && !is_internal(tree, found))
    });
    needs && {
        let mut arguments = call.arguments(tree);
        !arguments.any(|(given, _, _)| property(tree, resolver, schema, first(given)).is_some())
    }
}

fn first(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap_or(name)
}
