//! Projects: an overlay mends what the source says, and nothing else of the project changes.

use super::{found, mended};
use connectorc::compile::{Options, Purpose};
use connectorc::fix::{Fixed, fix};
use connectorc::load::Memory;
use std::path::Path;

const SOURCE: &str = "openapi: 3.0.3
info: {title: Teams, description: Teams of people., version: '1'}
servers: [{url: https://api.contoso.com}]
paths:
  /teams/{id}:
    parameters:
      - {name: id, in: path, schema: {type: string}}
    get:
      operationId: GetTeam
      summary: Get a team.
      description: Gets a team
      tags: [a, b, a]
      parameters:
        - {name: id, in: query, description: The id, schema: {type: string}}
        - {name: it's, in: query, schema: {type: string}}
      responses:
        '200':
          description: The team
          content: {application/json: {schema: {$ref: '#/components/schemas/Team'}}}
    put:
      operationId: PutTeam
      summary: Save a team!
      description: Saves a team.
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Team'}}}
      responses: {'204': {description: Saved}}
components:
  schemas:
    Team: {type: object, properties: {displayName: {type: string}}}
";

/// With comments and an odd layout, which are its author's.
const CONFIG: &str = "# Ours
version: 1
source:   openapi.yaml # theirs
connector: {title: 'Teams '}

overlays:
    - overlays/labels.yaml   # by hand

lint: {profile: certified}
";

const LABELS: &str = "overlay: 1.0.0
info: {title: Labels, version: 1.0.0}
actions:
  - target: $.paths['/teams/{id}'].put
    update: {summary: \"Save a team, please.\"}
";

fn options() -> Options {
    Options { purpose: Purpose::Check, ..Options::default() }
}

fn project() -> Memory {
    Memory::default()
        .with("openapi.yaml", SOURCE)
        .with("connector.yaml", CONFIG)
        .with("overlays/labels.yaml", LABELS)
}

fn run(files: &Memory) -> Fixed {
    fix(files, Path::new(""), &options(), &|_| true)
}

fn after(fixed: &Fixed, path: &str) -> String {
    let change = fixed.changes.iter().find(|change| change.path == Path::new(path));
    change.map_or_else(|| "unchanged".to_owned(), |change| change.after.clone())
}

#[test]
fn an_overlay_mends_the_source() {
    let files = project();
    let fixed = run(&files);
    assert_eq!(after(&fixed, "openapi.yaml"), "unchanged");
    insta::assert_snapshot!(after(&fixed, "overlays/fixes.yaml"));
    let listed = CONFIG.replace("# by hand\n", "# by hand\n    - overlays/fixes.yaml\n");
    assert_eq!(after(&fixed, "connector.yaml"), listed.replace("'Teams '", "'Teams'"));
    // What an overlay says is mended where it says it.
    assert_eq!(after(&fixed, "overlays/labels.yaml"), LABELS.replace("please.", "please"));
    let now = mended(&files, &fixed);
    let (before, now_found) =
        (found(&files, Path::new(""), &options()), found(&now, Path::new(""), &options()));
    assert!(before.len() - now_found.len() >= fixed.mended && fixed.mended > 8, "{}", fixed.mended);
    assert!(run(&now).changes.is_empty(), "a second run changes something");
}

#[test]
fn more_fixes_go_behind_those_that_are_there() {
    let files = project();
    let first = run(&files);
    let now = mended(&files, &first);
    let overlay = after(&first, "overlays/fixes.yaml") + "# the end\n";
    let more = SOURCE
        .replace("summary: Get a team.", "summary: Get a team.\n      deprecated: true\n      x: 1")
        .replace("description: Saves a team.", "description: Saves a team");
    let files = now.with("openapi.yaml", more).with("overlays/fixes.yaml", overlay.clone());
    let second = run(&files);
    let with = after(&second, "overlays/fixes.yaml");
    let (before, behind) = overlay.split_once("# the end\n").expect("the comment");
    assert!(with.starts_with(before) && with.ends_with(behind), "{with}");
    insta::assert_snapshot!(with[before.len()..]);
    assert_eq!(second.changes.len(), 1, "{:?}", second.changes);
}

#[test]
fn a_configuration_lists_the_overlay_as_it_lists_others() {
    let files = |config: &str| Memory::default().with("openapi.yaml", SOURCE).with("connector.yaml", config);
    let listed = |config: &str| after(&run(&files(config).with("a.yaml", LABELS)), "connector.yaml");
    let base = "version: 1\nsource: openapi.yaml\nlint: {profile: custom} # last";
    let at = |list: &str| base.replace("lint", &format!("{list}\nlint"));
    assert_eq!(listed(base), at("overlays:\n  - overlays/fixes.yaml"));
    assert_eq!(listed(&at("overlays: []")), at("overlays: [overlays/fixes.yaml]"));
    assert_eq!(listed(&at("overlays: [ a.yaml ] # x")), at("overlays: [ a.yaml, overlays/fixes.yaml ] # x"));
    assert_eq!(listed(&at("overlays:\n- a.yaml")), at("overlays:\n- a.yaml\n- overlays/fixes.yaml"));
    let crlf = at("overlays:\n  - 'a.yaml'").replace('\n', "\r\n");
    let with = crlf.replace("'a.yaml'\r\n", "'a.yaml'\r\n  - overlays/fixes.yaml\r\n");
    assert_eq!(listed(&crlf), with);
    assert_eq!(listed("version: 1"), "version: 1\noverlays:\n  - overlays/fixes.yaml\n");
    assert_eq!(listed("{version: 1}"), "unchanged");
    let without = Memory::default().with("openapi.yaml", SOURCE);
    assert_eq!(after(&run(&without), "connector.yaml"), "version: 1\noverlays:\n  - overlays/fixes.yaml\n");
}

#[test]
fn what_cannot_be_mended_is_told() {
    let files = project().with("overlays/fixes.yaml", LABELS);
    let fixed = run(&files);
    let left: Vec<String> = fixed
        .left
        .iter()
        .map(|left| format!("{} {}: {}", left.finding.spot.file, left.finding.rule.name, left.why))
        .collect();
    insta::assert_snapshot!(left.join("\n"));
}
