//! The session that the README shows, with the connector of `spec/`: run anew each time, so that it stays true.

use crate::harness::{Case, NEW_ICON};
use crate::program::command;
use crate::state::{CONNECTOR, ENVIRONMENT};
use connectorc::compile::{Options, compile};
use connectorc::load::{DEFINITION, Disk, PROPERTIES};
use regex::Regex;
use serde_json::Value;
use std::path::Path;

const COMMANDS: [&str; 3] = ["publish prod", "publish prod --apply --yes", "status prod"];

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(path, target).expect("a file");
        }
    }
}

/// What was published some time ago: an operation less, one more, and another summary.
fn earlier(definition: &mut Value) {
    let paths = definition["paths"].as_object_mut().expect("there are some");
    let users = paths.get_mut("/users").expect("it is there");
    let mut old = users["get"].clone();
    users["get"]["summary"] = "List users".into();
    paths.shift_remove("/me/labels").expect("it is there");
    old["operationId"] = "GetOwners".into();
    paths.insert("/owners".to_owned(), serde_json::json!({"get": old}));
}

#[test]
fn the_readme_shows_what_happens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let case = Case::for_the_program();
    let folder = case.dir.path().join("spec");
    copy(&root.join("spec"), &folder);
    let target = format!(
        "\ntargets:\n  prod: {{environment: {ENVIRONMENT}, connectorId: {CONNECTOR}, url: '{}'}}\n",
        case.service.url
    );
    let mut config = std::fs::read_to_string(folder.join("connector.yaml")).expect("it is there");
    config.push_str(&target);
    std::fs::write(folder.join("connector.yaml"), config).expect("it can be written");
    let built = compile(&Disk, &folder, &Options::default());
    let json = |name: &str| -> Value {
        let artifact = built.artifacts.iter().find(|artifact| artifact.name == name).expect("it is built");
        serde_json::from_slice(&artifact.bytes).expect("it is JSON")
    };
    let mut definition = json(DEFINITION);
    let description = definition["info"]["description"].clone();
    earlier(&mut definition);
    if let Some(connector) = case.service.state().connectors.get_mut(CONNECTOR) {
        connector.title = definition["info"]["title"].as_str().expect("it has one").to_owned();
        connector.definition = serde_json::to_vec(&definition).expect("it is JSON");
        connector.properties = json(PROPERTIES)["properties"].as_object().expect("it is one").clone();
        connector.properties.shift_remove("stackOwner");
        connector.properties.insert("description".to_owned(), description);
        connector.icon = Some(NEW_ICON.to_vec());
        connector.script = None;
    }
    let state = Regex::new(r"/\S*/home/\S*/backups/\S*Z-").expect("a pattern");
    let mut session = String::new();
    for line in COMMANDS {
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = command(&case, &folder, &arguments).output().expect("the program runs");
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8(text).expect("UTF-8");
        case.nothing_leaks(&text);
        let text = state.replace_all(&text, "~/.local/state/connectorc/backups/2026-01-30T19-06-40Z-");
        session.push_str(&format!("$ connectorc {line}\n{text}\n"));
    }
    let session = format!("```console\n{}```\n", session.trim_end().to_owned() + "\n");
    let path = root.join("README.md");
    let readme = std::fs::read_to_string(&path).expect("it is there");
    if readme.contains(&session) {
        return;
    }
    assert!(
        std::env::var_os("UPDATE").is_some(),
        "the README shows another session; `UPDATE=1 cargo test`:\n{session}"
    );
    let begin = readme.find("```console\n$ connectorc publish prod\n").expect("the README has a session");
    let end = begin + readme[begin..].find("\n```\n").expect("it ends") + "\n```\n".len();
    std::fs::write(path, format!("{}{session}{}", &readme[..begin], &readme[end..]))
        .expect("it can be written");
}
