//! Schemas that contain themselves.

use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::{Resolver, reference, schema_children};
use crate::rules::places::Places;
use crate::tree::{NodeId, Tree};
use std::collections::HashSet;

/// Microsoft's name for a value that must contain itself without end.
pub static REQUIRED_LOOP_IN_SCHEMA_NOT_ALLOWED: Rule =
    Rule::fault("RequiredLoopInSchemaNotAllowed", page!("RequiredLoopInSchemaNotAllowed"));
/// A schema that contains itself, which clients cut off somewhere.
pub static RECURSIVE_SCHEMA: Rule = Rule::warning("RecursiveSchema", page!("RecursiveSchema"));

pub(super) fn check(tree: &Tree, places: &Places, resolver: &mut Resolver, findings: &mut Findings) {
    let endless = loops(tree, places, |node| required(tree, resolver, node));
    let mut told = HashSet::new();
    for (from, to) in endless {
        if told.insert(to) {
            findings
                .report(&REQUIRED_LOOP_IN_SCHEMA_NOT_ALLOWED, site(tree, from), message(tree, places, to))
                .also(Site::Key(to), "it begins here")
                .label("and so on, without end")
                .help("take one of the properties on the way out of `required`");
        }
    }
    for (from, to) in loops(tree, places, |node| all(tree, resolver, node)) {
        if told.insert(to) {
            findings
                .report(
                    &RECURSIVE_SCHEMA,
                    site(tree, from),
                    format!(
                        "{} contains itself: designers show a few levels of it",
                        called(tree, places, to)
                    ),
                )
                .also(Site::Key(to), "it begins here")
                .help("describe as many levels as makers need, each by a schema of its own");
        }
    }
}

fn site(tree: &Tree, from: NodeId) -> NodeId {
    tree.get(from, "$ref").unwrap_or(from)
}

fn called(tree: &Tree, places: &Places, node: NodeId) -> String {
    if places.is_definition(node) { format!("`{}`", tree.key(node)) } else { places.called(tree, node) }
}

fn message(tree: &Tree, places: &Places, to: NodeId) -> String {
    format!("each {} requires another one within itself", called(tree, places, to))
}

/// What a value of the schema holds or can hold.
fn all(tree: &Tree, resolver: &mut Resolver, node: NodeId) -> Vec<NodeId> {
    match reference(tree, node) {
        Some(text) => resolver.resolve(tree, text).into_iter().collect(),
        None => schema_children(tree, node),
    }
}

/// What each value of the schema holds.
fn required(tree: &Tree, resolver: &mut Resolver, node: NodeId) -> Vec<NodeId> {
    if let Some(text) = reference(tree, node) {
        return resolver.resolve(tree, text).into_iter().collect();
    }
    let mut held: Vec<NodeId> =
        tree.get(node, "allOf").into_iter().flat_map(|parts| tree.items(parts)).collect();
    if let (Some(list), Some(properties)) = (tree.get(node, "required"), tree.get(node, "properties")) {
        let names = tree.items(list).filter_map(|name| tree.str(name));
        held.extend(names.filter_map(|name| tree.get(properties, name)));
    }
    held
}

struct Frame {
    node: NodeId,
    below: Vec<NodeId>,
}

const OPEN: u8 = 1;
const DONE: u8 = 2;

/// Each step that leads back to a schema it came from, found without recursion: chains can be long.
fn loops(
    tree: &Tree,
    places: &Places,
    mut below: impl FnMut(NodeId) -> Vec<NodeId>,
) -> Vec<(NodeId, NodeId)> {
    let mut states = vec![0_u8; tree.len() + 1];
    let mut loops = Vec::new();
    // A circle goes through a reference, and references lead to definitions.
    let starts: Vec<NodeId> = places.schemas().filter(|node| places.is_definition(*node)).collect();
    for start in starts {
        if states[start.raw() as usize] != 0 {
            continue;
        }
        states[start.raw() as usize] = OPEN;
        let mut stack = vec![Frame { node: start, below: below(start) }];
        while let Some(frame) = stack.last_mut() {
            let Some(next) = frame.below.pop() else {
                states[frame.node.raw() as usize] = DONE;
                stack.pop();
                continue;
            };
            let state = &mut states[next.raw() as usize];
            match *state {
                OPEN => loops.push((frame.node, next)),
                DONE => {}
                _ => {
                    *state = OPEN;
                    stack.push(Frame { node: next, below: below(next) });
                }
            }
        }
    }
    loops
}
