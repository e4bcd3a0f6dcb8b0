//! The fields of two schemas, side by side: what was there comes in its order, each field before those below it, and what
//! is new behind it.

use super::comparison::{Comparison, Pair, fresh, names, said};
use super::inputs;
use super::kind::Kind;
use super::outputs;
use super::renames;
use super::schema::Schema;
use crate::diagnostic::page;
use crate::openapi::is_internal;
use crate::tree::NodeId;
use std::collections::HashSet;

/// Values that come from another call than before.
pub static DYNAMIC_SOURCE_CHANGED: Kind = Kind::told("DynamicSourceChanged", page!("DynamicSourceChanged"))
    .way_out("open a flow that uses it in the designer, and see that the choices are still there");

/// How often schemas are walked through again because another way leads to them; from there on each once, so that those
/// that refer to each other in many circles have an end.
const OTHER_WAYS: usize = 1_000;

/// What fields are to who uses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// A parameter that is no body: its items, that is.
    Parameter,
    /// A field of a body.
    Field,
    /// An output.
    Output,
}

enum Step<'t> {
    Compare { name: Option<&'t str>, old: NodeId, new: NodeId },
    Leave { name: Option<&'t str>, pair: (NodeId, NodeId) },
    Gone { name: &'t str, old: NodeId, holder: NodeId, renamed: Option<(&'t str, NodeId)> },
    Added { name: &'t str, new: NodeId, required: Option<NodeId> },
    Required { name: &'t str, old: NodeId, required: NodeId },
}

/// Compares two schemas and all below them.
pub(super) fn compare<'t>(c: &mut Comparison<'t, '_>, used: Use, old: NodeId, new: NodeId) {
    let mut steps = vec![Step::Compare { name: None, old, new }];
    let mut open: HashSet<(NodeId, NodeId)> = HashSet::new();
    let mut walked: HashSet<(NodeId, NodeId)> = HashSet::new();
    let mut again = 0;
    while let Some(step) = steps.pop() {
        match step {
            Step::Compare { name, old, new } => {
                if c.is_same(old, new) {
                    continue;
                }
                let old = c.old_names.follow(c.tree, old).unwrap_or(old);
                let new = c.new_names.follow(c.tree, new).unwrap_or(new);
                let pair = (old, new);
                // A schema inside itself has been told of where it began.
                if open.contains(&pair) {
                    continue;
                }
                if !walked.insert(pair) {
                    again += 1;
                    if again > OTHER_WAYS {
                        continue;
                    }
                }
                open.insert(pair);
                c.path.extend(name);
                let old = Schema::of(c.tree, &mut c.old_names, old);
                let new = Schema::of(c.tree, &mut c.new_names, new);
                match used {
                    Use::Parameter => inputs::own(c, &inputs::PARAMETER, &old, &new),
                    Use::Field => inputs::own(c, &inputs::FIELD, &old, &new),
                    Use::Output => outputs::own(c, &old, &new),
                }
                steps.push(Step::Leave { name, pair });
                let below = below(c, used, &old, &new);
                steps.extend(below.into_iter().rev());
            }
            Step::Leave { name, pair } => {
                open.remove(&pair);
                if name.is_some() {
                    c.path.pop();
                }
            }
            other => tell(c, used, other),
        }
    }
}

/// What there is to do below two schemas, in order.
fn below<'t>(c: &mut Comparison<'t, '_>, used: Use, old: &Schema<'t>, new: &Schema<'t>) -> Vec<Step<'t>> {
    let mut steps = Vec::new();
    if let (Some(old), Some(new)) = (old.get("items"), new.get("items")) {
        steps.push(Step::Compare { name: Some("items"), old, new });
    }
    let renamed = renames::properties(c, old, new);
    for (name, node) in old.properties() {
        let Some(other) = new.property(name) else {
            let renamed = renamed.get(name).copied();
            steps.push(Step::Gone { name, old: node, holder: new.properties_node(), renamed });
            continue;
        };
        if let Some(required) = new.required(name)
            && used == Use::Field
            && !old.is_required(name)
        {
            steps.push(Step::Required { name, old: node, required });
        }
        steps.push(Step::Compare { name: Some(name), old: node, new: other });
    }
    for (name, node) in new.properties().into_iter().filter(|(name, _)| old.property(name).is_none()) {
        let required = new.required(name).filter(|_| used == Use::Field);
        // Under its old name it has been told of; that it must be given now is another matter.
        if required.is_some() || renamed.values().all(|(_, renamed)| *renamed != node) {
            steps.push(Step::Added { name, new: node, required });
        }
    }
    steps
}

fn tell<'t>(c: &mut Comparison<'t, '_>, used: Use, step: Step<'t>) {
    match step {
        Step::Gone { name, old, holder, renamed } => {
            c.path.push(name);
            let kind = if used == Use::Output { &outputs::FIELD_DELETED } else { &inputs::FIELD_DELETED };
            let verb = if used == Use::Output { "returns" } else { "takes" };
            let message = format!("`{}` no longer {verb} {}", c.operation(), c.field());
            c.report_gone(kind, old, holder, renamed, message);
            c.path.pop();
        }
        Step::Added { name, new, required } => {
            c.path.push(name);
            match (used, required) {
                (Use::Output, _) => {
                    let message = format!("`{}` returns {} as well", c.operation(), c.field());
                    c.report(&outputs::FIELD_ADDED, fresh(new), message);
                }
                (_, Some(_)) => inputs::required_field_added(c, new),
                (_, None) => {
                    let message = format!("`{}` takes {} as well", c.operation(), c.field());
                    c.report(&inputs::OPTIONAL_INPUT_ADDED, fresh(new), message);
                }
            }
            c.path.pop();
        }
        Step::Required { name, old, required } => {
            c.path.push(name);
            let message = format!("`{}` demands {} now, which could be left out", c.operation(), c.field());
            c.path.push("required");
            c.report(&inputs::OPTIONAL_TO_REQUIRED, names(old, required), message);
            c.path.pop();
            c.path.pop();
        }
        Step::Compare { .. } | Step::Leave { .. } => {}
    }
}

