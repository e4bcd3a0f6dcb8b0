//! The YAML test suite: what every reader of YAML 1.2 must accept and refuse.

use crate::values::same;
use crate::yaml::{read, to_json};
use connectorc::tree::FaultKind;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Case {
    id: String,
    yaml: String,
    fail: bool,
    json: Option<String>,
}

/// Cases that are not met, each with the reason.
const MISSES: &[(&str, &str)] = &[];

#[test]
fn the_yaml_test_suite_holds() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance/yaml-test-suite.json");
    let Ok(text) = std::fs::read(path) else {
        eprintln!("skipped: {path} is not here");
        return;
    };
    let cases: Vec<Case> = serde_json::from_slice(&text).expect("a list of cases");
    let misses: Vec<String> =
        cases.iter().filter_map(|case| Some(format!("{}: {}", case.id, miss(case)?))).collect();
    let known: Vec<String> = MISSES.iter().map(|(id, why)| format!("{id}: {why}")).collect();
    assert_eq!(misses, known, "of {} cases", cases.len());
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
