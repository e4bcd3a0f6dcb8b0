//! The two versions on the command line: folders, definitions, projects, revisions; and how the command ends.

use crate::cli::{Ran, run};
use crate::project::{json_file, ours};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const DEFINITION: &str = r##"{
  "swagger": "2.0",
  "info": {"title": "Pets", "version": "1.0.0"},
  "paths": {
    "/pets": {
      "get": {
        "operationId": "ListPets",
        "responses": {"200": {"description": "P", "schema": {"$ref": "#/definitions/Pet"}}}
      },
      "post": {"operationId": "AddPet", "responses": {"201": {"description": "P", "schema": {"$ref": "#/definitions/Pet"}}}}
    }
  },
  "definitions": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}, "tag": {"type": "string"}}}}
}
"##;

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

/// A folder with three versions: as it was, with a new field, and without an old one.
fn versions() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let adding = DEFINITION.replace(r#""tag": {"#, r#""age": {"type": "integer"}, "tag": {"#);
    let breaking = DEFINITION.replace(r#", "tag": {"type": "string"}"#, "");
    for (name, text) in [("old", DEFINITION), ("adding", &adding), ("breaking", &breaking)] {
        write(folder.path(), &format!("{name}/apiDefinition.swagger.json"), text);
    }
    folder
}

#[test]
fn the_end_tells_how_grave_it_is() {
    let folder = versions();
    let deleted = "--accept=OutputFieldDeleted=nobody used it";
    let cases: [(&[&str], i32); 14] = [
        (&["old", "old"], 0),
        (&["old", "adding"], 0),
        (&["old", "adding", "--fail-on", "any"], 1),
        (&["old", "adding", "--fail-on", "risky"], 0),
        (&["old", "breaking"], 1),
        (&["old", "breaking", "--fail-on", "none"], 0),
        (&["old", "breaking", deleted], 0),
        (&["old", "breaking", deleted, "--fail-on", "any"], 0),
        (&["old", "old/apiDefinition.swagger.json"], 0),
        (&["old", "breaking", "--changelog"], 1),
        (&["old", "nowhere"], 2),
        (&["old", "breaking", "--changelog", "--next-version"], 2),
        (&["old", "breaking", "--accept", "OutputFieldDeleted"], 2),
        (&["old", "breaking", "--accept", "OutputFieldDelete=slip"], 2),
    ];
    for (arguments, code) in cases {
        let ran = run(folder.path(), &[&["diff"], arguments].concat());
        assert_eq!(ran.code, Some(code), "{arguments:?}: {ran:?}");
        assert!(code != 2 || !ran.err.is_empty(), "{arguments:?} fails and does not say why");
    }
    assert_eq!(run(folder.path(), &["diff", "old", "breaking", "--next-version"]).out, "2.0.0\n");
    assert_eq!(run(folder.path(), &["diff", "old", "adding", "--next-version"]).out, "1.1.0\n");
}

#[test]
fn a_change_of_what_many_use_is_one_frame_for_people_and_all_of_them_for_tools() {
    let folder = versions();
    insta::assert_snapshot!(run(folder.path(), &["diff", "old", "breaking"]).err, @r#"
    error[OutputFieldDeleted]
      × `ListPets` no longer returns `tag` (also at 1 more place, of `AddPet`)
      ├─▶ noticed by flows that run, apps
      ╰─▶ Microsoft says: The output field has been deleted. Existing flows may be broken if they are
          using this field and actual payload has been changed. ValuePath:
          operation/ListPets/responses/200/schema/tag Source: NewSwagger
        ╭─[breaking/apiDefinition.swagger.json:13:45]
     12 │   },
     13 │   "definitions": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}
        ·                                             ──────┬─────
        ·                                                   ╰── no longer here
     14 │ }
        ╰────
        ╭─[old/apiDefinition.swagger.json:13:88]
     12 │   },
     13 │ …{"name": {"type": "string"}, "tag": {"type": "string"}}}}
        ·                               ──┬──
        ·                                 ╰── before
     14 │ }
        ╰────
      help: keep it in the document as long as the API sends it; or add an operation with the next
            revision

    1 error
    2 errors in all, each place counted
    "#);
    let report = run(folder.path(), &["diff", "old", "breaking", "--format", "json"]).out;
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["counts"]["error"], 2);
    let schema = json_file(&ours("spec/schemas/report.schema.json"));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.iter_errors(&report).next().is_none());
    insta::assert_json_snapshot!(report["findings"][0]["change"], @r#"
    {
      "valuePath": "operation/ListPets/responses/200/schema/tag",
      "noticedBy": [
        "flows that run",
        "apps"
      ],
      "microsoft": "The output field has been deleted. Existing flows may be broken if they are using this field and actual payload has been changed."
    }
    "#);
}