/// What a keyword says before and now, if that is not the same.
pub(super) fn changed(
    c: &Comparison<'_, '_>,
    old: &Schema<'_>,
    new: &Schema<'_>,
    keyword: &str,
) -> Option<Pair> {
    let pair = (old.get(keyword), new.get(keyword));
    match pair {
        (Some(old), Some(new)) if c.tree.equal(old, new) => None,
        (None, None) => None,
        _ => Some(pair),
    }
}

/// `was a and is b now`, where either may be nothing.
pub(super) fn was_and_is(c: &Comparison<'_, '_>, pair: Pair) -> String {
    match pair {
        (None, new) => format!("was not given and is {} now", said(c.tree, new)),
        (old, None) => format!("was {} and is not given any more", said(c.tree, old)),
        (old, new) => format!("was {} and is {} now", said(c.tree, old), said(c.tree, new)),
    }
}

/// Whether something is no longer shown to makers.
pub(super) fn is_hidden(c: &Comparison<'_, '_>, old: &Schema<'_>, new: &Schema<'_>) -> bool {
    is_internal(c.tree, new.node) && !is_internal(c.tree, old.node)
}

/// Values, or a form, that come from another call than before.
pub(super) fn dynamic<'t>(c: &mut Comparison<'t, '_>, old: &Schema<'t>, new: &Schema<'t>) {
    let keywords =
        ["x-ms-dynamic-values", "x-ms-dynamic-list", "x-ms-dynamic-schema", "x-ms-dynamic-properties"];
    // The newer form of each stands beside the older one, and changes with it.
    if let Some((keyword, pair)) =
        keywords.into_iter().find_map(|keyword| Some((keyword, changed(c, old, new, keyword)?)))
    {
        let message = format!("{} of `{}` is filled by another call", c.field(), c.operation());
        c.report_keyword(&DYNAMIC_SOURCE_CHANGED, (keyword, pair), (old.node, new.node), message);
    }
}
