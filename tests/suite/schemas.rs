//! Are the shipped schemas schemas, and do they say the same as the code and the real documents?

use crate::project::{beside, entries, json_file, name, ours};
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn schema(file: &str) -> Value {
    json_file(&ours("spec/schemas").join(file))
}

fn yaml(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("a document");
    serde_yaml::from_str(&text).expect("YAML")
}

/// How a document breaks a schema.
fn faults(file: &str, document: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(&schema(file)).expect("a schema");
    let fault = |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    validator.iter_errors(document).map(fault).collect()
}

#[test]
fn shipped_schemas_are_schemas() {
    let files = entries(&ours("spec/schemas"));
    assert!(files.len() >= 5, "{files:?}");
    for path in files {
        let document = json_file(&path);
        assert_eq!(document["$schema"], "https://json-schema.org/draft/2020-12/schema", "{}", name(&path));
        assert!(document["title"].is_string(), "{} has no title", name(&path));
        if let Err(error) = jsonschema::meta::validate(&document) {
            panic!("{}: {error} at {}", name(&path), error.instance_path());
        }
        jsonschema::validator_for(&document).unwrap_or_else(|error| panic!("{}: {error}", name(&path)));
    }
}

#[test]
fn configurations_conform() {
    for project in ["spec", "fixtures/salestim-published"] {
        let config = yaml(&ours(project).join("connector.yaml"));
        assert_eq!(faults("connector-config.schema.json", &config), Vec::<String>::new(), "{project}");
    }
}

#[test]
fn real_documents_conform() {
    let documents = [
        ("salestim/published.json", "swagger-2.0.schema.json"),
        ("salestim/published.json", "connector-definition.schema.json"),
        ("salestim/apiProperties.json", "api-properties.schema.json"),
    ];
    for (document, file) in documents {
        if let Some(path) = beside(document) {
            assert_eq!(faults(file, &json_file(&path)), Vec::<String>::new(), "{document} by {file}");
        }
    }
}

/// The names of all members that a schema describes.
fn described(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                if key == "properties"
                    && let Value::Object(properties) = value
                {
                    names.extend(properties.keys().cloned());
                }
                if key != "examples" && key != "default" {
                    described(value, names);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| described(item, names)),
        _ => {}
    }
}

/// The names that the code of the configuration asks for: texts that stand alone in a call.
fn read() -> BTreeSet<String> {
    let call = Regex::new(r#"\b\w+\((?:&?\w+, )?"([a-z][A-Za-z]*)"\)"#).expect("a pattern");
    let files = entries(&ours("src/config")).into_iter().filter(|path| name(path) != "rules.rs");
    let texts = files.map(|path| std::fs::read_to_string(path).expect("a source file"));
    texts
        .flat_map(|text| call.captures_iter(&text).map(|found| found[1].to_owned()).collect::<Vec<_>>())
        .collect()
}

/// Names that the schema describes and that the code does not ask for by name, each with the reason.
const NOT_ASKED_FOR: [(&str, &str); 11] = [
    ("Categories", "metadata is copied, whatever its names"),
    ("Privacy policy", "metadata is copied, whatever its names"),
    ("Website", "metadata is copied, whatever its names"),
    ("advanced", "one of the levels, which are a list in the code"),
    ("important", "one of the levels, which are a list in the code"),
    ("internal", "one of the levels, which are a list in the code"),
    ("clientSecret", "described to be refused"),
    ("email", "the contact is copied"),
    ("items", "policies are copied"),
    ("templateId", "policies are copied"),
    ("version", "there is one"),
];

#[test]
fn the_schema_of_the_configuration_describes_what_is_read() {
    let (mut names, read) = (BTreeSet::new(), read());
    described(&schema("connector-config.schema.json"), &mut names);
    // Values, not names: profiles that are looked for in a text.
    let values = ["certified", "independent"];
    let unknown: Vec<&String> =
        read.difference(&names).filter(|name| !values.contains(&name.as_str())).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "read, but not described");
    let unread: Vec<&String> = names.difference(&read).collect();
    let mut known: Vec<&str> = NOT_ASKED_FOR.iter().map(|(name, _)| *name).collect();
    known.sort_unstable();
    assert_eq!(unread, known, "described, but not read");
}
