//! Does a connector that exists become a project whose build gives it back?

use crate::project::{beside, build, entries, json, name, ours};
use crate::values::differences;
use connectorc::import::{Imported, Request, import};
use connectorc::load::{Disk, Memory};
use connectorc::report::Told;
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

/// How many of the published connectors are tried; all of them, if `ADOPT_ALL` is set.
const EVERY: usize = 40;

#[test]
fn published_connectors_come_back_as_they_were() {
    let Some(folder) = beside("corpus/connectors") else { return };
    let every = if std::env::var_os("ADOPT_ALL").is_some() { 1 } else { EVERY };
    let mut counts = Counts::default();
    let mut faults = Vec::new();
    for folder in entries(&folder).iter().step_by(every) {
        match comes_back(folder, &mut counts) {
            Ok(true) => counts.equal += 1,
            Ok(false) => counts.cannot_be_read += 1,
            Err(fault) => faults.push(format!("{}: {fault}", name(folder))),
        }
    }
    eprintln!("{counts:?}");
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[derive(Debug, Default)]
struct Counts {
    equal: usize,
    without_drift: usize,
    actions: usize,
    cannot_be_read: usize,
}

/// Imports a connector, writes the project, builds it, and compares what another reader sees; `false` if it is no
/// JSON to every reader.
fn comes_back(folder: &Path, counts: &mut Counts) -> Result<bool, String> {
    let project = tempfile::tempdir().expect("a folder");
    let request = Request { connector: folder, project: project.path(), source: None };
    let Imported { findings, project: imported, .. } = import(&Disk, &request);
    let Some(imported) = imported else {
        let broken = ["SyntaxError", "DuplicateKey", "UnreadableFile"];
        if findings.iter().any(|finding| finding.blocks() && broken.contains(&finding.rule.name)) {
            return Ok(false);
        }
        let said: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        return Err(said.join("; "));
    };
    let actions: usize = imported.overlays.iter().map(|(_, actions)| actions).sum();
    counts.actions += actions;
    counts.without_drift += usize::from(actions == 0);
    connectorc::emit::write(project.path(), &imported.files).expect("a folder that can be written");
    let outcome = build(project.path());
    if outcome.blocked {
        return Err("the build is blocked".to_owned());
    }
    let mut different = Vec::new();
    for name in ["apiDefinition.swagger.json", "apiProperties.json"] {
        let path = folder.join(name);
        if path.exists() {
            let Some(theirs) = published(&path) else { return Ok(false) };
            different.extend(differences(&theirs, &json(&outcome, name)));
        }
    }
    match different.first() {
        Some(first) => Err(format!("{} places differ, such as {first:?}", different.len())),
        None => Ok(true),
    }
}

/// A published file, some of which begin with a byte order mark; `None` if it is no JSON but to a lenient reader.
fn published(path: &Path) -> Option<Value> {
    let bytes = std::fs::read(path).expect("a file");
    serde_json::from_slice(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes)).ok()
}

/// How long the configuration and the overlays may be that make the real connector of its source, in lines.
/// Somebody who wrote them by hand needed 82 and 277.
const CONFIG_LINES: usize = 60;
const OVERLAY_LINES: usize = 280;

#[test]
fn the_published_connector_comes_from_its_source_by_few_lines() {
    let Some(definition) = beside("salestim/published.json") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let connector = folder.path().join("published");
    std::fs::create_dir(&connector).expect("a folder");
    std::fs::copy(&definition, connector.join("apiDefinition.swagger.json")).expect("a file");
    let properties = beside("salestim/apiProperties.json").expect("it lies beside the other");
    std::fs::copy(properties, connector.join("apiProperties.json")).expect("a file");
    let source = beside("salestim/canonical.yaml").expect("it lies beside the other");
    std::fs::copy(source, folder.path().join("canonical.yaml")).expect("a file");
    let (code, said) = run(folder.path(), &["published", "--source", "canonical.yaml", "--out", "project"]);
    assert_eq!(code, Some(0), "{said}");

    let project = folder.path().join("project");
    let outcome = build(&project);
    assert!(!outcome.blocked);
    for name in ["apiDefinition.swagger.json", "apiProperties.json"] {
        let theirs = published(&connector.join(name)).expect("JSON");
        assert_eq!(differences(&theirs, &json(&outcome, name)), [], "{name}");
    }
    let lines = |path: &Path| std::fs::read_to_string(path).expect("a file").lines().count();
    let config = lines(&project.join("connector.yaml"));
    let overlays: usize = entries(&project.join("overlays")).iter().map(|path| lines(path)).sum();
    assert!(config <= CONFIG_LINES && overlays <= OVERLAY_LINES, "{config} and {overlays} lines");
    let config = std::fs::read_to_string(project.join("connector.yaml")).expect("a file");
    insta::assert_json_snapshot!(without_prose(serde_yaml::from_str(&config).expect("YAML")));
}

/// The settings alone: what a text says is its author's.
fn without_prose(value: Value) -> Value {
    match value {
        Value::String(text) if text.split_whitespace().count() > 3 => "…".into(),
        Value::Array(items) => items.into_iter().map(without_prose).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(key, member)| (key, without_prose(member))).collect()
        }
        other => other,
    }
}

