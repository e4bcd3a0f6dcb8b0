//! Does a folder with nothing but an OpenAPI document give a connector?

use crate::project::{beside, build, check, definition, errors, line, said, violations};
use connectorc::compile::Outcome;
use connectorc::diagnostic::Severity;
use connectorc::report;
use serde_json::Value;
use std::path::Path;

/// The real source, alone in a folder, as somebody's `openapi.yaml`.
fn alone(act: impl FnOnce(&Path)) {
    let Some(canonical) = beside("salestim/canonical.yaml") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(canonical, folder.path().join("openapi.yaml")).expect("a copy");
    act(folder.path());
}

#[test]
fn a_source_alone_gives_a_valid_definition() {
    alone(|folder| {
        let outcome = build(folder);
        assert!(!outcome.blocked, "{}", said(&outcome));
        assert_eq!(violations(&outcome), Vec::<String>::new());
        let written: Vec<&str> = outcome.artifacts.iter().map(|artifact| artifact.name).collect();
        let expected = ["apiDefinition.swagger.json", "apiDefinition.swagger.yaml", "apiProperties.json"];
        assert_eq!(written, expected);
        let warns = outcome.findings.iter().any(|finding| finding.level == Severity::Warning);
        assert!(warns, "{}", said(&outcome));
    });
}

#[test]
fn every_operation_of_the_source_is_there() {
    let Some(canonical) = beside("salestim/canonical.yaml") else { return };
    let text = std::fs::read_to_string(canonical).expect("the source");
    let source: Value = serde_yaml::from_str(&text).expect("YAML");
    let wanted = ids(&source);
    assert_eq!(wanted.len(), 25);
    alone(|folder| {
        let found = ids(&definition(&build(folder)));
        let missing: Vec<&String> = wanted.iter().filter(|id| !found.contains(id)).collect();
        assert!(missing.is_empty(), "{missing:?} of {found:?}");
    });
}

/// The operation ids of a document.
fn ids(document: &Value) -> Vec<String> {
    let id = |operation: &Value| operation["operationId"].as_str().map(str::to_owned);
    operations(document).iter().filter_map(|(_, operation)| id(operation)).collect()
}

/// Each path item with each of its operations.
fn operations(document: &Value) -> Vec<(&Value, &Value)> {
    let paths = document["paths"].as_object().expect("paths").values();
    let below = |item| -> Vec<(&Value, &Value)> {
        let members = Value::as_object(item).expect("a path item").values();
        members.filter(|member| member.get("responses").is_some()).map(|member| (item, member)).collect()
    };
    paths.flat_map(below).collect()
}

#[test]
fn its_callbacks_are_triggers() {
    alone(|folder| {
        let definition = definition(&build(folder));
        let is_trigger = |(_, operation): &(&Value, &Value)| operation.get("x-ms-trigger").is_some();
        let triggers: Vec<_> = operations(&definition).into_iter().filter(is_trigger).collect();
        assert_eq!(triggers.len(), 5);
        for (path_item, operation) in triggers {
            let id = &operation["operationId"];
            assert_eq!(operation["x-ms-trigger"], "single", "{id}");
            let content = path_item.get("x-ms-notification-content");
            let schema = content.unwrap_or_else(|| panic!("{id}: nothing is notified"));
            assert!(schema["schema"].get("$ref").is_some(), "{id}: {schema}");
            let parameters = operation["parameters"].as_array().expect("parameters");
            let body = parameters.iter().find(|parameter| parameter["in"] == "body");
            let body = body.unwrap_or_else(|| panic!("{id}: no body"));
            assert_eq!(body["required"], true, "{id}");
            let mut urls = Vec::new();
            notification_urls(&definition, &body["schema"], true, &mut urls);
            // One place for the URL, and nobody can leave it out.
            assert_eq!(urls, [true], "{id}: {}", body["schema"]);
        }
    });
}

/// Whether each `x-ms-notification-url` below a schema is required all the way down.
fn notification_urls(document: &Value, schema: &Value, required: bool, urls: &mut Vec<bool>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#')).expect("a definition");
        return notification_urls(document, target, required, urls);
    }
    if schema["x-ms-notification-url"] == true {
        urls.push(required);
    }
    let names: Vec<&Value> = schema["required"].as_array().into_iter().flatten().collect();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let needed = names.iter().any(|one| **one == *name);
        notification_urls(document, property, required && needed, urls);
    }
}

/// A response that was indented too far, so that its reference replaces the one around it.
const STRAY_LINE: usize = 639;

#[test]
fn a_reference_that_swallows_its_response_is_an_error_for_check_alone() {
    alone(|folder| {
        let at_stray = |outcome: &Outcome| -> Vec<Severity> {
            let is_stray = |finding: &&connectorc::diagnostic::Diagnostic| {
                let region = report::place(&outcome.tree, &finding.site).region;
                finding.rule.name == "RefWithSiblings"
                    && region.is_some_and(|region| region.start.line == STRAY_LINE)
            };
            outcome.findings.iter().filter(is_stray).map(|finding| finding.level).collect()
        };
        let checked = check(folder);
        assert_eq!(at_stray(&checked), [Severity::Error], "{}", said(&checked));
        let built = build(folder);
        assert_eq!(at_stray(&built), [Severity::Warning], "{}", said(&built));
        assert_eq!(errors(&built), Vec::<String>::new());

        let stray = checked.findings.iter().find(|finding| finding.rule.name == "RefWithSiblings");
        let stray = stray.expect("it was found above");
        let places = stray.related.iter().map(|related| {
            let place = report::place(&checked.tree, &related.site);
            place.region.map(|region| region.start.line)
        });
        assert_eq!(places.collect::<Vec<_>>(), [Some(633), Some(640)], "{}", line(&checked.tree, stray));
        let others = checked.findings.iter().any(|finding| finding.rule.name != "RefWithSiblings");
        assert!(others, "check stops at its first error: {}", said(&checked));
    });
}
