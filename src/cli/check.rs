//! `connectorc check`

use super::End;
use super::baseline::Baseline;
use super::deliver::{self, Found, Output};
use super::fix::{self, Fixing};
use super::look::{Filter, Seen, look};
use super::screen::{Format, Screen};
use crate::compile::{Options, Purpose};
use crate::diagnostic::{Profile, Severity, Timing};
use crate::report::{self, Told};
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
    /// Whose demands count, over what the configuration says
    #[arg(long, value_enum, value_name = "PROFILE")]
    profile: Option<Demands>,
    /// What makes the command fail, besides errors
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Only findings of these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    only: Vec<String>,
    /// No findings of these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    skip: Vec<String>,
    /// How findings are told
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Write the findings to a file as well; can be given several times
    #[arg(long, value_name = "FORMAT=FILE")]
    output: Vec<Output>,
    /// Mend what needs no decision: in a project by an overlay, in a connector that exists in its own files
    ///
    /// Each fix is checked in memory first: its finding must go, and no other may come. Notes are mended with
    /// `--notes`, or where `--only` names their rule. `--fix=dry-run` prints a diff and writes nothing.
    #[arg(
        long,
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "write",
        value_name = "HOW",
        conflicts_with = "write_baseline"
    )]
    fix: Option<Fixing>,
    /// Leave out the findings that this file lists
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings to the baseline and exit 0
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
    /// How many findings are shown, the gravest
    #[arg(long, value_name = "COUNT")]
    max_findings: Option<usize>,
    /// Show notes as well
    #[arg(long)]
    notes: bool,
    /// Tell on stderr what each stage and group of rules costs
    #[arg(long)]
    timings: bool,
}

impl Check {
    pub fn run(&self, screen: &Screen) -> End {
        let Some(mut filter) = self.filter(screen) else { return End::Usage };
        if let Some(path) = &self.baseline
            && !self.write_baseline
        {
            match Baseline::read(path) {
                Ok(baseline) => filter.baseline = Some(baseline),
                Err(trouble) => {
                    screen.trouble(&trouble);
                    return End::Usage;
                }
            }
        }
        let options = Options {
            purpose: Purpose::Check,
            host: self.host.clone(),
            profile: self.profile.map(Demands::profile),
            today: Some(crate::calendar::today()),
            timings: self.timings,
            ..Options::default()
        };
        if let Some(fixing) = self.fix {
            if fixing == Fixing::DryRun && self.format != Format::Text {
                screen.trouble("`--fix=dry-run` prints a diff, and `--format` the findings: choose one");
                return End::Usage;
            }
            // What is not shown is not touched, unless it was asked for by name.
            let shown = |told: &Told| self.notes || told.level > Severity::Note || !self.only.is_empty();
            let wanted = |told: &Told| filter.counts(told.rule) && !filter.knows(told) && shown(told);
            if let Err(end) = fix::run(screen, &self.paths, &options, fixing, self.format, &wanted) {
                return end;
            }
        }
        let mut shown = screen.options(self.notes);
        shown.max_findings = self.max_findings;
        let seen = look(&self.paths, &options, &filter, &shown, self.format);
        self.end(screen, &seen, &filter)
    }

    fn end(&self, screen: &Screen, seen: &[Seen], filter: &Filter) -> End {
        let told: Vec<Told> = seen.iter().flat_map(|seen| seen.told.iter().cloned()).collect();
        if self.write_baseline
            && let Some(path) = &self.baseline
        {
            return match Baseline::of(&told).write(path) {
                Ok(()) => {
                    screen.data(&format!("{} findings in {}\n", told.len(), path.display()));
                    End::Fine
                }
                Err(trouble) => {
                    screen.trouble(&trouble);
                    End::Usage
                }
            };
        }
        let files: Vec<String> = seen.iter().flat_map(|seen| seen.files.iter().cloned()).collect();
        let timings = Timing::sum(seen.iter().flat_map(|seen| seen.timings.iter().copied()));
        let found = Found { told: &told, files: &files, timings: &timings };
        deliver::main(screen, self.format, seen, &found);
        if self.timings {
            screen.frames(&report::timings(&timings));
        }
        for output in &self.output {
            if let Err(trouble) = deliver::to_file(output, &found) {
                screen.trouble(&trouble);
                return End::Usage;
            }
        }
        if let Some(baseline) = &filter.baseline {
            let stale = baseline.stale(seen.iter().flat_map(|seen| seen.known.iter()));
            if stale > 0 {
                screen.trouble(&format!(
                    "{stale} findings of the baseline are gone: write it again with --write-baseline"
                ));
            }
        }
        if seen.iter().any(|seen| seen.files.is_empty()) {
            return End::Usage;
        }
        let threshold = match self.deny {
            None => Severity::Error,
            Some(Deny::Warnings) => Severity::Warning,
            Some(Deny::Notes) => Severity::Note,
        };
        let found = told.iter().any(|finding| finding.level >= threshold);
        if found { End::Findings } else { End::Fine }
    }

    fn filter(&self, screen: &Screen) -> Option<Filter> {
        let named = |names: &[String]| -> Result<Vec<&'static str>, String> {
            names
                .iter()
                .map(|name| match crate::rules::find(name) {
                    Some(rule) => Ok(rule.name),
                    None => Err(super::explain::unknown_rule(name)),
                })
                .collect()
        };
        match (named(&self.only), named(&self.skip)) {
            (Ok(only), Ok(skip)) => {
                // SARIF alone has a place for the text of a fix.
                let formats = self.output.iter().map(Output::format).chain([self.format]);
                let has_fixes = formats.into_iter().any(|format| format == Format::Sarif);
                let tell = if has_fixes { Told::with_fixes } else { Told::all };
                Some(Filter { only, skip, baseline: None, tell })
            }
            (Err(trouble), _) | (_, Err(trouble)) => {
                screen.trouble(&trouble);
                None
            }
        }
    }
}

impl Demands {
    fn profile(self) -> Profile {
        match self {
            Demands::Custom => Profile::Custom,
            Demands::Independent => Profile::Independent,
            Demands::Certified => Profile::Certified,
        }
    }
}
