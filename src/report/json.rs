//! The report for tools: JSON by `spec/schemas/report.schema.json`.

use super::{Counts, place};
use crate::diagnostic::{Diagnostic, Site};
use crate::tree::Tree;
use serde::Serialize;

/// The findings, which are [sorted](super::sort), as JSON:
///
/// ```json
/// {
///   "version": 1,
///   "findings": [{
///     "rule": "OperationIdNotUnique", "level": "error",
///     "message": "…", "help": "…",
///     "file": "openapi.yaml", "line": 24, "column": 20, "endLine": 24, "endColumn": 27,
///     "pointer": "/paths/~1users/get/operationId",
///     "related": [{"file": "openapi.yaml", "line": 12, "column": 20, "pointer": "…", "message": "first used here"}]
///   }],
///   "counts": {"error": 1, "warning": 0, "note": 0}
/// }
/// ```
///
/// Lines and columns count from 1, columns in characters, and `endColumn` is one past the last. There are none
/// where a whole file is meant. `pointer` is absent where no value is meant; it leads to the value in the
/// document that it stands in now, which for a value that was made is the output.
pub fn json(tree: &Tree, findings: &[Diagnostic]) -> String {
    let report = Report {
        version: 1,
        findings: findings.iter().map(|finding| Finding::new(tree, finding)).collect(),
        counts: Counts::of(findings),
    };
    let mut text = serde_json::to_string_pretty(&report).expect("internal error: a report is plain data");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    counts: Counts,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule: &'static str,
    level: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(flatten)]
    start: Start<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    start: Start<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
}

#[derive(Serialize)]
struct Start<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

impl<'a> Finding<'a> {
    fn new(tree: &'a Tree, finding: &'a Diagnostic) -> Finding<'a> {
        let place = place(tree, &finding.site);
        let end = place.region.map(|region| region.end);
        Finding {
            rule: finding.rule.name,
            level: finding.level.name(),
            message: &finding.message,
            help: finding.help.as_deref(),
            start: Start::new(&place),
            end_line: end.map(|end| end.line),
            end_column: end.map(|end| end.column),
            pointer: place.pointer(tree),
            related: finding.related.iter().map(|one| related(tree, &one.site, &one.message)).collect(),
        }
    }
}

fn related<'a>(tree: &'a Tree, site: &'a Site, message: &'a str) -> Related<'a> {
    let place = place(tree, site);
    Related { message, start: Start::new(&place), pointer: place.pointer(tree) }
}

impl<'a> Start<'a> {
    fn new(place: &super::Place<'a>) -> Start<'a> {
        let start = place.region.map(|region| region.start);
        Start { file: place.path, line: start.map(|at| at.line), column: start.map(|at| at.column) }
    }
}
