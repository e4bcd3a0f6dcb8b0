//! A source that is Swagger 2.0 already: does it come out as it is?

use crate::project::{beside, build, definition, entries, errors, json_file, name, ours, said};
use crate::values::differences;
use connectorc::compile::{Options, compile};
use connectorc::load::Memory;
use serde_json::Value;
use std::path::Path;

/// What a build fills in where nothing is said.
const DEFAULTS: [&str; 5] =
    ["x-ms-visibility", "x-ms-api-annotation", "status", "deprecated", "x-ms-deployment-version"];

/// How many of the published connectors are tried.
const EVERY: usize = 40;

#[test]
fn the_published_connector_is_its_own_source() {
    let Some(published) = beside("salestim/published.json") else { return };
    let outcome = build(&published);
    assert_eq!(errors(&outcome), Vec::<String>::new());
    assert_eq!(more_than_defaults(&json_file(&published), &definition(&outcome)), [] as [String; 0]);
}

#[test]
fn published_connectors_stay_as_they_are() {
    let Some(folder) = beside("corpus/connectors") else { return };
    let mut faults = Vec::new();
    for folder in entries(&folder).iter().step_by(EVERY) {
        let source = folder.join("apiDefinition.swagger.json");
        let outcome = build(&source);
        if outcome.blocked {
            faults.push(format!("{}: blocked\n{}", name(folder), said(&outcome)));
            continue;
        }
        let changed = more_than_defaults(&json_file(&source), &definition(&outcome));
        faults.extend(changed.iter().map(|change| format!("{}: {change}", name(folder))));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The differences without those that only fill in a default, and without what is mended: a type or a response
/// that was missing, a format that nobody knows, a composition that the platform does not read.
fn more_than_defaults(source: &Value, built: &Value) -> Vec<String> {
    let mut plain = built.clone();
    without_defaults(&mut plain, source);
    let all = differences(source, &plain);
    let composed: Vec<&str> = all.iter().filter_map(|(at, ..)| at.strip_suffix("allOf")).collect();
    let is_mended = |at: &str, was: &str| {
        let added = ["/type", "/responses/default", "/x-format"].iter().any(|end| at.ends_with(end));
        added && was == "nothing"
            || at.ends_with("/format")
            || composed.iter().any(|above| at.starts_with(above))
    };
    let rest = all.iter().filter(|(at, was, _)| !is_mended(at, was));
    rest.map(|(at, was, is)| format!("{at}: {was}, and now {is}")).collect()
}

fn without_defaults(built: &mut Value, source: &Value) {
    match (built, source) {
        (Value::Object(built), Value::Object(source)) => {
            built.retain(|key, _| !DEFAULTS.contains(&key.as_str()) || source.contains_key(key));
            for (key, value) in built {
                if let Some(source) = source.get(key) {
                    without_defaults(value, source);
                }
            }
        }
        (Value::Array(built), Value::Array(source)) => {
            built.iter_mut().zip(source).for_each(|(built, source)| without_defaults(built, source));
        }
        _ => {}
    }
}

#[test]
fn the_configuration_speaks_of_definitions() {
    let source = r##"
swagger: "2.0"
info: {title: Pets, version: 1.0.0}
host: pets.contoso.com
tags: [{name: old}]
paths:
  /pets:
    get:
      operationId: ListPets
      tags: [old]
      responses: {"200": {description: The pets, schema: {$ref: "#/definitions/Old"}}}
    delete:
      operationId: DropPets
      responses: {"204": {description: None is left}}
definitions:
  Old: {type: object, properties: {petName: {type: string}, next: {$ref: "#/definitions/Old"}}}
  Unused: {type: object}
"##;
    let config = "
version: 1
source: openapi.yaml
operations: {exclude: [DropPets]}
rename: {schemas: {Old: Pet}, tags: {old: pets}}
labels: {properties: [{schemas: [Pet], from: name}]}
prune: {definitions: true}
";
    let files = Memory::default().with("connector.yaml", config).with("openapi.yaml", source);
    let outcome = compile(&files, Path::new(""), &Options::default());
    assert_eq!(errors(&outcome), Vec::<String>::new());
    let definition = definition(&outcome);
    let text = |pointer: &str| definition.pointer(pointer).and_then(Value::as_str).unwrap_or("nothing");
    assert_eq!(text("/definitions/Pet/properties/petName/x-ms-summary"), "Pet Name");
    assert_eq!(text("/definitions/Pet/properties/next/$ref"), "#/definitions/Pet");
    assert_eq!(text("/paths/~1pets/get/responses/200/schema/$ref"), "#/definitions/Pet");
    assert_eq!(text("/paths/~1pets/get/tags/0"), "pets");
    assert!(definition.pointer("/paths/~1pets/delete").is_none());
    assert!(definition.pointer("/definitions/Unused").is_none());
}

#[test]
fn our_own_output_is_a_source_as_well() {
    let first = build(&ours("fixtures/salestim-published"));
    if first.source.is_none() {
        return;
    }
    let bytes = first.artifacts.iter().find(|artifact| artifact.name == "apiDefinition.swagger.json");
    let Some(bytes) = bytes.map(|artifact| artifact.bytes.clone()) else { return };
    let files = Memory::default().with("openapi.json", bytes);
    let second = compile(&files, Path::new("openapi.json"), &Options::default());
    assert_eq!(differences(&definition(&first), &definition(&second)), []);
}
