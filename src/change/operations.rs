//! Operations: flows find them by their ids and call them by method and path.

use super::comparison::{Comparison, fresh, names, said, values};
use super::kind::{APPS, DESIGNER, FLOWS, Kind};
use super::{outputs, parameters, renames};
use crate::diagnostic::page;
use crate::openapi::{METHODS, Resolver, is_internal, resolved_parameters};
use crate::tree::{NodeId, Tree};
use std::collections::{HashMap, HashSet};

/// Microsoft's name for an id that is gone.
pub static OPERATION_DELETED: Kind = Kind::breaks("OperationDeleted", page!("OperationDeleted"))
    .in_microsofts_words("The operation has been deleted. This change breaks existing flows.")
    .way_out(
        "keep it, mark it `deprecated`, and delete it once no flow uses it; a new form of it is an operation of its \
         own, with the next revision in its id and its `x-ms-api-annotation`",
    );
/// Microsoft's name for an operation that makers no longer see.
pub static OPERATION_HIDDEN: Kind = Kind::breaks("OperationHidden", page!("OperationHidden"))
    .in_microsofts_words("The operation has been hidden. This change breaks the designer for existing flows.")
    .noticed_by(&[DESIGNER, APPS])
    .way_out("mark it `deprecated` instead: flows keep it, and new ones are not offered it");
/// An operation at another path.
pub static PATH_TEMPLATE_CHANGED: Kind = Kind::breaks("PathTemplateChanged", page!("PathTemplateChanged"))
    .in_microsofts_words("The path template has been changed for the operation.")
    .way_out("keep the path and add an operation at the new one, with the next revision in its id");
/// An operation by another method.
pub static METHOD_CHANGED: Kind = Kind::breaks("MethodChanged", page!("MethodChanged"))
    .way_out("keep the method and add an operation by the new one, with the next revision in its id");
/// An operation that starts flows in another way, or no longer.
pub static TRIGGER_CHANGED: Kind = Kind::breaks("TriggerChanged", page!("TriggerChanged"))
    .noticed_by(&[FLOWS, DESIGNER])
    .way_out("keep the trigger as it is and add another one, with the next revision in its id");
/// An operation that is on its way out.
pub static OPERATION_DEPRECATED: Kind = Kind::told("OperationDeprecated", page!("OperationDeprecated"))
    .way_out("tell in its description what to use instead, and give makers time before it is deleted");
/// An operation that was not there.
pub static OPERATION_ADDED: Kind = Kind::adds("OperationAdded", page!("OperationAdded"));
/// An operation that makers did not see.
pub static OPERATION_SHOWN: Kind = Kind::adds("OperationShown", page!("OperationShown"));

/// An operation, found by its id.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operation<'t> {
    pub id: &'t str,
    pub path: &'t str,
    pub method: &'t str,
    pub node: NodeId,
    pub path_item: NodeId,
}

impl Operation<'_> {
    /// Its parameters, those of its path item before its own.
    pub fn parameters(&self, tree: &Tree, names: &mut Resolver) -> Vec<NodeId> {
        resolved_parameters(tree, names, self.path_item, self.node)
    }

    /// Its responses that mean success, with their statuses.
    pub fn success<'t>(&self, tree: &'t Tree, names: &mut Resolver) -> Vec<(&'t str, NodeId)> {
        let mut all = outputs::responses(tree, names, self.node);
        all.retain(|(status, _)| status.starts_with('2'));
        all
    }
}

pub(super) fn compare(c: &mut Comparison<'_, '_>) {
    let tree = c.tree;
    let (olds, news) = (all(tree, c.old), all(tree, c.new));
    let known: HashSet<&str> = olds.iter().map(|old| old.id).collect();
    let by_id: HashMap<&str, Operation<'_>> = news.iter().rev().map(|new| (new.id, *new)).collect();
    let gone: Vec<Operation<'_>> = olds.iter().copied().filter(|old| !by_id.contains_key(old.id)).collect();
    let added: Vec<Operation<'_>> = news.iter().copied().filter(|new| !known.contains(new.id)).collect();
    let renamed = renames::operations(c, &gone, &added);
    for old in &olds {
        c.path = vec!["operation", old.id];
        match by_id.get(old.id) {
            Some(new) => one(c, old, new),
            None => deleted(c, old, renamed.get(old.id)),
        }
    }
    for new in &added {
        if renamed.values().all(|renamed| renamed.node != new.node) {
            c.path = vec!["operation", new.id];
            c.report(&OPERATION_ADDED, fresh(new.node), format!("the operation `{}` is new", new.id));
        }
    }
}

