//! What is made of the changes: a version, a changelog, and silence about what is accepted.

use super::compare;
use connectorc::change::{changelog, is_equal, next_version};
use connectorc::diagnostic::Severity;
use connectorc::diff::{Operand, Options, Outcome, diff};
use connectorc::load::Memory;
use connectorc::report::Told;
use std::path::Path;

const PETS: &str = "
info: {title: Pets, version: '1.4'}
paths:
  /pets:
    get:
      operationId: ListPets
      summary: List pets
      parameters: [{name: shop, in: query, type: string}]
      responses: {'200': {description: P, schema: {type: object, properties: {name: {type: string}, tag: {type: string}}}}}
";

#[test]
fn the_next_version_counts_what_the_gravest_change_is() {
    let version = |old: &str, new: &str| {
        let compared = compare(PETS, new);
        let is_equal = is_equal(&compared.tree, compared.old, compared.new);
        next_version(old, &compared.findings, is_equal)
    };
    let breaking = PETS.replace(", tag: {type: string}", "");
    let adding = PETS.replace("tag: {", "size: {type: integer}, tag: {");
    let risky = PETS.replace("type: string}]", "type: string, default: main}]");
    let worded = PETS.replace("summary: List pets", "summary: List all pets");
    for (old, new, next) in [
        ("1.4", PETS, Some("1.4")),
        ("1.4", &breaking, Some("2.0")),
        ("1.4.2", &breaking, Some("2.0.0")),
        ("1", &breaking, Some("2")),
        ("1.4.2", &adding, Some("1.5.0")),
        ("1", &adding, Some("1.1")),
        ("1.4.2", &risky, Some("1.5.0")),
        ("1.4.2", &worded, Some("1.4.3")),
        ("1.4", &worded, Some("1.4.1")),
        ("v1", &breaking, None),
        ("", &breaking, None),
        ("1.2.3.4", &breaking, None),
        ("1.4.2-beta", &breaking, None),
        ("18446744073709551615", &breaking, None),
    ] {
        assert_eq!(version(old, new).ok().as_deref(), next, "{old}");
    }
}

#[test]
fn the_changelog_is_for_makers() {
    let new = PETS
        .replace(", tag: {type: string}", ", age: {type: integer}")
        .replace("{name: shop,", "{name: shop, default: main,")
        .replace("paths:", "paths:\n  /pets/{id}: {get: {operationId: GetPet, summary: Look up a pet}}");
    let compared = compare(PETS, &new);
    insta::assert_snapshot!(changelog(&compared.tree, compared.old, compared.new, &compared.findings, "2.0"), @r#"
    ## Pets 2.0

    ### What breaks

    - **List pets (`ListPets`)**: `ListPets` no longer returns `tag`

    ### What may behave differently

    - **List pets (`ListPets`)**: the default of `shop`, which `ListPets` takes, was not given and is `main` now

    ### What is new

    - **List pets (`ListPets`)**: `ListPets` returns `age` as well
    - **Look up a pet (`GetPet`)**: the operation `GetPet` is new
    "#);
    let same = compare(PETS, PETS);
    insta::assert_snapshot!(changelog(&same.tree, same.old, same.new, &same.findings, "1.4"), @r#"
    ## Pets 1.4

    Nothing that flows or apps would notice.
    "#);
}

const SOURCE: &str = "
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: 'https://pets.contoso.com'}]
paths:
  /pets:
    get:
      operationId: ListPets
      responses:
        '200':
          description: The pets
          content:
            application/json:
              schema: {type: object, properties: {name: {type: string}, tag: {type: string}}}
";

fn project(config: &str) -> Outcome {
    let new = SOURCE.replace("name: {type: string}, tag: {type: string}", "size: {type: integer}");
    let files = Memory::default()
        .with("old/openapi.yaml", SOURCE)
        .with("new/openapi.yaml", new)
        .with("new/connector.yaml", format!("version: 1\nsource: openapi.yaml\n{config}"));
    let side = |path| Operand { files: &files, path: Path::new(path), prefix: "" };
    diff(side("old"), side("new"), &Options::default())
}

fn told(outcome: &Outcome) -> Vec<String> {
    outcome.findings.iter().map(|finding| crate::project::line(&outcome.tree, finding)).collect()
}

#[test]
fn projects_are_compared_as_what_comes_of_them_and_told_at_their_lines() {
    insta::assert_snapshot!(told(&project("")).join("\n"), @r#"
    error OutputFieldDeleted new/openapi.yaml:14:38: `ListPets` no longer returns `name`
    error OutputFieldDeleted new/openapi.yaml:14:38: `ListPets` no longer returns `tag`
    note OutputFieldAdded new/openapi.yaml:14:51: `ListPets` returns `size` as well
    "#);
}

#[test]
fn what_is_accepted_with_a_reason_is_not_told() {
    let accepting = |at: &str| {
        project(&format!(
            "changes: {{accept: [{{rule: OutputFieldDeleted, at: operation/ListPets/responses/200/schema{at}, reason: Gone}}]}}\n"
        ))
    };
    let all = accepting("");
    assert_eq!((all.accepted, all.findings.len(), all.changes.len()), (2, 1, 3));
    assert_eq!(accepting("/tag").accepted, 1);
    // The start of a name is no place.
    let none = accepting("/ta");
    assert_eq!(none.accepted, 0);
    assert!(
        told(&none).iter().any(|line| line.contains("StaleAcceptance new/connector.yaml:3")),
        "{:?}",
        told(&none)
    );
}

#[test]
fn the_configuration_sets_levels_of_changes_too() {
    let levels = |config: &str| -> Vec<Severity> {
        project(config).findings.iter().map(|finding| finding.level).collect()
    };
    assert_eq!(levels(""), [Severity::Error, Severity::Error, Severity::Note]);
    assert_eq!(
        levels("lint: {rules: {OutputFieldDeleted: warning, OutputFieldAdded: off}}"),
        [Severity::Warning, Severity::Warning]
    );
}

#[test]
fn a_change_has_one_fingerprint_in_every_revision_and_another_for_another_value() {
    let prints = |old: &str, new: &str| -> Vec<String> {
        let compared = compare(old, new);
        let all: Vec<_> = compared.findings.iter().cloned().collect();
        Told::all(&compared.tree, &all).into_iter().map(|told| told.fingerprint).collect()
    };
    let to = |kind: &str| PETS.replace("tag: {type: string}", &format!("tag: {{type: {kind}}}"));
    let moved = |text: &str| format!("\n\n{text}");
    assert_eq!(prints(PETS, &to("integer")), prints(&moved(PETS), &moved(&to("integer"))));
    assert_ne!(prints(PETS, &to("integer")), prints(PETS, &to("number")));
    assert_ne!(prints(PETS, &to("integer")), prints(&to("integer"), PETS));
}
