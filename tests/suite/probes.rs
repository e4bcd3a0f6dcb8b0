//! What becomes of each construct of OpenAPI 3 in a document of its own, without any configuration?

use connectorc::compile::{Options, Outcome, Purpose, compile};
use connectorc::diagnostic::Severity;
use connectorc::load::Memory;
use connectorc::lower::{Dialect, PASSES};
use connectorc::schema::Schema;
use std::collections::BTreeSet;
use std::path::Path;

const PROBES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/lowering/probes");

#[test]
fn every_probe_is_lowered_or_told_why_not() {
    let Ok(entries) = std::fs::read_dir(PROBES) else {
        eprintln!("skipped: {PROBES} is not here");
        return;
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let dialects = [
        (
            "connector",
            Dialect::Connector,
            include_str!("../../spec/schemas/connector-definition.schema.json"),
        ),
        ("swagger2", Dialect::Swagger2, include_str!("../../spec/schemas/swagger-2.0.schema.json")),
    ];
    let dialects = dialects.map(|(name, dialect, schema)| (name, dialect, Schema::compile(schema)));
    let mut table = String::new();
    for path in paths {
        let bytes = std::fs::read(&path).expect("a probe");
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name in UTF-8");
        let cells: Vec<String> = dialects
            .iter()
            .map(|(word, dialect, schema)| format!("{word}: {}", verdict(&bytes, *dialect, schema)))
            .collect();
        table = table + name + " | " + &cells.join(" | ") + "\n";
    }
    // One command rewrites every quoted output.
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("probes", table));
}

/// Whether there is a valid definition, and the rules that spoke: all errors, then the warnings and notes of
/// lowering. What the finished connector lacks, every probe lacks.
fn verdict(bytes: &[u8], dialect: Dialect, schema: &Schema) -> String {
    let files = Memory::default().with("openapi.json", bytes);
    let run = |until: Option<String>| {
        let options = Options { purpose: Purpose::Check, dialect, until, ..Options::default() };
        compile(&files, Path::new("openapi.json"), &options)
    };
    let outcome = run(None);
    let lowered = run(PASSES.last().map(|pass| pass.name.to_owned()));
    let valid = outcome.definition.is_some_and(|definition| schema.is_valid(&outcome.tree, definition));
    let state = match (outcome.blocked, valid) {
        (true, _) => "blocked",
        (false, true) => "valid",
        (false, false) => "INVALID",
    };
    let said = [("E", Severity::Error), ("W", Severity::Warning), ("N", Severity::Note)]
        .map(|(letter, level)| {
            (letter, rules(if level == Severity::Error { &outcome } else { &lowered }, level))
        })
        .into_iter()
        .filter(|(_, rules)| !rules.is_empty())
        .map(|(letter, rules)| format!("; {letter} {}", rules.join(" ")));
    format!("{state}{}", said.collect::<String>())
}

fn rules(outcome: &Outcome, level: Severity) -> Vec<&'static str> {
    let of_level = outcome.findings.iter().filter(|finding| finding.level == level);
    let names: BTreeSet<&str> = of_level.map(|finding| finding.rule.name).collect();
    names.into_iter().collect()
}