const HAND_MADE: &str = r##"{
  "swagger": "2.0",
  "info": {"title": "Pets", "description": "Looks up pets.", "version": "1.0"},
  "host": "pets.contoso.com",
  "basePath": "/v1",
  "schemes": ["https"],
  "consumes": [],
  "produces": [],
  "paths": {
    "/pets/{shop}": {
      "get": {
        "operationId": "ListPets",
        "summary": "List pets",
        "x-ms-visibility": "important",
        "produces": ["application/json"],
        "parameters": [
          {"name": "shop", "in": "path", "required": true, "type": "string", "x-ms-url-encoding": "single"},
          {"name": "kinds", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"},
          {"name": "Accept", "in": "header", "type": "string", "default": "application/json"},
          {"name": "page", "in": "query"}
        ],
        "responses": {"200": {"description": "The pets", "schema": {"$ref": "#/definitions/Pet"}}}
      },
      "post": {
        "operationId": "AddPet",
        "summary": "Add a pet",
        "x-ms-visibility": "advanced",
        "consumes": ["application/json"],
        "parameters": [
          {"name": "pet", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Pet"}},
          {"name": "shop", "in": "path", "required": true, "type": "string"}
        ],
        "responses": {"201": {"description": "The pet"}}
      },
      "put": {
        "operationId": "PaintPet",
        "x-ms-visibility": "important",
        "consumes": ["multipart/form-data"],
        "parameters": [
          {"name": "shop", "in": "path", "required": true, "type": "string"},
          {"name": "picture", "in": "formData", "required": true, "type": "file"},
          {"name": "title", "in": "formData", "type": "string", "maxLength": 20}
        ],
        "responses": {"204": {"description": "Done"}}
      }
    }
  },
  "definitions": {
    "Pet": {
      "type": "object",
      "discriminator": "kind",
      "required": ["kind"],
      "properties": {"kind": {"type": "string", "x-ms-summary": "Kind"}, "born": {"type": "string", "format": "date"}}
    }
  },
  "securityDefinitions": {
    "oauth": {
      "type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://pets.contoso.com/in",
      "tokenUrl": "https://pets.contoso.com/token", "scopes": {"read": "Reads"}
    }
  },
  "security": [{"oauth": ["read"]}],
  "x-ms-connector-metadata": [
    {"propertyName": "Website", "propertyValue": "https://pets.contoso.com"},
    {"propertyName": "Categories", "propertyValue": "Data;Productivity"}
  ]
}"##;

#[test]
fn a_hand_made_connector_becomes_a_project() {
    let properties = r##"{"properties": {"connectionParameters": {}, "iconBrandColor": "#2e7d32", "publisher": "Pet Shop"}}"##;
    let settings = r#"{"connectorId": "shared_pets", "environment": "Default", "powerAppsUrl": ""}"#;
    let files = Memory::default()
        .with("pets/apiDefinition.swagger.json", HAND_MADE)
        .with("pets/apiProperties.json", properties)
        .with("pets/settings.json", settings)
        .with("pets/script.csx", "// none");
    let request = Request { connector: Path::new("pets"), project: Path::new("project"), source: None };
    let Imported { tree, findings, project } = import(&files, &request);
    let mut text = String::new();
    for file in project.expect("a project").files {
        let content = String::from_utf8_lossy(&file.bytes).into_owned();
        writeln!(text, "--- {}\n{content}", file.name).expect("a string takes all text");
    }
    for told in Told::all(&tree, &findings) {
        writeln!(text, "{}: {}", told.rule.name, told.message).expect("a string takes all text");
    }
    insta::assert_snapshot!(text);
}

/// Runs `connectorc import` in a folder; how it ended, and what it said.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_connectorc"));
    let ran = command.current_dir(folder).arg("import").args(arguments).output().expect("the program runs");
    (ran.status.code(), String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned())
}

#[test]
fn of_members_with_one_name_the_last_counts() {
    let twice =
        HAND_MADE.replace(r#""summary": "List pets","#, r#""summary": "List", "summary": "List pets","#);
    let files = Memory::default().with("pets/apiDefinition.swagger.json", twice);
    let request = Request { connector: Path::new("pets"), project: Path::new("project"), source: None };
    let imported = import(&files, &request);
    assert!(imported.findings.iter().any(|finding| finding.rule.name == "DuplicateKey"));
    let project = imported.project.expect("a project");
    let source = project.files.iter().find(|file| file.name == "openapi.yaml").expect("a source");
    let text = String::from_utf8_lossy(&source.bytes);
    assert!(text.contains("summary: List pets") && !text.contains("summary: List\n"), "{text}");
}

#[test]
fn a_project_is_not_written_over_unless_forced() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::fs::create_dir(folder.join("pets")).expect("a folder");
    std::fs::write(folder.join("pets/apiDefinition.swagger.json"), HAND_MADE).expect("a file");
    assert_eq!(run(folder, &["pets"]).0, Some(0));
    std::fs::write(folder.join("connector.yaml"), "version: 1").expect("a file");
    let (code, said) = run(folder, &["pets"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("./connector.yaml is there already"), "{said}");
    assert_eq!(std::fs::read(folder.join("connector.yaml")).expect("a file"), b"version: 1");
    assert_eq!(run(folder, &["pets", "--force"]).0, Some(0));
    assert_eq!(run(folder, &["pets", "--out", "other"]).0, Some(0));
    assert_eq!(run(folder, &["nowhere", "--out", "third"]).0, Some(2));
    std::fs::write(folder.join("pets/apiDefinition.swagger.json"), "{").expect("a file");
    assert_eq!(run(folder, &["pets", "--out", "third"]).0, Some(1));
    assert!(!folder.join("third").exists());
}

#[test]
fn a_project_of_this_repository_is_its_own_import() {
    let built = build(&ours("spec"));
    let mut files = Memory::default();
    for artifact in &built.artifacts {
        files = files.with(Path::new("dist").join(artifact.name), artifact.bytes.clone());
    }
    let request = Request { connector: Path::new("dist"), project: Path::new("project"), source: None };
    let imported = import(&files, &request);
    let rules: Vec<&str> = imported.findings.iter().map(|finding| finding.rule.name).collect();
    assert!(imported.project.is_some(), "{rules:?}");
}
