//! Variables of a path: what the styles `label` and `matrix` put before a value becomes part of the path, and what
//! nobody declares is declared.

use super::edit::{rename, set_flag, set_text};
use super::parameters::PASS;
use super::rules::OPERATION_MISSING_PATH_PARAMETER;
use super::style::Style;
use super::work::Work;
use crate::diagnostic::Site;
use crate::openapi::{METHODS, path_variables, resolved_parameters};
use crate::tree::{NodeId, NodeSet, Origin, Tree};
use indexmap::{IndexMap, IndexSet};

const HELP: &str = "change the style by overlay if the API takes another one, or leave the operation out";

/// Rewrites the path of one path item, if its parameters want it.
pub(super) fn rewrite(tree: &mut Tree, work: &mut Work<'_>, path_item: NodeId) {
    let mut uses: IndexMap<String, Vec<(String, NodeId)>> = IndexMap::new();
    let operations: Vec<NodeId> = METHODS.iter().filter_map(|method| tree.get(path_item, method)).collect();
    for operation in operations {
        for parameter in resolved_parameters(tree, &mut work.resolver, path_item, operation) {
            if tree.get_str(parameter, "in") == Some("path")
                && let Some(name) = tree.get_str(parameter, "name")
            {
                let prefix = Style::of(tree, parameter, "path").prefix(name);
                uses.entry(name.to_owned()).or_default().push((prefix, parameter));
            }
        }
    }
    let mut path = tree.key(path_item).to_owned();
    let mut rewritten = Vec::new();
    for (name, uses) in &uses {
        let (Some((prefix, first)), variable) = (uses.first(), format!("{{{name}}}")) else { continue };
        if uses.iter().any(|(other, _)| other != prefix) {
            let odd = uses.iter().find(|(prefix, _)| !prefix.is_empty()).map_or(*first, |(_, odd)| *odd);
            let message = format!("`{name}` is written in different ways in the operations of one path");
            work.refuse(odd, message, HELP);
        } else if !prefix.is_empty() {
            path = path.replace(&variable, &format!("{prefix}{variable}"));
            rewritten.push(*first);
        }
    }
    if rewritten.is_empty() {
        return;
    }
    let taken = tree.parent(path_item).and_then(|paths| tree.get(paths, &path));
    if taken.is_some_and(|taken| taken != path_item) {
        let message = format!("the path would be `{path}`, and that is another one");
        work.refuse(rewritten[0], message, HELP);
    } else {
        rename(tree, path_item, &path, PASS);
    }
}

/// The operations of which it was said that a variable is not declared: in the source, where that was looked at.
pub(super) fn told(work: &Work<'_>) -> NodeSet {
    let rule = &OPERATION_MISSING_PATH_PARAMETER;
    let told = work.findings.iter().filter(|finding| finding.rule.name == rule.name);
    told.filter_map(|finding| finding.site.node()).collect()
}

/// Declares the variables of a path that an operation does not. A part of a path is always there, and a text.
pub(super) fn declare(
    tree: &mut Tree,
    work: &mut Work<'_>,
    path_item: NodeId,
    operation: NodeId,
    told: &NodeSet,
) {
    let parameters = resolved_parameters(tree, &mut work.resolver, path_item, operation);
    let is_declared = |name: &str| {
        parameters.iter().any(|parameter| {
            tree.get_str(*parameter, "in") == Some("path") && tree.get_str(*parameter, "name") == Some(name)
        })
    };
    let path = tree.key(path_item);
    let missing: IndexSet<String> = path_variables(path)
        .filter(|name| !name.is_empty() && !is_declared(name))
        .map(str::to_owned)
        .collect();
    for name in missing {
        if !told.contains(&operation) {
            let message = format!("the operation does not declare the parameter `{name}` of its path");
            work.findings
                .report(&OPERATION_MISSING_PATH_PARAMETER, Site::Key(operation), message)
                .also(Site::Key(path_item), format!("`{name}` stands here"))
                .help(format!("declare `{name}` with `in: path` and `required: true`"));
        }
        let origin = Origin::from(path_item, PASS);
        let list = tree.get(operation, "parameters").unwrap_or_else(|| {
            let list = tree.make_array(origin);
            tree.append(operation, "parameters", list);
            list
        });
        let parameter = tree.make_object(origin);
        set_text(tree, parameter, "name", &name, origin);
        set_text(tree, parameter, "in", "path", origin);
        set_flag(tree, parameter, "required", true, origin);
        let schema = tree.make_object(origin);
        set_text(tree, schema, "type", "string", origin);
        tree.append(parameter, "schema", schema);
        tree.push(list, parameter);
    }
}
