//! The program itself: what it prints where, how it ends, and what a signal does.

use crate::harness::{CLIENT_SECRET, Case};
use crate::service::Fault;
use crate::state::{CONNECTOR, ENVIRONMENT, Writes};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

pub struct Printed {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

pub fn command(case: &Case, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connectorc"));
    command
        .env_clear()
        .env("HOME", case.dir.path().join("home"))
        .env("CONNECTORC_TOKEN", &case.token)
        .env("ORDERS_SECRET", CLIENT_SECRET)
        .current_dir(folder)
        .stdin(Stdio::null())
        .args(arguments);
    command
}

fn printed(case: &Case, output: &Output) -> Printed {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let printed =
        Printed { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) };
    case.nothing_leaks(&format!("{}{}", printed.out, printed.err));
    printed
}

/// Runs the program in the folder of the connector, with what it takes to find the service.
fn run(case: &Case, arguments: &[&str]) -> Printed {
    let url = case.service.url.clone();
    let place = ["-e", ENVIRONMENT, "-c", CONNECTOR, "-u", &url];
    let all = [arguments, &place].concat();
    let output = command(case, &case.dir.path().join("local"), &all).output().expect("the program runs");
    printed(case, &output)
}

#[test]
fn a_plan_an_update_and_a_plan_again() {
    let case = Case::for_the_program();
    let plan = run(&case, &["publish"]);
    assert_eq!(plan.code, Some(5), "{}{}", plan.out, plan.err);
    assert!(
        plan.out.contains("~ ListOrders  GET /orders") && plan.err.is_empty(),
        "{}{}",
        plan.out,
        plan.err
    );
    let update = run(&case, &["publish", "--apply", "--yes", "-r", "env:ORDERS_SECRET"]);
    assert_eq!(update.code, Some(0), "{}{}", update.out, update.err);
    assert!(update.out.contains("reads back as it was sent"), "{}", update.out);
    assert!(case.is_new());
    assert_eq!(case.service.state().secrets, [CLIENT_SECRET]);
    let status = run(&case, &["status"]);
    assert_eq!(status.code, Some(0), "{}{}", status.out, status.err);
    assert!(status.out.contains("script      as here"), "{}", status.out);
}

