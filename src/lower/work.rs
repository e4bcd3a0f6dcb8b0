//! What a pass over parameters, bodies and responses carries along.

use super::{Dialect, Lowering};
use crate::diagnostic::{Diagnostic, Findings, Severity, Site};
use crate::openapi::{Resolver, Version};

/// The document that is lowered, what references in it name, and what was found.
pub(super) struct Work<'a> {
    /// What is lowered, and for whom.
    pub lowering: &'a Lowering,
    /// Follows references.
    pub resolver: Resolver,
    /// What was found.
    pub findings: &'a mut Findings,
}

impl<'a> Work<'a> {
    /// At the start of a pass.
    pub(super) fn new(lowering: &'a Lowering, findings: &'a mut Findings) -> Work<'a> {
        Work { lowering, resolver: Resolver::new(lowering.root), findings }
    }

    /// Whether the definition is for the platform.
    pub(super) fn for_platform(&self) -> bool {
        self.lowering.dialect == Dialect::Connector
    }

    /// Whether the source follows 3.1 or later.
    pub(super) fn since_31(&self) -> bool {
        self.lowering.version >= Version::V31
    }

    /// Says that a value cannot be written as the source wants it. A request may do without: it is left out.
    pub(super) fn do_without(&mut self, site: impl Into<Site>, message: &str) -> &mut Diagnostic {
        let message = format!("{message}: it is left out");
        let help = "if the API takes a simpler form of it as well, describe that by overlay";
        let finding = self.refuse(site, message, help);
        finding.level = Severity::Warning;
        finding
    }

    /// Says that a value that each request needs cannot be written as the source wants it.
    pub(super) fn refuse(&mut self, site: impl Into<Site>, message: String, help: &str) -> &mut Diagnostic {
        self.findings.report(&super::rules::PARAMETER_NOT_EXPRESSIBLE, site, message).help(help)
    }
}
