//! Settings that name what is not there.

use super::*;

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
