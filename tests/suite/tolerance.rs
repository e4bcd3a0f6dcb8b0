//! What import takes although it is not as it should be: a warning in somebody's connector, an error in a source.

use connectorc::compile::{Options, Outcome, Purpose, compile};
use connectorc::diagnostic::Profile;
use connectorc::inspect::inspect;
use connectorc::load::Memory;
use insta::assert_snapshot;
use std::fmt::Write;
use std::path::Path;

/// With a comment, trailing commas, a tab in a string, a name that stands twice, other spellings of what is known
/// without case, a number for a text, and a type that JSON Schema has and Swagger has not.
const DEFINITION: &str = r#"{
  "swagger": "2.0", // as it must be
  "info": {"title": "Pets", "version": "1.0", "description": "Looks up the pets\tof a shop, and where they are.",
    "contact": {"name": "Shop", "url": "https://pets.contoso.com", "phone": "1"}},
  "host": "pets.contoso.com", "schemes": ["https",],
  "x-ms-connector-metadata": [
    {"PropertyName": "Website", "propertyValue": "https://pets.contoso.com"},
    {"propertyName": "Privacy policy", "propertyValue": "https://pets.contoso.com/privacy"},
    {"propertyName": "Categories", "propertyValue": "Lifestyle and Entertainment"}
  ],
  "paths": {"/pets": {"get": {
    "operationId": "ListPets", "summary": "List pets", "description": "Lists pets.", "description": "Lists all pets.",
    "x-ms-visibility": "Important",
    "x-ms-api-annotation": {"family": "ListPets", "revision": 0, "status": "production"},
    "parameters": [{"name": "kind", "in": "query", "type": "string", "x-ms-summary": 1, "description": "The kind.",
      "enum": ["cat", "dog", "cat"]}],
    "produces": ["application/json"],
    "responses": {"200": {"description": "The pets", "schema": {"type": "object",
      "properties": {"none": {"type": "null", "x-ms-summary": "None", "description": "Nothing."}}}}}
  }}}
}"#;

const PROPERTIES: &str = r##"{"properties": {"iconBrandColor": "#112233", "publisher": "Shop", "stackowner": "Shop",
  "connectionParameters": {"key": {"type": "secureString", "uiDefinition": null}}, "policyTemplateInstances": [],}}"##;

fn connector(definition: &[u8]) -> Memory {
    let files = Memory::default().with("apiDefinition.swagger.json", definition);
    files.with("apiProperties.json", PROPERTIES)
}

fn inspected(files: &Memory, profile: Profile) -> Outcome {
    inspect(
        files,
        Path::new(""),
        &Options { purpose: Purpose::Check, profile: Some(profile), ..Options::default() },
    )
}

/// Errors and warnings, a line each.
fn told(outcome: &Outcome) -> String {
    let mut text = String::new();
    for finding in
        outcome.findings.iter().filter(|finding| finding.level > connectorc::diagnostic::Severity::Note)
    {
        let (level, rule, message) = (finding.level.name(), finding.rule.name, &finding.message);
        writeln!(text, "{level:8} {rule}: {message}").expect("a string takes all text");
    }
    text
}

#[test]
fn a_connector_may_have_what_import_takes() {
    let definition = DEFINITION.replace("\\t", "\t");
    let files = connector(definition.as_bytes());
    assert_snapshot!("custom", told(&inspected(&files, Profile::Custom)));
    assert_snapshot!("certified", told(&inspected(&files, Profile::Certified)));
}

#[test]
fn a_connector_in_another_encoding_is_read_on() {
    // é in Latin-1.
    let (before, after) = DEFINITION.split_once("Lists pets").expect("it is there");
    let bytes = [before.as_bytes(), b"Caf\xE9 pets", after.as_bytes()].concat();
    let outcome = inspected(&connector(&bytes), Profile::Custom);
    assert!(outcome.definition.is_some());
    let found = told(&outcome);
    assert!(found.contains("warning  EncodingNotUtf8: byte 0xE9 is not UTF-8"), "{found}");

    let text = format!("\u{feff}{DEFINITION}");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let found = told(&inspected(&connector(&utf16), Profile::Custom));
    assert!(found.contains("warning  EncodingNotUtf8: the file is UTF-16"), "{found}");
    assert!(!found.contains("error"), "{found}");
}

#[test]
fn a_source_may_not() {
    let source = r#"{"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {},}"#;
    let files = Memory::default().with("openapi.json", source);
    let outcome = compile(&files, Path::new(""), &Options::default());
    assert!(outcome.blocked);
    assert!(told(&outcome).contains("error    SyntaxError: trailing comma before `}`"), "{}", told(&outcome));
}