/// Runs `git` in a folder; `None` if there is none.
fn git(folder: &Path, arguments: &[&str]) -> Option<()> {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=Pets", "-c", "user.email=pets@contoso.com"]).args(arguments);
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", folder).current_dir(folder);
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{arguments:?}: {output:?}");
            Some(())
        }
        Err(error) => {
            eprintln!("SKIPPED: there is no git: {error}");
            None
        }
    }
}

const SOURCE: &str = "openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: 'https://pets.contoso.com'}]
paths: {/pets: {$ref: paths/pets.yaml}}
";
const PATHS: &str = "get: {operationId: ListPets, responses: {'200': {description: The pets}}}\n";

/// A repository with a project in `apis/pets`, which was committed and then changed.
fn repository() -> Option<TempDir> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    write(path, "apis/pets/openapi.yaml", SOURCE);
    write(path, "apis/pets/paths/pets.yaml", PATHS);
    write(path, "dist/apiDefinition.swagger.json", DEFINITION);
    git(path, &["init", "-q"])?;
    git(path, &["add", "."])?;
    git(path, &["commit", "-q", "-m", "One"])?;
    git(path, &["tag", "v1"])?;
    write(path, "apis/pets/paths/pets.yaml", &PATHS.replace("ListPets", "GetPets"));
    Some(folder)
}

#[test]
fn a_revision_is_read_with_all_files_of_the_project() {
    let Some(folder) = repository() else { return };
    let project = folder.path().join("apis/pets");
    // Without arguments it is what was committed last against what is there now.
    let ran = run(&project, &["diff"]);
    insta::assert_snapshot!(ran.err, @r#"
    error[OperationDeleted]
      × the operation `ListPets` is gone: it seems to be called `GetPets` now
      ├─▶ noticed by flows that run, apps
      ╰─▶ Microsoft says: The operation has been deleted. This change breaks existing flows.
          ValuePath: operation/ListPets Source: NewSwagger
       ╭─[paths/pets.yaml:1:20]
     1 │ get: {operationId: GetPets, responses: {'200': {description: The pets}}}
       ·                    ───┬───
       ·                       ╰── a new name
       ╰────
       ╭─[HEAD:apis/pets/paths/pets.yaml:1:20]
     1 │ get: {operationId: ListPets, responses: {'200': {description: The pets}}}
       ·                    ────┬───
       ·                        ╰── before
       ╰────
      help: keep the id `ListPets`: flows know the operation by it, and makers see its `summary`; if
            the document is not yours, an overlay keeps it: {target: "$.paths['/pets'].get", update:
            {operationId: ListPets}}

    1 error
    "#);
    let same = |ran: Ran| {
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.err.starts_with("error[OperationDeleted]"), "{ran:?}");
    };
    same(run(folder.path(), &["diff", "v1:apis/pets", "apis/pets"]));
    same(run(folder.path(), &["diff", "v1:apis/pets/openapi.yaml", "apis/pets/openapi.yaml"]));
    same(run(&project, &["diff", "HEAD:./openapi.yaml", "openapi.yaml"]));
    assert_eq!(
        run(&project, &["diff", "HEAD:../../dist", "v1:dist/apiDefinition.swagger.json"]).code,
        Some(0)
    );
}

#[test]
fn a_revision_that_cannot_be_read_is_told() {
    let Some(folder) = repository() else { return };
    let project = folder.path().join("apis/pets");
    let outside = tempfile::tempdir().expect("a folder");
    let told = |folder: &Path, old: &str| {
        let ran = run(folder, &["diff", old, "."]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        ran.err
    };
    let all = [
        told(&project, "v2:./"),
        told(&project, "HEAD:openapi.yaml"),
        told(&project, "HEAD:./swagger.json"),
        told(outside.path(), "HEAD:./"),
    ];
    insta::assert_snapshot!(all.concat(), @r#"
    connectorc: there is no revision `v2` here: name a branch, a tag or a commit; a shallow clone lacks the older ones
    connectorc: `openapi.yaml` is not in `HEAD`: did you mean `HEAD:./openapi.yaml`?
    connectorc: `apis/pets/swagger.json` is not in `HEAD`
    connectorc: `.` is in no Git repository
    "#);
}
