//! How much was found.

use crate::diagnostic::{Diagnostic, Severity};
use serde::Serialize;
use std::fmt;

/// How many findings of each level there are. As text: `2 errors, 1 warning, 12 notes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub note: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Counts {
        Counts::of_levels(findings.into_iter().map(|finding| finding.level))
    }

    /// Counts levels.
    pub fn of_levels(levels: impl IntoIterator<Item = Severity>) -> Counts {
        let mut counts = Counts::default();
        for level in levels {
            *counts.level_mut(level) += 1;
        }
        counts
    }

    /// All levels together.
    pub fn total(self) -> usize {
        self.error + self.warning + self.note
    }

    pub(super) fn level_mut(&mut self, level: Severity) -> &mut usize {
        match level {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Note => &mut self.note,
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let levels = [(self.error, "error"), (self.warning, "warning"), (self.note, "note")];
        let said: Vec<String> = levels
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!("{count} {name}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        f.write_str(if said.is_empty() { "nothing found" } else { "" })?;
        f.write_str(&said.join(", "))
    }
}
