//! One change to a real definition gives exactly the finding that its kind calls for, at its place.

use super::{compare, place};
use crate::project::{build, json, ours};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

type Edit = Box<dyn Fn(&mut Value) + Send + Sync>;

/// A change, and what is to be said of it.
struct Mutation {
    rule: &'static str,
    place: String,
    edit: Edit,
}

/// The connector of this repository, as it is built, and without references: so that each field is one field.
static BUILT: LazyLock<Value> = LazyLock::new(|| json(&build(&ours("spec")), "apiDefinition.swagger.json"));
static PLAIN: LazyLock<Value> = LazyLock::new(|| {
    let mut plain = without_references(&BUILT, &BUILT, &mut Vec::new());
    for section in ["definitions", "parameters", "responses"] {
        plain.as_object_mut().expect("an object").remove(section);
    }
    plain
});
static MUTATIONS: LazyLock<Vec<Mutation>> = LazyLock::new(|| mutations(&PLAIN));

fn without_references(root: &Value, node: &Value, open: &mut Vec<String>) -> Value {
    match node {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                assert!(!open.contains(reference), "the connector has no circles");
                let target = root.pointer(reference.trim_start_matches('#')).expect("a target");
                open.push(reference.clone());
                let plain = without_references(root, target, open);
                open.pop();
                return plain;
            }
            let member =
                |(key, value): (&String, &Value)| (key.clone(), without_references(root, value, open));
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(items) => items.iter().map(|item| without_references(root, item, open)).collect(),
        other => other.clone(),
    }
}

fn text(value: &Value) -> String {
    value.to_string()
}

/// All places, with all that can be done there.
fn mutations(root: &Value) -> Vec<Mutation> {
    let mut all = Vec::new();
    for (path, item) in root["paths"].as_object().expect("paths") {
        let pointer = format!("/paths/{}", path.replace('~', "~0").replace('/', "~1"));
        for (method, operation) in item.as_object().expect("a path item") {
            let Some(id) = operation["operationId"].as_str() else { continue };
            operations(&mut all, &format!("{pointer}/{method}"), operation, &format!("operation/{id}"));
            if operation.get("x-ms-trigger").is_some() && item.get("x-ms-notification-content").is_some() {
                let content = format!("{pointer}/x-ms-notification-content/schema");
                let place = format!("operation/{id}/responses/x-ms-notification-content/schema");
                fields(&mut all, root, &content, &place, OUTPUT);
            }
            for (status, response) in operation["responses"].as_object().expect("responses") {
                if status.starts_with('2') && response.get("schema").is_some() {
                    let schema = format!("{pointer}/{method}/responses/{status}/schema");
                    fields(
                        &mut all,
                        root,
                        &schema,
                        &format!("operation/{id}/responses/{status}/schema"),
                        OUTPUT,
                    );
                }
            }
            for (index, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
                let pointer = format!("{pointer}/{method}/parameters/{index}");
                let place =
                    format!("operation/{id}/parameter/{}", parameter["name"].as_str().expect("a name"));
                parameters(&mut all, root, &pointer, &place);
            }
        }
    }
    all
}

fn add(
    all: &mut Vec<Mutation>,
    rule: &'static str,
    place: String,
    edit: impl Fn(&mut Value) + Send + Sync + 'static,
) {
    all.push(Mutation { rule, place, edit: Box::new(edit) });
}

fn object<'v>(root: &'v mut Value, pointer: &str) -> &'v mut Map<String, Value> {
    root.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object to change")
}

fn operations(all: &mut Vec<Mutation>, pointer: &str, operation: &Value, place: &str) {
    let at = pointer.to_owned();
    add(all, "OperationDeleted", place.to_owned(), move |root| {
        object(root, &at).insert("operationId".to_owned(), json!("QuiteAnotherName"));
    });
    let at = pointer.to_owned();
    add(all, "OperationDeleted", place.to_owned(), move |root| {
        let (item, method) = at.rsplit_once('/').expect("a method");
        object(root, item).remove(method);
    });
    let at = pointer.to_owned();
    if operation["x-ms-visibility"] == "internal" {
        add(all, "OperationShown", format!("{place}/x-ms-visibility"), move |root| {
            object(root, &at).remove("x-ms-visibility");
        });
    } else {
        add(all, "OperationHidden", format!("{place}/x-ms-visibility"), move |root| {
            object(root, &at).insert("x-ms-visibility".to_owned(), json!("internal"));
        });
    }
    let at = pointer.to_owned();
    add(all, "OperationDeprecated", place.to_owned(), move |root| {
        object(root, &at).insert("deprecated".to_owned(), json!(true));
    });
    let at = pointer.to_owned();
    add(all, "", String::new(), move |root| {
        object(root, &at).insert("description".to_owned(), json!("Said in other words."));
    });
    for (required, rule) in [(true, "RequiredParameterAdded"), (false, "OptionalInputAdded")] {
        let at = pointer.to_owned();
        add(all, rule, format!("{place}/parameter/x-added"), move |root| {
            let list = object(root, &at).entry("parameters").or_insert_with(|| json!([]));
            let parameter =
                json!({"name": "x-added", "in": "header", "type": "string", "required": required});
            list.as_array_mut().expect("a list").push(parameter);
        });
    }
}

