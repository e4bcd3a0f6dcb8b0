//! `connectorc publish` and `connectorc status`

use super::End;
use super::remote::{PHASE, Place, Which, Who, hear_signals, interactive, secrets, trouble};
use super::screen::{Format, Screen};
use crate::diagnostic::Diagnostic;
use crate::load::Disk;
use crate::publish::backup;
use crate::publish::failure::{Failure, Kind};
use crate::publish::package::{Leave, Package, pack};
use crate::publish::redact::Redactor;
use crate::publish::run::{Mode, Order, run};
use crate::publish::story::{End as How, Report};
use crate::publish::target::Known;
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::PathBuf;

/// How it is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Told {
    /// Text for people
    #[default]
    Text,
    /// One JSON object on stdout; text for people on stderr
    Json,
}

const EXIT_CODES: &str = "\
Exit codes:
  0    the connector is what it should be
  1    local findings: what would be sent is wrong
  2    usage, nothing there to read, or a file that could not be written
  3    the service refused, or could not be reached; nothing was changed
  4    the connector changed since the plan, or another publish is under way; nothing was written
  5    something would change; `--apply` does it
  6    sent, but not confirmed, or arrived in part: look before you try again
  130  stopped by a signal before anything was sent";

/// Update the connector in an environment
///
/// Reads the connector that is there, compares it with what is built here, and tells what would change, operation by
/// operation. With `--apply` it then backs up, lets the service check the definition, uploads what changed, sends the
/// update once, and reads it back.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Publish {
    /// Do it
    #[arg(long)]
    apply: bool,
    /// Do not ask; needed where there is no terminal
    #[arg(long, requires = "apply")]
    yes: bool,
    /// Make a new connector; refused if the environment has one of that name
    #[arg(long, conflicts_with = "rollback")]
    create: bool,
    /// Go back to what a backup holds
    #[arg(long, value_name = "BACKUP")]
    rollback: Option<PathBuf>,
    /// A client secret's place: env:NAME, file:PATH or -; SET=env:NAME for one connection parameter set
    #[arg(short = 'r', long = "secret", value_name = "PLACE")]
    secrets: Vec<String>,
    /// Remove the connector's script, which otherwise stays when there is none here
    #[arg(long)]
    remove_script: bool,
    /// Stop if the service's check says anything at all
    #[arg(long)]
    strict: bool,
    /// Send it although the local checks found errors
    #[arg(long)]
    no_check: bool,
    /// Send it although the API is reached without TLS
    #[arg(long)]
    allow_http: bool,
    /// The folder for backups, instead of the user's own
    #[arg(long, value_name = "DIR")]
    backup_dir: Option<PathBuf>,
    /// Keep no backup
    #[arg(long, conflicts_with = "backup_dir")]
    no_backup: bool,
    /// How long the update may take to show
    #[arg(long, value_name = "SECONDS", default_value_t = 180)]
    confirm_within: u64,
    #[command(flatten)]
    about: About,
}

/// Tell whether the connector in an environment is what is built here
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Status {
    #[command(flatten)]
    about: About,
}

/// What `publish` and `status` share.
#[derive(Debug, Args)]
struct About {
    /// How it is told
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Told,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    files: Parts,
    #[command(flatten)]
    who: Who,
}

impl About {
    /// Where the connector of the project is, and the files that are named in place of the project's.
    fn place(&self) -> Result<Place, Failure> {
        let mut place = self.which.place(&self.who, Known::default())?;
        self.files.over(&mut place);
        Ok(place)
    }
}

/// Files in place of the project's.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files, in place of the project's")]
struct Parts {
    /// The definition, Swagger 2.0
    #[arg(short = 'd', long = "api-def", value_name = "FILE")]
    definition: Option<PathBuf>,
    /// apiProperties.json
    #[arg(short = 'p', long = "api-prop", value_name = "FILE")]
    properties: Option<PathBuf>,
    /// The icon
    #[arg(short = 'i', long, value_name = "FILE")]
    icon: Option<PathBuf>,
    /// The script
    #[arg(short = 'x', long, value_name = "FILE")]
    script: Option<PathBuf>,
}

impl Parts {
    fn over(&self, place: &mut Place) {
        let paths = &mut place.paths;
        let over = |named: &Option<PathBuf>, path: &mut Option<PathBuf>| {
            if named.is_some() {
                path.clone_from(named);
            }
        };
        over(&self.definition, &mut paths.definition);
        over(&self.properties, &mut paths.properties);
        over(&self.icon, &mut paths.icon);
        over(&self.script, &mut paths.script);
    }
}

impl Publish {
    pub fn run(&self, screen: &Screen) -> End {
        let redactor = Redactor::new();
        if self.apply && !self.yes && !interactive() {
            let failure = Failure::new(Kind::Usage, "there is no terminal to ask at; nothing was sent")
                .help("`--yes` applies the plan without asking");
            return trouble(screen, &redactor, &failure);
        }
        hear_signals();
        match self.publish(screen, &redactor) {
            Ok(report) => tell(screen, &redactor, &report, self.about.format, self.apply, Report::plan_text),
            Err(Stopped::Failed(failure)) => trouble(screen, &redactor, &failure),
            Err(Stopped::Told(end)) => end,
        }
    }

