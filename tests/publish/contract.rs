//! Our requests beside those that Microsoft's client was recorded to send for the same files.

use crate::harness::{CLIENT_SECRET, Case};
use crate::service::Seen;
use connectorc::publish::redact::Secret;
use connectorc::publish::secret::Given;
use serde_json::{Value, json};
use std::path::Path;

const RECORDED: &str = "../shared/publish/fixtures/paconn-0.0.21-requests.json";

/// What differs, and why.
const DIFFERENCES: [(&str, &str); 7] = [
    (
        "a script that is not given again stays",
        "the recorded client sends an empty address, which removes it",
    ),
    ("an icon that is not given again stays", "the recorded client leaves its address out"),
    ("members that the service refuses are left out", "the recorded client sends stackOwner, and is refused"),
    ("no storage is asked for where nothing is uploaded", "the recorded client always asks"),
    ("the body is UTF-8", "the recorded client escapes everything beyond ASCII; the JSON is the same"),
    ("a secret is for one parameter set, by its name", "the recorded client sends one to all sets"),
    ("x-ms-origin names us, in every request", "the recorded client leaves it out of one"),
];

fn recorded() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(RECORDED);
    match std::fs::read(path) {
        Ok(text) => Some(serde_json::from_slice(&text).expect("it is JSON")),
        Err(_) => {
            eprintln!("SKIPPED: {RECORDED} is not there, so our requests are compared with nothing");
            None
        }
    }
}

/// The path and query, decoded, without what belongs to one upload.
fn target(text: &str) -> (String, Vec<String>) {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let decode = |text: &str| text.replace("%24", "$").replace("%20", " ").replace("%27", "'");
    let mut query: Vec<String> = query
        .split('&')
        .map(decode)
        .filter(|part| !part.starts_with("sig=") && !part.starts_with("si="))
        .collect();
    query.sort();
    (path.to_owned(), query)
}

/// A body, without addresses that differ for every upload, and with the same secret.
fn body(mut value: Value) -> Value {
    let Some(properties) = value.get_mut("properties").and_then(Value::as_object_mut) else { return value };
    for key in ["iconUri", "scriptDefinitionUrl"] {
        if let Some(address) = properties.get_mut(key) {
            let text = address.as_str().unwrap_or_default();
            let name = text.split('?').next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
            *address = name.to_owned().into();
        }
    }
    properties.shift_remove("stackOwner");
    serde_json::from_str(&value.to_string().replace("made-up-client-secret", CLIENT_SECRET))
        .expect("it is JSON")
}

fn compare(scenario: &str, theirs: &Value, ours: &Seen) {
    let what = format!("{scenario}: {} {}", ours.method, ours.target);
    assert_eq!(theirs["method"], ours.method, "{what}");
    let (their_path, their_query) = target(theirs["target"].as_str().expect("it has one"));
    let (our_path, our_query) = target(&ours.target);
    if ours.name.starts_with("upload") {
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        assert_eq!(name(&their_path), name(&our_path), "{what}");
    } else {
        assert_eq!((their_path, their_query), (our_path, our_query), "{what}");
    }
    for header in theirs["headers"].as_array().expect("it has some") {
        let name = header[0].as_str().unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "host" => {}
            "authorization" => {
                assert!(ours.header("authorization").is_some_and(|it| it.starts_with("Bearer ")), "{what}")
            }
            "x-ms-origin" => assert_eq!(ours.header(&name), Some("connectorc"), "{what}"),
            _ => assert_eq!(ours.header(&name), header[1].as_str(), "{what}: {name}"),
        }
    }
    if theirs.get("body_json").is_some() {
        let sent: Value = serde_json::from_slice(&ours.body).expect("it is JSON");
        let (mut theirs, mut ours) = (body(theirs["body_json"].clone()), body(sent));
        // Theirs removes the script, ours leaves it.
        if theirs.pointer("/properties/scriptDefinitionUrl") == Some(&json!("")) {
            for side in [&mut theirs, &mut ours] {
                side["properties"].as_object_mut().expect("it is one").shift_remove("scriptDefinitionUrl");
            }
        }
        assert_eq!(theirs, ours, "{what}");
    }
}