#[test]
fn nobody_there_to_ask_is_told_before_any_request() {
    let case = Case::for_the_program();
    let refused = run(&case, &["publish", "--apply"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("--yes"), "{}", refused.err);
    assert!(case.service.state().seen.is_empty());
}

#[test]
fn json_is_one_object_and_nothing_else() {
    let case = Case::for_the_program();
    case.service.state().faults.push_back((
        "update",
        Fault::Answer(Writes::No, 403, vec![("content-type", "application/json".to_owned())], b"{}".to_vec()),
    ));
    let ran = run(&case, &["publish", "--apply", "--yes", "--format", "json"]);
    assert_eq!(ran.code, Some(3));
    let object: Value = serde_json::from_str(&ran.out).expect("one object");
    assert_eq!(object["outcome"], "refused");
    assert_eq!(object["exitCode"], 3);
    let last = object["requests"].as_array().and_then(|all| all.last()).expect("there are some");
    assert_eq!((last["name"].as_str(), last["status"].as_u64()), (Some("update"), Some(403)));
}

#[test]
fn what_is_pulled_is_what_was_published_and_changes_nothing() {
    let case = Case::for_the_program();
    let strange =
        b"\xEF\xBB\xBF{\"swagger\" : \"2.0\", \"info\": {\"title\": \"\xc3\x96\\u00fc\"}}\r\n".to_vec();
    if let Some(connector) = case.service.state().connectors.get_mut(CONNECTOR) {
        connector.definition = strange.clone();
    }
    let pulled = run(&case, &["pull", "-o", "pulled"]);
    assert_eq!(pulled.code, Some(0), "{}", pulled.err);
    let folder = case.dir.path().join("local/pulled");
    assert_eq!(std::fs::read(folder.join("apiDefinition.swagger.json")).expect("it is there"), strange);
    let again = run(&case, &["pull", "-o", "pulled"]);
    assert_eq!(again.code, Some(2), "{}", again.err);
    // As long as a file cannot be had, there is no folder.
    case.service.state().faults.extend(vec![("script", Fault::Short(Writes::No, 200)); 4]);
    let broken = run(&case, &["pull", "-o", "broken", "--timeout", "3"]);
    assert_eq!(broken.code, Some(3), "{}", broken.err);
    assert!(!case.dir.path().join("local/broken").exists());
}

#[test]
fn a_backup_leads_back() {
    let case = Case::for_the_program();
    let update = run(&case, &["publish", "--apply", "--yes", "--backup-dir", "kept"]);
    assert_eq!(update.code, Some(0), "{}{}", update.out, update.err);
    let kept = std::fs::read_dir(case.dir.path().join("local/kept")).expect("it is there").flatten().next();
    let kept = kept.expect("there is one").path();
    let kept = kept.to_str().expect("UTF-8");
    let plan = run(&case, &["publish", "--rollback", kept]);
    assert_eq!(plan.code, Some(5), "{}{}", plan.out, plan.err);
    let back = run(&case, &["publish", "--rollback", kept, "--apply", "--yes"]);
    assert_eq!(back.code, Some(0), "{}{}", back.out, back.err);
    assert!(case.is_old());
    let none = run(&case, &["publish", "--rollback", "nowhere"]);
    assert_eq!(none.code, Some(2), "{}{}", none.out, none.err);
}

#[test]
fn settings_of_paconn_and_targets_say_where() {
    let case = Case::for_the_program();
    let settings = serde_json::json!({
        "connectorId": CONNECTOR, "environment": ENVIRONMENT, "apiProperties": "apiProperties.json",
        "apiDefinition": "apiDefinition.swagger.json", "icon": "icon.png", "script": "script.csx",
        "powerAppsUrl": case.service.url, "powerAppsApiVersion": "2016-11-01",
    });
    case.write("local/settings.json", settings.to_string().as_bytes());
    let plan = |folder: &str, arguments: &[&str]| {
        let output =
            command(&case, &case.dir.path().join(folder), arguments).output().expect("the program runs");
        printed(&case, &output)
    };
    let beside = plan("local", &["publish"]);
    assert_eq!(beside.code, Some(5), "{}", beside.err);
    let named = plan(".", &["publish", "-s", "local/settings.json"]);
    assert_eq!(named.code, Some(5), "{}", named.err);
    // A flag is heard before the file.
    let flag = plan("local", &["publish", "-c", "shared_elsewhere"]);
    assert_eq!(flag.code, Some(3), "{}", flag.err);
    assert!(flag.err.contains("not found"), "{}", flag.err);
    let config = format!(
        "version: 1\nsource: openapi.yaml\nconnector: {{title: Contoso Orders}}\ntargets:\n  test: {{environment: {ENVIRONMENT}, connectorId: {CONNECTOR}, url: '{}'}}\n  prod: {{environment: other}}\n",
        case.service.url
    );
    case.write("project/connector.yaml", config.as_bytes());
    case.write("project/openapi.yaml", b"openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://api.contoso.example/v1'}]\npaths: {/orders: {get: {operationId: ListOrders, summary: Orders, responses: {'200': {description: Orders}}}}}\n");
    let target = plan("project", &["publish", "test"]);
    assert_eq!(target.code, Some(5), "{}", target.err);
    for (arguments, says) in [
        (&["publish"][..], "`test`, `prod`"),
        (&["publish", "tset"], "did you mean `test`?"),
        (&["publish", "prod", "-u", "http://contoso.example"], "no address of a service"),
    ] {
        let wrong = plan("project", arguments);
        assert_eq!(wrong.code, Some(2), "{}", wrong.err);
        assert!(wrong.err.contains(says), "{}", wrong.err);
    }
}

#[test]
fn what_is_wrong_here_is_not_sent() {
    let wrongs: [(&str, &[u8], &str); 5] = [
        (
            "local/apiProperties.json",
            b"{\"properties\": {\"iconBrandColour\": \"#007ee5\"}}",
            "apiProperties.json:1:",
        ),
        ("local/icon.png", b"GIF89a", "PNG"),
        ("local/icon.png", b"", "PNG"),
        ("local/script.csx", b"", "is empty"),
        ("local/apiDefinition.swagger.json", b"{\"swagger\": \"2.0\", \"swagger\": \"2.0\"}", "swagger"),
    ];
    for (file, bytes, says) in wrongs {
        let case = Case::for_the_program();
        case.write(file, bytes);
        let ran = run(&case, &["publish", "--apply", "--yes"]);
        assert_eq!(ran.code, Some(1), "{file}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(says), "{file}: {}", ran.err);
        assert!(case.service.state().seen.is_empty(), "{file}");
    }
    let case = Case::for_the_program();
    let missing = run(&case, &["publish", "-x", "nowhere.csx"]);
    assert_eq!(missing.code, Some(1), "{}", missing.err);
    let secret = run(&case, &["publish", "-r", CLIENT_SECRET]);
    assert_eq!(secret.code, Some(2), "{}", secret.err);
}

#[test]
fn a_proxy_that_refuses_is_named_and_nothing_has_left() {
    let case = Case::for_the_program();
    let place = ["publish", "-e", ENVIRONMENT, "-c", CONNECTOR, "-u", "https://contoso.example"];
    let mut command = command(&case, &case.dir.path().join("local"), &place);
    let output = command.env("HTTPS_PROXY", &case.service.url).output().expect("the program runs");
    let ran = printed(&case, &output);
    assert_eq!(ran.code, Some(3), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("the proxy does not connect to contoso.example"), "{}", ran.err);
    assert!(case.service.state().seen.iter().all(|seen| seen.header("authorization").is_none()));
}

#[cfg(unix)]
mod signals {
    use super::*;

    /// Runs a publish, sends it a signal once the request of that name has arrived, and waits.
    fn signalled(step: &'static str, fault: Fault, signal: &str) -> (Case, Printed) {
        let case = Case::for_the_program();
        case.service.state().faults.push_back((step, fault));
        let url = case.service.url.clone();
        let arguments = ["publish", "--apply", "--yes", "-e", ENVIRONMENT, "-c", CONNECTOR, "-u", &url];
        let mut command = command(&case, &case.dir.path().join("local"), &arguments);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        let ended = |child: &mut std::process::Child| child.try_wait().expect("it can be asked").is_some();
        while case.seen(step).is_empty() && !ended(&mut child) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let pid = child.id().to_string();
        Command::new("kill").args([signal, &pid]).status().expect("there is a kill");
        let output = child.wait_with_output().expect("it ends");
        let printed = printed(&case, &output);
        (case, printed)
    }

    #[test]
    fn before_the_update_it_ends_and_nothing_has_changed() {
        for signal in ["-INT", "-TERM"] {
            let (case, ran) = signalled("validate", Fault::Slow(Duration::from_secs(3)), signal);
            assert_eq!(ran.code, Some(130), "{}{}", ran.out, ran.err);
            assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
            assert!(case.is_old() && case.seen("update").is_empty());
        }
    }

    #[test]
    fn during_the_update_the_outcome_is_found_out() {
        let (case, ran) = signalled("update", Fault::Slow(Duration::from_secs(2)), "-INT");
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
        assert!(ran.err.contains("finding out"), "{}", ran.err);
        assert!(case.is_new());
    }
}
