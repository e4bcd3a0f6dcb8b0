//! Shared parameters: those of `components` stay shared if they become exactly one parameter, and those of a
//! path item give way to an operation's own as they did before.

use super::inline::write_out;
use super::overrides;
use super::parameters::{PASS, is_ignored};
use super::primitive::form_of;
use super::rules::LEFT_OUT;
use super::style::{Style, Wire};
use super::work::Work;
use crate::diagnostic::Site;
use crate::openapi::{METHODS, Object, Resolver, objects_outside_schemas, reference};
use crate::tree::{NodeId, NodeSet, Step, Tree};

/// Writes out what does not stay one parameter; the shared parameters that are used.
pub(super) fn settle(tree: &mut Tree, work: &mut Work<'_>) -> NodeSet {
    let root = work.lowering.root;
    let path_items: Vec<NodeId> =
        tree.get(root, "paths").into_iter().flat_map(|paths| tree.children(paths)).collect();
    for path_item in path_items {
        fold(tree, &mut work.resolver, path_item);
    }
    let uses: Vec<NodeId> = objects_outside_schemas(tree, root, Object::Document)
        .into_iter()
        .filter(|found| found.object == Object::Parameter && reference(tree, found.node).is_some())
        .map(|found| found.node)
        .collect();
    let section = tree.at(root, &["components", "parameters"]);
    let mut used = NodeSet::default();
    for node in uses {
        let Some(target) = work.resolver.follow(tree, node) else { continue };
        // 2.0 has no reference from one shared parameter to another.
        let is_shared = section.is_some() && tree.parent(node) == section;
        if !is_shared {
            used.insert(target);
        }
        let node = overrides::apply(tree, &mut work.resolver, node, PASS);
        if is_shared || !stays_one(tree, &mut work.resolver, target) {
            write_out(tree, &mut work.resolver, node, PASS);
        }
    }
    let shared: Vec<NodeId> = section.into_iter().flat_map(|section| tree.children(section)).collect();
    for parameter in shared {
        if !stays_one(tree, &mut work.resolver, parameter) {
            tree.detach(parameter);
            if !used.contains(&parameter) {
                let message = format!("`{}` is left out: no operation uses it", tree.key(parameter));
                work.findings.report(&LEFT_OUT, Site::Key(parameter), message);
            }
        }
    }
    used
}

/// Whether a parameter becomes exactly one parameter, the same wherever it is used.
fn stays_one(tree: &Tree, resolver: &mut Resolver, parameter: NodeId) -> bool {
    let place = tree.get_str(parameter, "in").unwrap_or_default();
    if matches!(place, "cookie" | "querystring") || is_ignored(tree, parameter) {
        return false;
    }
    let style = Style::of(tree, parameter, place);
    if matches!(style.name.as_str(), "label" | "matrix") {
        return false;
    }
    let Some(schema) = tree.get(parameter, "schema") else { return true };
    !matches!(style.wire(form_of(tree, resolver, schema)), Wire::Properties(_) | Wire::Nothing)
}

/// Two parameters with one name and place no longer have these once one of them has become several: what an
/// operation overrides is then given to the other operations only.
fn fold(tree: &mut Tree, resolver: &mut Resolver, path_item: NodeId) {
    let Some(list) = tree.get(path_item, "parameters") else { return };
    let operations: Vec<NodeId> = METHODS.iter().filter_map(|method| tree.get(path_item, method)).collect();
    let shared: Vec<NodeId> = tree.items(list).collect();
    // From the last to the first, so that each can be put before the operation's own.
    for parameter in shared.into_iter().rev() {
        let Some(target) = resolver.follow(tree, parameter) else { continue };
        let overriding: Vec<Option<NodeId>> =
            operations.iter().map(|operation| own(tree, resolver, *operation, target)).collect();
        if overriding.iter().all(Option::is_none) {
            continue;
        }
        let all = overriding.iter().copied().flatten().chain([target]);
        if all.into_iter().all(|parameter| stays_one(tree, resolver, parameter)) {
            continue;
        }
        for (operation, own) in operations.iter().zip(overriding) {
            if own.is_none() {
                let copy = tree.copy(parameter, PASS);
                super::bodies::prepend_parameter(tree, *operation, copy);
            }
        }
        tree.note(parameter, Step { by: PASS, what: "given to each operation", because: None });
        tree.detach(parameter);
    }
    if tree.children(list).next().is_none() {
        tree.detach(list);
    }
}

/// The operation's own parameter with the name and place of a shared one.
fn own(tree: &Tree, resolver: &mut Resolver, operation: NodeId, shared: NodeId) -> Option<NodeId> {
    let key = |node: NodeId| (tree.get_str(node, "name"), tree.get_str(node, "in"));
    let list = tree.get(operation, "parameters")?;
    let mut own = tree.items(list).filter_map(|item| resolver.follow(tree, item));
    own.find(|own| key(*own) == key(shared))
}
