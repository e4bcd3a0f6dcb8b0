//! The changes as Markdown, for people who use the connector.

use super::Side;
use super::kind::Weight;
use super::rules;
use crate::diagnostic::{Diagnostic, Findings};
use crate::openapi::operations;
use crate::tree::Tree;
use indexmap::IndexMap;
use std::collections::HashMap;

/// The sections: what they hold, and what stands above them.
const SECTIONS: [(Weight, &str); 4] = [
    (Weight::Breaks, "What breaks"),
    (Weight::Risks, "What may behave differently"),
    (Weight::Adds, "What is new"),
    (Weight::Told, "What else changed"),
];

/// A section of a changelog about the new version, called `version` there.
pub fn changelog(tree: &Tree, old: Side, new: Side, findings: &Findings, version: &str) -> String {
    let title = tree.at(new.definition, &["info", "title"]).map_or("Connector", |title| tree.text(title));
    let mut text = format!("## {title} {version}\n");
    let summaries = summaries(tree, [old, new]);
    let mut is_empty = true;
    for (weight, heading) in SECTIONS {
        let of_weight =
            |finding: &&Diagnostic| rules::kind(finding.rule).is_some_and(|kind| kind.weight == weight);
        let mut by_operation: IndexMap<&str, Vec<&str>> = IndexMap::new();
        for finding in findings.iter().filter(of_weight) {
            let path = finding.change.as_ref().map_or("", |change| change.value_path.as_str());
            let operation = path.strip_prefix("operation/").and_then(|rest| rest.split('/').next());
            by_operation.entry(operation.unwrap_or_default()).or_default().push(&finding.message);
        }
        if by_operation.is_empty() {
            continue;
        }
        is_empty = false;
        text += &format!("\n### {heading}\n\n");
        for (operation, messages) in by_operation {
            let name = name(&summaries, operation);
            match messages[..] {
                [only] => text += &format!("- **{name}**: {only}\n"),
                _ => {
                    text += &format!("- **{name}**\n");
                    messages.iter().for_each(|message| text += &format!("  - {message}\n"));
                }
            }
        }
    }
    if is_empty {
        text += "\nNothing that flows or apps would notice.\n";
    }
    text
}

/// The summary of each operation that has one.
fn summaries(tree: &Tree, sides: [Side; 2]) -> HashMap<&str, &str> {
    let all = sides.into_iter().flat_map(|side| operations(tree, side.definition));
    all.filter_map(|operation| Some((operation.id()?, tree.get_str(operation.node, "summary")?))).collect()
}

/// An operation as makers know it: by its summary.
fn name(summaries: &HashMap<&str, &str>, id: &str) -> String {
    match summaries.get(id) {
        _ if id.is_empty() => "The connector".to_owned(),
        Some(summary) => format!("{} (`{id}`)", summary.trim_end_matches('.')),
        None => format!("`{id}`"),
    }
}
