//! `connectorc diff`

use super::End;
use super::deliver::{self, Output};
use super::look::Seen;
use super::screen::{Format, Screen};
use crate::change::{self, Acceptance};
use crate::diagnostic::{Diagnostic, Severity, Site};
use crate::diff::{Operand, Options, Outcome, diff};
use crate::load::{Disk, Files, Revision};
use crate::report::{self, Counts, Told};
use clap::{Args, ValueEnum};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What makes the command fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// What stops working
    #[default]
    Breaking,
    /// What may behave differently, too
    Risky,
    /// Any change that is told, also what is new
    Any,
    /// Nothing
    None,
}

/// Say what flows and apps that exist will notice
///
/// Compares two versions of a connector: operations, parameters, inputs and outputs that are gone or changed, how one
/// signs in, policies. What Microsoft's validator of changes says is said in its words and its order. A version is
/// a project (compiled first), a connector's folder, a definition, or one of these in a revision of a Git repository,
/// written REVISION:PATH as for `git show`: `HEAD~1:my-api`, `v1.2:./dist`. Exits 1 if something breaks.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The version that flows are made with
    #[arg(value_name = "OLD", default_value = "HEAD:./")]
    old: String,
    /// The version that is to take its place
    #[arg(value_name = "NEW", default_value = ".")]
    new: String,
    /// What makes the command fail
    #[arg(long, value_enum, default_value_t, value_name = "WEIGHT")]
    fail_on: FailOn,
    /// Leave out a change, or all below a ValuePath, that was looked at; can be given several times. In connector.yaml
    /// it is `changes: {accept: [{rule, at, reason}]}`
    #[arg(long, value_name = "RULE[@VALUEPATH]=REASON")]
    accept: Vec<Accept>,
    /// Print the changes as Markdown for makers, in place of the findings
    #[arg(long, conflicts_with_all = ["next_version", "format"])]
    changelog: bool,
    /// Print the semantic version that NEW should have, in place of the findings
    #[arg(long, conflicts_with = "format")]
    next_version: bool,
    /// How findings are told
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Write the findings to a file as well; can be given several times
    #[arg(long, value_name = "FORMAT=FILE")]
    output: Vec<Output>,
    /// How many findings are shown, the gravest
    #[arg(long, value_name = "COUNT")]
    max_findings: Option<usize>,
    /// Show notes as well, such as what is new
    #[arg(long)]
    notes: bool,
}

/// `--accept RULE@VALUEPATH=REASON`
#[derive(Clone, Debug)]
struct Accept(Acceptance);

impl FromStr for Accept {
    type Err = String;

    fn from_str(text: &str) -> Result<Accept, String> {
        let form =
            "write it as RULE@VALUEPATH=REASON, such as OperationDeleted@operation/GetPets=nobody used it";
        let (what, reason) = text.split_once('=').ok_or(form)?;
        if reason.trim().is_empty() {
            return Err(format!("it needs a reason: {form}"));
        }
        let (rule, at) = what.split_once('@').unwrap_or((what, ""));
        let Some(rule) = crate::rules::find(rule) else { return Err(super::explain::unknown_rule(rule)) };
        let (rule, at) = (rule.name.to_owned(), at.to_owned());
        let site = Site::Path("--accept".to_owned());
        Ok(Accept(Acceptance { rule, at, reason: reason.to_owned(), site }))
    }
}

/// A version on the command line.
struct Place {
    files: Box<dyn Files>,
    path: PathBuf,
    prefix: String,
}

impl Place {
    /// What is on disk is meant, whatever its name looks like.
    fn find(text: &str) -> Result<Place, String> {
        let path = PathBuf::from(text);
        match text.split_once(':') {
            Some((revision, path_there)) if !path.exists() => {
                let (files, path) =
                    Revision::open(Path::new(""), revision, path_there).map_err(|error| error.to_string())?;
                Ok(Place { files: Box::new(files), path, prefix: format!("{revision}:") })
            }
            _ => Ok(Place { files: Box::new(Disk), path, prefix: String::new() }),
        }
    }

    fn operand(&self) -> Operand<'_> {
        Operand { files: &*self.files, path: &self.path, prefix: &self.prefix }
    }
}

