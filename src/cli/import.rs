//! `connectorc import`

use super::End;
use super::screen::{Format, Screen};
use crate::diagnostic::Severity;
use crate::emit;
use crate::import::{self, Imported, Request};
use crate::load::{CONFIG_NAMES, Disk, SOURCE_NAMES, normalize};
use clap::Args;
use std::path::{Path, PathBuf};

/// Make a project of a connector that exists
///
/// Writes `connector.yaml`, a source and overlays whose build gives back the connector exactly: its definition and
/// its properties. That is proved by a build in memory before anything is written; all files are written, or none.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The connector: its folder, or its definition
    #[arg(value_name = "CONNECTOR")]
    connector: PathBuf,
    /// The OpenAPI document that the connector was made from by hand
    #[arg(long, value_name = "FILE")]
    source: Option<PathBuf>,
    /// The folder to write the project to
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// Write over a project that is there already
    #[arg(long)]
    force: bool,
    /// How findings are told
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

impl Import {
    pub fn run(&self, screen: &Screen) -> End {
        if let Some(there) = self.project_there().filter(|_| !self.force) {
            screen.trouble(&format!(
                "{} is there already: choose another folder with `--out`, or write over it with `--force`",
                there.display()
            ));
            return End::Usage;
        }
        let named = self.source.as_ref().map(|source| between(&self.out, source));
        let source = self.source.as_deref().zip(named.as_deref());
        let request = Request { connector: &self.connector, project: &self.out, source };
        let Imported { tree, findings, project } = import::import(&Disk, &request);
        screen.findings(&tree, &findings, self.format, false);
        let Some(project) = project else {
            screen.trouble("nothing was written");
            return if tree.sources.files().next().is_some() { End::Findings } else { End::Usage };
        };
        if let Err(error) = emit::write(&self.out, &project.files) {
            screen.trouble(&error.to_string());
            return End::Usage;
        }
        if self.format == Format::Text {
            let mut text = String::new();
            for file in &project.files {
                let size = match std::str::from_utf8(&file.bytes) {
                    Ok(content) => format!("{} lines", content.lines().count()),
                    Err(_) => format!("{} B", file.bytes.len()),
                };
                text.push_str(&format!("wrote {:<28} {size:>10}\n", file.name));
            }
            text.push_str("proved: a build gives back the connector");
            let actions: usize = project.overlays.iter().map(|(_, actions)| actions).sum();
            match actions {
                0 => text.push('\n'),
                1 => text.push_str("; 1 action of an overlay makes it exact\n"),
                count => text.push_str(&format!("; {count} actions of overlays make it exact\n")),
            }
            screen.data(&text);
        }
        // The project is there, and the connector's own files are not as they should be.
        let is_broken = findings.iter().any(|finding| finding.level == Severity::Error);
        if is_broken { End::Findings } else { End::Fine }
    }

    fn project_there(&self) -> Option<PathBuf> {
        let names = CONFIG_NAMES.iter().chain(&SOURCE_NAMES);
        names.map(|name| self.out.join(name)).find(|path| path.exists())
    }
}

/// The path of a file from a folder, with `/` between its parts.
fn between(folder: &Path, file: &Path) -> String {
    let whole = |path: &Path| normalize(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    let (folder, file) = (whole(folder), whole(file));
    let shared = folder.components().zip(file.components()).take_while(|(left, right)| left == right).count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = file.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}
