//! Documents with one slip each: what their author is shown.

mod files;
mod settings;

use connectorc::compile::{Options, Purpose, compile};
use connectorc::load::Memory;
use connectorc::report;
use insta::assert_snapshot;
use std::path::Path;

const PETS: &str = "\
openapi: 3.0.3
info:
  title: Pets
  version: 1.0.0
servers:
  - url: https://pets.contoso.com
paths:
  /pets:
    get:
      operationId: ListPets
      summary: List pets
      description: Lists all pets.
      responses:
        '200':
          description: The pets
";

/// The document with one text in the place of another.
fn pets(old: &str, new: &str) -> String {
    assert!(PETS.contains(old), "{old}");
    PETS.replacen(old, new, 1)
}

/// What is shown of files that must not pass.
fn broken(files: &[(&str, &str)]) -> String {
    let (text, passes) = check(files.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())));
    assert!(!passes, "{text}");
    text
}

fn check<'a>(files: impl Iterator<Item = (&'a str, Vec<u8>)>) -> (String, bool) {
    let memory = files.fold(Memory::default(), |memory, (name, bytes)| memory.with(name, bytes));
    let options = Options { purpose: Purpose::Check, ..Options::default() };
    let outcome = compile(&memory, Path::new(""), &options);
    let mut text = String::new();
    report::text(&outcome.tree, &outcome.findings, &report::Options::default(), &mut text).expect("a text");
    let passes = !text.contains("error[");
    assert!(!outcome.blocked || !passes, "blocked without an error\n{text}");
    (text, passes)
}

fn with_config(config: &str) -> String {
    broken(&[("connector.yaml", &format!("version: 1\n{config}")), ("openapi.yaml", PETS)])
}

fn with_overlay(actions: &str) -> String {
    let overlay = format!("overlay: 1.0.0\ninfo: {{title: Labels, version: 1.0.0}}\nactions:\n{actions}");
    let config = "version: 1\noverlays: [labels.yaml]\n";
    broken(&[("connector.yaml", config), ("labels.yaml", &overlay), ("openapi.yaml", PETS)])
}

