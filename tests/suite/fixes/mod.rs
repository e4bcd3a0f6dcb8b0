//! Does `check --fix` mend what it says it does, and nothing else?

mod connectors;
mod projects;
mod program;
mod published;

use crate::page::Page;
use crate::rules::{pages, stage};
use connectorc::compile::{Options, compile};
use connectorc::diagnostic::Diagnostic;
use connectorc::fix::{Fixed, fix};
use connectorc::inspect::inspect;
use connectorc::load::{Files, Memory, is_connector};
use connectorc::rules::{FIXABLE, is_fixable};
use std::path::{Path, PathBuf};

/// Rules whose pages show faults that somebody must decide: `connectors` has the others.
const NOT_ON_PAGES: &[&str] = &[
    "InvalidConfigValue",
    "JsonTypeIncorrect",
    "JsonValueNotInEnum",
    "MetadataRedefined",
    "OperationParametersContainDuplicateParameter",
    "PathParametersContainDuplicateParameter",
    "RequiredPropertyMissing",
    "RequiredValueEmpty",
    "SchemeNotValid",
    "SummaryNotSentenceCase",
    "TagRedefined",
    "ValueMustEndWithAlphanumeric",
];

fn found(files: &dyn Files, path: &Path, options: &Options) -> Vec<Diagnostic> {
    if is_connector(files, path) {
        return inspect(files, path, options).findings;
    }
    compile(files, path, options).findings
}

/// The files after the fixes.
fn mended(files: &Memory, fixed: &Fixed) -> Memory {
    fixed.changes.iter().fold(files.clone(), |files, change| files.with(&change.path, change.after.clone()))
}

/// The bad document of a page, mended, is silent for its rule wherever the rule says what mends it.
#[test]
fn a_page_that_can_be_mended_is_mended() {
    let mut faults = Vec::new();
    for (name, text) in pages() {
        let page = Page::parse(&text).expect("a page");
        let bad = page.section("Bad").expect("a section");
        let (files, mut path, options) = stage(&bad.files());
        // A source alone has no overlays, but its folder can have them.
        if path.starts_with("openapi.yaml") || path.starts_with("openapi.json") {
            path = PathBuf::new();
        }
        let of_rule = |files: &Memory| -> Vec<Diagnostic> {
            let found = found(files, &path, &options);
            found.into_iter().filter(|finding| finding.rule.name == name).collect()
        };
        let can = |finding: &Diagnostic| !finding.fix.is_empty();
        let before = of_rule(&files);
        let fixable = before.iter().filter(|finding| can(finding)).count();
        if NOT_ON_PAGES.contains(&name.as_str()) && fixable == 0 {
            continue;
        }
        if is_fixable(&name) != (fixable > 0) {
            faults.push(format!("{name}: {fixable} findings of its page have a fix"));
            continue;
        }
        let fixed = fix(&files, &path, &options, &|told| told.rule.name == name);
        let after = of_rule(&mended(&files, &fixed));
        if after.iter().any(can) || before.len() - after.len() < fixable {
            faults.push(format!("{name}: {:?}", fixed.left.iter().map(|left| &left.why).collect::<Vec<_>>()));
        }
        let again = fix(&mended(&files, &fixed), &path, &options, &|told| told.rule.name == name);
        if !again.changes.is_empty() {
            faults.push(format!("{name}: a second run changes something"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_rules_that_can_be_mended_are_sorted() {
    assert!(FIXABLE.is_sorted());
}
