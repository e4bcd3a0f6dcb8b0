//! `default`: of the type of the value, and one of those that can be chosen.

use super::{is_of, same, shown};
use crate::diagnostic::{Findings, Rule, Severity, page};
use crate::rules::places::Places;
use crate::tree::{Kind, NodeId, Tree};

/// Microsoft's name for a default of another type. Text is the type of which the service is strict; for the others
/// it takes much, so there it is a warning.
pub static DEFAULT_VALUE_MUST_MATCH_TYPE: Rule =
    Rule::error("DefaultValueMustMatchType", page!("DefaultValueMustMatchType"));
/// A default that cannot be chosen.
pub static DEFAULT_NOT_IN_ENUM: Rule = Rule::warning("DefaultNotInEnum", page!("DefaultNotInEnum"));

pub(super) fn check(tree: &Tree, places: &Places, node: NodeId, findings: &mut Findings) {
    let Some(default) = tree.get(node, "default") else { return };
    // Published connectors have null for "none".
    if tree.kind(default) == Kind::Null {
        return;
    }
    let kind = tree.get(node, "type").filter(|kind| tree.str(*kind).is_some());
    if let Some(kind) = kind.filter(|kind| !is_of(tree, default, tree.text(*kind))) {
        other_type(tree, places, node, (default, kind), findings);
        return;
    }
    let Some(list) = tree.get(node, "enum").filter(|list| tree.is_array(*list)) else { return };
    // A value that differs only in its type is told where the list says another one.
    let fits = |item| same(tree, item, default) || tree.text(item) == tree.text(default);
    if tree.is_container(default) || tree.children(list).next().is_none() || tree.items(list).any(fits) {
        return;
    }
    let message = format!(
        "the default of {} is {}, which is not in `enum`",
        places.called(tree, node),
        shown(tree, default)
    );
    findings
        .report(&DEFAULT_NOT_IN_ENUM, default, message)
        .also(list, "the values that can be chosen")
        .help("choose a default from `enum`, or add it there");
}

fn other_type(
    tree: &Tree,
    places: &Places,
    node: NodeId,
    (default, kind): (NodeId, NodeId),
    findings: &mut Findings,
) {
    let name = tree.text(kind);
    let message = format!(
        "the default of {} is {}, which is not of type {name}",
        places.called(tree, node),
        shown(tree, default)
    );
    let finding = findings.report(&DEFAULT_VALUE_MUST_MATCH_TYPE, default, message);
    finding.also(kind, "the type");
    if name == "string" && !tree.is_container(default) {
        finding.help(format!("write \"{}\"", tree.text(default)));
    } else if tree.kind(default) == Kind::String && name != "array" && name != "object" {
        finding.help("write it without quotes");
    } else {
        finding.help("correct the default or the type");
    }
    if name != "string" {
        finding.level = Severity::Warning;
    }
}
