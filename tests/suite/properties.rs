//! What holds of every compilation: same bytes from same input, output that reads back, empty overlays that do
//! nothing.

use crate::project::{beside, build, corpus, entries, name, ours, probes, said};
use crate::values::differences;
use crate::{json, yaml};
use connectorc::compile::{Options, Outcome, compile};
use connectorc::load::Memory;
use connectorc::tree::{Layout, write_json, write_yaml};
use std::path::{Path, PathBuf};

/// Projects and descriptions that compile in a moment.
fn small() -> Vec<PathBuf> {
    let small = |path: &PathBuf| path.metadata().is_ok_and(|file| file.len() < 1 << 20);
    let ours = [ours("spec"), ours("fixtures/salestim-published")];
    ours.into_iter()
        .chain(beside("salestim/canonical.yaml"))
        .chain(corpus().into_iter().filter(small))
        .collect()
}

#[test]
fn same_input_gives_same_bytes() {
    for path in small() {
        let (first, second) = (build(&path), build(&path));
        assert_eq!(first.artifacts, second.artifacts, "{}", path.display());
        assert_eq!(said(&first), said(&second), "{}", path.display());
    }
}

#[test]
fn definitions_read_back() {
    for path in small().into_iter().chain(probes()) {
        let outcome = build(&path);
        let Some(root) = outcome.definition else { continue };
        for layout in [Layout::Minified, Layout::Indented(4)] {
            let text = write_json(&outcome.tree, root, layout);
            let (_, read, faults) = json::read(&text);
            assert_eq!(faults, [], "{}: {layout:?}", name(&path));
            assert!(read.is_some(), "{}", name(&path));
        }
        let (tree, read, faults) = yaml::read(&write_yaml(&outcome.tree, root));
        assert_eq!(faults, [], "{}", name(&path));
        let read = yaml::to_json(&tree, read.expect("a root"));
        let written = yaml::to_json(&outcome.tree, root);
        assert_eq!(differences(&read, &written), [], "{}", name(&path));
    }
}

/// The files of a folder of this repository, below `at`, with one more overlay.
fn in_memory(folder: &str, at: &str, overlay: Option<&str>) -> Memory {
    let mut memory = Memory::default();
    let mut folders = vec![ours(folder)];
    while let Some(open) = folders.pop() {
        for path in entries(&open) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(ours(folder)).expect("it was found below");
            let mut bytes = std::fs::read(&path).expect("a file");
            if let Some(overlay) = overlay
                && name(&path) == "connector.yaml"
            {
                let text = String::from_utf8(bytes).expect("UTF-8");
                bytes = text.replace("overlays:\n", &format!("overlays:\n  - {overlay}\n")).into_bytes();
            }
            memory = memory.with(Path::new(at).join(below), bytes);
        }
    }
    memory
}

#[test]
fn it_does_not_matter_where_a_project_lies() {
    let on_disk = build(&ours("spec"));
    for at in ["", "a", "b/../c/d"] {
        let outcome = compile(&in_memory("spec", at, None), Path::new(at), &Options::default());
        assert_eq!(outcome.artifacts, on_disk.artifacts, "in {at:?}");
    }
    assert!(!on_disk.artifacts.is_empty());
}

/// A source that is spread over files, each of which refers to others.
const SPREAD: [(&str, &str); 5] = [
    (
        "openapi.yaml",
        "openapi: 3.0.3\n\
         info: {title: T, version: '1'}\n\
         servers: [{url: https://api.contoso.com}]\n\
         paths:\n\
         \x20 /teams: {$ref: paths/teams.yaml}\n\
         \x20 /users: {$ref: 'paths/users.yaml#/users'}\n",
    ),
    (
        "paths/teams.yaml",
        "get:\n\
         \x20 operationId: GetTeams\n\
         \x20 responses:\n\
         \x20   '200':\n\
         \x20     description: Teams\n\
         \x20     content: {application/json: {schema: {$ref: ../schemas/Team.yaml}}}\n",
    ),
    (
        "paths/users.yaml",
        "users:\n\
         \x20 get:\n\
         \x20   operationId: GetUsers\n\
         \x20   responses:\n\
         \x20     '200':\n\
         \x20       description: Users\n\
         \x20       content: {application/json: {schema: {type: array, items: {$ref: ../schemas/User.yaml}}}}\n",
    ),
    (
        "schemas/Team.yaml",
        "type: object\nproperties: {owner: {$ref: User.yaml}, parent: {$ref: Team.yaml}}\n",
    ),
    ("schemas/User.yaml", "type: object\nproperties: {teams: {type: array, items: {$ref: Team.yaml}}}\n"),
];

