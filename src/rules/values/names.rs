//! `x-ms-enum-values`: the names that makers see for the values of `enum`.

use super::{same, shown};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::rules::lists::and;
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a value whose name is not there.
pub static MISSING_ENUM_VALUES_DISPLAY_NAME: Rule =
    Rule::error("MissingEnumValuesDisplayName", page!("MissingEnumValuesDisplayName"));
/// Microsoft's name for a value that has several names.
pub static DUPLICATE_ENUM_VALUES_IN_EXTENSION: Rule =
    Rule::fault("DuplicateEnumValuesInExtension", page!("DuplicateEnumValuesInExtension"));
/// Microsoft's name for a name of a value that cannot be chosen.
pub static INVALID_ENUM_VALUES_EXTENSION_VALUE: Rule =
    Rule::fault("InvalidEnumValuesExtensionValue", page!("InvalidEnumValuesExtensionValue"));
/// A value that can be chosen and has no name, while others have.
pub static ENUM_VALUE_WITHOUT_DISPLAY_NAME: Rule =
    Rule::warning("EnumValueWithoutDisplayName", page!("EnumValueWithoutDisplayName"));

pub(super) fn check(tree: &Tree, node: NodeId, findings: &mut Findings) {
    let Some(names) = tree.get(node, "x-ms-enum-values").filter(|names| tree.is_array(*names)) else {
        return;
    };
    let list = tree.get(node, "enum");
    let choices: Vec<NodeId> = list.into_iter().flat_map(|list| tree.items(list)).collect();
    let mut named: Vec<NodeId> = Vec::new();
    for entry in tree.items(names).filter(|entry| tree.is_object(*entry)) {
        display_name(tree, entry, findings);
        let Some(value) = tree.get(entry, "value") else { continue };
        if let Some(other) = named.iter().find(|other| same(tree, **other, value)) {
            findings
                .report(
                    &DUPLICATE_ENUM_VALUES_IN_EXTENSION,
                    value,
                    format!("the value {} has a display name already", shown(tree, value)),
                )
                .also(*other, "named here")
                .help("keep one name for each value");
            continue;
        }
        named.push(value);
        if !choices.iter().any(|choice| same(tree, *choice, value)) {
            unknown(tree, list, &choices, value, findings);
        }
    }
    let nameless: Vec<NodeId> = choices
        .iter()
        .copied()
        .filter(|choice| !named.iter().any(|named| same(tree, *named, *choice)))
        .collect();
    if let Some(first) = nameless.first().filter(|_| !named.is_empty()) {
        let values: Vec<String> = nameless.iter().map(|value| shown(tree, *value)).collect();
        let have = if values.len() == 1 { "has" } else { "have" };
        findings
            .report(
                &ENUM_VALUE_WITHOUT_DISPLAY_NAME,
                *first,
                format!("{} {have} no display name", and(&values)),
            )
            .also(Site::Key(names), "the names of the other values")
            .help("name it here as well: makers see names and bare values side by side");
    }
}

fn display_name(tree: &Tree, entry: NodeId, findings: &mut Findings) {
    let name = tree.get(entry, "displayName");
    if name.is_some_and(|name| tree.str(name).is_none_or(|text| !text.is_empty())) {
        return;
    }
    let value = tree.get(entry, "value").map_or("a value".to_owned(), |value| shown(tree, value));
    findings
        .report(
            &MISSING_ENUM_VALUES_DISPLAY_NAME,
            name.unwrap_or(entry),
            format!("the display name of {value} is missing"),
        )
        .help("add `displayName`: makers choose by it");
}

fn unknown(tree: &Tree, list: Option<NodeId>, choices: &[NodeId], value: NodeId, findings: &mut Findings) {
    let message = format!("the value {} has a display name and is not in `enum`", shown(tree, value));
    let finding = findings.report(&INVALID_ENUM_VALUES_EXTENSION_VALUE, value, message);
    if let Some(list) = list {
        finding.also(list, "the values that can be chosen");
    }
    let as_text = choices.iter().find(|choice| tree.text(**choice) == tree.text(value));
    if let Some(meant) = as_text {
        finding.help(format!("write {}, as in `enum`", shown(tree, *meant)));
    } else if list.is_none() {
        finding.help("list all values in `enum`");
    } else {
        finding.help("add it to `enum`, or remove its name");
    }
}
