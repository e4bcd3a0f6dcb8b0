//! A connector that does not exist yet, two publishes at once, and secrets of several parameter sets.

use crate::harness::{Case, Ran, definition};
use crate::service::Fault;
use crate::state::Writes;
use connectorc::publish::redact::Secret;
use connectorc::publish::run::Mode;
use connectorc::publish::secret::Given;
use connectorc::publish::story::Report;
use serde_json::json;

fn create(case: &Case) -> Ran {
    case.apply_with(|order| {
        order.create = true;
        order.target.connector_id = None;
    })
}

#[test]
fn a_connector_is_created_once_and_its_id_is_written_down() {
    let case = Case::new();
    case.service.state().connectors.clear();
    let ran = create(&case);
    assert_eq!((ran.code, ran.outcome()), (0, "published"), "{}", ran.end);
    assert_eq!(ran.json["target"]["connectorId"], "shared_new-5f0000");
    let record =
        std::fs::read_to_string(ran.json["record"].as_str().expect("it is named")).expect("it is there");
    assert!(record.contains("shared_new-5f0000"), "{record}");
    let again = create(&case);
    assert_eq!((again.code, again.outcome()), (4, "conflict"), "{}", again.end);
    assert!(again.end.contains("shared_new-5f0000"), "{}", again.end);
    assert_eq!(case.seen("create").len(), 1);
}

#[test]
fn a_creation_without_an_answer_is_looked_for_and_not_repeated() {
    let refused = Fault::Answer(Writes::No, 403, Vec::new(), Vec::new());
    let broken = Fault::Answer(Writes::No, 502, Vec::new(), Vec::new());
    for (fault, code, made) in [
        (Fault::DropAfter, 0, 1),
        (Fault::Short(Writes::Yes, 201), 0, 1),
        (Fault::DropBefore, 6, 0),
        (broken, 6, 0),
        (refused, 3, 0),
    ] {
        let case = Case::with(&[("create", fault.clone())]);
        case.service.state().connectors.clear();
        let ran = create(&case);
        let count = case.service.state().connectors.len();
        assert_eq!((ran.code, count), (code, made), "{fault:?}: {}", ran.end);
        assert!(case.seen("create").len() <= 1, "{fault:?}");
    }
}

#[test]
fn without_a_connector_and_without_create_nothing_is_asked() {
    let case = Case::new();
    let ran = case.apply_with(|order| order.target.connector_id = None);
    assert_eq!((ran.code, ran.outcome()), (2, "usage"), "{}", ran.end);
    assert!(case.service.state().seen.is_empty());
}

#[test]
fn two_publishes_of_one_machine_do_not_meet() {
    let case = Case::new();
    // While the first one asks, the second tries.
    let meanwhile = |_: &Report| {
        let second = case.apply();
        assert_eq!((second.code, second.outcome()), (4, "conflict"), "{}", second.end);
        assert!(second.end.contains("another publish"), "{}", second.end);
        true
    };
    let order = case.order(Mode::Apply(&meanwhile));
    let first = case.run(&order, case.package());
    assert_eq!(first.code, 0, "{}", first.end);
}

#[test]
fn a_backup_that_cannot_be_written_stops_everything() {
    let case = Case::new();
    case.write("backups", b"a file where a folder should be");
    let ran = case.apply();
    assert_eq!((ran.code, ran.outcome()), (2, "disk"), "{}", ran.end);
    assert!(case.is_old() && case.seen("validate").is_empty());
}

#[test]
fn each_parameter_set_has_its_own_secret() {
    let case = Case::new();
    let settings = |id: &str| json!({"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "aad", "clientId": id}}});
    let sets = json!({"properties": {"iconBrandColor": "#007ee5", "connectionParameterSets": {
        "uiDefinition": {"displayName": "How", "description": "How to sign in."},
        "values": [{"name": "one", "parameters": settings("1")}, {"name": "two", "parameters": settings("2")}],
    }}});
    case.write("local/apiProperties.json", sets.to_string().as_bytes());
    let given = |set: &str, value: &str| {
        let secret = Secret::new(value);
        case.redactor.know(&secret);
        Given { set: Some(set.to_owned()), secret }
    };
    let ran = case.apply_with(|order| {
        order.secrets = vec![given("two", "planted-secret-two"), given("one", "planted-secret-one")]
    });
    assert_eq!(ran.code, 0, "{}", ran.end);
    assert_eq!(case.service.state().secrets, ["planted-secret-one", "planted-secret-two"]);
    assert!(!ran.text.contains("planted-secret"), "{}", ran.text);
    let wrong = case.apply_with(|order| order.secrets = vec![given("three", "planted-secret-three")]);
    assert_eq!((wrong.code, wrong.outcome()), (2, "usage"), "{}", wrong.end);
}

#[test]
fn a_script_stays_until_its_removal_is_asked_for() {
    let case = Case::new();
    case.remove("local/script.csx");
    let ran = case.apply();
    assert_eq!(ran.code, 0, "{}", ran.end);
    assert_eq!(case.remote().and_then(|remote| remote.script).as_deref(), Some(crate::harness::OLD_SCRIPT));
    let mut package = case.package();
    package.removes_script = true;
    let phase = connectorc::publish::phase::Phase::new();
    let yes = |_: &Report| true;
    let mut order = case.order(Mode::Apply(&yes));
    order.phase = &phase;
    let ran = case.run(&order, package);
    assert_eq!(ran.code, 0, "{}", ran.end);
    let remote = case.remote().expect("it is there");
    assert_eq!((remote.script, &remote.properties["scriptOperations"]), (None, &json!([])));
    assert_eq!(
        definition("List all orders"),
        serde_json::from_slice::<serde_json::Value>(&remote.definition).expect("JSON")
    );
}

#[test]
fn strictness_stops_at_a_word_of_the_check() {
    let warning = Fault::Answer(
        Writes::No,
        200,
        vec![("content-type", "application/json".to_owned())],
        b"\"The operation has no description.\"".to_vec(),
    );
    let case = Case::with(&[("validate", warning)]);
    let ran = case.apply_with(|order| order.strict = true);
    assert_eq!((ran.code, ran.outcome()), (3, "refused"), "{}", ran.end);
    assert!(ran.end.contains("has no description"), "{}", ran.end);
    assert!(case.is_old());
}
