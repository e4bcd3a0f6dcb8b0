//! Documents with one slip each: what their author is shown.

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

    1 error
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
fn a_source_that_is_not_there() {
    assert_snapshot!(with_config("source: opnapi.yaml\n"), @r"
    error[UnreadableFile]
      × cannot read `opnapi.yaml`: there is no such file
       ╭─[connector.yaml:2:9]
     1 │ version: 1
     2 │ source: opnapi.yaml
       ·         ───────────
       ╰────
      help: check the path: it counts from the file that names it

    1 error
    ");
    assert_snapshot!(broken(&[("connector.yaml", "version: 1\nsorce: api.yaml\n")]), @r"
    error[UnreadableFile]
      × there is no OpenAPI document beside it
      ╰─▶ connector.yaml
      help: call it `openapi.yaml`, or name it with `source` in connector.yaml

    error[UnknownConfigKey]
      × `sorce` is not known here
       ╭─[connector.yaml:2:1]
     1 │ version: 1
     2 │ sorce: api.yaml
       · ─────
       ╰────
      help: did you mean `source`?

    2 errors
    ");
}

#[test]
fn files_that_the_configuration_names_and_that_are_not_there() {
    assert_snapshot!(with_config("overlays: [labels.yaml]\nconnector: {icon: icon.png}\n"), @r"
    error[UnreadableFile]
      × cannot read `labels.yaml`: there is no such file
       ╭─[connector.yaml:2:12]
     1 │ version: 1
     2 │ overlays: [labels.yaml]
       ·            ───────────
     3 │ connector: {icon: icon.png}
       ╰────
      help: check the path: it counts from the file that names it

    error[UnreadableFile]
      × cannot read `icon.png`: there is no such file
       ╭─[connector.yaml:3:19]
     2 │ overlays: [labels.yaml]
     3 │ connector: {icon: icon.png}
       ·                   ────────
       ╰────
      help: check the path: it counts from the file that names it

    2 errors
    ");
}

#[test]
fn overlays_that_are_none() {
    let config = "version: 1\noverlays: [list.yaml, empty.yaml, openapi.yaml]\n";
    let files =
        [("connector.yaml", config), ("list.yaml", "- a\n"), ("empty.yaml", ""), ("openapi.yaml", PETS)];
    assert_snapshot!(broken(&files), @r"
    error[OverlayMalformed]
      × an overlay is an object, not an array
       ╭─[list.yaml:1:1]
     1 │ - a
       · ───
       ╰────
      help: start with `overlay: 1.0.0`, `info` and `actions`

    error[SyntaxError]
      × the file is empty
       ╭─[empty.yaml:1:1]
     1 │
       · ▲
       ╰────
      help: write a YAML value

    error[OverlayMalformed]
      × there is no `overlay` version, so this is no overlay
       ╭─[openapi.yaml:1:1]
     1 │ openapi: 3.0.3
       · ──────────────
     2 │ info:
       ╰────
      help: `openapi` says that this is an API description: check the path

    3 errors
    ");
}

#[test]
fn a_value_that_two_overlays_set() {
    let config = "version: 1\noverlays: [a.yaml, b.yaml]\n";
    let overlay = |summary: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: Labels, version: 1.0.0}}\nactions:\n  \
             - target: $.paths['/pets'].get\n    update: {{summary: {summary}}}\n"
        )
    };
    let (a, b) = (overlay("Pets"), overlay("All pets"));
    let files = [("connector.yaml", config), ("a.yaml", &a), ("b.yaml", &b), ("openapi.yaml", PETS)];
    let (text, passes) = check(files.into_iter().map(|(name, text)| (name, text.as_bytes().to_vec())));
    assert!(passes);
    assert_snapshot!(text, @r"
    warning[OverlayValueOverridden]
      ⚠ this value of `summary` is lost: a later action sets another one
       ╭─[a.yaml:5:23]
     4 │   - target: $.paths['/pets'].get
     5 │     update: {summary: Pets}
       ·                       ────
       ╰────
       ╭─[b.yaml:5:23]
     4 │   - target: $.paths['/pets'].get
     5 │     update: {summary: All pets}
       ·                       ────┬───
       ·                           ╰── this one stays
       ╰────
      help: keep one of them

    1 warning, 3 notes (not shown: 3 notes)
    ");
}

#[test]
fn files_without_a_document() {
    assert_snapshot!(broken(&[("openapi.yaml", "")]), @r"
    error[SyntaxError]
      × the file is empty
       ╭─[openapi.yaml:1:1]
     1 │
       · ▲
       ╰────
      help: write a YAML value

    1 error
    ");
    assert_snapshot!(broken(&[("openapi.json", "[{\"openapi\": \"3.0.3\"}]\n")]), @r#"
    error[UnknownVersion]
      × an OpenAPI document is an object, not an array
       ╭─[openapi.json:1:1]
     1 │ [{"openapi": "3.0.3"}]
       · ──────────────────────
       ╰────
      help: write `openapi: 3.0.3`; 3.0, 3.1, 3.2 and `swagger: "2.0"` are understood

    1 error
    "#);
    assert_snapshot!(broken(&[("connector.yaml", ""), ("openapi.yaml", PETS)]), @r"
    error[SyntaxError]
      × the file is empty
       ╭─[connector.yaml:1:1]
     1 │
       · ▲
       ╰────
      help: write a YAML value

    1 error
    ");
}

#[test]
fn a_file_in_another_encoding() {
    let utf16 = PETS.encode_utf16().flat_map(u16::to_le_bytes);
    let utf16 = [0xFF, 0xFE].into_iter().chain(utf16).collect();
    assert_snapshot!(check([("openapi.yaml", utf16)].into_iter()).0, @r"
    error[UnreadableFile]
      × `openapi.yaml` is not UTF-8: byte 0xFF in line 1
      ╰─▶ openapi.yaml
      help: the file is UTF-16: save it as UTF-8

    1 error
    ");
    let bytes = (0..=255).collect();
    assert_snapshot!(check([("openapi.yaml", bytes)].into_iter()).0, @r"
    error[UnreadableFile]
      × `openapi.yaml` is not UTF-8: byte 0x80 in line 2
      ╰─▶ openapi.yaml
      help: save the file as UTF-8

    1 error
    ");
}

#[test]
fn a_document_that_is_nested_too_deep() {
    let text = format!("{PETS}x-deep:\n{}{}\n", " [".repeat(5_000), "]".repeat(5_000));
    let said = broken(&[("openapi.yaml", &text)]);
    assert!(said.starts_with("error[InputTooLarge]"), "{said}");
}

#[test]
fn references_that_are_not_followed() {
    let text = pets("description: The pets", "$ref: '../shared.yaml#/Pets'")
        + "    put:\n      operationId: SetPets\n      responses:\n        '200':\n          \
           $ref: https://contoso.com/shared.yaml#/Pets\n        '404':\n          \
           $ref: missing.yaml#/Pets\n        '500':\n          $ref: cut.yaml#/Pets\n        \
           default:\n          $ref: missing.yaml#/Cats\n";
    assert_snapshot!(broken(&[("openapi.yaml", &text), ("cut.yaml", "Pets: {")]), @r"
    error[ReferenceOutsideProject]
      × `../shared.yaml#/Pets` leads out of the project's folder
        ╭─[openapi.yaml:15:17]
     14 │         '200':
     15 │           $ref: '../shared.yaml#/Pets'
        ·                 ──────────────────────
     16 │     put:
        ╰────
      help: move the file below the folder

    error[RemoteReference]
      × `https://contoso.com/shared.yaml#/Pets` is on the network, and nothing is ever fetched
        ╭─[openapi.yaml:20:17]
     19 │         '200':
     20 │           $ref: https://contoso.com/shared.yaml#/Pets
        ·                 ─────────────────────────────────────
     21 │         '404':
        ╰────
      help: save the file in the project, as `shared.yaml`, and refer to it by `shared.yaml#/Pets`

    error[UnreadableFile]
      × cannot read `missing.yaml`: there is no such file
        ╭─[openapi.yaml:22:17]
     21 │         '404':
     22 │           $ref: missing.yaml#/Pets
        ·                 ──────────────────
     23 │         '500':
        ╰────
      help: check the path: it counts from the file that names it

    error[SyntaxError]
      × `{` is never closed
       ╭─[cut.yaml:1:7]
     1 │ Pets: {
       ·       ─
       ╰────
      help: close it with `}`

    4 errors
    ");
}

#[test]
fn references_in_a_circle() {
    let text = pets("description: The pets", "$ref: '#/components/responses/A'")
        + "components:\n  responses:\n    A: {$ref: '#/components/responses/B'}\n    \
           B: {$ref: '#/components/responses/A'}\n";
    assert_snapshot!(broken(&[("openapi.yaml", &text)]), @r"
    error[CircularReference]
      × `#/components/responses/B` leads back to itself and names nothing
        ╭─[openapi.yaml:18:15]
     17 │   responses:
     18 │     A: {$ref: '#/components/responses/B'}
        ·               ──────────────────────────
     19 │     B: {$ref: '#/components/responses/A'}
        ╰────
      help: write out what is meant at one place of the circle

    error[CircularReference]
      × `#/components/responses/A` leads back to itself and names nothing
        ╭─[openapi.yaml:19:15]
     18 │     A: {$ref: '#/components/responses/B'}
     19 │     B: {$ref: '#/components/responses/A'}
        ·               ──────────────────────────
        ╰────
      help: write out what is meant at one place of the circle

    2 errors
    ");
}

#[test]
fn a_trigger_with_slips_in_its_paths() {
    let source = PETS.to_owned()
        + r#"  /hooks:
    post:
      operationId: CreateHook
      requestBody:
        content:
          application/json:
            schema:
              properties:
                name: {type: string}
                config: {properties: {url: {type: string}, verb: {type: string}}}
      responses:
        '201': {description: The hook}
      callbacks:
        petSold:
          '{$request.body#/config/ur}':
            post:
              responses:
                '200': {description: Taken}
"#;
    let config = "\
version: 1
triggers:
  - from: CreateHook
    path: /hooks/{event}
    body:
      remove: [config/verbs, event]
      const: {config/vreb: post}
      required: [name, config/url]
    hints: {petsSold: Sell a pet.}
";
    assert_snapshot!(broken(&[("connector.yaml", config), ("openapi.yaml", &source)]), @r"
    error[UnknownSelector]
      × the body of `CreateHook` has no property `config/verbs`
       ╭─[connector.yaml:6:16]
     5 │     body:
     6 │       remove: [config/verbs, event]
       ·                ────────────
     7 │       const: {config/vreb: post}
       ╰────
      help: did you mean `config/verb`?

    error[UnknownSelector]
      × the body of `CreateHook` has no property `event`
       ╭─[connector.yaml:6:30]
     5 │     body:
     6 │       remove: [config/verbs, event]
       ·                              ─────
     7 │       const: {config/vreb: post}
       ╰────
      help: remove it, or name a property of the body, as `property/property`

    error[UnknownSelector]
      × the body of `CreateHook` has no property `config/vreb`
       ╭─[connector.yaml:7:15]
     6 │       remove: [config/verbs, event]
     7 │       const: {config/vreb: post}
       ·               ───────────
     8 │       required: [name, config/url]
       ╰────
      help: did you mean `config/verb`?

    error[UnknownSelector]
      × no callback is called `petsSold`
       ╭─[connector.yaml:9:13]
     8 │       required: [name, config/url]
     9 │     hints: {petsSold: Sell a pet.}
       ·             ────────
       ╰────
      help: did you mean `petSold`?

    warning[TriggerWithoutNotificationUrl]
      ⚠ the body that subscribes to `petSold` has no property `config/ur`
        ╭─[openapi.yaml:30:11]
     29 │         petSold:
     30 │           '{$request.body#/config/ur}':
        ·           ────────────────────────────
     31 │             post:
        ╰────
      help: did you mean `config/url`?

    4 errors, 1 warning, 10 notes (not shown: 10 notes)
    ");
}

#[test]
fn exceptions_that_do_not_hold() {
    let config = "\
lint:
  rules: {TagUnsed: note, DuplicateKey: 'off'}
  ignore:
    - {rule: TagUnused, at: '#/tags/0'}
    - {rule: UnresolvedReference, reason: Known.}
";
    assert_snapshot!(with_config(config), @r"
    error[UnknownRule]
      × there is no rule `TagUnsed`
       ╭─[connector.yaml:3:11]
     2 │ lint:
     3 │   rules: {TagUnsed: note, DuplicateKey: 'off'}
       ·           ────────
     4 │   ignore:
       ╰────
      help: did you mean `TagUnused`?

    error[InvalidWaiver]
      × `DuplicateKey` cannot be `off`: what it finds makes the output wrong
       ╭─[connector.yaml:3:41]
     2 │ lint:
     3 │   rules: {TagUnsed: note, DuplicateKey: 'off'}
       ·                                         ─────
     4 │   ignore:
       ╰────
      help: except single places with `ignore`, each with `at` and `reason`

    warning[StaleIgnore]
      ⚠ the exception from `TagUnused` covers no finding
       ╭─[connector.yaml:5:7]
     4 │   ignore:
     5 │     - {rule: TagUnused, at: '#/tags/0'}
       ·       ─────────────────────────────────
     6 │     - {rule: UnresolvedReference, reason: Known.}
       ╰────
      help: remove it, or correct its place

    error[InvalidWaiver]
      × the exception from `UnresolvedReference` names no place
       ╭─[connector.yaml:6:7]
     5 │     - {rule: TagUnused, at: '#/tags/0'}
     6 │     - {rule: UnresolvedReference, reason: Known.}
       ·       ───────────────────────────────────────────
       ╰────
      help: add `at`: what `UnresolvedReference` finds makes the output wrong

    3 errors, 1 warning, 3 notes (not shown: 3 notes)
    ");
}
