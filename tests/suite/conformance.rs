//! The YAML test suite: what every reader of YAML 1.2 must accept and refuse.

use crate::values::same;
use crate::yaml::{read, to_json};
use connectorc::tree::{FaultKind, write_yaml};
use proptest::prelude::*;
use proptest::sample::Index;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Case {
    id: String,
    yaml: String,
    fail: bool,
    json: Option<String>,
}

fn cases() -> Vec<Case> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance/yaml-test-suite.json");
    let Ok(text) = std::fs::read(path) else {
        eprintln!("skipped: {path} is not here");
        return vec![];
    };
    serde_json::from_slice(&text).expect("a list of cases")
}

#[test]
fn the_yaml_test_suite_holds() {
    let cases = cases();
    let misses = cases.iter().filter_map(|case| Some(format!("{}: {}", case.id, miss(case)?)));
    assert_eq!(misses.collect::<Vec<_>>(), [""; 0], "of {} cases", cases.len());
}

const PIECES: &[&str] = &[
    "\n", " ", "-", "- ", ": ", ":", "? ", "#", " #", "\"", "'", "|", ">", "[", "]", "{", "}", ",", "&a ",
    "*a", "!", "!!str ", "\t", "\r\n", "é", "\u{feff}", "---\n", "...\n", "\\", "%", "@", "\0", "<<: ",
    "0x1", ".inf", "\u{85}", "\u{2028}",
];

#[test]
fn mutated_cases_are_read_or_told_and_every_span_lies_in_its_container() {
    let cases = cases();
    if cases.is_empty() {
        return;
    }
    let change = (any::<Index>(), any::<bool>(), prop::sample::select(PIECES));
    let changes = prop::collection::vec(change, 0..4);
    let config = ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(case in any::<Index>(), changes in changes)| {
        let mut text = case.get(&cases).yaml.clone();
        for (place, insert, piece) in changes {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = *place.get(&places);
            let end = places.iter().copied().find(|end| *end > at).filter(|_| !insert).unwrap_or(at);
            text.replace_range(at..end, if insert { piece } else { "" });
        }
        check(&text)?;
    });
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let (tree, root, faults) = read(text);
    prop_assert!(root.is_some() || !faults.is_empty());
    for fault in &faults {
        tree.sources.slice(fault.span);
        if let Some((span, _)) = &fault.also {
            tree.sources.slice(*span);
        }
    }
    let Some(root) = root else { return Ok(()) };
    for node in tree.walk(root) {
        let span = tree.span(node).expect("a span");
        tree.sources.slice(span);
        tree.key_span(node).map(|span| tree.sources.slice(span));
        // What is below an alias stands where its anchor does.
        if let Some(parent) = tree.parent(node).filter(|_| !text.contains('*')) {
            let around = tree.span(parent).expect("a span");
            prop_assert!(around.start <= span.start && span.end <= around.end, "{}", tree.pointer(node));
        }
    }
    let (again, back, mut faults) = read(&write_yaml(&tree, root));
    faults.retain(|fault| fault.kind != FaultKind::DuplicateKey);
    prop_assert_eq!(faults, []);
    prop_assert_eq!(to_json(&again, back.expect("a root")), to_json(&tree, root));
    Ok(())
}

fn miss(case: &Case) -> Option<String> {
    let (tree, root, faults) = read(&case.yaml);
    if case.fail {
        return faults.is_empty().then(|| "accepted".to_owned());
    }
    let syntax = faults.iter().find(|fault| fault.kind == FaultKind::Syntax);
    let Some(json) = &case.json else {
        // What JSON cannot say (keys that are no strings) must still be read.
        return (root.is_none()).then(|| format!("{syntax:?}"));
    };
    let mut documents = serde_json::Deserializer::from_str(json).into_iter::<Value>();
    let Some(first) = documents.next() else {
        let empty = syntax.is_some_and(|fault| fault.message == "the file is empty");
        return (!empty).then(|| "not told to be empty".to_owned());
    };
    let first = first.expect("the suite's JSON");
    let Some(root) = root else { return Some(format!("{syntax:?}")) };
    let many = faults.iter().any(|fault| fault.kind == FaultKind::ManyDocuments);
    if many != documents.next().is_some() {
        return Some("another number of documents".to_owned());
    }
    let value = to_json(&tree, root);
    (!same(&value, &first)).then(|| format!("{value} instead of {first}"))
}
