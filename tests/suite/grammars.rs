//! Does each format keep to its grammar, whatever the documents say?

use crate::project::{beside, entries, json_file, ours};
use connectorc::compile::{Options, Purpose};
use connectorc::diagnostic::Profile;
use connectorc::inspect::inspect;
use connectorc::load::{Disk, Memory};
use connectorc::report::{self, Told};
use regex::Regex;
use serde_json::Value;
use std::path::Path;

/// Signs that one format or another could stumble over, as JSON writes them; in names, since messages quote those.
const SIGNS: &[&str] = &[
    r#"<b>&\"'`|\\"#,
    "]]>",
    "::error::",
    "%0A%,:",
    "a\\nb\\r\\nc",
    "\\u0000\\u0008\\u001b\\u0085",
    "\\ufffe\\uffff\\u2028",
    "-->",
    "| a | b |",
    "\u{202e}ü🎉",
];

/// What is told of a document full of signs, of a folder without one, and of real connectors.
fn told() -> Vec<Told> {
    let names = SIGNS.iter().enumerate().map(|(index, sign)| {
        format!(
            r#""/{index}{sign}": {{"get": {{"operationId": "Same {sign}", "{sign}": 1, "responses": {{}}}}}}"#
        )
    });
    let names: Vec<String> = names.chain(SIGNS.iter().map(|sign| format!(r#""{sign}": 1"#))).collect();
    let text = format!(r#"{{"swagger": "2.0", "info": {{}}, "paths": {{{}}}}}"#, names.join(",\n"));
    let files = Memory::default().with("a b,c:%d/apiDefinition.swagger.json", text);
    let options =
        Options { purpose: Purpose::Check, profile: Some(Profile::Certified), ..Options::default() };
    let mut outcomes = vec![
        inspect(&files, Path::new("a b,c:%d"), &options),
        inspect(&files, Path::new("nothing here"), &options),
    ];
    let connectors = beside("corpus/connectors").map(|folder| entries(&folder)).unwrap_or_default();
    // One connector in fifty says what all of them say.
    outcomes.extend(connectors.iter().step_by(50).map(|path| inspect(&Disk, path, &options)));
    outcomes.iter().flat_map(|outcome| Told::all(&outcome.tree, &outcome.findings)).collect()
}

#[test]
fn there_are_findings_with_every_sign() {
    let said: String = told().iter().map(|finding| finding.message.clone()).collect();
    for sign in ["<b>&\"", "]]>", "::error::", "%0A%", "\n", "\u{1b}", "\u{ffff}", "🎉"] {
        assert!(said.contains(sign), "no message holds {sign:?}");
    }
}

/// How a document breaks a schema of ours.
fn faults(schema: &str, text: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(text).expect("JSON");
    let schema = json_file(&ours("spec/schemas").join(schema));
    let validator =
        jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema compiles");
    validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn sarif_keeps_to_its_schema() {
    let told = told();
    for findings in [&told[..], &[]] {
        assert_eq!(faults("sarif-log.schema.json", &report::sarif(findings)), Vec::<String>::new());
    }
    let log: Value = serde_json::from_str(&report::sarif(&told)).expect("JSON");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok());
        assert_eq!(rules[index.expect("an index")]["id"], result["ruleId"]);
    }
}

#[test]
fn json_keeps_to_its_schema() {
    assert_eq!(faults("report.schema.json", &report::json(&told(), &[])), Vec::<String>::new());
}

#[test]
fn junit_keeps_to_its_grammar() {
    let told = told();
    let files = ["clean <&\">.json".to_owned()];
    let text = report::junit(&told, &files);
    let document = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let number = |node: roxmltree::Node<'_, '_>, name: &str| -> usize {
        node.attribute(name).and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name}"))
    };
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let (mut tests, mut failures) = (0, 0);
    for suite in elements(root, "testsuite", &["name", "tests", "failures"]) {
        let cases = elements(suite, "testcase", &["classname", "name"]);
        let failed: Vec<_> =
            cases.iter().flat_map(|case| elements(*case, "failure", &["type", "message"])).collect();
        assert!(cases.iter().all(|case| case.children().filter(|child| child.is_element()).count() <= 1));
        assert_eq!((number(suite, "tests"), number(suite, "failures")), (cases.len(), failed.len()));
        (tests, failures) = (tests + cases.len(), failures + failed.len());
    }
    assert_eq!((number(root, "tests"), number(root, "failures")), (tests, failures));
    assert!(failures > 50 && tests > failures, "{failures} of {tests}");
}

/// The elements in another one, which must all have a name and just these attributes.
fn elements<'a, 'i>(
    parent: roxmltree::Node<'a, 'i>,
    name: &str,
    attributes: &[&str],
) -> Vec<roxmltree::Node<'a, 'i>> {
    let found: Vec<_> = parent.children().filter(roxmltree::Node::is_element).collect();
    for element in &found {
        assert_eq!(element.tag_name().name(), name);
        assert_eq!(element.attributes().map(|attribute| attribute.name()).collect::<Vec<_>>(), attributes);
    }
    found
}

/// A workflow command: GitHub documents the properties, and the signs that must be escaped in them and behind them.
#[test]
fn annotations_keep_to_their_grammar() {
    let escaped = "(?:[^%\\r\\n]|%25|%0D|%0A)";
    let property = "(?:[^%\\r\\n:,]|%25|%0D|%0A|%3A|%2C)+";
    let numbers = "(?:,line=[1-9][0-9]*,col=[1-9][0-9]*,endLine=[1-9][0-9]*,endColumn=[1-9][0-9]*)?";
    let command = Regex::new(&format!(
        "^::(?:error|warning|notice)(?: file={property}{numbers},title=[A-Z][A-Za-z0-9]*)?::{escaped}+$"
    ))
    .expect("a pattern");
    let annotations = report::github(&told());
    let kinds = ["::error", "::warning", "::notice"];
    let mut last = 0;
    for line in annotations.commands.lines() {
        assert!(command.is_match(line), "{line:?}");
        let kind = kinds.iter().position(|kind| line.starts_with(kind)).expect("a kind");
        assert!(kind >= last, "errors come first");
        last = kind;
    }
    for kind in kinds {
        let shown = annotations.commands.lines().filter(|line| line.starts_with(kind)).count();
        assert!((1..=10).contains(&shown), "{shown} of {kind}");
    }
    assert!(annotations.summary.contains("no annotations"));
}

/// Four cells in each row, whatever they hold.
#[test]
fn markdown_keeps_its_table() {
    let told = told();
    let text = report::markdown(&told);
    let mut lines = text.lines();
    assert!(lines.next().expect("a heading").starts_with("### connectorc: "));
    assert_eq!(lines.next(), Some(""));
    let rows: Vec<usize> = lines.map(|line| cells(line).unwrap_or_else(|| panic!("{line:?}"))).collect();
    assert_eq!(rows, vec![4; told.len() + 2]);
    assert!(!text.replace("<br>", "").contains('<'), "HTML");
}

/// How many cells a row has, by the bars that no backslash escapes.
fn cells(row: &str) -> Option<usize> {
    let row = row.strip_prefix('|')?.strip_suffix('|')?;
    let bar = |(at, _): &(usize, &str)| {
        let before = &row[..*at];
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 0
    };
    Some(row.match_indices('|').filter(bar).count() + 1)
}