fn parameters(all: &mut Vec<Mutation>, root: &Value, pointer: &str, place: &str) {
    let parameter = root.pointer(pointer).expect("a parameter");
    let at = pointer.to_owned();
    let rule = if parameter["in"] == "body" { "InputFieldDeleted" } else { "ParameterDeleted" };
    add(all, rule, place.to_owned(), move |root| {
        let (list, index) = at.rsplit_once('/').expect("an index");
        let list = root.pointer_mut(list).and_then(Value::as_array_mut).expect("a list");
        list.remove(index.parse().expect("an index"));
    });
    if parameter["required"] != true {
        set(
            all,
            "ParameterOptionalToRequired",
            format!("{place}/required"),
            pointer,
            "required",
            json!(true),
        );
    }
    if parameter["in"] == "body" {
        let (pointer, place) = (format!("{pointer}/schema"), format!("{place}/schema"));
        return fields(all, root, &pointer, &place, INPUT);
    }
    if parameter["in"] == "query" {
        set(all, "ParameterLocationChanged", place.to_owned(), pointer, "in", json!("header"));
    }
    value(all, parameter, pointer, place, &PARAMETER);
}

/// What is said of the facts of a value, by what it is used for.
struct Rules {
    type_changed: &'static str,
    format_changed: &'static str,
    enum_changed: &'static str,
    enum_added: &'static str,
    hidden: &'static str,
    deleted: &'static str,
    added: &'static str,
}

static PARAMETER: Rules = Rules {
    type_changed: "ParameterTypeChanged",
    format_changed: "ParameterFormatChanged",
    enum_changed: "ParameterEnumValueRemoved",
    enum_added: "ParameterEnumListAdded",
    hidden: "InputFieldVisibilityChangedToInternal",
    deleted: "ParameterDeleted",
    added: "OptionalInputAdded",
};
static INPUT: &Rules = &Rules {
    type_changed: "InputFieldTypeChanged",
    format_changed: "InputFieldFormatChanged",
    enum_changed: "InputEnumValueRemoved",
    enum_added: "InputEnumListAdded",
    hidden: "InputFieldVisibilityChangedToInternal",
    deleted: "InputFieldDeleted",
    added: "OptionalInputAdded",
};
static OUTPUT: &Rules = &Rules {
    type_changed: "OutputFieldTypeChanged",
    format_changed: "OutputFieldTypeFormatChanged",
    enum_changed: "OutputEnumChanged",
    enum_added: "OutputEnumChanged",
    hidden: "OutputFieldVisibilityChangedToInternal",
    deleted: "OutputFieldDeleted",
    added: "OutputFieldAdded",
};

fn set(
    all: &mut Vec<Mutation>,
    rule: &'static str,
    place: String,
    pointer: &str,
    key: &'static str,
    to: Value,
) {
    let at = pointer.to_owned();
    add(all, rule, place, move |root| {
        object(root, &at).insert(key.to_owned(), to.clone());
    });
}

/// The facts of a value that has no fields.
fn value(all: &mut Vec<Mutation>, value: &Value, pointer: &str, place: &str, rules: &'static Rules) {
    set(all, "", String::new(), pointer, "description", json!("Said in other words."));
    if let Some(kind) = value["type"].as_str().filter(|kind| !["array", "object"].contains(kind)) {
        let other = if kind == "string" { "integer" } else { "string" };
        set(all, rules.type_changed, format!("{place}/type"), pointer, "type", json!(other));
        if value.get("enum").is_none() {
            set(all, rules.enum_added, format!("{place}/enum"), pointer, "enum", json!(["a", "b"]));
        }
        let at = pointer.to_owned();
        let has_format = value.get("format").is_some();
        add(all, rules.format_changed, format!("{place}/format"), move |root| {
            let value = object(root, &at);
            if has_format {
                value.remove("format")
            } else {
                value.insert("format".to_owned(), json!("uri"))
            };
        });
    }
    if value["enum"].as_array().is_some_and(|list| list.len() > 1) {
        let at = pointer.to_owned();
        add(all, rules.enum_changed, format!("{place}/enum"), move |root| {
            object(root, &at)["enum"].as_array_mut().expect("a list").remove(0);
        });
    }
    if value["x-ms-visibility"] != "internal" {
        let place = format!("{place}/x-ms-visibility");
        set(all, rules.hidden, place, pointer, "x-ms-visibility", json!("internal"));
    }
}

