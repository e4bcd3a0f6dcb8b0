//! `connectorc check`

use super::End;
use super::screen::{Format, Screen};
use crate::compile::{Options, Purpose, compile};
use crate::diagnostic::Severity;
use crate::load::Disk;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What makes the command fail, besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
    /// Warnings and notes
    Notes,
}

/// Say what is wrong, at the author's line
///
/// Does everything that `build` does, in memory, and checks the source as well. Exits 1 if there are errors.
#[derive(Debug, Args)]
#[command(visible_alias = "lint")]
pub(super) struct Check {
    /// Projects: folders, `connector.yaml` files, or OpenAPI documents
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// The host of the API, as for `build`
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// What makes the command fail, besides errors
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,
    /// How findings are told
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Show notes as well
    #[arg(long)]
    notes: bool,
}

impl Check {
    pub fn run(&self, screen: &Screen) -> End {
        let threshold = match self.deny {
            None => Severity::Error,
            Some(Deny::Warnings) => Severity::Warning,
            Some(Deny::Notes) => Severity::Note,
        };
        let options = Options { purpose: Purpose::Check, host: self.host.clone(), ..Options::default() };
        let mut end = End::Fine;
        for path in &self.paths {
            let outcome = compile(&Disk, path, &options);
            if self.format == Format::Text && self.paths.len() > 1 {
                screen.data(&format!("{}\n", path.display()));
            }
            screen.findings(&outcome.tree, &outcome.findings, self.format, self.notes);
            if outcome.blocked || outcome.findings.iter().any(|finding| finding.level >= threshold) {
                end = End::Findings;
            }
        }
        end
    }
}