/// All operations that have an id: paths as they are written, the methods of a path in the specification's order.
fn all(tree: &Tree, root: NodeId) -> Vec<Operation<'_>> {
    let paths = tree.get(root, "paths").into_iter().flat_map(|paths| tree.members(paths));
    let operations = paths.filter(|(path, _)| !path.starts_with("x-")).flat_map(|(path, path_item)| {
        METHODS.into_iter().filter_map(move |method| {
            let node = tree.get(path_item, method)?;
            let id = tree.get_str(node, "operationId")?;
            Some(Operation { id, path, method, node, path_item })
        })
    });
    let mut seen = HashSet::new();
    operations.filter(|operation| seen.insert(operation.id)).collect()
}

fn deleted<'t>(c: &mut Comparison<'t, '_>, old: &Operation<'t>, renamed: Option<&Operation<'t>>) {
    let tree = c.tree;
    let id = |operation: &Operation<'_>| tree.get(operation.node, "operationId").unwrap_or(operation.node);
    if let Some(new) = renamed {
        let message = format!("the operation `{}` is gone: it seems to be called `{}` now", old.id, new.id);
        let mut help =
            format!("keep the id `{}`: flows know the operation by it, and makers see its `summary`", old.id);
        if new.path == old.path {
            let target = format!("$.paths['{}'].{}", new.path, new.method);
            help += &format!(
                "; if the document is not yours, an overlay keeps it: \
                 {{target: \"{target}\", update: {{operationId: {}}}}}",
                old.id
            );
        }
        c.report(&OPERATION_DELETED, values(id(old), id(new)), message).label("a new name").help(help);
        return;
    }
    // Where it would stand, as near as there is something to point at.
    let beside = tree.get(c.new, "paths").map(|paths| tree.get(paths, old.path).unwrap_or(paths));
    let at = beside.unwrap_or(c.new);
    let places = names(id(old), at);
    let message = format!("the operation `{}` is gone", old.id);
    c.report(&OPERATION_DELETED, places, message).label("no longer here");
}

fn one<'t>(c: &mut Comparison<'t, '_>, old: &Operation<'t>, new: &Operation<'t>) {
    let tree = c.tree;
    if old.path != new.path {
        let message = format!("`{}` has moved from `{}` to `{}`", old.id, old.path, new.path);
        let places = names(old.path_item, new.path_item);
        c.report_names(&PATH_TEMPLATE_CHANGED, (old.path, new.path), places, message);
    }
    if old.method != new.method {
        let methods = (old.method.to_uppercase(), new.method.to_uppercase());
        let message = format!("`{}` was called by {}, and is by {} now", old.id, methods.0, methods.1);
        let places = names(old.node, new.node);
        c.report_names(&METHOD_CHANGED, (old.method, new.method), places, message);
    }
    visibility(c, old, new);
    trigger(c, old, new);
    if tree.is_true(new.node, "deprecated") && !tree.is_true(old.node, "deprecated") {
        let flag = tree.get(new.node, "deprecated").unwrap_or(new.node);
        let message = format!("`{}` is deprecated now", old.id);
        c.report(&OPERATION_DEPRECATED, names(old.node, flag), message);
    }
    parameters::compare(c, old, new);
    outputs::compare(c, old, new);
}

fn visibility<'t>(c: &mut Comparison<'t, '_>, old: &Operation<'t>, new: &Operation<'t>) {
    const KEY: &str = "x-ms-visibility";
    let nodes = (c.tree.get(old.node, KEY), c.tree.get(new.node, KEY));
    let holders = (old.node, new.node);
    match (is_internal(c.tree, old.node), is_internal(c.tree, new.node)) {
        (false, true) => {
            let message = format!("makers no longer see `{}`", old.id);
            c.report_keyword(&OPERATION_HIDDEN, (KEY, nodes), holders, message);
        }
        (true, false) => {
            let message = format!("makers see `{}` now", old.id);
            c.report_keyword(&OPERATION_SHOWN, (KEY, nodes), holders, message);
        }
        _ => {}
    }
}

fn trigger<'t>(c: &mut Comparison<'t, '_>, old: &Operation<'t>, new: &Operation<'t>) {
    const KEY: &str = "x-ms-trigger";
    let nodes = (c.tree.get(old.node, KEY), c.tree.get(new.node, KEY));
    let text = |node: Option<NodeId>| node.map(|node| c.tree.text(node));
    if text(nodes.0) == text(nodes.1) {
        return;
    }
    let message = match nodes {
        (Some(_), None) => format!("`{}` no longer starts flows: it is an action now", old.id),
        (None, Some(_)) => format!("`{}` is a trigger now, and was an action", old.id),
        _ => {
            let (was, is) = (said(c.tree, nodes.0), said(c.tree, nodes.1));
            format!("`{}` starts a flow in another way: its trigger was {was}, and is {is} now", old.id)
        }
    };
    c.report_keyword(&TRIGGER_CHANGED, (KEY, nodes), (old.node, new.node), message);
}
