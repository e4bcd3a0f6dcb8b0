//! Files that are not there, hold no document, or refer to each other wrongly.

use super::*;

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
    error[EncodingNotUtf8]
      × the file is UTF-16
      ╰─▶ openapi.yaml
      help: save it as UTF-8: JSON and YAML are exchanged in nothing else

    1 error
    ");
    let bytes = (0..=255).collect();
    assert_snapshot!(check([("openapi.yaml", bytes)].into_iter()).0, @r"
    error[EncodingNotUtf8]
      × byte 0x80 is not UTF-8
       ╭─[openapi.yaml:2:118]
     1 │ ␀␁␂␃␄␅␆␇␈
     2 │ …cdefghijklmnopqrstuvwxyz{|}~␡������������������������������…
       ·                               ┬
       ·                               ╰── another character is read here
       ╰────
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
