//! Is what we accept as OpenAPI 3.0 accepted by somebody else's reader of OpenAPI 3.0?

use crate::project::{beside, corpus, errors, name, ours, probes};
use connectorc::compile::{Options, Outcome, Purpose, compile};
use connectorc::diagnostic::{Diagnostic, Severity};
use connectorc::load::Memory;
use openapiv3::OpenAPI;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Documents that we accept and the other reader does not, each with the reason.
const REFUSED: &[(&str, &str)] = &[
    ("09-all-the-components.yaml", "it knows no references to callbacks, which 3.0 has"),
    ("response-no-description.json", "it insists on a description; we give the response one"),
];

fn documents() -> Vec<PathBuf> {
    let salestim = beside("salestim/canonical.yaml");
    let all = corpus().into_iter().chain(probes()).chain(salestim).chain([ours("spec/openapi.yaml")]);
    all.filter(|path| is_3_0(path)).collect()
}

fn is_3_0(path: &Path) -> bool {
    let text = std::fs::read(path).expect("a document");
    let start = String::from_utf8_lossy(&text[..text.len().min(4096)]).replace('"', "");
    start.contains("openapi: 3.0")
}

#[test]
fn another_reader_accepts_what_we_accept() {
    let documents = documents();
    let refused = documents.iter().filter_map(|path| {
        let text = std::fs::read_to_string(path).expect("a document");
        let read = if name(path).ends_with(".json") {
            serde_json::from_str::<OpenAPI>(&text).map_err(|error| error.to_string())
        } else {
            serde_yaml::from_str::<OpenAPI>(&text).map_err(|error| error.to_string())
        };
        Some((name(path), read.err()?))
    });
    let unknown: Vec<_> =
        refused.filter(|(name, _)| !REFUSED.iter().any(|(known, _)| known == name)).collect();
    assert_eq!(unknown, [], "of {} documents", documents.len());
}

/// A document that has most objects of 3.0.
fn document() -> Value {
    let schema = json!({"type": "object", "required": ["id"], "properties": {
        "id": {"type": "string", "format": "uuid", "maxLength": 36, "nullable": true},
        "tags": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "uniqueItems": true},
        "owner": {"$ref": "#/components/schemas/User"},
    }});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1", "contact": {"name": "N"}, "license": {"name": "MIT"}},
        "servers": [{"url": "https://api.contoso.com/v1"}],
        "tags": [{"name": "teams", "description": "Teams"}],
        "paths": {"/teams/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "put": {
                "operationId": "PutTeam",
                "tags": ["teams"],
                "deprecated": false,
                "parameters": [{"name": "q", "in": "query", "description": "Q", "schema": {"type": "integer"}}],
                "requestBody": {"required": true, "content": {"application/json": {"schema": schema}}},
                "responses": {
                    "200": {"description": "OK", "content": {"application/json": {
                        "schema": {"$ref": "#/components/schemas/User"}, "example": {"name": "A"},
                    }}},
                    "404": {"$ref": "#/components/responses/404"},
                },
                "security": [{"key": []}],
            },
        }},
        "components": {
            "schemas": {"User": {"type": "object", "properties": {"name": {"type": "string"}}}},
            "responses": {"404": {"description": "Not found"}},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        },
    })
}

fn compiled(document: &Value) -> Outcome {
    let files = Memory::default().with("openapi.json", document.to_string());
    compile(&files, Path::new(""), &Options { purpose: Purpose::Check, ..Options::default() })
}

fn pointers(at: &str, value: &Value, all: &mut Vec<String>) {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(members) => {
            members.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (token, value) in below {
        let place = format!("{at}/{token}");
        pointers(&place, value, all);
        all.push(place);
    }
}

/// What the other reader refuses and we do not.
const FORGIVEN: &[(&str, &str)] = &[
    ("missing field `description`", "a response without a description gets one"),
    ("no variant of enum ParameterSchemaOrContent found in flattened data", "such a parameter is a string"),
    ("missing field `responses`", "an operation without responses gets one, and a warning"),
];

/// The document with something else at a place, or nothing.
fn broken(place: &str, wrong: Option<&Value>) -> Value {
    let mut document = document();
    let (holder, token) = place.rsplit_once('/').expect("a place has a holder");
    match (document.pointer_mut(holder).expect("it is there"), wrong) {
        (Value::Object(members), None) => drop(members.shift_remove(&token.replace("~1", "/"))),
        (Value::Array(items), None) => drop(items.remove(token.parse().expect("an index"))),
        (_, None) => panic!("{holder} holds nothing"),
        (_, Some(wrong)) => *document.pointer_mut(place).expect("it is there") = wrong.clone(),
    }
    document
}

#[test]
fn what_another_reader_refuses_in_a_broken_document_we_refuse_too() {
    let mut places = Vec::new();
    pointers("", &document(), &mut places);
    let wrong = [json!(7), json!("text"), json!({}), json!([]), json!(null), json!({"a": 1}), json!(["a"])];
    let wrong: Vec<Option<&Value>> = wrong.iter().map(Some).chain([None]).collect();
    let (mut refused, mut accepted) = (0, Vec::new());
    for (place, wrong) in places.iter().flat_map(|place| wrong.iter().map(move |wrong| (place, *wrong))) {
        let broken = broken(place, wrong);
        let Err(why) = serde_json::from_value::<OpenAPI>(broken.clone()) else { continue };
        refused += 1;
        let is_error = |finding: &Diagnostic| finding.level == Severity::Error;
        let is_forgiven = FORGIVEN.iter().any(|(what, _)| *what == why.to_string());
        if !compiled(&broken).findings.iter().any(is_error) && !is_forgiven {
            accepted.push(format!("{place}: {wrong:?}: {why}"));
        }
    }
    assert!(accepted.is_empty(), "\n{}\n", accepted.join("\n"));
    assert!(refused > places.len(), "the other reader refused only {refused} of {}", places.len());
}

#[test]
fn the_document_is_good_before_it_is_broken() {
    let outcome = compiled(&document());
    assert_eq!(errors(&outcome), Vec::<String>::new());
    serde_json::from_value::<OpenAPI>(document()).expect("the other reader likes it");
}
