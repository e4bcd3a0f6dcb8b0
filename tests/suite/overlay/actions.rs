//! What actions do.

use super::{api, apply, overlay, silent};
use connectorc::tree::NodeId;
use serde_json::{Value, json};

#[test]
fn objects_merge_and_values_are_replaced_in_place() {
    let text = silent(
        "1.0.0",
        json!({"a": {"x": 1, "y": {"deep": true}, "z": null}, "b": 2}),
        json!([{"target": "$", "update": {"a": {"y": {"deep": false, "new": [1]}, "x": "one"}, "c": {}}}]),
    );
    assert_eq!(text, r#"{"a":{"x":"one","y":{"deep":false,"new":[1]},"z":null},"b":2,"c":{}}"#);
}

#[test]
fn every_target_is_updated_once() {
    let text = silent(
        "1.0.0",
        json!({"a": [{"n": 1}, {"n": 2}], "b": {"n": 3}}),
        json!([{"target": "$..[?@.n, ?@.n > 1]", "update": {"seen": 1}}]),
    );
    assert_eq!(text, r#"{"a":[{"n":1,"seen":1},{"n":2,"seen":1}],"b":{"n":3,"seen":1}}"#);
}

#[test]
fn an_array_grows_by_one_item_or_by_all_of_an_array() {
    let document = json!({"tags": ["a"]});
    let one = json!([{"target": "$.tags", "update": {"name": "b"}}]);
    assert_eq!(silent("1.0.0", document.clone(), one.clone()), r#"{"tags":["a",{"name":"b"}]}"#);
    assert_eq!(silent("1.1.0", document.clone(), one), r#"{"tags":["a",{"name":"b"}]}"#);
    let many = json!([{"target": "$.tags", "update": ["b", "c"]}]);
    assert_eq!(silent("1.1.0", document.clone(), many.clone()), r#"{"tags":["a","b","c"]}"#);
    let applied = apply(&document, &[overlay("1.0.0", many)]);
    assert_eq!(applied.text(), r#"{"tags":["a",["b","c"]]}"#);
    assert_eq!(applied.rules(), ["OverlayArrayNested"]);
}

#[test]
fn arrays_within_objects_are_concatenated() {
    let document = json!({"enum": ["a"], "none": []});
    let actions = json!([{"target": "$", "update": {"enum": ["a", "b"], "none": [1]}}]);
    assert_eq!(silent("1.1.0", document.clone(), actions.clone()), r#"{"enum":["a","a","b"],"none":[1]}"#);
    let applied = apply(&document, &[overlay("1.0.0", actions)]);
    assert_eq!(applied.text(), r#"{"enum":["a","a","b"],"none":[1]}"#);
    assert_eq!(
        applied.said(),
        "OverlayArrayExtended overlay0#/actions/0/update/enum~: `#/enum` has items already; these are appended \
         (Overlay 1.0 does not say what happens here: declare `overlay: 1.1.0` if this is what you mean; to \
         replace the items, remove the array with an action before this one)\n  \
         openapi#/enum~: the items that are there\n"
    );
}

#[test]
fn removal_takes_members_and_items() {
    let text = silent(
        "1.0.0",
        api(),
        json!([
            {"target": "$.tags[?@.name=='old']", "remove": true},
            {"target": "$.paths['/pets'].post", "remove": true},
            {"target": "$.components..[?@.type]", "remove": true, "description": "nested ones go with theirs"},
        ]),
    );
    let document: Value = serde_json::from_str(&text).expect("we write JSON");
    assert_eq!(document["tags"], json!([{"name": "pets"}]));
    assert_eq!(document["paths"]["/pets"].as_object().map(serde_json::Map::len), Some(1));
    assert_eq!(document["components"], json!({"schemas": {}}));
}

#[test]
fn indices_of_one_action_are_those_before_it() {
    let actions = json!([{"target": "$.a[0,2]", "remove": true}, {"target": "$.a[0]", "remove": true}]);
    assert_eq!(silent("1.1.0", json!({"a": [1, 2, 3, 4]}), actions), r#"{"a":[4]}"#);
}

#[test]
fn copies_come_from_the_document_as_it_is_then() {
    let actions = json!([
        {"target": "$.a", "update": {"x": 2}},
        {"target": "$.b", "copy": "$.a"},
        {"target": "$.list", "copy": "$.list"},
        {"target": "$.a", "copy": "$"},
    ]);
    let text = silent("1.1.0", json!({"a": {"x": 1}, "b": {"y": 1}, "list": [1]}), actions);
    assert_eq!(
        text,
        r#"{"a":{"x":2,"a":{"x":2},"b":{"y":1,"x":2},"list":[1,1]},"b":{"y":1,"x":2},"list":[1,1]}"#
    );
}

#[test]
fn what_an_overlay_sets_is_explained_by_its_line() {
    let actions = json!([
        {"target": "$.info", "update": {"title": "Cats"}},
        {"target": "$.tags", "remove": true},
    ]);
    let before = apply(&api(), &[]);
    let tags = before.tree.get(before.root, "tags").expect("tags");
    let applied = apply(&api(), &[overlay("1.0.0", actions)]);
    let tree = &applied.tree;
    let title = tree.at(applied.root, &["info", "title"]).expect("a title");
    let origin = tree.origin(title).expect("it was made");
    let from = origin.from.expect("of the overlay's node");
    assert_eq!((origin.by, tree.pointer(from).as_str()), ("overlay", "/actions/0/update/title"));
    let steps = |node: NodeId| {
        let step = |step: &connectorc::tree::Step| {
            (step.what, step.because.map(|because| tree.pointer(because)).unwrap_or_default())
        };
        tree.history(node).iter().map(step).collect::<Vec<_>>()
    };
    let info = tree.get(applied.root, "info").expect("info");
    assert_eq!(steps(info), [("updated", "/actions/0".to_owned())]);
    assert_eq!(steps(tags), [("removed", "/actions/1".to_owned())]);
}
