//! `securitySchemes` → `securityDefinitions`, and the requirements that name them.

mod oauth;
mod requirements;
mod scheme;

use super::Lowering;
use super::edit::relocate;
use super::rules::SECURITY_SCHEME_NOT_EXPRESSIBLE;
use crate::diagnostic::{Findings, Severity};
use crate::openapi::{Resolver, Version, reference};
use crate::tree::{NodeId, Origin, Step, Tree};
use std::collections::HashSet;

pub(super) const PASS: &str = "security";

/// What the parts of the pass share.
struct Security<'a> {
    root: NodeId,
    version: Version,
    lowering: &'a Lowering,
    /// Scheme, host and base path of the API, as far as they are known, for addresses that begin there.
    server: Option<String>,
    /// Schemes that a connector cannot sign in with, by name.
    refused: HashSet<String>,
}

impl Security<'_> {
    /// How grave it is that something of the source's security is lost: where the configuration says how
    /// connections sign in, all of it is replaced.
    fn level(&self, level: Severity) -> Severity {
        if self.lowering.security_is_given { Severity::Note } else { level }
    }
}

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let root = lowering.root;
    let server = server(tree, lowering);
    let version = lowering.version;
    let mut security = Security { root, version, lowering, server, refused: HashSet::new() };
    let schemes = match version {
        Version::V2 => tree.get(root, "securityDefinitions"),
        _ => tree.at(root, &["components", "securitySchemes"]),
    };
    if let Some(schemes) = schemes {
        written_out(tree, root, schemes);
        let all: Vec<NodeId> =
            tree.members(schemes).filter(|(name, _)| !name.starts_with("x-")).map(|(_, node)| node).collect();
        for scheme in all {
            scheme::lower(tree, &mut security, scheme, findings);
        }
        if !lowering.security_is_given {
            set_aside(tree, &security, schemes);
        }
        if version != Version::V2 {
            relocate(tree, schemes, root, "securityDefinitions", PASS);
        }
        if version != Version::V2 && tree.children(schemes).next().is_none() {
            tree.detach(schemes);
        }
    }
    if lowering.security_is_given {
        // All of it is about to be replaced.
        return;
    }
    let missing = requirements::lower(tree, &security, findings);
    // Where another way to sign in is left, or nothing demands the scheme, the connector works without it.
    for finding in findings.all_mut().iter_mut().filter(|finding| finding.level == Severity::Error) {
        let scheme =
            finding.site.node().filter(|_| finding.rule.name == SECURITY_SCHEME_NOT_EXPRESSIBLE.name);
        if scheme.is_some_and(|scheme| !missing.contains(tree.key(scheme))) {
            finding.level = Severity::Warning;
        }
    }
}

/// 3.x has references among shared schemes.
fn written_out(tree: &mut Tree, root: NodeId, schemes: NodeId) {
    let mut resolver = Resolver::new(root);
    let references: Vec<NodeId> =
        tree.children(schemes).filter(|scheme| reference(tree, *scheme).is_some()).collect();
    for scheme in references {
        if let Some(target) = resolver.follow(tree, scheme) {
            let copy = tree.copy(target, PASS);
            tree.replace(scheme, copy);
        }
    }
}

/// What cannot be a definition stays readable beside them.
fn set_aside(tree: &mut Tree, security: &Security<'_>, schemes: NodeId) {
    let refused: Vec<NodeId> = tree
        .members(schemes)
        .filter(|(name, _)| security.refused.contains(*name))
        .map(|(_, node)| node)
        .collect();
    if refused.is_empty() {
        return;
    }
    let aside = tree.make_object(Origin::from(schemes, PASS));
    for scheme in refused {
        let name = tree.key(scheme).to_owned();
        tree.note(scheme, Step { by: PASS, what: "set aside", because: None });
        tree.append(aside, &name, scheme);
    }
    tree.set(security.root, "x-oas3-securitySchemes", aside);
}

/// Where relative addresses begin.
fn server(tree: &Tree, lowering: &Lowering) -> Option<String> {
    let root = lowering.root;
    let host = lowering.host.clone().or_else(|| tree.get_str(root, "host").map(str::to_owned))?;
    let scheme = tree.get(root, "schemes").and_then(|schemes| tree.item(schemes, 0));
    let scheme = scheme.map_or("https", |scheme| tree.text(scheme));
    Some(format!("{scheme}://{host}{}/", tree.get_str(root, "basePath").unwrap_or("").trim_end_matches('/')))
}
