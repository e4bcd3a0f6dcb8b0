//! The command line: one file per command, and the only code that prints.

mod screen;
mod build;
mod check;
mod diff;
mod look;
mod baseline;
mod deliver;
mod fix;
mod import;
mod explain;
mod story;
mod completions;
#[cfg(feature = "publish")]
mod remote;
#[cfg(feature = "publish")]
mod publish;
#[cfg(feature = "publish")]
mod pull;

use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;

const AFTER_HELP: &str = "\
Exit codes:
  0    fine
  1    findings at or above the threshold, a breaking change, or output on disk that is stale
  2    usage, nothing there to read, or a file that could not be written
  101  a bug in connectorc
`publish`, `status` and `pull` have more: `connectorc publish --help`";

/// Compiles an OpenAPI 3 document into a Microsoft Power Platform custom connector.
///
/// In a folder with a `connector.yaml` no command needs an argument. A folder with nothing but an
/// `openapi.yaml` works as well: what the configuration would decide is then decided by convention.
#[derive(Debug, Parser)]
#[command(name = "connectorc", version, after_help = AFTER_HELP, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to colour what is printed
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", display_order = 900)]
    color: screen::When,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Check(check::Check),
    Diff(diff::Diff),
    Import(import::Import),
    Explain(explain::Explain),
    #[cfg(feature = "publish")]
    Publish(Box<publish::Publish>),
    #[cfg(feature = "publish")]
    Status(Box<publish::Status>),
    #[cfg(feature = "publish")]
    Pull(Box<pull::Pull>),
    Completions(completions::Completions),
    Man(completions::Man),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Fine,
    Findings,
    Usage,
    /// As a command says that has more ways to end.
    #[cfg(feature = "publish")]
    Code(u8),
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(report_bug));
    let cli = Cli::parse();
    let screen = screen::Screen::new(cli.color);
    let end = match cli.command {
        Command::Build(build) => build.run(&screen),
        Command::Check(check) => check.run(&screen),
        Command::Diff(diff) => diff.run(&screen),
        Command::Import(import) => import.run(&screen),
        Command::Explain(explain) => explain.run(&screen),
        #[cfg(feature = "publish")]
        Command::Publish(publish) => publish.run(&screen),
        #[cfg(feature = "publish")]
        Command::Status(status) => status.run(&screen),
        #[cfg(feature = "publish")]
        Command::Pull(pull) => pull.run(&screen),
        Command::Completions(completions) => completions.run(&screen, &mut Cli::command()),
        Command::Man(man) => man.run(&screen, Cli::command()),
    };
    match end {
        End::Fine => ExitCode::SUCCESS,
        End::Findings => ExitCode::from(1),
        End::Usage => ExitCode::from(2),
        #[cfg(feature = "publish")]
        End::Code(code) => ExitCode::from(code),
    }
}

/// A panic is a fault of ours and says so.
fn report_bug(panic: &std::panic::PanicHookInfo<'_>) {
    let payload = panic.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let message = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown");
    let place =
        panic.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
    eprintln!(
        "connectorc: internal error: {}{place}\n\
         This is a bug in connectorc, not in your documents. Please report it with the input that shows it.",
        message.trim_start_matches("internal error: ")
    );
}