/// A schema and all below it.
fn fields(all: &mut Vec<Mutation>, root: &Value, pointer: &str, place: &str, rules: &'static Rules) {
    let schema = root.pointer(pointer).expect("a schema");
    value(all, schema, pointer, place, rules);
    if schema.get("items").is_some() {
        fields(all, root, &format!("{pointer}/items"), &format!("{place}/items"), rules);
    }
    let Some(properties) = schema["properties"].as_object() else { return };
    let list = format!("{pointer}/properties");
    for name in properties.keys() {
        let at = format!("{list}/{}", name.replace('~', "~0").replace('/', "~1"));
        fields(all, root, &at, &format!("{place}/{name}"), rules);
        let (at, gone) = (list.clone(), name.clone());
        add(all, rules.deleted, format!("{place}/{name}"), move |root| {
            object(root, &at).remove(&gone);
        });
        let (at, old) = (list.clone(), name.clone());
        let is_required = schema["required"].as_array().is_some_and(|list| list.contains(&json!(name)));
        if rules.deleted == INPUT.deleted && !is_required {
            let (at, name) = (pointer.to_owned(), name.clone());
            add(all, "InputFieldOptionalToRequired", format!("{place}/{name}/required"), move |root| {
                let required = object(root, &at).entry("required").or_insert_with(|| json!([]));
                required.as_array_mut().expect("a list").push(json!(name));
            });
        }
        // Under a new name it is gone all the same, and what is new is no finding of its own.
        add(all, rules.deleted, format!("{place}/{name}"), move |root| {
            let properties = object(root, &at);
            let member = |(key, value): (String, Value)| (if key == old { key + "_" } else { key }, value);
            *properties = std::mem::take(properties).into_iter().map(member).collect();
        });
    }
    let at = list.clone();
    add(all, rules.added, format!("{place}/addedField"), move |root| {
        object(root, &at).insert("addedField".to_owned(), json!({"type": "string"}));
    });
    if rules.deleted != INPUT.deleted {
        return;
    }
    let added = [
        ("RequiredInputFieldAdded", json!({"type": "string"})),
        ("RequiredInputFieldAddedWithDefault", json!({"type": "string", "default": "a"})),
    ];
    for (rule, field) in added {
        let at = pointer.to_owned();
        add(all, rule, format!("{place}/addedField"), move |root| {
            let schema = object(root, &at);
            schema["properties"]["addedField"] = field.clone();
            let required = schema.entry("required").or_insert_with(|| json!([]));
            required.as_array_mut().expect("a list").push(json!("addedField"));
        });
    }
}

#[test]
fn references_make_no_difference() {
    let compared = compare(&text(&BUILT), &text(&PLAIN));
    assert_eq!(compared.findings.iter().map(place).collect::<Vec<_>>(), []);
}

#[test]
fn every_kind_of_change_can_be_made_to_the_connector() {
    let mut rules: Vec<&str> = MUTATIONS.iter().map(|mutation| mutation.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    assert!(rules.len() >= 25, "{rules:?}");
    assert!(MUTATIONS.len() > 1_000, "{}", MUTATIONS.len());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn one_change_is_one_finding(index in any::<prop::sample::Index>()) {
        let mutation = index.get(&MUTATIONS);
        let mut new = PLAIN.clone();
        (mutation.edit)(&mut new);
        let compared = compare(&text(&PLAIN), &text(&new));
        let found: Vec<_> = compared.findings.iter().map(place).collect();
        if mutation.rule.is_empty() {
            prop_assert_eq!(found, []);
        } else {
            prop_assert_eq!(found, [(mutation.rule, mutation.place.as_str())]);
        }
        // The other way round something else changed, unless nothing did.
        let back = compare(&text(&new), &text(&PLAIN));
        prop_assert!(back.findings.is_empty() || !mutation.rule.is_empty());
    }
}
