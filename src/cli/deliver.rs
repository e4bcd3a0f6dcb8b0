//! Findings to the terminal and into files, in every format.

use super::look::Seen;
use super::screen::{Format, Screen};
use crate::diagnostic::Timing;
use crate::report::{self, Counts, Told};
use clap::ValueEnum;
use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

/// `--output FORMAT=FILE`
#[derive(Clone, Debug)]
pub(super) struct Output {
    format: Format,
    path: PathBuf,
}

impl Output {
    pub fn format(&self) -> Format {
        self.format
    }
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Output, String> {
        let (format, path) =
            text.split_once('=').ok_or("write it as FORMAT=FILE, such as sarif=findings.sarif")?;
        let format = Format::from_str(format, true)?;
        if format == Format::Text {
            return Err("text is what the terminal shows; choose another format for a file".to_owned());
        }
        Ok(Output { format, path: PathBuf::from(path) })
    }
}

/// What there is to deliver.
pub(super) struct Found<'a> {
    pub told: &'a [Told],
    /// The files that were read.
    pub files: &'a [String],
    /// What each part of the run cost.
    pub timings: &'a [Timing],
}

/// The findings in the format that was asked for.
pub(super) fn main(screen: &Screen, format: Format, seen: &[Seen], found: &Found<'_>) {
    let told = found.told;
    match format {
        Format::Text => {
            for seen in seen {
                screen.frames(&seen.text);
            }
            if seen.len() > 1 {
                let counts = Counts::of_levels(told.iter().map(|finding| finding.level));
                screen.frames(&format!("{} connectors: {counts}\n", seen.len()));
            }
        }
        Format::Github => {
            let annotations = report::github(told);
            screen.data(&annotations.commands);
            if let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY") {
                let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
                let written = file.and_then(|mut file| file.write_all(annotations.summary.as_bytes()));
                if let Err(error) = written {
                    screen.trouble(&format!("cannot write the step summary: {error}"));
                }
            }
        }
        other => screen.data(&render(other, found)),
    }
}

/// The findings into a file.
pub(super) fn to_file(output: &Output, found: &Found<'_>) -> Result<(), String> {
    let text = render(output.format, found);
    std::fs::write(&output.path, text)
        .map_err(|error| format!("cannot write {}: {error}", output.path.display()))
}

fn render(format: Format, found: &Found<'_>) -> String {
    let Found { told, files, timings } = *found;
    match format {
        Format::Json => report::json(told, timings),
        Format::Sarif => report::sarif(told),
        Format::Github => report::github(told).commands,
        Format::Junit => report::junit(told, files),
        Format::Markdown => report::markdown(told),
        Format::Text => String::new(),
    }
}
