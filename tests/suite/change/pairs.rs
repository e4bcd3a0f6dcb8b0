//! Real updates of published connectors, and what Microsoft's service printed about them.

use super::{compare, place};
use crate::project::{beside, entries, json_file, name};
use connectorc::diagnostic::{Diagnostic, Severity};
use connectorc::diff::{Operand, Options, diff};
use connectorc::load::Disk;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn pairs() -> Vec<PathBuf> {
    let folder = beside("change");
    folder.map_or_else(Vec::new, |folder| entries(&folder).into_iter().filter(|path| path.is_dir()).collect())
}

fn errors(folder: &Path) -> Vec<Diagnostic> {
    let text = |file: &str| std::fs::read_to_string(folder.join(file)).expect("a definition");
    let mut compared = compare(&text("old.json"), &text("new.json"));
    let all = std::mem::take(compared.findings.all_mut());
    all.into_iter().filter(|finding| finding.level == Severity::Error).collect()
}

/// Whether a finding is what a message says; a message that is cut says only the start of its place.
fn is_meant(finding: &Diagnostic, message: &Value) -> bool {
    let (rule, path) = place(finding);
    let text = |key: &str| message[key].as_str().unwrap_or_default();
    let words = finding.change.as_ref().and_then(|change| change.microsoft);
    let is_cut = message["cut_in_excerpt"] == true;
    let there = if is_cut { path.starts_with(text("valuePath")) } else { path == text("valuePath") };
    rule == text("kind") && words == Some(text("text")) && there
}

#[test]
fn what_microsoft_said_is_said_in_its_order_and_nothing_between() {
    let mut messages = 0;
    for folder in pairs() {
        let findings = errors(&folder);
        let printed = json_file(&folder.join("messages.json"));
        let mut last = None;
        for message in printed["messages"].as_array().expect("a list") {
            // The first is somewhere in the list, since excerpts begin anywhere; each other follows at once.
            let found = match last {
                None => findings.iter().position(|finding| is_meant(finding, message)),
                Some(last) => findings.get(last + 1).filter(|next| is_meant(next, message)).map(|_| last + 1),
            };
            assert!(
                found.is_some(),
                "{}: {message}\n{:?}",
                name(&folder),
                last.and_then(|last: usize| findings.get(last + 1)).map(place)
            );
            last = found;
            messages += 1;
        }
        if printed["quote"] == "complete" {
            assert_eq!(last, Some(findings.len() - 1), "{}: nothing more was printed", name(&folder));
        }
    }
    assert!(pairs().is_empty() || messages >= 30, "{messages}");
}

#[test]
fn a_definition_is_taken_as_it_is() {
    for folder in pairs() {
        let (old, new) = (folder.join("old.json"), folder.join("new.json"));
        let operand = |path| Operand { files: &Disk, path, prefix: "" };
        let found = diff(operand(&old), operand(&new), &Options::default()).findings;
        let found: Vec<_> = found.iter().filter(|finding| finding.level == Severity::Error).collect();
        let errors = errors(&folder);
        assert_eq!(
            found.iter().copied().map(place).collect::<Vec<_>>(),
            errors.iter().map(place).collect::<Vec<_>>()
        );
    }
}

#[test]
fn nothing_changes_between_a_published_connector_and_itself() {
    let connectors = beside("corpus/connectors").map_or_else(Vec::new, |folder| entries(&folder));
    let mut read = 0;
    for folder in &connectors {
        let operand = Operand { files: &Disk, path: folder, prefix: "" };
        let outcome = diff(operand, operand, &Options::default());
        // A few of them are no UTF-8 or no JSON.
        read += usize::from(outcome.sides.is_some());
        if outcome.sides.is_none() {
            continue;
        }
        assert_eq!(outcome.findings.iter().map(place).collect::<Vec<_>>(), [], "{}", name(folder));
    }
    assert!(connectors.is_empty() || read >= 806, "{read} of {} were read", connectors.len());
}
