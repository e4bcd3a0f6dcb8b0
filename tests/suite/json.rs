//! Reading and writing JSON: serde_json is the oracle of what is JSON and of what it says.

use crate::values::{documents, same};
use connectorc::tree::{Fault, FaultKind, Layout, NodeId, Tree, read_json, write_json};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// A JSON text as a tree.
pub fn read(text: &str) -> (Tree, Option<NodeId>, Vec<Fault>) {
    let mut tree = Tree::default();
    let file = tree.sources.add("in.json", text);
    let mut faults = Vec::new();
    let root = read_json(&mut tree, file, &mut faults);
    (tree, root, faults)
}

/// No fault if and only if serde_json accepts the text, and then both see the same.
fn agree(text: &str) -> Result<(), TestCaseError> {
    let (tree, root, faults) = read(text);
    // serde_json lets a key stand twice, refuses what it cannot keep in a double, and what nests 128 deep.
    let faults: Vec<_> = faults.iter().filter(|fault| fault.kind != FaultKind::DuplicateKey).collect();
    match serde_json::from_str::<Value>(text) {
        Err(error) if error.to_string().starts_with("number out of range") => {}
        Err(error) => prop_assert!(!faults.is_empty(), "{error}\n{text}"),
        Ok(value) => {
            prop_assert!(faults.is_empty(), "{faults:?}\n{text}");
            let minified = write_json(&tree, root.expect("a root"), Layout::Minified);
            // Where a key stands twice, both texts keep both members, and serde_json the last.
            let back = serde_json::from_str::<Value>(&minified).expect("our JSON is JSON");
            prop_assert!(same(&back, &value), "{text}\n{minified}");
        }
    }
    Ok(())
}

const PIECES: &[&str] = &[
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n",
    "\t",
    "\r",
    "0",
    "-",
    "1",
    ".",
    "e",
    "E",
    "+",
    "true",
    "fals",
    "null",
    "//",
    "/*",
    "*/",
    "\\u12",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\x",
    "\u{1}",
    "é",
    "\u{7f}",
    "\u{2028}",
    "'",
    "\"a\":",
    "\"a\"",
    "NaN",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documents_read_and_write_as_serde_json_does(value in documents()) {
        let minified = value.to_string();
        let (tree, root, faults) = read(&minified);
        prop_assert_eq!(faults, []);
        let root = root.expect("a root");
        agree(&minified)?;
        agree(&write_json(&tree, root, Layout::Indented(2)))?;
    }

    #[test]
    fn mutated_documents_are_json_for_both_or_neither(
        value in documents(),
        changes in prop::collection::vec((any::<Index>(), any::<bool>(), prop::sample::select(PIECES)), 1..4),
    ) {
        let mut text = value.to_string();
        for (place, insert, piece) in changes {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = *place.get(&places);
            let end = places.iter().copied().find(|end| *end > at).filter(|_| !insert).unwrap_or(at);
            text.replace_range(at..end, piece);
        }
        agree(&text)?;
    }

    #[test]
    fn pieces_of_json_are_json_for_both_or_neither(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)) {
        agree(&pieces.concat())?;
    }
}

#[test]
fn numbers_keep_their_spelling() {
    let text = r#"[0,-0,1.0,1e3,1E+05,12345678901234567890,0.10,1e999]"#;
    let (tree, root, faults) = read(text);
    assert_eq!(faults, []);
    assert_eq!(write_json(&tree, root.expect("a root"), Layout::Minified), text);
}

#[test]
fn a_key_stands_twice_however_it_is_spelt() {
    let text = r#"{"a": 1, "\u0061": 2, "é": 3, "\u00e9": 4, "": 5, "": 6}"#;
    let (tree, root, faults) = read(text);
    let told: Vec<_> = faults
        .iter()
        .map(|fault| {
            let (first, _) = fault.also.as_ref().expect("a first place");
            (tree.sources.slice(fault.span), tree.sources.slice(*first))
        })
        .collect();
    assert_eq!(told, [(r#""\u0061""#, r#""a""#), (r#""\u00e9""#, r#""é""#), (r#""""#, r#""""#)]);
    // Both members stay; the first is found.
    let root = root.expect("a root");
    assert_eq!(tree.count(root), 6);
    assert_eq!(tree.get(root, "a").map(|first| tree.text(first)), Some("1"));
}

#[test]
fn keys_that_stand_twice_are_found_in_large_objects() {
    let mut members: Vec<String> = (0..5_000).map(|key| format!("\"k{key}\":{key}")).collect();
    members.push("\"k4\\u0037\":0".to_owned());
    members.push("\"k4999\":0".to_owned());
    members.push("\"new\":0".to_owned());
    let text = format!("{{{}}}", members.join(","));
    let (tree, _, faults) = read(&text);
    let told: Vec<_> = faults.iter().map(|fault| tree.sources.slice(fault.span)).collect();
    assert_eq!(told, ["\"k4\\u0037\"", "\"k4999\""]);
}

#[test]
fn an_empty_key_knows_where_it_is_written() {
    let (tree, root, _) = read(r#"{"": 1}"#);
    let member = tree.get(root.expect("a root"), "").expect("the member");
    assert_eq!(tree.key_span(member).map(|span| tree.sources.slice(span)), Some("\"\""));
}

#[test]
fn serde_json_sees_what_we_see_in_escapes() {
    let value = json!({"a\"\\/\u{8}\u{c}\n\r\t\u{0}é\u{1F600}": ["\u{7f}", "\u{2028}", "\u{feff}"]});
    let (tree, root, faults) = read(&value.to_string());
    assert_eq!(faults, []);
    let minified = write_json(&tree, root.expect("a root"), Layout::Minified);
    assert_eq!(serde_json::from_str::<Value>(&minified).expect("our JSON is JSON"), value);
}
