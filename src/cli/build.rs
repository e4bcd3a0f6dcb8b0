//! `connectorc build`

use super::End;
use super::screen::{Format, Screen};
use crate::compile::{Options, Outcome, Purpose, compile, passes};
use crate::diagnostic::Diagnostic;
use crate::emit::{self, Artifact, Change};
use crate::load::Disk;
use crate::lower::Dialect;
use crate::nearest::nearest;
use crate::tree::write_yaml;
use clap::{Args, ValueEnum};
use similar::TextDiff;
use std::path::PathBuf;

/// Who reads the definition.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Target {
    /// The Power Platform: what it refuses is an error
    #[default]
    Connector,
    /// Anybody who reads Swagger 2.0
    Swagger2,
}

/// Write the connector's files
///
/// Compiles the source, the overlays and the configuration into `apiDefinition.swagger.json` and `.yaml`,
/// `apiProperties.json`, the icon, `settings.json` for paconn and the app registration. All files are
/// written, or, if an error stands in the way, none.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// The project: a folder, its `connector.yaml`, or an OpenAPI document
    #[arg(value_name = "DIR", default_value = ".")]
    path: PathBuf,
    /// Write nothing; exit 1 with a short diff if what is on disk is stale
    #[arg(long)]
    check: bool,
    /// The folder to write to, instead of the configuration's
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; print the definition as JSON
    #[arg(long, conflicts_with = "check")]
    stdout: bool,
    /// Stop after a pass and print the document as it is then, as YAML
    #[arg(long, value_name = "PASS", requires = "stdout")]
    until: Option<String>,
    /// JSON without spaces
    #[arg(long)]
    minify: bool,
    /// The host of the API in this build, such as a test system's
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Who reads the definition
    #[arg(long, value_enum, default_value_t, value_name = "READER")]
    target: Target,
    /// How findings are told
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Show notes as well
    #[arg(long)]
    notes: bool,
}

impl Build {
    pub fn run(&self, screen: &Screen) -> End {
        if let Some(until) = &self.until
            && let Some(end) = unknown_pass(screen, until)
        {
            return end;
        }
        if self.stdout && self.format != Format::Text {
            screen.trouble("`--stdout` prints the definition, and `--format` the findings: choose one");
            return End::Usage;
        }
        let options = Options {
            purpose: Purpose::Build,
            host: self.host.clone(),
            minify: self.minify,
            dialect: match self.target {
                Target::Connector => Dialect::Connector,
                Target::Swagger2 => Dialect::Swagger2,
            },
            profile: None,
            until: self.until.clone(),
            today: Some(crate::calendar::today()),
            ..Options::default()
        };
        let outcome = compile(&Disk, &self.path, &options);
        screen.findings(&outcome.tree, &outcome.findings, self.format, self.notes);
        if self.until.is_some() {
            return halfway(screen, &outcome);
        }
        if outcome.blocked {
            screen.trouble("nothing was written");
            let was_read = outcome.tree.sources.files().next().is_some();
            return if was_read { End::Findings } else { End::Usage };
        }
        let dir = self.out.clone().unwrap_or_else(|| outcome.output_dir.clone());
        if self.stdout {
            let json = outcome.artifacts.iter().find(|artifact| artifact.name.ends_with(".json"));
            screen.data(
                &json.map_or_else(String::new, |json| String::from_utf8_lossy(&json.bytes).into_owned()),
            );
            return End::Fine;
        }
        if self.check {
            return match emit::changes(&dir, &outcome.artifacts) {
                Ok(changes) => self.stale(screen, &dir, &changes),
                Err(error) => trouble(screen, &error),
            };
        }
        match emit::write(&dir, &outcome.artifacts) {
            Ok(changes) => {
                if self.format == Format::Text {
                    screen.data(&summary(&outcome, &dir, &changes));
                }
                End::Fine
            }
            Err(error) => trouble(screen, &error),
        }
    }

    fn stale(&self, screen: &Screen, dir: &std::path::Path, changes: &[Change]) -> End {
        if changes.is_empty() {
            if self.format == Format::Text {
                screen.data("up to date\n");
            }
            return End::Fine;
        }
        let mut text = String::new();
        for change in changes {
            text.push_str(&difference(dir, change));
        }
        if self.format == Format::Text {
            screen.data(&text);
        }
        let are = if changes.len() == 1 { "is" } else { "are" };
        let files = count(changes.len(), "file");
        screen.trouble(&format!("{files} {are} stale: run `connectorc build`"));
        End::Findings
    }
}

/// The usage error, if no pass has this name.
fn unknown_pass(screen: &Screen, name: &str) -> Option<End> {
    let all = passes();
    if all.iter().any(|pass| pass.name == name) {
        return None;
    }
    let near = nearest(name, all.iter().map(|pass| pass.name));
    let hint = near.map(|near| format!("; did you mean `{near}`?"));
    let hint = hint.unwrap_or_else(|| "; `connectorc explain --passes` lists them".to_owned());
    screen.trouble(&format!("no pass is called `{name}`{hint}"));
    Some(End::Usage)
}

/// Prints the document of a run that ended after a pass. Errors do not stand in the way: it is there to be
/// looked at.
fn halfway(screen: &Screen, outcome: &Outcome) -> End {
    let Some(source) = outcome.source else { return End::Findings };
    screen.data(&format!("{}\n", write_yaml(&outcome.tree, source)));
    if outcome.findings.iter().any(Diagnostic::blocks) { End::Findings } else { End::Fine }
}

fn trouble(screen: &Screen, error: &emit::WriteError) -> End {
    screen.trouble(&error.to_string());
    End::Usage
}

/// What was written, and what makers will see.
fn summary(outcome: &Outcome, dir: &std::path::Path, changes: &[Change]) -> String {
    let counts = outcome.counts();
    let mut text = String::new();
    let width = outcome.artifacts.iter().map(|artifact| artifact.name.len()).max().unwrap_or(0);
    for Artifact { name, bytes } in &outcome.artifacts {
        let state = if changes.iter().any(|change| change.name == *name) { "wrote" } else { "kept " };
        text.push_str(&format!("{state} {}{:width$}  {:>9}\n", prefix(dir), name, size(bytes.len())));
    }
    text.push_str(&format!(
        "{}, {}, {}\n",
        count(counts.actions, "action"),
        count(counts.triggers, "trigger"),
        count(counts.hidden, "hidden operation")
    ));
    text
}

fn prefix(dir: &std::path::Path) -> String {
    let path = dir.display().to_string();
    if path.is_empty() { path } else { path + "/" }
}

fn size(bytes: usize) -> String {
    let digits = bytes.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + " B"
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// A short diff: who wants all of it has the file.
fn difference(dir: &std::path::Path, change: &Change) -> String {
    const LINES: usize = 24;
    let path = format!("{}{}", prefix(dir), change.name);
    let Some(before) = &change.before else { return format!("{path}: is missing\n") };
    let texts = (std::str::from_utf8(before), std::str::from_utf8(&change.after));
    let (Ok(before), Ok(after)) = texts else { return format!("{path}: differs\n") };
    let diff = TextDiff::from_lines(before, after);
    let unified = diff.unified_diff().context_radius(2).header(&path, "as it should be").to_string();
    let lines: Vec<&str> = unified.lines().collect();
    let mut text = lines.iter().take(LINES).map(|line| format!("{}\n", cut(line))).collect::<String>();
    if lines.len() > LINES {
        text.push_str(&format!("… {} more lines\n", lines.len() - LINES));
    }
    text
}

/// A minified file is one line.
fn cut(line: &str) -> String {
    const WIDTH: usize = 160;
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
