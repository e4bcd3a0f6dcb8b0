//! Checks of the source and of the definition, and the table of every rule there is.

mod table;
mod document;
mod references;
mod operations;
mod parameters;
mod security;
mod tags;
mod bodies;
mod conformance;
mod uses;
mod inputs;
mod dynamic;
mod triggers;
mod properties;
pub mod unbuilt;
pub mod artifacts;

pub use conformance::{conformance, prepare};
pub use document::version;
pub use properties::look_at_icon;
pub use table::{TABLE, find};

use crate::diagnostic::Findings;
use crate::load::Files;
use crate::openapi::{Version, objects};
use crate::tree::{NodeId, Tree};
use std::path::Path;

/// What the checks of a source share.
pub struct Source {
    /// Its root.
    pub root: NodeId,
    /// What it is written in.
    pub version: Version,
}

/// Checks the source, before anything is changed, so that each finding names what its author wrote.
pub fn source(tree: &Tree, source: &Source, findings: &mut Findings) {
    document::check(tree, source, findings);
    references::check(tree, source, findings);
    operations::check(tree, source.root, findings);
    parameters::check(tree, source.root, findings);
    security::check(tree, source, findings);
    tags::check(tree, source.root, findings);
}

/// A connector whose rules are checked.
pub struct Subject<'a> {
    /// The definition.
    pub definition: NodeId,
    /// `apiProperties.json`
    pub properties: Option<NodeId>,
    /// `settings.json`
    pub settings: Option<NodeId>,
    /// Its folder, where it is one that exists.
    pub folder: Option<Folder<'a>>,
    /// The source and its version, where it was compiled: what the source's checks say is not said again.
    pub source: Option<Version>,
}

/// The folder of a connector.
pub struct Folder<'a> {
    /// Its path.
    pub dir: &'a Path,
    /// How it is read.
    pub files: &'a dyn Files,
}

/// Checks a definition and what belongs to it.
pub fn definition(tree: &Tree, subject: &Subject<'_>, findings: &mut Findings) {
    bodies::check(tree, subject.definition, findings);
    let found = objects(tree, subject.definition);
    dynamic::check(tree, subject.definition, &found, findings);
    triggers::check(tree, subject, &found, findings);
    properties::check(tree, subject, findings);
}