#[test]
fn our_requests_carry_what_the_recorded_ones_carry() {
    let Some(recorded) = recorded() else { return };
    assert!(DIFFERENCES.iter().all(|(what, why)| !what.is_empty() && !why.is_empty()));
    let mut compared = 0;
    for scenario in recorded["scenarios"].as_array().expect("there are some") {
        let name = scenario["scenario"].as_str().unwrap_or_default();
        let argv: Vec<&str> =
            scenario["argv"][0].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let creates = argv.get(1) == Some(&"create");
        if !creates && argv.get(1) != Some(&"update") || name.contains("prompts") {
            continue;
        }
        let case = Case::new();
        case.service.state().connectors.values_mut().for_each(|connector| {
            connector.icon = None;
            connector.script = Some(b"public class Other : ScriptBase {}".to_vec());
            // What only the service has would come back to it.
            connector.properties.clear();
        });
        if creates {
            case.service.state().connectors.clear();
        }
        let package = files(&case, scenario, &argv);
        let sets = package.properties.get("connectionParameterSets").is_some();
        let yes = |_: &connectorc::publish::story::Report| true;
        let mut order = case.order(connectorc::publish::run::Mode::Apply(&yes));
        if argv.contains(&"-r") {
            let names = if sets { set_names(&package.properties) } else { vec![None] };
            order.secrets =
                names.into_iter().map(|set| Given { set, secret: Secret::new(CLIENT_SECRET) }).collect();
        }
        order.create = creates;
        if creates {
            order.target.connector_id = None;
        }
        let ran = case.run(&order, package);
        assert_eq!(ran.code, 0, "{name}: {}", ran.end);
        let ours: Vec<Seen> =
            case.service.state().seen.iter().filter(|seen| seen.method != "GET").cloned().collect();
        let uploads = ours.iter().any(|seen| seen.method == "PUT");
        let theirs = scenario["requests_in_order"].as_array().expect("there are some");
        let is_storage = |request: &Value| {
            request["target"].as_str().is_some_and(|target| target.contains("generateResourceStorage"))
        };
        let theirs: Vec<&Value> = theirs.iter().filter(|request| uploads || !is_storage(request)).collect();
        assert_eq!(theirs.len(), ours.len(), "{name}");
        for (theirs, ours) in theirs.into_iter().zip(&ours) {
            compare(name, theirs, ours);
            compared += 1;
        }
    }
    assert!(compared >= 20, "only {compared} requests were compared");
}

fn set_names(properties: &serde_json::Map<String, Value>) -> Vec<Option<String>> {
    connectorc::publish::payload::places(properties).into_iter().filter(Option::is_some).collect()
}

/// The files of a scenario, as what is to be published.
fn files(case: &Case, scenario: &Value, argv: &[&str]) -> connectorc::publish::package::Package {
    use base64::Engine as _;
    for name in ["icon.png", "script.csx", "apiDefinition.swagger.json", "apiProperties.json"] {
        case.remove(&format!("local/{name}"));
    }
    for (name, content) in scenario["input_files"].as_object().expect("there are some") {
        let bytes = match content.get("base64").and_then(Value::as_str) {
            Some(text) => base64::prelude::BASE64_STANDARD.decode(text).expect("it is Base64"),
            None => content.as_str().unwrap_or_default().as_bytes().to_vec(),
        };
        let used = match name.as_str() {
            "icon.png" => argv.contains(&"-i"),
            "script.csx" => argv.contains(&"-x"),
            _ => true,
        };
        if used {
            case.write(&format!("local/{name}"), &bytes);
        }
    }
    case.package()
}
