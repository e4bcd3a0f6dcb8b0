//! What do tools get?

use connectorc::compile::{Options, Purpose, compile};
use connectorc::load::Memory;
use connectorc::report::{self, Told};
use serde_json::Value;
use std::path::Path;

/// A document with an error that has a second place, and with signs that every format must escape.
const DOCUMENT: &str = r"
openapi: 3.0.3
info: {title: Pets, version: 1.0.0, description: Looks up the pets of a shop and where they are.}
servers: [{url: 'https://pets.contoso.com'}]
paths:
  /dogs:
    get: {operationId: ListPets, summary: List, description: All., responses: {'200': {description: OK}}}
  /cats|<b>,:%:
    get: {operationId: ListPets, summary: List, description: All., responses: {'200': {description: OK}}}
";

fn told() -> Vec<Told> {
    let files = Memory::default().with("my api/openapi.yaml", DOCUMENT);
    let options = Options { purpose: Purpose::Check, ..Options::default() };
    let outcome = compile(&files, Path::new("my api/openapi.yaml"), &options);
    Told::all(&outcome.tree, &outcome.findings)
        .into_iter()
        .filter(|finding| finding.rule.name == "OperationIdNotUnique")
        .collect()
}

#[test]
fn sarif_is_what_code_scanning_reads() {
    let log: Value = serde_json::from_str(&report::sarif(&told())).expect("SARIF is JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = &run["results"][0];
    let rule = &run["tool"]["driver"]["rules"]
        [usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small")];
    assert_eq!(rule["id"], result["ruleId"]);
    assert!(rule["help"]["markdown"].as_str().expect("a page").starts_with("# OperationIdNotUnique"));
    insta::assert_json_snapshot!(result, @r##"
    {
      "ruleId": "OperationIdNotUnique",
      "ruleIndex": 0,
      "level": "error",
      "message": {
        "text": "The `operationId` `ListPets` is already taken. Give each operation an id of its own: flows find it by this name."
      },
      "locations": [
        {
          "physicalLocation": {
            "artifactLocation": {
              "uri": "my%20api/openapi.yaml"
            },
            "region": {
              "startLine": 9,
              "startColumn": 24,
              "endLine": 9,
              "endColumn": 32
            }
          },
          "logicalLocations": [
            {
              "fullyQualifiedName": "#/paths/~1cats|<b>,:%/get/operationId"
            }
          ]
        }
      ],
      "partialFingerprints": {
        "connectorc/v1": "b02b18394c7aa772"
      },
      "relatedLocations": [
        {
          "physicalLocation": {
            "artifactLocation": {
              "uri": "my%20api/openapi.yaml"
            },
            "region": {
              "startLine": 7,
              "startColumn": 24
            }
          },
          "logicalLocations": [
            {
              "fullyQualifiedName": "#/paths/~1dogs/get/operationId"
            }
          ],
          "id": 1,
          "message": {
            "text": "First used here."
          }
        }
      ]
    }
    "##);
}

#[test]
fn a_fingerprint_outlives_a_move_to_another_line() {
    let moved = Memory::default().with("my api/openapi.yaml", format!("# one more line\n{DOCUMENT}"));
    let options = Options { purpose: Purpose::Check, ..Options::default() };
    let outcome = compile(&moved, Path::new("my api/openapi.yaml"), &options);
    let moved = Told::all(&outcome.tree, &outcome.findings);
    for before in told() {
        let after =
            moved.iter().find(|after| after.fingerprint == before.fingerprint).expect("the same finding");
        assert_eq!(after.spot.line, before.spot.line.map(|line| line + 1));
    }
}

#[test]
fn annotations_put_errors_first_and_keep_to_the_limit() {
    let many: Vec<Told> = (0..25).flat_map(|_| told()).collect();
    let annotations = report::github(&many);
    assert_eq!(annotations.commands.lines().count(), 10);
    let first = annotations.commands.lines().next().expect("a first line");
    insta::assert_snapshot!(first, @"::error file=my api/openapi.yaml,line=9,col=24,endLine=9,endColumn=32,title=OperationIdNotUnique::the `operationId` `ListPets` is already taken%0Agive each operation an id of its own: flows find it by this name");
    insta::assert_snapshot!(annotations.commands.lines().last().expect("a last line"), @"::error::16 more: see the summary of this step");
    assert_eq!(annotations.summary.matches("| error |").count(), 25);
}

#[test]
fn junit_has_a_case_for_each_finding_and_for_each_clean_file() {
    insta::assert_snapshot!(report::junit(&told(), &["clean.yaml".to_owned()]), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="connectorc" tests="2" failures="1">
      <testsuite name="clean.yaml" tests="1" failures="0">
        <testcase classname="clean.yaml" name="no findings"/>
      </testsuite>
      <testsuite name="my api/openapi.yaml" tests="1" failures="1">
        <testcase classname="my api/openapi.yaml" name="OperationIdNotUnique:9">
          <failure type="error" message="the `operationId` `ListPets` is already taken">my api/openapi.yaml:9
    give each operation an id of its own: flows find it by this name</failure>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
}

#[test]
fn markdown_keeps_its_cells() {
    insta::assert_snapshot!(report::markdown(&told()), @r#"
    ### connectorc: 1 error

    | level | rule | place | message |
    |---|---|---|---|
    | error | OperationIdNotUnique | `my api/openapi.yaml:9:24` | the `operationId` `ListPets` is already taken<br>give each operation an id of its own: flows find it by this name |
    "#);
}
