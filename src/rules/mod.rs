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

pub use conformance::{conformance, prepare};
pub use document::version;
pub use table::{TABLE, find};

use crate::diagnostic::Findings;
use crate::openapi::Version;
use crate::tree::{NodeId, Tree};

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

/// Checks the definition that came out.
pub fn definition(tree: &Tree, root: NodeId, findings: &mut Findings) {
    bodies::check(tree, root, findings);
}