impl Diff {
    pub fn run(&self, screen: &Screen) -> End {
        let (old, new) = match (Place::find(&self.old), Place::find(&self.new)) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(trouble), _) | (_, Err(trouble)) => {
                screen.trouble(&trouble);
                return End::Usage;
            }
        };
        let options = Options {
            accepted: self.accept.iter().map(|accept| accept.0.clone()).collect(),
            profile: None,
            today: Some(crate::calendar::today()),
        };
        let outcome = diff(old.operand(), new.operand(), &options);
        if outcome.sides.is_none() {
            screen.findings(&outcome.tree, &outcome.findings, self.format, self.notes);
            screen.trouble("nothing was compared");
            return End::Usage;
        }
        if let Some(end) = self.digest(screen, &outcome) {
            return end;
        }
        self.tell(screen, &outcome)
    }

    /// The changelog or the version, if that is what is asked for.
    fn digest(&self, screen: &Screen, outcome: &Outcome) -> Option<End> {
        let (old, new) = outcome.sides?;
        let version = |side: change::Side| outcome.tree.at(side.definition, &["info", "version"]);
        let text = |node: Option<_>| node.map_or("", |node| outcome.tree.text(node)).to_owned();
        if !self.changelog && !self.next_version {
            return None;
        }
        let is_equal = change::is_equal(&outcome.tree, old, new);
        let next = change::next_version(&text(version(old)), &outcome.changes, is_equal);
        if self.changelog {
            // A new version that its author has chosen already is the one to write about.
            let own = text(version(new));
            let chosen = if own == text(version(old)) { next.unwrap_or(own) } else { own };
            screen.data(&change::changelog(&outcome.tree, old, new, &outcome.changes, &chosen));
        } else {
            match next {
                Ok(next) => screen.data(&format!("{next}\n")),
                Err(error) => {
                    screen.trouble(&error.to_string());
                    return Some(End::Usage);
                }
            }
        }
        Some(self.end(&outcome.findings))
    }

    fn tell(&self, screen: &Screen, outcome: &Outcome) -> End {
        let tree = &outcome.tree;
        let told = Told::all(tree, &outcome.findings);
        let files: Vec<String> =
            tree.sources.files().map(|file| tree.sources.path(file).to_owned()).collect();
        let mut text = String::new();
        if self.format == Format::Text {
            let mut shown = screen.options(self.notes);
            shown.max_findings = self.max_findings;
            let folded = folded(&outcome.findings);
            report::text(tree, &folded, &shown, &mut text).expect("internal error: a string takes all text");
            if folded.len() < outcome.findings.len() {
                text += &format!("{} in all, each place counted\n", Counts::of(&outcome.findings));
            }
            if outcome.accepted > 0 {
                text += &format!("{} accepted\n", outcome.accepted);
            }
        }
        let seen = Seen { text, ..Seen::default() };
        let found = deliver::Found { told: &told, files: &files, timings: &[] };
        deliver::main(screen, self.format, &[seen], &found);
        for output in &self.output {
            if let Err(trouble) = deliver::to_file(output, &found) {
                screen.trouble(&trouble);
                return End::Usage;
            }
        }
        self.end(&outcome.findings)
    }

    fn end(&self, findings: &[Diagnostic]) -> End {
        let threshold = match self.fail_on {
            FailOn::Breaking => Severity::Error,
            FailOn::Risky => Severity::Warning,
            FailOn::Any => Severity::Note,
            FailOn::None => return End::Fine,
        };
        let found = findings.iter().any(|finding| finding.level >= threshold);
        if found { End::Findings } else { End::Fine }
    }
}

/// One change of a schema that many operations use is one frame for people, which names the others.
fn folded(findings: &[Diagnostic]) -> Vec<Diagnostic> {
    const NAMED: usize = 3;
    let key = |finding: &Diagnostic| {
        let old = finding.related.first().map(|related| related.site.clone());
        (finding.rule.name, finding.site.clone(), old)
    };
    let mut first: HashMap<(&str, Site, Option<Site>), usize> = HashMap::new();
    let mut kept: Vec<(Diagnostic, Vec<String>)> = Vec::new();
    for finding in findings {
        let operation = finding.change.as_ref().and_then(|change| change.value_path.split('/').nth(1));
        match first.get(&key(finding)) {
            Some(index) if finding.change.is_some() => {
                kept[*index].1.push(operation.unwrap_or_default().to_owned());
            }
            _ => {
                first.insert(key(finding), kept.len());
                kept.push((finding.clone(), Vec::new()));
            }
        }
    }
    let told = kept.into_iter().map(|(mut finding, mut others)| {
        let count = others.len();
        others.dedup();
        let own = finding.change.as_ref().and_then(|change| change.value_path.split('/').nth(1));
        others.retain(|other| Some(other.as_str()) != own);
        if count > 0 {
            let places = if count == 1 { "place" } else { "places" };
            let names: Vec<String> = others.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
            let of = match others.len() {
                0 => String::new(),
                more if more > NAMED => format!(", of {} and {} more", names.join(", "), more - NAMED),
                _ => format!(", of {}", names.join(", ")),
            };
            finding.message += &format!(" (also at {count} more {places}{of})");
        }
        finding
    });
    told.collect()
}
