//! The report for a terminal: a frame for each finding, and what there is in all.

use super::{Counts, frame};
use crate::diagnostic::{Diagnostic, Severity};
use crate::tree::Tree;
use std::fmt;

/// How a report looks.
#[derive(Clone, Debug)]
pub struct Options {
    /// With ANSI colours.
    pub colour: bool,
    /// With line-drawing characters; otherwise frames are ASCII.
    pub unicode: bool,
    /// With the notes; they are counted anyway.
    pub show_notes: bool,
    /// How many columns there are.
    pub width: usize,
    /// How many findings are shown, the gravest; the others are counted.
    pub max_findings: Option<usize>,
}

impl Default for Options {
    fn default() -> Options {
        Options { colour: false, unicode: true, show_notes: false, width: 100, max_findings: None }
    }
}

/// Writes findings, which are [sorted](super::sort), as frames with a summary below them.
///
/// # Errors
/// Only if `out` fails.
pub fn text(
    tree: &Tree,
    findings: &[Diagnostic],
    options: &Options,
    out: &mut impl fmt::Write,
) -> fmt::Result {
    let shown = choose(findings, options);
    for finding in &shown {
        frame::write(tree, finding, options, out)?;
        out.write_char('\n')?;
    }
    let (all, told) = (Counts::of(findings), Counts::of(shown));
    let silent = Counts {
        error: all.error - told.error,
        warning: all.warning - told.warning,
        note: all.note - told.note,
    };
    match silent.total() {
        0 => writeln!(out, "{all}")?,
        _ => writeln!(out, "{all} (not shown: {silent})")?,
    }
    let counts = |finding: &&Diagnostic| options.show_notes || finding.level > Severity::Note;
    match findings.iter().filter(counts).filter(|finding| !finding.fix.is_empty()).count() {
        0 => Ok(()),
        fixable => writeln!(out, "{fixable} fixable with `connectorc check --fix`"),
    }
}

/// The findings that are shown. What is left out is what matters least; the order stays.
fn choose<'a>(findings: &'a [Diagnostic], options: &Options) -> Vec<&'a Diagnostic> {
    let mut room = options.max_findings.unwrap_or(usize::MAX);
    let mut left = Counts::of(findings);
    if !options.show_notes {
        left.note = 0;
    }
    for level in [Severity::Error, Severity::Warning, Severity::Note] {
        let count = left.level_mut(level);
        *count = room.min(*count);
        room -= *count;
    }
    let shown = findings.iter().filter(|finding| {
        let count = left.level_mut(finding.level);
        let show = *count > 0;
        *count -= usize::from(show);
        show
    });
    shown.collect()
}