    fn publish(&self, screen: &Screen, redactor: &Redactor) -> Result<Report, Stopped> {
        let (package, place) = match &self.rollback {
            Some(path) => {
                let (package, known) = backup::read(path)?;
                (package, self.about.which.place(&self.about.who, known)?)
            }
            None => {
                let place = self.about.place()?;
                let leave = Leave { findings: self.no_check, http: self.allow_http };
                (packed(screen, &place, leave)?, place)
            }
        };
        let package = self.without_script(package)?;
        let transport = self.about.who.transport()?;
        let tell = |text: &str| screen.trouble(&redactor.text(&crate::publish::redact::printable(text)));
        let mut session = self.about.who.session(place.cloud, &transport, &tell, redactor)?;
        let agree = |report: &Report| self.agree(screen, redactor, report);
        let mut order = order(&place, &session.state, redactor);
        order.secrets = secrets(&self.secrets, &session.world, redactor)?;
        order.mode = if self.apply { Mode::Apply(&agree) } else { Mode::Plan };
        order.create = self.create;
        order.strict = self.strict;
        order.budget = self.about.who.timeout;
        order.confirm = self.confirm_within;
        let usual = session.state.join("backups");
        order.backups = (!self.no_backup).then(|| self.backup_dir.clone().unwrap_or(usual));
        Ok(run(&order, package, &session.world, &mut session.login))
    }

    fn without_script(&self, mut package: Package) -> Result<Package, Failure> {
        if self.remove_script {
            if package.script.is_some() {
                return Err(Failure::new(
                    Kind::Usage,
                    "there is a script here, and `--remove-script`: choose one",
                ));
            }
            package.removes_script = true;
        }
        Ok(package)
    }

    /// Shows the plan, and asks.
    fn agree(&self, screen: &Screen, redactor: &Redactor, report: &Report) -> bool {
        let text = report.plan_text(redactor);
        match self.about.format {
            Told::Text => screen.data(&text),
            Told::Json => screen.frames(&text),
        }
        if self.yes {
            return true;
        }
        let name = redactor.text(&report.display_name);
        screen.frames(&format!("publish {name} to {}? [y/N] ", report.target.environment));
        let _ = std::io::stderr().flush();
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line);
        read.is_ok() && matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes")
    }
}

impl Status {
    pub fn run(&self, screen: &Screen) -> End {
        let redactor = Redactor::new();
        hear_signals();
        match self.look(screen, &redactor) {
            Ok(report) => tell(screen, &redactor, &report, self.about.format, false, Report::status_text),
            Err(Stopped::Failed(failure)) => trouble(screen, &redactor, &failure),
            Err(Stopped::Told(end)) => end,
        }
    }

    fn look(&self, screen: &Screen, redactor: &Redactor) -> Result<Report, Stopped> {
        let place = self.about.place()?;
        let package = packed(screen, &place, Leave { findings: true, http: true })?;
        let transport = self.about.who.transport()?;
        let tell = |text: &str| screen.trouble(&redactor.text(&crate::publish::redact::printable(text)));
        let mut session = self.about.who.session(place.cloud, &transport, &tell, redactor)?;
        let mut order = order(&place, &session.state, redactor);
        order.budget = self.about.who.timeout;
        Ok(run(&order, package, &session.world, &mut session.login))
    }
}

/// Why there is no report.
enum Stopped {
    Failed(Failure),
    /// It has been told.
    Told(End),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Stopped {
        Stopped::Failed(failure)
    }
}

/// An order that only looks.
fn order<'a>(place: &Place, state: &std::path::Path, redactor: &'a Redactor) -> Order<'a> {
    Order {
        target: place.target.clone(),
        cloud: place.cloud,
        secrets: Vec::new(),
        mode: Mode::Plan,
        create: false,
        strict: false,
        backups: None,
        state: state.to_owned(),
        budget: 0,
        confirm: 0,
        phase: &PHASE,
        redactor,
    }
}

/// What is to be published; the findings of the local checks are shown where they stop it.
fn packed(screen: &Screen, place: &Place, leave: Leave) -> Result<Package, Stopped> {
    let packed = pack(&Disk, &place.paths, leave, Some(crate::calendar::today()));
    match packed.package {
        Ok(package) => Ok(package),
        Err(failure) => {
            let errors: Vec<Diagnostic> = packed.findings.into_iter().filter(Diagnostic::blocks).collect();
            if errors.is_empty() {
                return Err(failure.into());
            }
            screen.findings(&packed.tree, &errors, Format::Text, false);
            screen.trouble(&failure.to_string());
            Err(Stopped::Told(End::Code(failure.kind.exit_code())))
        }
    }
}

/// Prints a report, once.
fn tell(
    screen: &Screen,
    redactor: &Redactor,
    report: &Report,
    told: Told,
    asked: bool,
    head: fn(&Report, &Redactor) -> String,
) -> End {
    let end = report.end_text(redactor);
    match told {
        Told::Json => {
            screen.data(&report.json(redactor));
            screen.frames(&end);
        }
        Told::Text => {
            // Who was asked has seen it.
            let seen = asked && !matches!(report.end, How::Equal | How::Pending);
            if report.plan.is_some() && !seen {
                screen.data(&head(report, redactor));
            }
            match &report.end {
                How::Failed(_) => screen.frames(&end),
                _ => screen.data(&end),
            }
        }
    }
    End::Code(report.exit_code())
}