#[test]
fn files_that_refer_to_each_other_become_one_definition() {
    let files = SPREAD.iter().fold(Memory::default(), |files, (name, text)| files.with(name, *text));
    let outcome = compile(&files, Path::new(""), &Options::default());
    let definition = outcome.definition.map(|root| write_json(&outcome.tree, root, Layout::Indented(2)));
    insta::assert_snapshot!(definition.expect("a definition"));
}

fn with_overlay(overlay: &str) -> Outcome {
    let files = in_memory("spec", "", Some("overlays/none.yaml")).with("overlays/none.yaml", overlay);
    compile(&files, Path::new(""), &Options::default())
}

#[test]
fn an_overlay_that_does_nothing_changes_nothing() {
    let before = build(&ours("spec")).artifacts;
    let head = "overlay: 1.0.0\ninfo: {title: Nothing, version: '1'}\n";
    for actions in ["actions: []\n", "actions: [{target: $.info, update: {}}]\n"] {
        let outcome = with_overlay(&(head.to_owned() + actions));
        assert_eq!(outcome.artifacts, before, "{actions}\n{}", said(&outcome));
    }
    let outcome = with_overlay(&(head.to_owned() + "actions: [{target: $.info, update: {x-a: 1}}]\n"));
    assert_ne!(outcome.artifacts, before, "the overlay is not read\n{}", said(&outcome));
}

#[test]
fn an_operation_of_any_method_can_be_excluded() {
    let source = "openapi: 3.2.0
info: {title: Pets, version: 1.0.0}
servers: [{url: https://pets.contoso.com}]
paths:
  /pets:
    get: {operationId: ListPets, responses: {'200': {description: The pets}}}
    query: {operationId: FindPets, responses: {'200': {description: The pets}}}
    additionalOperations:
      COPY: {operationId: CopyPets, responses: {'200': {description: The pets}}}
";
    let excluding = |selectors: &str| {
        let config = format!("version: 1\nsource: openapi.yaml\noperations: {{exclude: [{selectors}]}}\n");
        let files = Memory::default().with("openapi.yaml", source).with("connector.yaml", config);
        compile(&files, Path::new(""), &Options::default())
    };
    let everything_else = "{path: /pets, method: QUERY}";
    for copy in ["CopyPets", "{path: /pets, method: COPY}", "{path: '/p*', method: copy}"] {
        let outcome = excluding(&format!("{copy}, {everything_else}"));
        assert!(!outcome.blocked, "{copy}: {}", said(&outcome));
        let excluded = outcome.findings.iter().filter(|finding| finding.rule.name == "OperationExcluded");
        assert_eq!(excluded.count(), 2, "{copy}: {}", said(&outcome));
    }
    let outcome = excluding(&format!("{{path: /pets, method: COYP}}, {everything_else}"));
    assert!(outcome.blocked);
    let slip = outcome.findings.iter().find(|finding| finding.rule.name == "UnknownSelector");
    let slip = slip.unwrap_or_else(|| panic!("{}", said(&outcome)));
    assert_eq!(slip.help.as_deref(), Some("did you mean `COPY`?"));
}

#[test]
fn a_variable_that_an_overlay_leaves_undeclared_is_told_and_declared() {
    let source = "openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://pets.contoso.com}]
paths:
  /pets/{id}:
    get:
      operationId: GetPet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The pet}}
";
    let overlay = "overlay: 1.0.0
info: {title: Fewer parameters, version: 1.0.0}
actions: [{target: '$.paths.*.*.parameters[0]', remove: true}]
";
    let files = Memory::default()
        .with("openapi.yaml", source)
        .with("overlay.yaml", overlay)
        .with("connector.yaml", "version: 1\nsource: openapi.yaml\noverlays: [overlay.yaml]\n");
    let outcome = compile(&files, Path::new(""), &Options::default());
    assert!(!outcome.blocked, "{}", said(&outcome));
    let told = outcome.findings.iter().filter(|finding| finding.rule.name == "OperationMissingPathParameter");
    assert_eq!(told.count(), 1, "{}", said(&outcome));
    let definition = outcome.definition.expect("a definition");
    let keys = ["paths", "/pets/{id}", "get", "parameters"];
    let parameters = outcome.tree.at(definition, &keys).expect("the parameters");
    let first = outcome.tree.item(parameters, 0).expect("a parameter");
    assert_eq!(outcome.tree.get_str(first, "name"), Some("id"));
}
