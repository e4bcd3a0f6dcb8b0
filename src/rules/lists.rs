//! Lists that are sets, and lists of names in messages.

use crate::diagnostic::{Findings, Rule, Tolerance, page};
use crate::tree::{Edit, NodeId, Tree};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Microsoft's name for a list that says something twice.
pub static ARRAY_DUPLICATE_VALUE: Rule = Rule::error("ArrayDuplicateValue", page!("ArrayDuplicateValue"));

/// Reports each scalar that stands in a list for the second time.
pub(super) fn duplicates(tree: &Tree, list: NodeId, findings: &mut Findings) {
    let mut first: HashMap<(bool, &str), NodeId> = HashMap::new();
    for item in tree.items(list).filter(|item| !tree.is_container(*item)) {
        match first.entry((tree.str(item).is_some(), tree.text(item))) {
            Entry::Vacant(entry) => {
                entry.insert(item);
            }
            Entry::Occupied(entry) => {
                let message = format!("`{}` lists `{}` twice", tree.key(list), tree.text(item));
                let finding = findings.report(&ARRAY_DUPLICATE_VALUE, item, message);
                finding
                    .also(*entry.get(), "listed here already")
                    .help("remove one of them")
                    .fix(Edit::Remove(item));
                // Makers see the value twice in a list, and nothing else happens.
                if tree.key(list) == "enum" {
                    finding.tolerated(Tolerance::Certification);
                }
            }
        }
    }
}

/// Names as a sentence lists them.
pub(super) fn and(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
