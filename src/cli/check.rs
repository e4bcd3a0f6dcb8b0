//! `connectorc check`

use super::End;
use super::screen::{Format, Screen};
use crate::compile::{Options, Purpose, compile};
use crate::diagnostic::{Profile, Severity};
use crate::inspect::inspect;
use crate::load::{CONFIG_NAMES, DEFINITION, Disk, SOURCE_NAMES, is_connector};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// What makes the command fail, besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
    /// Warnings and notes
    Notes,
}

/// Whose demands count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Demands {
    /// Import as a custom connector
    Custom,
    /// Publication as an independent publisher's connector
    Independent,
    /// Publication as a verified publisher's connector
    Certified,
}

/// Say what is wrong, at the author's line
///
/// Of a project it does everything that `build` does, in memory, and checks the source as well. Connectors that
/// exist are checked as they are: a folder with an `apiDefinition.swagger.json`, a definition alone, or a tree
/// of such folders. Exits 1 if there are errors.
#[derive(Debug, Args)]
#[command(visible_alias = "lint")]
pub(super) struct Check {
    /// Projects, OpenAPI documents, connectors, or a tree of connectors
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// The host of the API, as for `build`
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// What makes the command fail, besides errors
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Whose demands count, over what the configuration says
    #[arg(long, value_enum, value_name = "PROFILE")]
    profile: Option<Demands>,
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
        let profile = self.profile.map(|demands| match demands {
            Demands::Custom => Profile::Custom,
            Demands::Independent => Profile::Independent,
            Demands::Certified => Profile::Certified,
        });
        let options =
            Options { purpose: Purpose::Check, host: self.host.clone(), profile, ..Options::default() };
        let mut end = End::Fine;
        let paths: Vec<PathBuf> = self.paths.iter().flat_map(|path| connectors(path)).collect();
        for path in &paths {
            let outcome = if is_connector(&Disk, path) {
                inspect(&Disk, path, &options)
            } else {
                compile(&Disk, path, &options)
            };
            if self.format == Format::Text && paths.len() > 1 {
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

/// The connectors below a folder that is neither a project nor a connector; else the path itself.
fn connectors(path: &Path) -> Vec<PathBuf> {
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
