//! Generated documents, and how they are compared.

use connectorc::tree::{NodeId, Tree, read_json};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Strings that readers like to misread.
pub fn strings() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "",
        "~",
        "y",
        "no",
        "On",
        "null",
        "true",
        "<<",
        "=",
        "-",
        "?",
        ":",
        "0",
        "-0",
        "010",
        "0o7",
        "0x1F",
        "1_000",
        "1e3",
        ".5",
        "1.",
        "+1",
        ".inf",
        "-.Inf",
        ".nan",
        "12:30:45",
        "2020-01-01",
        "3.0.3",
        "---",
        "...",
        "--- a",
        "%TAG",
        "a: b",
        "a #b",
        "a:",
        "#a",
        "*a",
        "&a",
        "!!str",
        "|",
        ">-",
        "@",
        "`",
        "{}",
        "[]",
        "a\n",
        "\n",
        "\n\n",
        "a\n\n",
        " a\nb",
        "\ta\nb",
        "a\n b\n",
        "a\r\nb",
        "a\n ",
        "a\n \n",
        "a \nb",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{fffe}",
        "\u{7f}",
        "\u{0}",
        "\u{1F600}",
        "\u{a0}",
    ]);
    prop_oneof![
        4 => "[a-z/{}$.]{0,12}",
        2 => "[ \\-:?#&*!|>'\"%@`{}\\[\\],\n\r\t=~<a1.é]{0,12}",
        2 => "[0-9.:eExo_+\\-TZ ]{0,10}",
        2 => "([ \\-#:a\t]{0,4}\n){1,4}[ ab]{0,3}",
        1 => any::<String>(),
        3 => nasty.prop_map(str::to_owned),
    ]
}

fn numbers() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no other", |number| number.is_finite()).prop_map(Value::from),
    ]
}

/// Any JSON document.
pub fn documents() -> impl Strategy<Value = Value> {
    let scalars = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        numbers(),
        strings().prop_map(Value::from),
        strings().prop_map(Value::from),
    ];
    scalars.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((strings(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Equality that does not mind the spelling of numbers: 450 and 450.0 are one number.
pub fn same(left: &Value, right: &Value) -> bool {
    differences(left, right).is_empty()
}

/// Where two values differ, but for the spelling of numbers: pointer, left and right.
pub fn differences(left: &Value, right: &Value) -> Vec<(String, String, String)> {
    let below = |name: &str, left: &Value, right: &Value| {
        let found = differences(left, right).into_iter();
        found.map(|(at, left, right)| (format!("/{name}{at}"), left, right)).collect::<Vec<_>>()
    };
    match (left, right) {
        (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => vec![],
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let pairs = left.iter().zip(right).enumerate();
            pairs.flat_map(|(at, (left, right))| below(&at.to_string(), left, right)).collect()
        }
        (Value::Object(left), Value::Object(right)) => {
            let absent = || "nothing".to_owned();
            let pairs = left.iter().flat_map(|(key, left)| match right.get(key) {
                Some(right) => below(key, left, right),
                None => vec![(format!("/{key}"), left.to_string(), absent())],
            });
            let added = right.iter().filter(|(key, _)| !left.contains_key(*key));
            pairs.chain(added.map(|(key, right)| (format!("/{key}"), absent(), right.to_string()))).collect()
        }
        _ if left == right => vec![],
        _ => vec![(String::new(), left.to_string(), right.to_string())],
    }
}

/// A value as a tree.
pub fn tree_of(value: &Value) -> (Tree, NodeId) {
    let mut tree = Tree::default();
    let file = tree.sources.add("in.json", &value.to_string());
    let mut faults = Vec::new();
    let root = read_json(&mut tree, file, &mut faults);
    assert_eq!(faults, []);
    (tree, root.expect("a root"))
}

#[test]
fn differences_are_told_by_place() {
    let at = |left: Value, right: Value| -> Vec<String> {
        differences(&left, &right).iter().map(|(at, left, right)| format!("{at}: {left} {right}")).collect()
    };
    assert_eq!(
        at(json!({"a": 1, "b": [1, {"c": 2}]}), json!({"b": [1, {"c": 3}], "d": null})),
        ["/a: 1 nothing", "/b/1/c: 2 3", "/d: nothing null"]
    );
    assert_eq!(at(json!([1]), json!([1, 2])), [": [1] [1,2]"]);
    assert_eq!(at(json!({"a": [450, null]}), json!({"a": [450.0, null]})), Vec::<String>::new());
}
