//! Connectors that Microsoft publishes: fewer findings, none that is new, and no line is touched that no fix is about.

use super::{found, mended};
use crate::project::{beside, entries, name};
use connectorc::compile::{Options, Purpose};
use connectorc::diagnostic::{Diagnostic, Profile};
use connectorc::fix::{Change, fix};
use connectorc::inspect::inspect;
use connectorc::load::Memory;
use connectorc::report::Told;
use similar::{ChangeTag, TextDiff};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

fn in_memory(folder: &Path) -> Memory {
    let files = entries(folder).into_iter().filter(|path| path.is_file());
    files.fold(Memory::default(), |memory, path| {
        memory.with(name(&path), std::fs::read(&path).expect("a file"))
    })
}

fn words(findings: &[Diagnostic]) -> HashMap<(&str, &str), usize> {
    let mut words = HashMap::new();
    for finding in findings {
        *words.entry((finding.rule.name, finding.message.as_str())).or_default() += 1;
    }
    words
}

/// The lines of a file that fixes are about.
fn lines(told: &[Told], file: &Path) -> HashSet<usize> {
    let replacements = told.iter().filter_map(|told| told.fix.as_ref()).flat_map(|fix| &fix.replacements);
    let here = replacements.filter(|(spot, _)| Path::new(&spot.file) == file);
    here.flat_map(|(spot, _)| spot.line.expect("a line")..=spot.end_line.expect("a line")).collect()
}

/// The lines of a file that are no longer there.
fn touched(change: &Change) -> Vec<usize> {
    let before = change.before.as_deref().expect("a file that was there");
    let diff = TextDiff::from_lines(before, &change.after);
    let gone = diff.iter_all_changes().filter(|change| change.tag() == ChangeTag::Delete);
    gone.filter_map(|change| change.old_index()).map(|index| index + 1).collect()
}

#[test]
fn published_connectors_get_better() {
    let Some(corpus) = beside("corpus/connectors") else { return };
    let options =
        Options { purpose: Purpose::Check, profile: Some(Profile::Certified), ..Options::default() };
    let folders: Vec<PathBuf> = entries(&corpus).into_iter().step_by(40).collect();
    let (mut before, mut after, mut promised) = (0, 0, 0);
    for folder in &folders {
        let (files, path) = (in_memory(folder), Path::new(""));
        let outcome = inspect(&files, path, &options);
        let told = Told::with_fixes(&outcome.tree, &outcome.findings);
        let fixed = fix(&files, path, &options, &|_| true);
        let now_files = mended(&files, &fixed);
        let now = found(&now_files, path, &options);
        for change in &fixed.changes {
            let lines = lines(&told, &change.path);
            let others: Vec<usize> =
                touched(change).into_iter().filter(|line| !lines.contains(line)).collect();
            assert_eq!(
                others,
                Vec::<usize>::new(),
                "{}: lines of {} that no fix is about",
                folder.display(),
                change.path.display()
            );
        }
        let old = words(&outcome.findings);
        for ((rule, message), count) in words(&now) {
            let known = old.get(&(rule, message)).copied().unwrap_or(0);
            assert!(count <= known, "{}: new: {rule}: {message}", folder.display());
        }
        assert!(fix(&now_files, path, &options, &|_| true).changes.is_empty(), "{}", folder.display());
        before += outcome.findings.len();
        after += now.len();
        promised += told.iter().filter(|told| told.fixable).count();
    }
    let gone = before - after;
    assert!(gone * 10 > promised * 8, "{gone} of {promised} fixable findings are gone, of {before} in all");
}
