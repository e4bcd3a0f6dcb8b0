//! Does any document compile without panic, to valid output or to a reason why not?

use crate::project::{dangling, said, violations};
use crate::values::strings;
use connectorc::compile::{Options, compile};
use connectorc::load::Memory;
use connectorc::lower::Dialect;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Names of components, some of which Swagger 2.0 or a pointer has trouble with.
const NAMES: [&str; 5] = ["A", "B", "Page<Item>", "a/b~c", "d e%"];

fn reference(section: &str, name: &str) -> Value {
    let token = name.replace('~', "~0").replace('/', "~1").replace('%', "%25").replace(' ', "%20");
    json!({"$ref": format!("#/components/{section}/{token}")})
}

fn object(members: Vec<(String, Value)>) -> Value {
    Value::Object(members.into_iter().collect::<Map<_, _>>())
}

/// Keywords whose values do not hold schemas.
fn keyword() -> impl Strategy<Value = (String, Value)> {
    let kinds = prop::sample::select(vec!["string", "integer", "number", "boolean", "array", "object"]);
    let kind = kinds.clone().prop_map(|kind| ("type", json!(kind)));
    let several = prop::collection::vec(kinds, 1..3).prop_map(|kinds| ("type", json!(kinds)));
    let fixed = prop::sample::select(vec![
        ("nullable", json!(true)),
        ("format", json!("int64")),
        ("format", json!("binary")),
        ("enum", json!(["a", null])),
        ("enum", json!([])),
        ("const", json!(1)),
        ("default", Value::Null),
        ("example", json!({"$ref": "#/nowhere"})),
        ("examples", json!([1, "a"])),
        ("minimum", json!(1)),
        ("exclusiveMinimum", json!(true)),
        ("exclusiveMaximum", json!(3)),
        ("maximum", json!(2)),
        ("pattern", json!("^a$")),
        ("required", json!(["p"])),
        ("required", json!([])),
        ("readOnly", json!(true)),
        ("writeOnly", json!(true)),
        ("deprecated", json!(true)),
        ("discriminator", json!({"propertyName": "p", "mapping": {"x": "#/components/schemas/A"}})),
        ("xml", json!({"name": "x", "attribute": true})),
        ("x-mine", json!({"a": [1]})),
        ("$comment", json!("c")),
        ("additionalProperties", json!(false)),
        ("contentEncoding", json!("base64")),
        ("title", json!("T")),
    ]);
    prop_oneof![3 => kind, 1 => several, 6 => fixed].prop_map(|(key, value)| (key.to_owned(), value))
}

fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => prop::collection::vec(keyword(), 0..5).prop_map(object),
        2 => prop::sample::select(NAMES.to_vec()).prop_map(|name| reference("schemas", name)),
        1 => any::<bool>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..3);
        let properties =
            prop::collection::vec((prop_oneof![Just("p".to_owned()), strings()], inner.clone()), 0..3);
        let holder = prop_oneof![
            properties.clone().prop_map(|members| ("properties", object(members))),
            properties.prop_map(|members| ("patternProperties", object(members))),
            inner.clone().prop_map(|schema| ("items", schema)),
            inner.clone().prop_map(|schema| ("additionalProperties", schema)),
            inner.clone().prop_map(|schema| ("not", schema)),
            list.clone().prop_map(|list| ("allOf", Value::Array(list))),
            list.clone().prop_map(|list| ("oneOf", Value::Array(list))),
            list.clone().prop_map(|list| ("anyOf", Value::Array(list))),
            list.prop_map(|list| ("prefixItems", Value::Array(list))),
        ];
        let holder = holder.prop_map(|(key, value)| (key.to_owned(), value));
        (prop::collection::vec(keyword(), 0..3), prop::collection::vec(holder, 1..3))
            .prop_map(|(keywords, holders)| object([keywords, holders].concat()))
    })
}

fn content() -> impl Strategy<Value = Value> {
    let types = prop::sample::select(vec![
        "application/json",
        "application/*",
        "text/plain; charset=utf-8",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "application/octet-stream",
        "application/xml",
    ]);
    let media =
        (schema(), prop::option::of(schema()), any::<bool>()).prop_map(|(schema, example, has_schema)| {
            let mut media = json!({});
            if has_schema {
                media["schema"] = schema;
            }
            if let Some(example) = example {
                media["examples"] =
                    json!({"e": {"value": example}, "f": {"$ref": "#/components/examples/E"}});
            }
            media
        });
    prop::collection::vec((types.prop_map(str::to_owned), media), 0..3).prop_map(object)
}

