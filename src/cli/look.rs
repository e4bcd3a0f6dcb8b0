//! Looks at many projects and connectors at once, and keeps of each only what is to be told.

use super::baseline::Baseline;
use super::screen::Format;
use crate::compile::{Options, Outcome, compile};
use crate::diagnostic::{Diagnostic, Rule, Timing};
use crate::inspect::inspect;
use crate::load::{CONFIG_NAMES, DEFINITION, Disk, SOURCE_NAMES, is_connector};
use crate::report::{self, Told};
use crate::tree::Tree;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Which findings count.
pub(super) struct Filter {
    /// Only these rules; empty is all.
    pub only: Vec<&'static str>,
    /// Not these rules.
    pub skip: Vec<&'static str>,
    /// Not what was known before.
    pub baseline: Option<Baseline>,
    /// How those that count are told: with the text of fixes, or without.
    pub tell: fn(&Tree, &[Diagnostic]) -> Vec<Told>,
}

impl Filter {
    /// Whether findings of a rule count.
    pub fn counts(&self, rule: &Rule) -> bool {
        (self.only.is_empty() || self.only.contains(&rule.name)) && !self.skip.contains(&rule.name)
    }

    /// Whether a finding was known before.
    pub fn knows(&self, finding: &Told) -> bool {
        self.baseline.as_ref().is_some_and(|baseline| baseline.knows(finding))
    }
}

/// What is to be told of one path.
#[derive(Default)]
pub(super) struct Seen {
    /// The frames, where the format is for people.
    pub text: String,
    /// The findings.
    pub told: Vec<Told>,
    /// Findings that the baseline left out.
    pub known: Vec<Told>,
    /// The files that were read.
    pub files: Vec<String>,
    /// What each part cost, if that was asked for.
    pub timings: Vec<Timing>,
}

/// Looks at each path, on all cores; the answers are in the order of the paths.
pub(super) fn look(
    paths: &[PathBuf],
    options: &Options,
    filter: &Filter,
    shown: &report::Options,
    format: Format,
) -> Vec<Seen> {
    let paths: Vec<PathBuf> = paths.iter().flat_map(|path| connectors(path)).collect();
    let many = paths.len() > 1;
    let next = AtomicUsize::new(0);
    let answers: Mutex<Vec<(usize, Seen)>> = Mutex::new(Vec::new());
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = paths.get(index) else { break };
            let seen = look_at(path, options, filter, shown, format, many);
            answers.lock().expect("internal error: a worker panicked").push((index, seen));
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(paths.len());
    std::thread::scope(|scope| {
        for _ in 1..workers {
            scope.spawn(work);
        }
        work();
    });
    let mut answers = answers.into_inner().expect("internal error: a worker panicked");
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, seen)| seen).collect()
}

fn look_at(
    path: &Path,
    options: &Options,
    filter: &Filter,
    shown: &report::Options,
    format: Format,
    many: bool,
) -> Seen {
    let mut outcome =
        if is_connector(&Disk, path) { inspect(&Disk, path, options) } else { compile(&Disk, path, options) };
    outcome.findings.retain(|finding| filter.counts(finding.rule));
    let Outcome { tree, mut findings, timings, .. } = outcome;
    let mut told = (filter.tell)(&tree, &findings);
    let mut known = Vec::new();
    if let Some(baseline) = &filter.baseline {
        let mut keep = told.iter().map(|finding| !baseline.knows(finding)).collect::<Vec<_>>().into_iter();
        findings.retain(|_| keep.next().unwrap_or(true));
        (known, told) = told.into_iter().partition(|finding| baseline.knows(finding));
    }
    let mut text = String::new();
    // Of many, those without findings are not worth a line.
    if format == Format::Text && !(many && findings.is_empty()) {
        report::text(&tree, &findings, shown, &mut text).expect("internal error: a string takes all text");
    }
    let files = tree.sources.files().map(|file| tree.sources.path(file).to_owned()).collect();
    Seen { text, told, known, files, timings }
}

/// The connectors below a folder that is neither a project nor a connector; else the path itself.
pub(super) fn connectors(path: &Path) -> Vec<PathBuf> {
    let named = |name: &str| path.join(name).is_file();
    let whole = !path.is_dir()
        || CONFIG_NAMES.iter().chain(&SOURCE_NAMES).any(|name| named(name))
        || named(DEFINITION);
    if whole {
        return vec![path.to_owned()];
    }
    let mut found = Vec::new();
    let mut open = vec![path.to_owned()];
    while let Some(dir) = open.pop() {
        if dir.join(DEFINITION).is_file() {
            found.push(dir);
            continue;
        }
        let Ok(entries) = std::fs::read_dir(&dir) else { continue };
        // A link may lead back up.
        let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        open.extend(folders.map(|entry| entry.path()));
    }
    found.sort();
    if found.is_empty() { vec![path.to_owned()] } else { found }
}