#[test]
fn bad_indentation() {
    let text = pets("      summary", "     summary");
    assert_snapshot!(broken(&[("openapi.yaml", &text)]), @r"
    error[SyntaxError]
      × indented by 5 spaces, which fits no block above
        ╭─[openapi.yaml:11:6]
      9 │     get:
     10 │       operationId: ListPets
        ·       ─────┬─────
        ·            ╰── the nearest one begins here
     11 │      summary: List pets
        ·      ──────────────────
     12 │       description: Lists all pets.
        ╰────
      help: indent it by 6 spaces, if it belongs there

    1 error
    ");
}

#[test]
fn a_duplicated_key() {
    let text = pets("      summary: List pets\n", "      summary: List pets\n      summary: All pets\n");
    assert_snapshot!(broken(&[("openapi.yaml", &text)]), @r"
    error[DuplicateKey]
      × `summary` stands twice in one object
        ╭─[openapi.yaml:12:7]
     10 │       operationId: ListPets
     11 │       summary: List pets
        ·       ───┬───
        ·          ╰── first here
     12 │       summary: All pets
        ·       ───────
     13 │       description: Lists all pets.
        ╰────
      help: keep one of the two: readers disagree on which one counts

    1 error
    ");
}

#[test]
fn a_dangling_reference() {
    let text = pets("description: The pets", "$ref: '#/components/responses/Pet'")
        + "components:\n  responses:\n    Pets:\n      description: The pets\n";
    assert_snapshot!(broken(&[("openapi.yaml", &text)]), @r"
    error[UnresolvedReference]
      × `#/components/responses/Pet` leads nowhere
        ╭─[openapi.yaml:15:17]
     14 │         '200':
     15 │           $ref: '#/components/responses/Pet'
        ·                 ────────────────────────────
     16 │ components:
        ╰────
      help: did you mean `#/components/responses/Pets`?

    1 error, 1 note (not shown: 1 note)
    ");
}

#[test]
fn an_operation_id_that_two_operations_have() {
    let text = PETS.to_owned()
        + "    delete:\n      operationId: ListPets\n      responses:\n        '204':\n          description: Gone\n";
    assert_snapshot!(broken(&[("openapi.yaml", &text)]), @r"
    error[OperationIdNotUnique]
      × the `operationId` `ListPets` is already taken
        ╭─[openapi.yaml:17:20]
     16 │     delete:
     17 │       operationId: ListPets
        ·                    ────────
     18 │       responses:
        ╰────
        ╭─[openapi.yaml:10:20]
      9 │     get:
     10 │       operationId: ListPets
        ·                    ────┬───
        ·                        ╰── first used here
     11 │       summary: List pets
        ╰────
      help: give each operation an id of its own: flows find it by this name

    1 error
    ");
}

#[test]
fn a_path_parameter_that_is_not_declared() {
    let text = pets("/pets:", "/pets/{petId}:");
    assert_snapshot!(broken(&[("openapi.yaml", &text)]), @r"
    error[OperationMissingPathParameter]
      × `ListPets` does not declare the parameter `petId` of its path
        ╭─[openapi.yaml:9:5]
      7 │ paths:
      8 │   /pets/{petId}:
        ·   ──────┬──────
        ·         ╰── `petId` stands here
      9 │     get:
        ·     ───
     10 │       operationId: ListPets
        ╰────
      help: declare `petId` with `in: path` and `required: true`

    1 error, 6 notes (not shown: 6 notes)
    ");
}

#[test]
fn a_trailing_comma_in_json() {
    let text = r#"{
  "openapi": "3.0.3",
  "info": {"title": "Pets", "version": "1.0.0"},
  "servers": [{"url": "https://pets.contoso.com"}],
  "paths": {
    "/pets": {
      "get": {"operationId": "ListPets", "responses": {"200": {"description": "The pets"}}},
    }
  }
}
"#;
    assert_snapshot!(broken(&[("openapi.json", text)]), @r#"
    error[SyntaxError]
      × trailing comma before `}`
       ╭─[openapi.json:7:92]
     6 │     "/pets": {
     7 │       "get": {"operationId": "ListPets", "responses": {"200": {"description": "The pets"}}},
       ·                                                                                            ─
     8 │     }
       ╰────
      help: remove the comma: JSON does not allow one here

    1 error
    "#);
}

#[test]
fn an_overlay_with_a_slip_in_its_target() {
    let actions = "  - target: $.paths['/pet'].get\n    update: {summary: Pets}\n";
    assert_snapshot!(with_overlay(actions), @r"
    error[OverlayTargetNotFound]
      × the target selects nothing: nothing in `#/paths` is named `/pet`
       ╭─[labels.yaml:4:20]
     3 │ actions:
     4 │   - target: $.paths['/pet'].get
       ·                    ────────
     5 │     update: {summary: Pets}
       ╰────
       ╭─[openapi.yaml:7:1]
     6 │   - url: https://pets.contoso.com
     7 │ paths:
       · ──┬──
       ·   ╰── it gets as far as here
     8 │   /pets:
       ╰────
      help: did you mean `/pets`?

    1 error, 3 notes (not shown: 3 notes)
    ");
}

#[test]
fn a_configuration_with_slips() {
    let config =
        "overlay: [labels.yaml]\nconnector:\n  titel: Pets\n  brandColor: red\noutput: {emit: [jsn]}\n";
    assert_snapshot!(with_config(config), @r"
    error[UnknownConfigKey]
      × `overlay` is not known here
       ╭─[connector.yaml:2:1]
     1 │ version: 1
     2 │ overlay: [labels.yaml]
       · ───────
     3 │ connector:
       ╰────
      help: did you mean `overlays`?

    error[UnknownConfigKey]
      × `titel` is not known in `connector`
       ╭─[connector.yaml:4:3]
     3 │ connector:
     4 │   titel: Pets
       ·   ─────
     5 │   brandColor: red
       ╰────
      help: did you mean `title`?

    error[InvalidConfigValue]
      × `brandColor` cannot be `red`
       ╭─[connector.yaml:5:15]
     4 │   titel: Pets
     5 │   brandColor: red
       ·               ───
     6 │ output: {emit: [jsn]}
       ╰────
      help: colour behind the icon: a number sign and six hexadecimal digits

    error[InvalidConfigValue]
      × an item of `emit` is `jsn`; it can be `json`, `yaml`, `properties`, `icon`, `settings` or
      │ `registration`
       ╭─[connector.yaml:6:17]
     5 │   brandColor: red
     6 │ output: {emit: [jsn]}
       ·                 ───
       ╰────
      help: a kind of file

    4 errors, 3 notes (not shown: 3 notes)
    ");
}

#[test]
fn a_body_that_nobody_may_read_is_told_once() {
    let sent = "requestBody: {content: {application/json: {schema: {type: object, \
                properties: {kind: {type: string, title: Kind, description: The kind.}}}}}}\n      responses:";
    let (told, _) = check([("openapi.yaml", pets("responses:", sent).into_bytes())].into_iter());
    let rules: Vec<&str> = told.lines().filter(|line| line.contains('[') && line.ends_with(']')).collect();
    assert_eq!(
        rules.into_iter().filter(|rule| rule.contains("Body")).collect::<Vec<_>>(),
        ["warning[BodyWithoutSemantics]"]
    );
}
