//! `enum`: the closed list that a maker chooses from.

use super::{is_of, shown};
use crate::diagnostic::{Findings, Rule, page};
use crate::rules::lists::duplicates;
use crate::rules::places::Places;
use crate::tree::{Kind, NodeId, Tree};

/// Microsoft's name for a list without anything to choose.
pub static ENUM_MUST_CONTAIN_AT_LEAST_ONE_ELEMENT: Rule =
    Rule::error("EnumMustContainAtLeastOneElement", page!("EnumMustContainAtLeastOneElement"));
/// Microsoft's name for a value that is not of the type of the list.
pub static INVALID_ENUM_VALUE: Rule = Rule::warning("InvalidEnumValue", page!("InvalidEnumValue"));

pub(super) fn check(tree: &Tree, places: &Places, node: NodeId, findings: &mut Findings) {
    let Some(list) = tree.get(node, "enum").filter(|list| tree.is_array(*list)) else { return };
    if tree.children(list).next().is_none() {
        let message = format!("the `enum` of {} is empty: no value fits", places.called(tree, node));
        findings
            .report(&ENUM_MUST_CONTAIN_AT_LEAST_ONE_ELEMENT, list, message)
            .help("list the values, or remove it");
        return;
    }
    duplicates(tree, list, findings);
    let Some(kind) = tree.get(node, "type") else { return };
    let Some(name) = tree.str(kind) else { return };
    let wrong = |item: &NodeId| tree.kind(*item) != Kind::Null && !is_of(tree, *item, name);
    let mut wrong = tree.items(list).filter(wrong);
    // All values of one list are mostly wrong in the same way.
    let Some(first) = wrong.next() else { return };
    let more = match wrong.count() {
        0 => String::new(),
        1 => ", and so is one more".to_owned(),
        count => format!(", and so are {count} more"),
    };
    let message = format!("{} in `enum` is not of type {name}{more}", shown(tree, first));
    let finding = findings.report(&INVALID_ENUM_VALUE, first, message);
    finding.also(kind, "the type");
    if name == "string" {
        finding.help("put the value in quotes");
    } else if tree.kind(first) == Kind::String {
        finding.help("write the values without quotes, or make the type `string`");
    } else {
        finding.help("correct the value or the type");
    }
}
