//! What would change, and what is the same although it is written otherwise.

use crate::harness::{Case, definition, properties};
use crate::state::CONNECTOR;
use serde_json::{Value, json};

#[test]
fn a_plan_tells_and_sends_nothing() {
    let case = Case::new();
    let ran = case.plan();
    assert_eq!((ran.code, ran.outcome()), (5, "changes-pending"), "{}", ran.text);
    assert!(ran.text.contains("~ ListOrders  GET /orders"), "{}", ran.text);
    let names: Vec<&str> = case.service.state().seen.iter().map(|seen| seen.name).collect();
    assert_eq!(names, ["read", "definition", "icon", "script"]);
    assert!(case.is_old());
}

#[test]
fn an_update_is_planned_backed_up_checked_uploaded_sent_and_read_back() {
    let case = Case::new();
    let ran = case.apply();
    assert_eq!((ran.code, ran.outcome()), (0, "published"), "{}", ran.text);
    assert!(case.is_new());
    let names: Vec<&str> = case.service.state().seen.iter().map(|seen| seen.name).collect();
    let read = ["read", "definition", "icon", "script"];
    let expected =
        [&read[..], &["validate", "storage", "upload-icon", "upload-script", "read", "update"], &read[..]];
    assert_eq!(names, expected.concat());
    assert_eq!(case.service.state().secrets, [crate::harness::CLIENT_SECRET]);
    let again = case.apply_with(|order| order.secrets.clear());
    assert_eq!((again.code, again.outcome()), (0, "equal"), "{}", again.text);
}

/// Plans against a remote that was changed.
fn planned(local: impl Fn(&mut Value), remote: impl Fn(&mut Value)) -> (u8, String) {
    let case = Case::new();
    case.remove("local/icon.png");
    case.remove("local/script.csx");
    let mut new = json!({"definition": definition("List orders"), "properties": properties()["properties"]});
    let mut old = new.clone();
    local(&mut new);
    remote(&mut old);
    case.write("local/apiDefinition.swagger.json", new["definition"].to_string().as_bytes());
    case.write("local/apiProperties.json", json!({"properties": new["properties"]}).to_string().as_bytes());
    if let Some(connector) = case.service.state().connectors.get_mut(CONNECTOR) {
        connector.definition = old["definition"].to_string().into_bytes();
        let mut all = old["properties"].as_object().expect("it is an object").clone();
        all.insert("description".to_owned(), old["definition"]["info"]["description"].clone());
        connector.properties = all;
    }
    let ran = case.plan();
    (ran.code, ran.text)
}

#[test]
fn what_the_service_writes_otherwise_is_the_same() {
    let set = |pointer: &'static str, value: Value| {
        move |all: &mut Value| *all.pointer_mut(pointer).expect("it is there") = value.clone()
    };
    let nothing = |_: &mut Value| {};
    let operation = "/definition/paths/~1orders/get";
    type Change = Box<dyn Fn(&mut Value)>;
    let put = move |key: &'static str, value: Value| -> Change {
        Box::new(move |all: &mut Value| all.pointer_mut(operation).expect("it is there")[key] = value.clone())
    };
    let cases: Vec<(&str, Change, Change)> = vec![
        (
            "the order of members",
            Box::new(nothing),
            Box::new(|all: &mut Value| {
                let members = all["definition"].as_object_mut().expect("it is an object");
                let first = members.shift_remove("swagger").expect("it is there");
                members.insert("swagger".to_owned(), first);
            }),
        ),
        ("truth as text", put("deprecated", json!(true)), put("deprecated", json!("True"))),
        ("an empty list", put("tags", json!([])), Box::new(nothing)),
        ("a number", put("x-number", json!(1)), put("x-number", json!(1.0))),
        (
            "a colour in other letters",
            Box::new(set("/properties/iconBrandColor", json!("#007EE5"))),
            Box::new(nothing),
        ),
        (
            "a redirect that the service fills in",
            Box::new(|all: &mut Value| {
                let settings = all.pointer_mut("/properties/connectionParameters/token/oAuthSettings");
                settings.and_then(Value::as_object_mut).expect("it is there").shift_remove("redirectUrl");
            }),
            Box::new(nothing),
        ),
        (
            "a capability that follows from others",
            Box::new(set("/properties/capabilities", json!(["actions", "tabular"]))),
            Box::new(set("/properties/capabilities", json!(["Actions"]))),
        ),
        (
            "a member that is not said here",
            Box::new(|all: &mut Value| {
                all["properties"].as_object_mut().expect("it is an object").shift_remove("publisher");
            }),
            Box::new(set("/properties/publisher", json!("MOD Administrator"))),
        ),
        (
            "stackOwner, which stays here",
            Box::new(|all: &mut Value| all["properties"]["stackOwner"] = json!("Contoso")),
            Box::new(nothing),
        ),
    ];
    for (what, local, remote) in &cases {
        let (code, text) = planned(local, remote);
        assert_eq!(code, 0, "{what}: {text}");
    }
    let different: Vec<(&str, Change, Change)> = vec![
        ("truth", put("deprecated", json!(true)), put("deprecated", json!("false"))),
        (
            "a long number",
            put("x-number", json!(9_007_199_254_740_993_u64)),
            put("x-number", json!(9_007_199_254_740_992_u64)),
        ),
        ("an order that counts", put("tags", json!(["a", "b"])), put("tags", json!(["b", "a"]))),
        (
            "a policy",
            Box::new(nothing),
            Box::new(set("/properties/policyTemplateInstances", json!([{"templateId": "dynamichosturl"}]))),
        ),
    ];
    for (what, local, remote) in &different {
        let (code, text) = planned(local, remote);
        assert_eq!(code, 5, "{what}: {text}");
    }
}

#[test]
fn what_flows_notice_is_marked() {
    let (code, text) = planned(
        |all| {
            let get = &mut all["definition"]["paths"]["/orders"]["get"];
            get["parameters"] =
                json!([{"name": "customer", "in": "query", "type": "string", "required": true}]);
            get["responses"]["200"]["schema"] = json!({"$ref": "#/definitions/Orders"});
            all["definition"]["definitions"] = json!({"Orders": {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "string"}}}}});
        },
        |all| {
            let paths = &mut all["definition"]["paths"];
            paths["/orders"]["get"]["responses"]["200"]["schema"] = json!({"$ref": "#/definitions/Orders"});
            paths["/orders/{id}"] = json!({"delete": {"operationId": "DeleteOrder", "responses": {"204": {"description": "Gone."}}}});
            all["definition"]["definitions"] = json!({"Orders": {"type": "object", "properties": {
                "items": {"type": "array", "items": {"type": "string"}}, "count": {"type": "integer"}}}});
        },
    );
    assert_eq!(code, 5);
    let plan: String = text.split("\n\n").nth(1).unwrap_or_default().to_owned();
    insta::assert_snapshot!(plan);
}
