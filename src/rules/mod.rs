//! Checks of the source and of the definition, and the table of every rule there is.

mod table;
mod places;
mod lists;
mod responses;
mod schemas;
mod values;
mod visibility;
mod annotations;
mod capabilities;
mod paging;
mod extensions;
mod unused;
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
mod conformance;
mod consequences;
mod uses;
mod inputs;
mod dynamic;
mod triggers;
mod properties;
pub mod unbuilt;
pub mod artifacts;
pub mod adoption;
mod exceptions;
mod fixable;
mod facts;
mod wording;
mod survey;
mod members;
mod info;
mod address;
mod media;

pub use conformance::{conformance, conforms, prepare};
pub use consequences::of_compiled;
pub use document::version;
pub use exceptions::Exceptions;
pub use fixable::{FIXABLE, is_fixable};
pub use limits::size;
pub use properties::look_at_icon;
pub use table::{TABLE, find};

use crate::diagnostic::Findings;
use crate::load::Files;
use crate::lower::Dialect;
use crate::openapi::{Found, Resolver, Version};
use crate::tree::{NodeId, Tree};
use places::Places;
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
    findings.timed("rules/document", |findings| document::check(tree, source, findings));
    findings.timed("rules/structure", |findings| structure::check(tree, source, findings));
    findings.timed("rules/references", |findings| references::check(tree, source, findings));
    findings.timed("rules/operations", |findings| operations::check(tree, source.root, findings));
    findings.timed("rules/parameters", |findings| parameters::check(tree, source.root, findings));
    findings.timed("rules/security", |findings| security::check(tree, source, findings));
    findings.timed("rules/tags", |findings| tags::check(tree, source.root, findings));
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
    if !members::is_swagger(tree, subject.definition, findings) {
        return;
    }
    findings.timed("rules/bodies", |findings| bodies::check(tree, subject.definition, findings));
    if subject.dialect == Dialect::Connector {
        let survey = findings.timed("rules/survey", |_| survey::Survey::of(tree, subject));
        findings.timed("rules/members", |findings| members::check(&survey, findings));
        findings.timed("rules/info", |findings| info::check(&survey, findings));
        findings.timed("rules/address", |findings| address::check(&survey, findings));
        findings.timed("rules/operations", |findings| operations::check_definition(&survey, findings));
        findings.timed("rules/paths", |findings| paths::check(&survey, findings));
        findings.timed("rules/parameters", |findings| parameters::check_definition(&survey, findings));
        findings.timed("rules/media", |findings| media::check(&survey, findings));
        findings.timed("rules/limits", |findings| limits::check(tree, subject.definition, findings));
        contract(tree, subject, &survey.objects, findings);
    }
}

/// What an operation returns, of what its values are, who sees them, and how one signs in.
fn contract(tree: &Tree, subject: &Subject<'_>, found: &[Found], findings: &mut Findings) {
    let mut resolver = Resolver::new(subject.definition);
    let places =
        findings.timed("rules/places", |_| Places::new(tree, subject.definition, found, &mut resolver));
    findings.timed("rules/responses", |findings| {
        responses::check(tree, subject, &places, &mut resolver, findings)
    });
    findings
        .timed("rules/schemas", |findings| schemas::check(tree, subject, &places, &mut resolver, findings));
    findings.timed("rules/values", |findings| values::check(tree, &places, findings));
    findings.timed("rules/visibility", |findings| visibility::check(tree, &places, findings));
    findings.timed("rules/annotations", |findings| annotations::check(tree, subject, findings));
    findings
        .timed("rules/capabilities", |findings| capabilities::check(tree, subject, &mut resolver, findings));
    findings.timed("rules/paging", |findings| paging::check(tree, subject, &mut resolver, findings));
    findings.timed("rules/extensions", |findings| extensions::check(tree, &places, findings));
    findings.timed("rules/security", |findings| security::definition(tree, subject, findings));
    findings.timed("rules/dynamic", |findings| dynamic::check(tree, subject.definition, found, findings));
    findings.timed("rules/triggers", |findings| triggers::check(tree, subject, found, findings));
    findings.timed("rules/properties", |findings| properties::check(tree, subject, findings));
    findings.timed("rules/unused", |findings| unused::check(tree, subject, findings));
}
