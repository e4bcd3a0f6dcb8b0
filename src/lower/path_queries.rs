//! Paths with `?query` or `#fragment`: what is fixed in a query becomes a parameter with one value.

use super::Lowering;
use super::edit::{set_flag, set_text};
use super::operations::PASS;
use super::paths::Moves;
use super::rules::OPERATION_PATH_MAY_NOT_CONTAIN_QUERY_OR_FRAGMENT as RULE;
use crate::diagnostic::{Findings, Severity, Site};
use crate::openapi::{METHODS, Resolver, Version, resolved_parameters};
use crate::tree::{NodeId, Origin, Tree};

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let paths = tree.get(lowering.root, "paths");
    let marked: Vec<NodeId> = paths
        .into_iter()
        .flat_map(|paths| tree.members(paths))
        .filter(|(path, node)| path.starts_with('/') && path.contains(['?', '#']) && tree.is_object(*node))
        .map(|(_, node)| node)
        .collect();
    if marked.is_empty() {
        return;
    }
    let mut moves = Moves::default();
    for path_item in marked {
        mend(tree, lowering, path_item, &mut moves, findings);
    }
    moves.follow(tree, lowering.root, PASS);
}

/// Gives the operations of a path its query as parameters, and moves them to the path alone. What is there
/// already cannot be told apart from them: then the path stays as it is.
fn mend(tree: &mut Tree, lowering: &Lowering, path_item: NodeId, moves: &mut Moves, findings: &mut Findings) {
    let path = tree.key(path_item).to_owned();
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let bare = if end == 0 { "/" } else { &path[..end] };
    let query = path[end..].strip_prefix('?').map_or("", |rest| rest.split('#').next().unwrap_or_default());
    let operations: Vec<NodeId> =
        tree.members(path_item).filter(|(key, _)| METHODS.contains(key)).map(|(_, node)| node).collect();
    let target = tree.parent(path_item).and_then(|paths| tree.get(paths, bare));
    let is_taken = target.is_some_and(|target| {
        operations.iter().any(|operation| tree.get(target, tree.key(*operation)).is_some())
            || tree.get(target, "parameters").is_some()
            || tree.get(path_item, "parameters").is_some()
    });
    if is_taken {
        let message = format!("without its query or fragment `{path}` is `{bare}`, which is there already");
        findings.report(&RULE, Site::Key(path_item), message).help(
            "a path and a method are one operation: make the difference a parameter, or leave one of them out",
        );
        return;
    }
    let message = if query.is_empty() {
        format!("the fragment of `{path}` is left out: it is never sent")
    } else {
        format!("the query of `{path}` becomes parameters")
    };
    let finding = findings.report(&RULE, Site::Key(path_item), message);
    finding.level = Severity::Warning;
    finding.help(format!("write `{bare}`, and each query parameter under `parameters`"));
    let mut resolver = Resolver::new(lowering.root);
    for operation in &operations {
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let part = Part { path_item, operation: *operation, name, value };
            parameter(tree, lowering, &mut resolver, &part);
        }
    }
    settle_shared(tree, &mut resolver, path_item, bare);
    if target.is_none() {
        moves.rename(tree, path_item, bare, PASS);
        return;
    }
    for operation in operations {
        moves.transfer(tree, operation, bare, PASS);
    }
}

/// A variable that stood in the query only is by now a parameter of each operation.
fn settle_shared(tree: &mut Tree, resolver: &mut Resolver, path_item: NodeId, bare: &str) {
    let Some(list) = tree.get(path_item, "parameters") else { return };
    let gone: Vec<NodeId> = tree
        .items(list)
        .filter(|item| {
            let parameter = resolver.follow(tree, *item);
            parameter.is_some_and(|parameter| {
                let name = tree.get_str(parameter, "name").unwrap_or_default();
                let template = format!("{{{name}}}");
                let was = tree.key(path_item).contains(&template);
                tree.get_str(parameter, "in") == Some("path") && was && !bare.contains(&template)
            })
        })
        .collect();
    for item in gone {
        tree.detach(item);
    }
    if tree.children(list).next().is_none() {
        tree.detach(list);
    }
}

/// One part of the query of a path.
struct Part<'a> {
    path_item: NodeId,
    operation: NodeId,
    name: &'a str,
    value: &'a str,
}

/// One part of the query as a parameter: `?type={kind}` sends the path parameter `kind` as `type`.
fn parameter(tree: &mut Tree, lowering: &Lowering, resolver: &mut Resolver, part: &Part<'_>) {
    let Part { path_item, operation, name, value } = *part;
    let origin = Origin::from(path_item, PASS);
    let all = resolved_parameters(tree, resolver, path_item, operation);
    let is = |tree: &Tree, node: NodeId, name: &str, place: &str| {
        tree.get_str(node, "name") == Some(name) && tree.get_str(node, "in") == Some(place)
    };
    if all.iter().any(|parameter| is(tree, *parameter, name, "query")) {
        return;
    }
    let variable = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let list = match tree.get(operation, "parameters") {
        Some(list) => list,
        None => {
            let list = tree.make_array(origin);
            tree.append(operation, "parameters", list);
            list
        }
    };
    if let Some(variable) = variable
        && let Some(declared) = all.iter().find(|parameter| is(tree, **parameter, variable, "path"))
    {
        let copy = tree.copy(*declared, PASS);
        set_text(tree, copy, "in", "query", origin);
        set_text(tree, copy, "name", name, origin);
        let own = tree.items(list).find(|item| resolver.follow(tree, *item) == Some(*declared));
        match own {
            Some(own) => tree.replace(own, copy),
            None => tree.push(list, copy),
        }
        return;
    }
    let one = tree.make_object(origin);
    set_text(tree, one, "name", name, origin);
    set_text(tree, one, "in", "query", origin);
    set_flag(tree, one, "required", true, origin);
    let schema = if lowering.version == Version::V2 {
        one
    } else {
        let schema = tree.make_object(origin);
        tree.append(one, "schema", schema);
        schema
    };
    set_text(tree, schema, "type", "string", origin);
    if variable.is_none() {
        set_text(tree, schema, "default", value, origin);
        let values = super::edit::text_list(tree, &[value.to_owned()], origin);
        tree.set(schema, "enum", values);
        // Makers cannot change it, so they need not see it.
        set_text(tree, one, "x-ms-visibility", "internal", origin);
    }
    tree.push(list, one);
}