fn parameter() -> impl Strategy<Value = Value> {
    let place = prop::sample::select(vec!["query", "query", "header"]);
    let style = prop::option::of(prop::sample::select(vec![
        "form",
        "simple",
        "deepObject",
        "pipeDelimited",
        "label",
    ]));
    (place, style, schema(), any::<(bool, bool)>()).prop_map(|(place, style, schema, (required, explode))| {
        let mut parameter = json!({"in": place, "required": required, "schema": schema});
        if let Some(style) = style {
            parameter["style"] = json!(style);
            parameter["explode"] = json!(explode);
        }
        parameter
    })
}

fn response() -> impl Strategy<Value = Value> {
    (content(), schema(), any::<bool>()).prop_map(|(content, header, has_headers)| {
        let mut response = json!({"description": "D", "content": content});
        if has_headers {
            response["headers"] =
                json!({"X-H": {"schema": header}, "X-I": {"$ref": "#/components/headers/H"}});
        }
        response
    })
}

fn operation() -> impl Strategy<Value = Value> {
    let parameters = prop::collection::vec(parameter(), 0..3);
    let status = prop::sample::select(vec!["200", "2XX", "default", "404"]).prop_map(str::to_owned);
    let responses = prop::collection::vec((status, response()), 0..3);
    let body = prop::option::of(prop_oneof![
        content().prop_map(|content| json!({"content": content, "required": true})),
        Just(json!({"$ref": "#/components/requestBodies/R"})),
    ]);
    (parameters, responses, body).prop_map(|(mut parameters, responses, body)| {
        for (parameter, name) in parameters.iter_mut().zip(["q", "a[b]"]) {
            parameter["name"] = json!(name);
        }
        let mut operation = json!({"parameters": parameters, "responses": object(responses)});
        if let Some(body) = body {
            operation["requestBody"] = body;
        }
        operation
    })
}

/// 3.0 has one type only.
fn without_lists_of_types(value: &mut Value) {
    if let Some(kind) = value.get_mut("type").filter(|kind| kind.is_array()) {
        *kind = kind[0].take();
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(without_lists_of_types),
        Value::Array(items) => items.iter_mut().for_each(without_lists_of_types),
        _ => {}
    }
}

fn document() -> impl Strategy<Value = Value> {
    let version = prop::sample::select(vec!["3.0.3", "3.1.0", "3.2.0"]);
    let schemas = prop::collection::vec(schema(), NAMES.len());
    let body = (content(), response(), schema());
    (version, prop::collection::vec(operation(), 1..3), schemas, body).prop_map(
        |(version, operations, schemas, (content, response, header))| {
            let schemas = NAMES.iter().map(|name| (*name).to_owned()).zip(schemas).collect();
            let methods = ["get", "post", "put"];
            let path = json!([{"name": "p", "in": "path", "required": true, "schema": {"type": "string"}}]);
            let operations = methods.iter().map(|method| (*method).to_owned()).zip(operations);
            let item = operations.chain([("parameters".to_owned(), path)]).collect();
            let mut document = json!({
                "openapi": version,
                "info": {"title": "T", "version": "1"},
                "servers": [{"url": "https://api.contoso.com"}],
                "paths": {"/x/{p}": object(item)},
                "components": {
                    "schemas": object(schemas),
                    "requestBodies": {"R": {"content": content}},
                    "responses": {"S": response},
                    "headers": {"H": {"schema": header}},
                    "examples": {"E": {"value": 1}},
                },
            });
            if version == "3.0.3" {
                without_lists_of_types(&mut document);
            }
            document
        },
    )
}

#[test]
fn any_document_gives_valid_output_or_a_reason() {
    // The same documents each time: what a run of the tests says does not depend on luck.
    let config = ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, rng).run(&document(), |document| {
        for dialect in [Dialect::Connector, Dialect::Swagger2] {
            let files = Memory::default().with("openapi.json", document.to_string());
            let outcome = compile(&files, Path::new(""), &Options { dialect, ..Options::default() });
            let mut nowhere = dangling(&outcome);
            // Known: references in what is kept of a parameter's or a header's schema stay as they were.
            nowhere.retain(|place| !place.contains("/x-jsonschema-"));
            prop_assert_eq!(nowhere, Vec::<String>::new(), "{}\n{}", document, said(&outcome));
            if outcome.blocked {
                let has_reason = outcome.findings.iter().any(|finding| finding.blocks());
                prop_assert!(has_reason, "{}", document);
            } else {
                let mut broken = violations(&outcome);
                // Known: the `items` of a parameter or a header that is no list stay as they were.
                let primitive = |one: &str| one.contains("/headers/") || one.contains("/parameters/");
                broken.retain(|one| !(primitive(one) && one.contains("/items")));
                prop_assert_eq!(broken, Vec::<String>::new(), "{}\n{}", document, said(&outcome));
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
