//! `connectorc check --fix`

use super::End;
use super::look::connectors;
use super::screen::{Format, Screen};
use crate::compile::Options;
use crate::emit::{self, Replacement};
use crate::fix::{Change, Fixed, fix};
use crate::load::Disk;
use crate::report::Told;
use clap::ValueEnum;
use similar::TextDiff;
use std::path::PathBuf;

/// What is done with fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Fixing {
    /// Write them
    Write,
    /// Show what would be written
    DryRun,
}

/// Mends what can be mended at each path.
///
/// # Errors
/// The end of the program, if a file cannot be written.
pub(super) fn run(
    screen: &Screen,
    paths: &[PathBuf],
    options: &Options,
    fixing: Fixing,
    format: Format,
    wanted: &dyn Fn(&Told) -> bool,
) -> Result<(), End> {
    for path in paths.iter().flat_map(|path| connectors(path)) {
        let fixed = fix(&Disk, &path, options, wanted);
        for left in &fixed.left {
            let spot = &left.finding.spot;
            let place: String =
                [spot.line, spot.column].iter().flatten().map(|at| format!(":{at}")).collect();
            screen.trouble(&format!("{}{place}: {} stays: {}", spot.file, left.finding.rule.name, left.why));
        }
        match fixing {
            Fixing::DryRun => screen.data(&fixed.changes.iter().map(difference).collect::<String>()),
            Fixing::Write => {
                write(&fixed).map_err(|error| {
                    screen.trouble(&error.to_string());
                    End::Usage
                })?;
                if format == Format::Text {
                    screen.data(&summary(&fixed));
                }
            }
        }
    }
    Ok(())
}

fn write(fixed: &Fixed) -> Result<(), emit::WriteError> {
    for folder in fixed.changes.iter().filter_map(|change| change.path.parent()) {
        std::fs::create_dir_all(folder)
            .map_err(|cause| emit::WriteError { path: folder.to_owned(), cause })?;
    }
    let files = fixed.changes.iter().map(|change| Replacement {
        path: change.path.clone(),
        before: change.before.as_deref().map(str::as_bytes),
        after: change.after.as_bytes(),
    });
    emit::replace(&files.collect::<Vec<_>>())
}

fn summary(fixed: &Fixed) -> String {
    if fixed.changes.is_empty() {
        return String::new();
    }
    let findings = if fixed.mended == 1 { "finding" } else { "findings" };
    let files: Vec<String> = fixed.changes.iter().map(|change| change.path.display().to_string()).collect();
    format!("mended {} {findings} in {}\n", fixed.mended, files.join(", "))
}

/// The whole diff of a file, as `patch` and `git apply` read it.
fn difference(change: &Change) -> String {
    let before = change.before.as_deref().unwrap_or_default();
    let path = change.path.display().to_string();
    let old = if change.before.is_some() { &*path } else { "/dev/null" };
    TextDiff::from_lines(before, &change.after).unified_diff().header(old, &path).to_string()
}
