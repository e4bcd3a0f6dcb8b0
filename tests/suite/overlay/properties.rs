//! What holds for all documents and overlays.

use super::{apply, overlay, tree_of};
use connectorc::tree::Tree;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A value whose objects have few names, so that two of them have some in common.
fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0_i64..3).prop_map(Value::from),
        prop::sample::select(vec!["", "a", "b"]).prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from), object_of(inner)]
    })
}

fn object_of(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec!["a", "b", "c", "paths", "/a"]).prop_map(str::to_owned);
    prop::collection::vec((name, value), 0..5)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}

/// The merge as the specification has it; `None` where it has no meaning.
fn merged(into: &Value, from: &Value) -> Option<Value> {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            let mut into = into.clone();
            for (name, value) in from {
                let value = match into.get(name) {
                    Some(old) => merged(old, value)?,
                    None => value.clone(),
                };
                into.insert(name.clone(), value);
            }
            Some(Value::Object(into))
        }
        (Value::Array(into), Value::Array(from)) => Some(into.iter().chain(from).cloned().collect()),
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => None,
        (_, from) => Some(from.clone()),
    }
}

/// The same value with `null` for each array.
fn without_arrays(value: Value) -> Value {
    match value {
        Value::Array(_) => Value::Null,
        Value::Object(members) => {
            let members = members.into_iter();
            Value::Object(members.map(|(name, value)| (name, without_arrays(value))).collect())
        }
        scalar => scalar,
    }
}

proptest! {
    #[test]
    fn an_overlay_that_sets_nothing_changes_nothing(document in object_of(value())) {
        for overlay in [overlay("1.0.0", json!([])), overlay("1.1.0", json!([{"target": "$", "update": {}}]))] {
            prop_assert_eq!(apply(&document, &[overlay]).text(), document.to_string());
        }
    }

    #[test]
    fn an_update_is_the_merge_of_the_specification(
        document in object_of(value()),
        update in object_of(value()),
        version in prop::sample::select(vec!["1.0.0", "1.1.0"]),
    ) {
        let applied = apply(&document, &[overlay(version, json!([{"target": "$", "update": update}]))]);
        match merged(&document, &update) {
            Some(expected) => prop_assert_eq!(applied.text(), expected.to_string()),
            None => prop_assert!(applied.rules().contains(&"OverlayTypeMismatch")),
        }
    }

    /// Arrays grow each time; everything else is there after the first time.
    #[test]
    fn an_update_without_arrays_does_nothing_the_second_time(
        document in object_of(value()),
        update in object_of(value()).prop_map(without_arrays),
    ) {
        let overlay = overlay("1.1.0", json!([{"target": "$", "update": update}]));
        let once = apply(&document, std::slice::from_ref(&overlay));
        let twice = apply(&document, &[overlay.clone(), overlay]);
        prop_assert_eq!(once.text(), twice.text());
        let told = twice.rules().ends_with(&["OverlayActionWithoutEffect"]);
        prop_assert!(told || once.findings.blocked(), "{}", twice.said());
    }

    #[test]
    fn no_overlay_breaks_the_tree(
        document in value(),
        targets in prop::collection::vec(
            prop::sample::select(vec!["$", "$..*", "$.*", "$..a", "$.a.b", "$[0]", "$..[?@.a]", "$..[-1:]"]), 1..4),
        updates in prop::collection::vec(value(), 4),
    ) {
        let action = |(index, target): (usize, &&str)| match index % 3 {
            0 => json!({"target": target, "update": updates[index]}),
            1 => json!({"target": target, "copy": "$.a"}),
            _ => json!({"target": target, "remove": true}),
        };
        let actions: Vec<Value> = targets.iter().enumerate().map(action).collect();
        let applied = apply(&document, &[overlay("1.1.0", json!(actions))]);
        let mut reread = Tree::default();
        tree_of(&mut reread, "written.json", &applied.text());
    }
}
