//! Projects to compile: those of this repository, and real ones that may lie beside it.

use crate::yaml::to_json;
use connectorc::compile::{Options, Outcome, Purpose, compile};
use connectorc::diagnostic::{Diagnostic, Severity};
use connectorc::load::Disk;
use connectorc::lower::Dialect;
use connectorc::openapi::Resolver;
use connectorc::report;
use connectorc::schema::Schema;
use connectorc::tree::{NodeId, Tree};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A path of this repository.
pub fn ours(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A real document, which is no part of this repository; says so where it is not there.
pub fn beside(path: &str) -> Option<PathBuf> {
    let found = ours("../shared").join(path);
    if !found.exists() {
        eprintln!("SKIPPED: {} is not here", found.display());
        return None;
    }
    Some(found)
}

/// A JSON file.
pub fn json_file(path: &Path) -> Value {
    let text = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The real API descriptions beside this repository, by name.
pub fn corpus() -> Vec<PathBuf> {
    beside("corpus/openapi").map_or_else(Vec::new, |folder| entries(&folder))
}

/// Small documents beside this repository, each with one construct of OpenAPI.
pub fn probes() -> Vec<PathBuf> {
    beside("lowering/probes").map_or_else(Vec::new, |folder| entries(&folder))
}

/// What is in a folder, sorted.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// A path's last part.
pub fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8")
}

/// Builds what is on disk.
pub fn build(path: &Path) -> Outcome {
    compile(&Disk, path, &Options::default())
}

/// The same for some reader, with a host, which many descriptions leave open.
pub fn build_for(path: &Path, dialect: Dialect) -> Outcome {
    let host = Some("api.contoso.com".to_owned());
    compile(&Disk, path, &Options { dialect, host, ..Options::default() })
}

/// Checks what is on disk.
pub fn check(path: &Path) -> Outcome {
    compile(&Disk, path, &Options { purpose: Purpose::Check, ..Options::default() })
}

/// The bytes of an output file.
pub fn bytes<'o>(outcome: &'o Outcome, name: &str) -> &'o [u8] {
    let artifact = outcome.artifacts.iter().find(|artifact| artifact.name == name);
    &artifact.unwrap_or_else(|| panic!("{name} is not written\n{}", said(outcome))).bytes
}

/// A JSON file of the output.
pub fn json(outcome: &Outcome, name: &str) -> Value {
    serde_json::from_slice(bytes(outcome, name)).expect("our JSON is JSON")
}

/// The definition, even of a build that writes nothing.
pub fn definition(outcome: &Outcome) -> Value {
    let root = outcome.definition.unwrap_or_else(|| panic!("no definition\n{}", said(outcome)));
    to_json(&outcome.tree, root)
}

/// All that is said, one line for each finding.
pub fn said(outcome: &Outcome) -> String {
    outcome.findings.iter().map(|finding| line(&outcome.tree, finding) + "\n").collect()
}

/// A finding in one line.
pub fn line(tree: &Tree, finding: &Diagnostic) -> String {
    let place = report::place(tree, &finding.site);
    let start = place.region.map(|region| format!(":{}:{}", region.start.line, region.start.column));
    let (level, rule) = (finding.level.name(), finding.rule.name);
    format!("{level} {rule} {}{}: {}", place.path, start.unwrap_or_default(), finding.message)
}

/// Findings that are errors.
pub fn errors(outcome: &Outcome) -> Vec<String> {
    let errors = outcome.findings.iter().filter(|finding| finding.level == Severity::Error);
    errors.map(|finding| line(&outcome.tree, finding)).collect()
}

/// How the definition breaks the rules of Swagger 2.0.
pub fn violations(outcome: &Outcome) -> Vec<String> {
    let Some(root) = outcome.definition else { return Vec::new() };
    let schema = Schema::compile(include_str!("../../spec/schemas/swagger-2.0.schema.json"));
    let violations = schema.violations(&outcome.tree, root);
    let place = |site| report::place(&outcome.tree, site).pointer(&outcome.tree).unwrap_or_default();
    violations.iter().map(|one| format!("#{}: {}", place(&one.site), one.message)).collect()
}

/// References of the definition that lead nowhere and that no finding names.
pub fn dangling(outcome: &Outcome) -> Vec<String> {
    let (tree, Some(root)) = (&outcome.tree, outcome.definition) else { return Vec::new() };
    let mut resolver = Resolver::new(root);
    let told = |node| outcome.findings.iter().any(|finding| finding.site.node() == Some(node));
    let mut places = Vec::new();
    for node in tree.walk(root).filter(|node| tree.key(*node) == "$ref") {
        let Some(text) = tree.str(node) else { continue };
        let is_told = told(node) || tree.source_node(node).is_some_and(told);
        if resolver.resolve(tree, text).is_none() && !is_told && !is_literal(tree, node) {
            places.push(format!("#{}: {text}", tree.pointer(node)));
        }
    }
    places
}

/// Whether a value is part of an example or another literal, where `$ref` is a name like any other.
fn is_literal(tree: &Tree, node: NodeId) -> bool {
    let above = std::iter::successors(Some(node), |node| tree.parent(*node));
    let names: Vec<&str> = above.map(|node| tree.key(node)).collect();
    // From the value upwards: an example has a name or a media type.
    names.windows(3).any(|names| {
        matches!(names[0], "example" | "x-example" | "default" | "enum") && names[1] != "properties"
            || names[0].contains('/') && names[1] == "examples"
            || names[0] == "value" && names[2].ends_with("examples")
    })
}
