//! The report for tools: JSON by `spec/schemas/report.schema.json`.

use super::told::{Aside, Spot};
use super::{Counts, Told};
use crate::diagnostic::Timing;
use serde::Serialize;

/// Findings as JSON:
///
/// ```json
/// {
///   "version": 1,
///   "findings": [{
///     "rule": "OperationIdNotUnique", "level": "error",
///     "message": "…", "help": "…",
///     "file": "openapi.yaml", "line": 24, "column": 20, "endLine": 24, "endColumn": 27,
///     "pointer": "/paths/~1users/get/operationId",
///     "fingerprint": "9a3c5f0e12b47d68",
///     "related": [{"file": "openapi.yaml", "line": 12, "column": 20, "pointer": "…", "message": "first used here"}]
///   }],
///   "counts": {"error": 1, "warning": 0, "note": 0}
/// }
/// ```
///
/// Lines and columns count from 1, columns in characters, and `endColumn` is one past the last. There are none
/// where a whole file is meant. `pointer` is absent where no value is meant; it leads to the value in the
/// document that it stands in now, which for a value that was made is the output. `fingerprint` is the same for
/// the same rule at the same place, wherever its line has moved. A finding that `check --fix` can mend has
/// `"fixable": true`, one of `diff` has a `change`.
///
/// What each part of the run cost is in `timings`, the dearest first, if there are any:
/// `{"part": "rules/schemas", "nanoseconds": 81250, "findings": 12}`.
pub fn json(findings: &[Told], timings: &[Timing]) -> String {
    let report = Report {
        version: 1,
        findings: findings.iter().map(Finding::new).collect(),
        counts: Counts::of_levels(findings.iter().map(|finding| finding.level)),
        timings: timings.iter().map(Cost::new).collect(),
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    timings: Vec<Cost>,
}

#[derive(Serialize)]
struct Cost {
    part: &'static str,
    nanoseconds: u64,
    findings: usize,
}

impl Cost {
    fn new(timing: &Timing) -> Cost {
        let nanoseconds = u64::try_from(timing.time.as_nanos()).unwrap_or(u64::MAX);
        Cost { part: timing.part, nanoseconds, findings: timing.findings }
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'static str,
    level: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(flatten)]
    spot: &'a Spot,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    fixable: bool,
    fingerprint: &'a str,
    related: &'a [Aside],
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Noticed<'a>>,
}

/// A change from one version of a connector to the next.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Noticed<'a> {
    value_path: &'a str,
    noticed_by: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    microsoft: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a str>,
}

impl<'a> Finding<'a> {
    fn new(finding: &'a Told) -> Finding<'a> {
        Finding {
            rule: finding.rule.name,
            level: finding.level.name(),
            message: &finding.message,
            help: finding.help.as_deref(),
            spot: &finding.spot,
            fixable: finding.fixable,
            fingerprint: &finding.fingerprint,
            related: &finding.related,
            change: finding.change.as_ref().map(|change| Noticed {
                value_path: &change.value_path,
                noticed_by: change.noticed_by,
                microsoft: change.microsoft,
                old: change.old.as_deref(),
                new: change.new.as_deref(),
            }),
        }
    }
}
