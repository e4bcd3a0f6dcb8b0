//! What is said of overlays that are wrong, and where.

use super::{api, apply, overlay, said, silent};
use serde_json::{Value, json};

#[test]
fn scalars_need_overlay_1_1() {
    let actions = json!([
        {"target": "$.paths..tags[?@=='old']", "remove": true},
        {"target": "$.info.title", "update": "Cats"},
    ]);
    let text = silent("1.1.0", api(), actions.clone());
    assert!(text.contains(r#""tags":["pets"]"#) && text.contains(r#""title":"Cats","version""#), "{text}");
    let applied = apply(&api(), &[overlay("1.0.0", actions)]);
    assert_eq!(applied.text(), api().to_string());
    assert_eq!(
        applied.said(),
        "OverlayVersionTooLow [$.paths..tags[?@=='old']]: the removal of a string needs Overlay 1.1 \
         (declare `overlay: 1.1.0`)\n  \
         overlay0#/overlay: the overlay declares an older version\n  \
         openapi#/paths/~1pets/get/tags/1~: selected\n\
         OverlayVersionTooLow [$.info.title]: an update of a string needs Overlay 1.1 \
         (declare `overlay: 1.1.0`, or update the object that holds it)\n  \
         overlay0#/overlay: the overlay declares an older version\n"
    );
}

#[test]
fn a_copy_has_one_source() {
    assert_eq!(
        said(
            "1.1.0",
            &api(),
            json!([
                {"target": "$.info", "copy": "$.tags[*]"},
                {"target": "$.info", "copy": "$.none"},
                {"target": "$.info", "copy": "$.info"},
                {"target": "$.info", "copy": "$.tags"},
            ])
        ),
        "OverlayCopyNotSingle overlay0#/actions/0/copy: `copy` selects 2 nodes, not one\n  \
         openapi#/tags/0~: selected\n  openapi#/tags/1~: selected\n\
         OverlayCopyNotSingle overlay0#/actions/1/copy: `copy` selects 0 nodes, not one\n\
         OverlayActionWithoutEffect overlay0#/actions/2/copy~: the copy changes nothing: all of it is there \
         already (remove the action)\n\
         OverlayTypeMismatch openapi#/tags: an array cannot be merged into an object (write `update` as an \
         object with the members to set)\n  openapi#/info~: the target is an object\n"
    );
    assert_eq!(
        said("1.0.0", &api(), json!([{"target": "$.info", "copy": "$.tags[0]"}])),
        "OverlayVersionTooLow overlay0#/actions/0/copy~: `copy` needs Overlay 1.1 (declare `overlay: 1.1.0`)\n  \
         overlay0#/overlay: the overlay declares an older version\n"
    );
}

#[test]
fn a_target_that_selects_nothing_says_how_far_it_gets() {
    let cases = [
        (
            "$.path",
            "[.path]: the target selects nothing: nothing in `#` is named `path` (did you mean `paths`?)\n",
        ),
        (
            "$.paths['/pet'].get",
            "[['/pet']]: the target selects nothing: nothing in `#/paths` is named `/pet` (did you mean \
             `/pets`?)\n  openapi#/paths~: it gets as far as here\n",
        ),
        ("$.paths.*.put", "[.put]: the target selects nothing\n"),
        (
            "$.components..propertys",
            "[..propertys]: the target selects nothing: nothing below `#/components` is named `propertys` (did \
             you mean `properties`?)\n  openapi#/components~: it gets as far as here\n",
        ),
        (
            "$.tags[?match(@.name, '\\\\d+')]",
            "[[?match(@.name, '\\\\d+')]]: the target selects nothing: nothing in `#/tags` passes the filter (its \
             pattern matches nothing, since it is no I-Regexp (RFC 9485): write `[0-9]` for `\\d`, and leave out lookarounds and lazy repetition)\n  \
             openapi#/tags~: it gets as far as here\n",
        ),
        (
            "$.tags[?@.name=='pet']",
            "[[?@.name=='pet']]: the target selects nothing: nothing in `#/tags` passes the filter (did you mean \
             `pets`?)\n  openapi#/tags~: it gets as far as here\n",
        ),
        (
            "$.components['schema','links']",
            "[['schema','links']]: the target selects nothing: nothing in `#/components` is named `schema` or \
             `links` (did you mean `schemas`?)\n  openapi#/components~: it gets as far as here\n",
        ),
        (
            "$.tags.x",
            "[.x]: the target selects nothing: nothing in `#/tags` is named `x` (it is an array: select its items \
             first, as in `[*]`)\n  openapi#/tags~: it gets as far as here\n",
        ),
        ("$.tags[5]", "[[5]]: the target selects nothing\n  openapi#/tags~: it gets as far as here\n"),
    ];
    for (target, expected) in cases {
        let actions = json!([{"target": target, "update": {}}]);
        let expected = format!("OverlayTargetNotFound {expected}");
        let said = said("1.0.0", &api(), actions);
        if target.contains('\\') {
            // With escapes in it, the string's characters are not where its bytes are.
            assert!(said.starts_with("OverlayTargetNotFound overlay0#/actions/0/target: "), "{said}");
            assert_eq!(
                said.split_once(": ").map(|(_, rest)| rest),
                expected.split_once(": ").map(|(_, rest)| rest)
            );
        } else {
            assert_eq!(said, expected);
        }
    }
}

#[test]
fn a_query_that_does_not_parse_is_shown_where_it_goes_wrong() {
    let cases = [
        ("$.paths./pets", "[/]: expected a name, found `/` (write it in brackets: `['/pets']`)"),
        (
            "$.info.x-ms-summary",
            "[-]: expected `.` or `[`, found `-` (write a name with other characters than letters as `['x-ms-summary']`)",
        ),
        ("info", "[i]: expected `$`, found `i` (a query starts at the root: `$`)"),
        ("$.paths[get]", "[g]: expected a selector, found `g` (write a name in quotes: `'get'`)"),
        ("$.tags[?(@.name='a')]", "[=]: expected `)`, found `=`"),
        (
            "$.tags[?@.name==a]",
            "[a]: `a` is neither a path nor a function (write a path as `@.a` and a string in quotes)",
        ),
        (
            "$.tags[",
            "[]: expected a selector, found the end (a selector is a quoted name, an index, a slice, `*` or a filter `?…`)",
        ),
        (
            "$.tags[?length(@.*)>1]",
            "[@]: the path can select many nodes, so it has no value to compare (name each step, or use `value(…)` or `count(…)`)",
        ),
    ];
    for (target, expected) in cases {
        let expected = expected.replacen(": ", ": `target` is no JSONPath query: ", 1);
        assert_eq!(
            said("1.0.0", &api(), json!([{"target": target, "remove": true}])),
            format!("OverlayQueryInvalid {expected}\n")
        );
    }
}

#[test]
fn an_operation_without_responses_is_not_invented() {
    let actions = json!([
        {"target": "$", "update": {"paths": {"/pet": {"get": {"summary": "List"}}, "/pets": {"get": {"x": 1}}}}},
        {"target": "$.paths['/pets/{id}']", "update": {"delete": {"summary": "Delete"}, "summary": "One"}},
        {"target": "$.paths", "update": {"/new": {"get": {"responses": {}}}}},
        {"target": "$.paths['/new']", "update": {"put": {"operationId": "Put", "responses": {}}}},
    ]);
    let applied = apply(&api(), &[overlay("1.0.0", actions)]);
    assert_eq!(
        applied.said(),
        "PhantomOperation overlay0#/actions/0/update/paths/~1pet/get~: `get /pet` is not in the document, and \
         the update gives it no `responses` (did you mean `/pets`? If the operation is meant to be new, give it \
         `responses`)\n\
         PhantomOperation overlay0#/actions/1/update/delete~: `delete /pets/{id}` is not in the document, and \
         the update gives it no `responses` (correct the method, or give the new operation its `responses`)\n  \
         openapi#/paths/~1pets~1{id}~: the path is here\n"
    );
    let document: Value = serde_json::from_str(&applied.text()).expect("we write JSON");
    assert_eq!(document["paths"]["/pets"]["get"]["x"], 1);
    assert!(document["paths"].get("/pet").is_none());
    assert_eq!(
        document["paths"]["/pets/{id}"],
        json!({"get": {"operationId": "Get", "responses": {}}, "summary": "One"})
    );
    assert_eq!(document["paths"]["/new"].as_object().map(serde_json::Map::len), Some(2));
    let first = apply(
        &json!({}),
        &[overlay("1.0.0", json!([{"target": "$", "update": {"paths": {"/a": {"get": {}}}}}]))],
    );
    assert_eq!((first.text().as_str(), first.rules()), ("{}", vec!["PhantomOperation"]));
}

#[test]
fn a_reference_does_not_come_to_stand_beside_what_it_replaces() {
    let update = json!({"target": "$.a", "update": {"$ref": "#/b", "x-ms-summary": "B"}});
    let document = json!({"a": {"type": "object", "description": "d", "properties": {}}, "b": {}});
    assert_eq!(
        said("1.0.0", &document, json!([update])),
        "OverlayRefSiblings overlay0#/actions/0/update/$ref~: the `$ref` comes to stand beside `type`, \
         `properties` (remove the object with an action before this one, so that only the `$ref` is there)\n  \
         openapi#/a/type~: left by the merge\n"
    );
    let cleared = json!([update, {"target": "$.a['type', 'properties']", "remove": true}]);
    assert_eq!(said("1.1.0", &document, cleared), "");
}

#[test]
fn a_value_of_which_nothing_remains_is_told() {
    let general = json!({"target": "$.*", "update": {"x-ms-visibility": "none"}});
    let actions = json!([
        general,
        {"target": "$.a", "update": {"x-ms-visibility": "important"}},
        {"target": "$.a", "update": {"x-ms-visibility": "advanced"}},
    ]);
    let applied = apply(&json!({"a": {}, "b": {}}), &[overlay("1.0.0", actions)]);
    assert_eq!(applied.text(), r#"{"a":{"x-ms-visibility":"advanced"},"b":{"x-ms-visibility":"none"}}"#);
    assert_eq!(
        applied.said(),
        "OverlayValueOverridden overlay0#/actions/1/update/x-ms-visibility: this value of `x-ms-visibility` is \
         lost: a later action sets another one (keep one of them)\n  \
         overlay0#/actions/2/update/x-ms-visibility: this one stays\n"
    );
}

#[test]
fn values_that_do_not_fit_are_left_alone() {
    let document = json!({"a": {"list": [1], "object": {}, "text": "t"}, "b": "t"});
    let actions = json!([
        {"target": "$.a", "update": {"list": {"x": 1}, "object": null, "text": ["t"], "new": 1}},
        {"target": "$.a", "update": "text"},
        {"target": "$.*", "update": {"x": 1}},
        {"target": "$.b", "update": {"x": 1}},
        {"target": "$", "remove": true},
    ]);
    let applied = apply(&document, &[overlay("1.0.0", actions)]);
    assert_eq!(applied.text(), r#"{"a":{"list":[1],"object":{},"text":"t","new":1},"b":"t"}"#);
    assert_eq!(
        applied.said(),
        "OverlayTypeMismatch overlay0#/actions/0/update/list: an object cannot be merged into an array: \
         `#/a/list` is an array (to replace it, remove it with an action before this one)\n  \
         openapi#/a/list~: an array here\n\
         OverlayTypeMismatch overlay0#/actions/0/update/object: null cannot be merged into an object: \
         `#/a/object` is an object (to remove a member, use an action with `remove: true`)\n  \
         openapi#/a/object~: an object here\n\
         OverlayTypeMismatch overlay0#/actions/0/update/text: an array cannot be merged into a string: \
         `#/a/text` is a string (to replace it, remove it with an action before this one)\n  \
         openapi#/a/text~: a string here\n\
         OverlayTypeMismatch overlay0#/actions/1/update: a string cannot be merged into an object \
         (write `update` as an object with the members to set)\n  openapi#/a~: the target is an object\n\
         OverlayTargetMixed [$.*]: the target selects an object and a string, which no update fits at once \
         (select them with one action each)\n  openapi#/a~: an object here\n  openapi#/b~: a string here\n\
         OverlayTypeMismatch overlay0#/actions/3/update: an object cannot be merged into a string\n  \
         openapi#/b~: the target is a string\n\
         OverlayRootRemoved [$]: the target is the document itself\n"
    );
}

#[test]
fn what_is_no_overlay_is_not_applied() {
    let cases = [
        (
            json!([]),
            "OverlayMalformed overlay0#: an overlay is an object, not an array (start with `overlay: 1.0.0`, \
             `info` and `actions`)\n",
        ),
        (
            json!({"openapi": "3.0.0"}),
            "OverlayMalformed overlay0#: there is no `overlay` version, so this is no overlay (`openapi` says that \
             this is an API description: check the path)\n",
        ),
        (
            json!({"overlay": "1.2.0"}),
            "OverlayVersionUnknown overlay0#/overlay: `1.2.0` is no version of the Overlay Specification that is \
             supported (write `1.0.0` or `1.1.0`)\n",
        ),
        (
            json!({"overlay": 1.0, "actions": []}),
            "OverlayVersionUnknown overlay0#/overlay: `1.0` is no version of the Overlay Specification that is \
             supported (write `1.0.0` or `1.1.0`)\n",
        ),
        (
            json!({"overlay": "1.0.0", "info": {"title": "T", "version": 1}, "x-mine": 1, "action": []}),
            "OverlayUnknownMember overlay0#/action~: overlays have no `action` here, so it is ignored (did you mean \
             `actions`?)\n\
             OverlayInfoIncomplete overlay0#/info/version: `version` is a number, not a string (put it in quotes)\n\
             OverlayMalformed overlay0#/overlay: the overlay has no list of `actions` (write `actions:` with a \
             list of actions, each with a `target`)\n",
        ),
        (
            json!({"overlay": "1.0.0", "actions": [], "extends": "openapi.yaml"}),
            "OverlayInfoIncomplete overlay0#/overlay~: the overlay has no `info` (add `info:` with a `title` and a \
             `version`)\n\
             OverlayWithoutActions overlay0#/actions: the overlay has no actions, so it changes nothing\n",
        ),
    ];
    for (overlay, expected) in cases {
        let applied = apply(&api(), &[overlay]);
        assert_eq!(applied.said(), expected);
        assert_eq!(applied.text(), api().to_string());
    }
}

#[test]
fn each_action_is_understood_on_its_own() {
    let actions = json!([
        "remove",
        {"update": {}},
        {"target": 1, "update": {}},
        {"target": "$.info", "updates": {}},
        {"target": "$.info", "description": "nothing"},
        {"target": "$.info", "update": {}, "copy": "$.tags"},
        {"target": "$.info", "remove": "yes"},
        {"target": "$.info", "update": {"title": "Pets"}},
        {"target": "$.tags", "update": {"name": "dogs"}, "remove": true},
    ]);
    let applied = apply(&api(), &[overlay("1.0.3", actions)]);
    assert_eq!(
        applied.said(),
        "OverlayMalformed overlay0#/actions/0: an action is an object, not a string (write it with a \
         `target` and an `update`, or `remove: true`)\n\
         OverlayMalformed overlay0#/actions/1: the action has no `target` (say what it changes, as a JSONPath \
         query: `target: $.info`)\n\
         OverlayMalformed overlay0#/actions/2/target: `target` is a number, not a JSONPath query (write it as a \
         string: `$.info`)\n\
         OverlayUnknownMember overlay0#/actions/3/updates~: overlays have no `updates` here, so it is ignored \
         (did you mean `update`?)\n\
         OverlayActionWithoutEffect overlay0#/actions/4: the action neither updates, copies nor removes anything \
         (add `update`, `copy` or `remove: true`)\n\
         OverlayMalformed overlay0#/actions/5/copy~: an action has either `update` or `copy` (make two actions of \
         it)\n\
         OverlayMalformed overlay0#/actions/6/remove: `remove` is a string, not `true` or `false`\n\
         OverlayActionWithoutEffect overlay0#/actions/8/update~: `update` does nothing beside `remove: true` (to \
         replace a value, remove it with one action and set the new one with the next)\n\
         OverlayActionWithoutEffect overlay0#/actions/7/update~: the update changes nothing: every value is there \
         already (remove the action)\n"
    );
    assert!(!applied.text().contains("tags\":[{"));
}
