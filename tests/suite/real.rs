//! Documents that people wrote: read without fault, and as other readers read them.

use crate::values::{differences, same};
use crate::{json, yaml};
use connectorc::tree::{Fault, FaultKind, NodeId, Tree, write_yaml};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The documents below a folder that is not part of the repository.
fn documents(folder: &str) -> Vec<PathBuf> {
    let mut documents = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            eprintln!("skipped: {} is not here", folder.display());
            continue;
        };
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("json" | "yaml" | "yml") => documents.push(path),
                _ if path.is_dir() => folders.push(path),
                _ => {}
            }
        }
    }
    documents.sort();
    documents
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

fn read(path: &Path) -> (String, Tree, Option<NodeId>, Vec<Fault>) {
    // A few connectors are in other encodings than UTF-8; that is not the readers' question.
    let text = String::from_utf8_lossy(&std::fs::read(path).expect("a file")).into_owned();
    let (tree, root, faults) = if is_json(path) { json::read(&text) } else { yaml::read(&text) };
    (text, tree, root, faults)
}

/// What is told of descriptions: YAML 1.2 reads as a number what libyaml reads as text, and we say so.
const TOLD: &[&str] = &[
    "13-xero-accounting.yaml: `090` is the number 90 in YAML 1.2",
    "13-xero-accounting.yaml: `090` is the number 90 in YAML 1.2",
];

#[test]
fn descriptions_read_without_fault_and_as_other_readers_read_them() {
    let mut all_told = Vec::new();
    for path in documents("corpus/openapi").into_iter().chain(documents("salestim")) {
        let (text, tree, root, faults) = read(&path);
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let told = faults.iter().map(|fault| format!("{name}: {}", fault.message));
        all_told.extend(told);
        let other: Value = if is_json(&path) {
            serde_json::from_str(&text).expect("JSON")
        } else {
            serde_yaml::from_str(&text).expect("YAML")
        };
        let value = yaml::to_json(&tree, root.expect("a root"));
        assert_eq!(
            differences(&value, &other).len(),
            faults.len(),
            "{name}: {:?}",
            differences(&value, &other)
        );
    }
    // Where the documents are not here, nothing is told.
    assert!(all_told == TOLD || all_told.is_empty(), "{all_told:?}");
}

/// Connectors that are in use: many are not quite JSON, and we refuse what serde_json refuses.
#[test]
fn connectors_are_json_for_both_readers_or_neither() {
    for path in documents("corpus/connectors").into_iter().filter(|path| is_json(path)) {
        let (text, tree, root, faults) = read(&path);
        // A byte order mark may be ignored (RFC 8259 section 8.1), and keys that stand twice are legal.
        let other = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}'));
        let syntax: Vec<_> = faults.iter().filter(|fault| fault.kind != FaultKind::DuplicateKey).collect();
        match other {
            Err(error) => assert!(!syntax.is_empty(), "{}: {error}", path.display()),
            Ok(other) => {
                assert!(syntax.is_empty(), "{}: {syntax:?}", path.display());
                let value = yaml::to_json(&tree, root.expect("a root"));
                assert!(same(&value, &other), "{} reads differently", path.display());
            }
        }
    }
}

#[test]
fn documents_survive_being_written_as_yaml() {
    // One connector in ten says what all of them say.
    let connectors = documents("corpus/connectors").into_iter().step_by(10);
    for path in documents("corpus/openapi").into_iter().chain(documents("salestim")).chain(connectors) {
        let (text, tree, root, faults) = read(&path);
        let (Some(root), true) = (root, faults.is_empty()) else { continue };
        // The largest say nothing that the others do not, and take most of the time.
        if text.len() > 4_000_000 {
            continue;
        }
        let value = yaml::to_json(&tree, root);
        let written = write_yaml(&tree, root);
        let (again, root, faults) = yaml::read(&written);
        assert_eq!(faults, [], "{}", path.display());
        let back = yaml::to_json(&again, root.expect("a root"));
        assert!(same(&back, &value), "{} is written differently", path.display());
        let other: Value = serde_yaml::from_str(&written).expect("YAML");
        assert!(same(&other, &value), "{} is written so that libyaml reads another value", path.display());
    }
}
