//! `components` → `definitions`, `parameters`, `responses`; every reference follows.

use super::edit::relocate;
use super::rules::LEFT_OUT;
use super::{Lowering, extensions};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Found, Resolver, Version, objects};
use crate::tree::{NodeId, NodeSet, Origin, Tree};

pub(super) const PASS: &str = "components";

const SECTIONS: [(&str, &str); 3] =
    [("schemas", "definitions"), ("parameters", "parameters"), ("responses", "responses")];

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let root = lowering.root;
    if let Some(version) = tree.get(root, "openapi") {
        let swagger = tree.make_string("2.0", Origin::from(version, PASS));
        tree.replace(version, swagger);
        tree.rename(swagger, "swagger");
    }
    let found = objects(tree, root);
    references(tree, root, &found);
    let Some(components) = tree.get(root, "components") else {
        extensions::settle(tree, root, &found, None, PASS, findings);
        return;
    };
    for (old, new) in SECTIONS {
        if let Some(section) = tree.get(components, old) {
            relocate(tree, section, root, new, PASS);
        }
    }
    extensions::settle(tree, root, &found, Some(components), PASS, findings);
    tree.detach(components);
    let rest: Vec<NodeId> = tree.children(components).collect();
    for section in rest {
        let key = tree.key(section).to_owned();
        if key.starts_with("x-") {
            relocate(tree, section, root, &key, PASS);
            continue;
        }
        let unused: Vec<NodeId> =
            tree.children(section).filter(|component| tree.history(*component).is_empty()).collect();
        for component in unused {
            let message = format!("`{}` is left out: no operation uses it", tree.key(component));
            findings.report(&LEFT_OUT, Site::Key(component), message);
        }
    }
}

/// Where a reference leads once the components have moved.
fn target(tree: &Tree, reference: NodeId) -> Option<String> {
    let rest = tree.str(reference)?.strip_prefix("#/components/")?;
    SECTIONS.iter().find_map(|(old, new)| {
        let name = rest.strip_prefix(old)?.strip_prefix('/')?;
        Some(["#/", new, "/", name].concat())
    })
}

fn references(tree: &mut Tree, root: NodeId, found: &[Found]) {
    let mut resolver = Resolver::new(root);
    let mut edits = Vec::new();
    for found in found {
        let mapping = tree.get(found.node, "x-discriminator-mapping");
        let mapped = mapping.into_iter().flat_map(|mapping| tree.children(mapping));
        let default = tree.get(found.node, "x-discriminator-defaultMapping");
        for node in tree.get(found.node, "$ref").into_iter().chain(mapped).chain(default) {
            edits.extend(target(tree, node).map(|target| (node, target)));
        }
    }
    for node in extensions::references(tree, root) {
        edits.extend(
            target(tree, node)
                .filter(|_| resolver.resolve(tree, tree.text(node)).is_some())
                .map(|target| (node, target)),
        );
    }
    let mut done = NodeSet::default();
    for (node, target) in edits.into_iter().filter(|(node, _)| done.insert(*node)) {
        let new = tree.make_string(&target, Origin::from(node, PASS));
        tree.replace(node, new);
    }
}
