//! Path parameters: each variable of a path is declared, and each declared one is there and required.

use crate::diagnostic::{Findings, Rule, Site, page};
use crate::lower::OPERATION_MISSING_PATH_PARAMETER;
use crate::nearest::nearest;
use crate::openapi::{Resolver, operations, path_variables, resolved_parameters};
use crate::tree::{Edit, NodeId, Tree};
use std::collections::HashSet;

/// Microsoft's name for a path parameter that the path does not have.
pub static PATH_PARAMETER_NOT_DEFINED_IN_TEMPLATE: Rule =
    Rule::error("PathParameterNotDefinedInTemplate", page!("PathParameterNotDefinedInTemplate"));
/// Microsoft's name for a path parameter that could be left out.
pub static PATH_PARAMETER_MUST_BE_REQUIRED: Rule =
    Rule::fault("PathParameterMustBeRequired", page!("PathParameterMustBeRequired"));

pub(in crate::rules) fn check(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let mut resolver = Resolver::new(root);
    let mut told: HashSet<NodeId> = HashSet::new();
    for operation in operations(tree, root) {
        let parameters = resolved_parameters(tree, &mut resolver, operation.path_item, operation.node);
        let declared: Vec<(&str, NodeId)> = parameters
            .iter()
            .filter(|parameter| tree.get_str(**parameter, "in") == Some("path"))
            .filter_map(|parameter| Some((tree.get_str(*parameter, "name")?, *parameter)))
            .collect();
        let variables: Vec<&str> = path_variables(operation.path()).collect();
        for variable in &variables {
            if declared.iter().any(|(name, _)| name == variable) {
                continue;
            }
            let message =
                format!("{} does not declare the parameter `{variable}` of its path", operation.name());
            let finding =
                findings.report(&OPERATION_MISSING_PATH_PARAMETER, Site::Key(operation.node), message);
            finding.also(Site::Key(operation.path_item), format!("`{variable}` stands here"));
            let unused = declared.iter().map(|(name, _)| *name).filter(|name| !variables.contains(name));
            match nearest(variable, unused) {
                Some(near) => finding.help(format!("did you mean the parameter `{near}`?")),
                None => finding.help(format!("declare `{variable}` with `in: path` and `required: true`")),
            };
        }
        for (name, parameter) in declared {
            if !variables.contains(&name) && told.insert(parameter) {
                let at = tree.get(parameter, "name").unwrap_or(parameter);
                let message = format!("the path `{}` has no variable `{name}`", operation.path());
                findings
                    .report(&PATH_PARAMETER_NOT_DEFINED_IN_TEMPLATE, at, message)
                    .also(Site::Key(operation.path_item), "the path")
                    .help(format!("write `{{{name}}}` into the path, or remove the parameter"));
            }
            required(tree, name, parameter, &mut told, findings);
        }
    }
}

fn required(tree: &Tree, name: &str, parameter: NodeId, told: &mut HashSet<NodeId>, findings: &mut Findings) {
    let required = tree.get(parameter, "required");
    if required.is_some_and(|required| tree.bool(required) == Some(true)) || !told.insert(parameter) {
        return;
    }
    let site = required.or_else(|| tree.get(parameter, "name")).unwrap_or(parameter);
    let message = format!("the path parameter `{name}` is not marked `required: true`");
    findings
        .report(&PATH_PARAMETER_MUST_BE_REQUIRED, site, message)
        .help("write `required: true`: no part of a path can be left out")
        .fix(Edit::set(tree, parameter, "required", true));
}
