//! References in extensions, which nobody but their reader understands: those that name a component follow it,
//! and what 2.0 does not share is written out.

use super::rules::LEFT_OUT;
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Found, Resolver};
use crate::tree::{NodeId, NodeSet, Step, Tree};

/// How many references are written out. What goes on after that holds itself in some way.
const BUDGET: usize = 10_000;

/// Members whose value is data, where `$ref` is a name like any other.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];

/// The references in extensions of a document.
pub(super) fn references(tree: &Tree, root: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut walk = tree.walk(root);
    while let Some(node) = walk.next() {
        if !tree.is_container(node) {
            continue;
        }
        let key = tree.key(node);
        if !key.starts_with("x-") {
            continue;
        }
        walk.skip_below(node);
        if !matches!(key, "x-example" | "x-examples" | "x-ms-test-value") {
            below(tree, node, &mut found);
        }
    }
    found
}

/// A reference whose target will not be there, and what stands around it already by being written out.
struct Open {
    at: NodeId,
    trail: Vec<NodeId>,
}

/// Writes out what references in extensions name among `leaving`, the components that 2.0 has no place for.
/// What leads nowhere is left out: no reader could follow it.
pub(super) fn settle(
    tree: &mut Tree,
    root: NodeId,
    objects: &[Found],
    leaving: Option<NodeId>,
    by: &'static str,
    findings: &mut Findings,
) {
    let mut resolver = Resolver::new(root);
    let mut found = references(tree, root);
    if found.is_empty() {
        return;
    }
    // A property may be called `x-…`, and the extensions of our own hold objects: those are told elsewhere.
    let known: NodeSet = objects.iter().filter_map(|found| tree.get(found.node, "$ref")).collect();
    found.retain(|at| !known.contains(at));
    let mut open: Vec<Open> = found.into_iter().rev().map(|at| Open { at, trail: Vec::new() }).collect();
    let mut budget = BUDGET;
    while let Some(Open { at, trail }) = open.pop() {
        let Some(holder) = tree.parent(at) else { continue };
        let target = tree.str(at).and_then(|text| resolver.resolve(tree, text));
        let leaves = |target| leaving.is_some_and(|leaving| tree.is_within(target, leaving));
        if target.is_some_and(|target| !leaves(target)) {
            continue;
        }
        let Some(target) = target.filter(|target| budget > 0 && !trail.contains(target)) else {
            leave_out(tree, at, by, findings);
            continue;
        };
        budget -= 1;
        let copy = tree.copy(target, by);
        tree.note(target, Step { by, what: "inlined", because: None });
        tree.replace(holder, copy);
        tree.note(holder, Step { by, what: "written out", because: Some(copy) });
        let mut inside = Vec::new();
        below(tree, copy, &mut inside);
        let trail: Vec<NodeId> = trail.into_iter().chain([target]).collect();
        open.extend(inside.into_iter().map(|at| Open { at, trail: trail.clone() }));
    }
}

fn leave_out(tree: &mut Tree, at: NodeId, by: &'static str, findings: &mut Findings) {
    let message = format!("`{}` in an extension leads nowhere, so it is left out", tree.text(at));
    findings.report(&LEFT_OUT, Site::Value(at), message);
    tree.note(at, Step { by, what: "left out", because: None });
    tree.detach(at);
}

fn below(tree: &Tree, extension: NodeId, found: &mut Vec<NodeId>) {
    let mut walk = tree.walk(extension);
    while let Some(node) = walk.next() {
        let key = tree.key(node);
        let is_name =
            || tree.parent(node).is_some_and(|above| matches!(tree.key(above), "properties" | "responses"));
        if DATA.contains(&key) && !is_name() {
            walk.skip_below(node);
            if key == "examples" {
                // Each by its name, and it may be a shared one.
                let named = tree.members(node).filter_map(|(_, example)| tree.get(example, "$ref"));
                found.extend(named.filter(|at| tree.str(*at).is_some()));
            }
        } else if key == "$ref" && tree.str(node).is_some() {
            found.push(node);
        }
    }
}
