//! Security: requirements name schemes that exist, and what is said of each fits together.

pub(super) mod definitions;
pub(super) mod requirements;
pub(super) mod connection;

use super::{Source, Subject};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::nearest::nearest;
use crate::openapi::{Version, operations};
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a requirement whose scheme is not defined.
pub static SECURITY_REQUIREMENT_MUST_BE_DEFINED: Rule =
    Rule::fault("SecurityRequirementMustBeDefined", page!("SecurityRequirementMustBeDefined"));

pub(super) fn check(tree: &Tree, source: &Source, findings: &mut Findings) {
    let root = source.root;
    let schemes = match source.version {
        Version::V2 => tree.get(root, "securityDefinitions"),
        _ => tree.at(root, &["components", "securitySchemes"]),
    };
    let own = operations(tree, root).filter_map(|operation| tree.get(operation.node, "security"));
    let lists: Vec<NodeId> = tree.get(root, "security").into_iter().chain(own).collect();
    for requirement in lists.into_iter().flat_map(|list| tree.items(list)) {
        for (name, member) in tree.members(requirement) {
            if schemes.is_some_and(|schemes| tree.get(schemes, name).is_some()) {
                continue;
            }
            let message = format!("the security scheme `{name}` is not defined");
            let known = schemes.into_iter().flat_map(|schemes| tree.members(schemes)).map(|(key, _)| key);
            let near = nearest(name, known);
            let finding = findings.report(&SECURITY_REQUIREMENT_MUST_BE_DEFINED, Site::Key(member), message);
            if let Some(schemes) = schemes {
                finding.also(Site::Key(schemes), "schemes are defined here");
            }
            match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("define the scheme, or remove the requirement"),
            };
        }
    }
}

/// Checks what a definition says of signing in.
pub(super) fn definition(tree: &Tree, subject: &Subject<'_>, findings: &mut Findings) {
    definitions::check(tree, subject.definition, findings);
    requirements::check(tree, subject, findings);
    connection::check(tree, subject, findings);
}
