//! What the program prints and writes.

use crate::cli::{project, run};
use std::path::Path;

const SOURCE: &str = "openapi: 3.0.3\n\
    info: {title: T, version: '1'}\n\
    servers: [{url: https://api.contoso.com}]\n\
    paths:\n\
    \x20 /teams:\n\
    \x20   get:\n\
    \x20     operationId: GetTeams\n\
    \x20     summary: Get teams.\n\
    \x20     description: Gets all teams\n\
    \x20     responses: {'200': {description: Teams}}\n";

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|_| "nothing".to_owned())
}

#[test]
fn a_dry_run_shows_what_a_run_writes() {
    let project = project(SOURCE);
    let folder = project.path();
    let before = read(folder, "connector.yaml");
    let checked = run(folder, &["check", "--deny", "warnings"]);
    assert!(checked.err.ends_with("1 fixable with `connectorc check --fix`\n"), "{}", checked.err);
    let dry = run(folder, &["check", "--fix=dry-run", "--deny", "warnings"]);
    assert_eq!((dry.code, &dry.err), (checked.code, &checked.err), "as if it were not there");
    insta::assert_snapshot!(dry.out);
    assert_eq!(read(folder, "connector.yaml"), before);
    assert!(!folder.join("overlays").exists());

    let wet = run(folder, &["check", "--fix", "--deny", "warnings"]);
    assert_eq!(wet.code, Some(0), "{wet:?}");
    assert_eq!(wet.out, "mended 1 finding in connector.yaml, overlays/fixes.yaml\n");
    assert_eq!(read(folder, "openapi.yaml"), SOURCE);
    let files = [read(folder, "connector.yaml"), read(folder, "overlays/fixes.yaml")];
    // Notes are left alone unless they are shown.
    assert!(!files[1].contains("description: Gets"), "{}", files[1]);
    assert_eq!(run(folder, &["check", "--fix"]).out, "");
    assert_eq!([read(folder, "connector.yaml"), read(folder, "overlays/fixes.yaml")], files);
    let noted = run(folder, &["check", "--fix", "--notes"]);
    assert_eq!(noted.out, "mended 1 finding in overlays/fixes.yaml\n");
    assert!(read(folder, "overlays/fixes.yaml").contains("Gets all teams."));
}

#[test]
fn a_diff_and_findings_do_not_share_the_output() {
    let project = project(SOURCE);
    let ran = run(project.path(), &["check", "--fix=dry-run", "--format", "json"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
}

#[test]
fn costs_are_told_to_those_who_ask() {
    let project = project(SOURCE);
    let ran = run(project.path(), &["check", "--timings", "--format", "json"]);
    let header = ran.err.lines().next().unwrap_or_default();
    assert_eq!(header, "        time   share  findings  part");
    assert!(ran.err.lines().any(|line| line.ends_with("  rules/operations")), "{}", ran.err);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let parts = report["timings"].as_array().expect("timings");
    let times: Vec<u64> = parts.iter().map(|part| part["nanoseconds"].as_u64().expect("a time")).collect();
    assert!(times.len() > 20 && times.is_sorted_by(|one, other| one >= other));
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../spec/schemas/report.schema.json")).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    assert!(schema.is_valid(&report), "{:?}", schema.iter_errors(&report).next());
    let plain = run(project.path(), &["check", "--format", "json"]);
    assert!(!plain.out.contains("timings"), "{}", plain.out);
}

#[test]
fn bytes_that_are_not_utf8_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("apiDefinition.swagger.json");
    let text = SWAGGER.replace("Pets", "P\u{e9}ts");
    let latin1: Vec<u8> = text.chars().map(|char| u8::try_from(char).expect("Latin-1")).collect();
    std::fs::write(&path, &latin1).expect("a file");
    let fixed = run(folder.path(), &["check", "--fix", "."]);
    assert!(fixed.err.contains("is not UTF-8: save it as that first"), "{}", fixed.err);
    assert_eq!(std::fs::read(&path).expect("a file"), latin1);
}

const SWAGGER: &str = r#"{"swagger": "2.0", "info": {"title": "Pets", "version": "1.0"}, "host": "pets.contoso.com",
  "paths": {"/pets/{id}": {"get": {"operationId": "GetPet", "parameters": [{"name": "id", "in": "path",
  "type": "string"}], "responses": {"200": {"description": "A pet", "schema": {"type": "string"}}}}}}}"#;
