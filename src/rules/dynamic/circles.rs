//! Fields whose values need one another, so that makers can fill in none of them.

use super::call::{Argument, Call};
use super::{Host, Scene};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::Object;
use crate::rules::inputs::Input;
use crate::tree::{NodeId, Tree};
use indexmap::IndexMap;
use std::collections::HashSet;

/// A field whose choices cannot be listed before it has a value.
pub static DYNAMIC_VALUES_CIRCULAR: Rule =
    Rule::warning("DynamicValuesCircular", page!("DynamicValuesCircular"));

/// What the values of each parameter need: the parameter, and the reference that says so.
#[derive(Default)]
pub(super) struct Circles {
    needs: IndexMap<NodeId, Vec<(NodeId, NodeId)>>,
}

impl Circles {
    /// Notes what a call needs. Only parameters are followed: they exist once in each operation.
    pub(super) fn add(&mut self, scene: &mut Scene<'_>, host: &Host, call: &Call) {
        let tree = scene.tree;
        if host.object != Object::Parameter || !call.form.is_list() {
            return;
        }
        for (_, _, argument) in call.arguments(tree) {
            let Argument::Reference(node, text) = argument else { continue };
            let Some(used) = host.uses.first() else { continue };
            if let Input::Parameter(parameter) = scene.inputs.find(tree, used.operation, text) {
                self.needs.entry(host.node).or_default().push((parameter, node));
            }
        }
    }

    pub(super) fn check(&self, tree: &Tree, findings: &mut Findings) {
        let mut told: HashSet<NodeId> = HashSet::new();
        for start in self.needs.keys() {
            let mut seen: HashSet<NodeId> = HashSet::new();
            let mut open = vec![*start];
            // Longer circles are no work of makers.
            while let Some(at) = open.pop().filter(|_| seen.len() < 64) {
                for (needed, reference) in self.needs.get(&at).into_iter().flatten() {
                    if needed == start && told.insert(*start) {
                        circle(tree, *start, at, *reference, findings);
                    }
                    // A circle is told at its first field only.
                    if !told.contains(needed) && seen.insert(*needed) {
                        open.push(*needed);
                    }
                }
            }
        }
    }
}

fn circle(tree: &Tree, field: NodeId, last: NodeId, reference: NodeId, findings: &mut Findings) {
    let name = tree.get_str(field, "name").unwrap_or_default();
    let site = Site::Value(reference);
    if field == last {
        findings
            .report(
                &DYNAMIC_VALUES_CIRCULAR,
                site,
                format!("the values of `{name}` need the value of `{name}`"),
            )
            .help("refer to another parameter, or to none");
        return;
    }
    let other = tree.get_str(last, "name").unwrap_or_default();
    let message = format!("the values of `{other}` need `{name}`, whose values need `{other}`");
    let at = tree.get(field, "name").unwrap_or(field);
    findings
        .report(&DYNAMIC_VALUES_CIRCULAR, site, message)
        .also(at, format!("`{name}`"))
        .help("let one of them be chosen without the other");
}
