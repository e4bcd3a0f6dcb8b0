//! Checks of the source and of the definition, and the table of every rule there is.

mod table;
mod document;
mod structure;
mod references;
mod operations;
mod parameters;
mod security;
mod tags;
mod bodies;
mod paths;
mod limits;
mod extensions;
mod conformance;
pub mod artifacts;
mod exceptions;
mod facts;
mod wording;
mod survey;
mod values;
mod info;
mod address;
mod media;
pub mod unbuilt;

pub use conformance::{conformance, prepare};
pub use document::version;
pub use exceptions::Exceptions;
pub use limits::{DEFINITION_TOO_LARGE, too_large};
pub use table::{TABLE, find};

use crate::diagnostic::Findings;
use crate::load::Files;
use crate::lower::Dialect;
use crate::openapi::Version;
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
    structure::check(tree, source, findings);
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
    /// For whom it is.
    pub dialect: Dialect,
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
    // Whoever only wants Swagger 2.0 is not held to what the platform makes of it.
    if subject.dialect != Dialect::Connector || !values::is_swagger(tree, subject.definition, findings) {
        return;
    }
    let survey = survey::Survey::of(tree, subject);
    values::check(&survey, findings);
    info::check(&survey, findings);
    address::check(&survey, findings);
    operations::check_definition(&survey, findings);
    paths::check(&survey, findings);
    parameters::check_definition(&survey, findings);
    media::check(&survey, findings);
    limits::check(&survey, findings);
    bodies::check(tree, subject.definition, findings);
    extensions::check(tree, subject.definition, findings);
}
