//! The files of a connector, and how they reach the disk: all or none.

mod definition;
mod properties;
mod connection;
mod settings;
mod registration;
mod icon;
mod write;

pub use properties::properties;
pub use write::{Change, Replacement, WriteError, changes, replace, write};

use crate::config::{Config, Emit};
use crate::diagnostic::Findings;
use crate::load::Files;
use crate::rules;
use crate::tree::{NodeId, Tree};
use std::path::Path;

/// A file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Its name in the output folder.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What there is to write.
pub struct Emitting<'a> {
    /// The definition's root.
    pub definition: NodeId,
    /// The root of `apiProperties.json`.
    pub properties: NodeId,
    /// The configuration.
    pub config: &'a Config,
    /// The project's folder.
    pub dir: &'a Path,
    /// JSON without spaces.
    pub minify: bool,
}

/// The files that the configuration asks for.
pub fn artifacts(
    tree: &Tree,
    emitting: &Emitting<'_>,
    files: &dyn Files,
    findings: &mut Findings,
) -> Vec<Artifact> {
    let config = emitting.config;
    let wanted = |emit: Emit| config.output.emit.contains(&emit);
    let mut artifacts = Vec::new();
    let mut add = |name, bytes: Vec<u8>| artifacts.push(Artifact { name, bytes });
    if wanted(Emit::Json) {
        let json = definition::json(tree, emitting.definition, emitting.minify);
        rules::size(json.len(), emitting.definition, findings);
        add(definition::JSON, json);
    }
    if wanted(Emit::Yaml) {
        add(definition::YAML, definition::yaml(tree, emitting.definition));
    }
    if wanted(Emit::Properties) {
        add(properties::NAME, definition::json(tree, emitting.properties, false));
    }
    let icon = if wanted(Emit::Icon) { icon::read(config, emitting.dir, files, findings) } else { None };
    let has_icon = icon.is_some();
    if let Some(bytes) = icon {
        add(icon::NAME, bytes);
    }
    // A target or a registration is somebody's wish; a folder without configuration needs neither.
    if wanted(Emit::Settings) && config.is_written() {
        add(settings::NAME, settings::json(config, has_icon));
    }
    if wanted(Emit::Registration)
        && let Some(bytes) = registration::json(config, findings)
    {
        add(registration::NAME, bytes);
    }
    artifacts
}
