//! Where output goes: data to stdout, findings and progress to stderr, colour only to a terminal.

use crate::diagnostic::Diagnostic;
use crate::report;
use crate::tree::Tree;
use anstream::stream::{AsLockedWrite, RawStream};
use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use std::io::{IsTerminal, Write};

/// What every colour of a terminal begins with.
const ESCAPE: u8 = 0x1B;

/// When to colour.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Frames for people, on stderr
    #[default]
    Text,
    /// One JSON object, on stdout (schema: spec/schemas/report.schema.json)
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub Actions step; the rest goes into its summary
    Github,
    /// JUnit XML
    Junit,
    /// A table for a pull request
    Markdown,
}

/// What every command prints with.
pub(super) struct Screen {
    choice: ColorChoice,
}

impl Screen {
    pub fn new(when: When) -> Screen {
        let choice = match when {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        Screen { choice }
    }

    /// Data. A reader that goes away early is no error.
    pub fn data(&self, text: &str) {
        let _ = self.write(std::io::stdout(), text).and_then(|()| std::io::stdout().flush());
    }

    /// A line that tells what went wrong outside the documents.
    pub fn trouble(&self, text: &str) {
        let _ = writeln!(std::io::stderr(), "connectorc: {text}");
    }

    /// The findings of a run.
    pub fn findings(&self, tree: &Tree, findings: &[Diagnostic], format: Format, notes: bool) {
        if format != Format::Text {
            let files: Vec<String> =
                tree.sources.files().map(|file| tree.sources.path(file).to_owned()).collect();
            let told = report::Told::all(tree, findings);
            let found = super::deliver::Found { told: &told, files: &files, timings: &[] };
            super::deliver::main(self, format, &[], &found);
            return;
        }
        let options = self.options(notes);
        let mut text = String::new();
        report::text(tree, findings, &options, &mut text).expect("internal error: a string takes all text");
        self.frames(&text);
    }

    /// Findings as text that is ready.
    pub fn frames(&self, text: &str) {
        let _ = self.write(std::io::stderr(), text);
    }

    /// Text without colours goes out as it is: to look through all of it costs more than to write it.
    fn write(&self, mut out: impl RawStream + AsLockedWrite, text: &str) -> std::io::Result<()> {
        match memchr::memchr(ESCAPE, text.as_bytes()) {
            None => out.write_all(text.as_bytes()),
            Some(_) => AutoStream::new(out, self.choice).write_all(text.as_bytes()),
        }
    }

    pub fn options(&self, show_notes: bool) -> report::Options {
        let stderr = std::io::stderr();
        let colour = match self.choice {
            ColorChoice::Always | ColorChoice::AlwaysAnsi => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => AutoStream::choice(&stderr) != ColorChoice::Never,
        };
        let width = terminal_width().filter(|_| stderr.is_terminal()).unwrap_or(100);
        report::Options { colour, show_notes, width, ..report::Options::default() }
    }
}

fn terminal_width() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}
