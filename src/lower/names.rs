//! Names of components that every reader takes; every reference follows.

use super::edit::set_text;
use super::rules::COMPONENT_NAME_NOT_ALLOWED;
use super::{Lowering, extensions};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Object, legal_name, objects, reference, reference_to_member, section};
use crate::tree::{NodeId, NodeSet, Origin, Step, Tree};
use std::collections::{HashMap, HashSet};

const PASS: &str = "names";

/// The kinds that are still shared in 2.0, and what one without any legal character in its name is called.
const KINDS: [(Object, &str); 3] =
    [(Object::Schema, "Schema"), (Object::Parameter, "Parameter"), (Object::Response, "Response")];

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    // From a reference to the old name to one to the new.
    let mut renamed: HashMap<String, String> = HashMap::new();
    for (kind, noun) in KINDS {
        let Some(path) = section(lowering.version, kind) else { continue };
        let Some(components) = tree.resolve(lowering.root, path) else { continue };
        let (legal, illegal): (Vec<NodeId>, Vec<NodeId>) = tree.children(components).partition(|node| {
            let name = tree.key(*node);
            !name.is_empty() && legal_name(name) == name
        });
        let mut taken: HashSet<String> = legal.iter().map(|node| tree.key(*node).to_owned()).collect();
        for component in illegal {
            let old = tree.key(component).to_owned();
            let wanted = Some(legal_name(&old)).filter(|name| !name.is_empty());
            let wanted = wanted.unwrap_or_else(|| noun.to_owned());
            let numbered = (2..).map(|number| format!("{wanted}_{number}"));
            let mut names = std::iter::once(wanted.clone()).chain(numbered);
            let new =
                names.find(|name| taken.insert(name.clone())).expect("internal error: a number is free");
            renamed.insert(reference_to_member(path, &old), reference_to_member(path, &new));
            rename(tree, component, &old, &new, findings);
        }
    }
    if renamed.is_empty() {
        return;
    }
    let mut uses = Vec::new();
    for found in objects(tree, lowering.root) {
        let discriminator = tree.get(found.node, "discriminator").filter(|_| found.object == Object::Schema);
        let mapping = discriminator.and_then(|discriminator| tree.get(discriminator, "mapping"));
        let mapped = mapping.into_iter().flat_map(|mapping| tree.children(mapping));
        let default = discriminator.and_then(|discriminator| tree.get(discriminator, "defaultMapping"));
        for node in mapped.chain(default).chain(tree.get(found.node, "$ref")) {
            uses.extend(renamed.get(tree.text(node)).map(|text| (node, text)));
        }
    }
    for node in extensions::references(tree, lowering.root) {
        uses.extend(renamed.get(tree.text(node)).map(|text| (node, text)));
    }
    let mut done = NodeSet::default();
    for (node, text) in uses.into_iter().filter(|(node, _)| done.insert(*node)) {
        let new = tree.make_string(text, Origin::from(node, PASS));
        tree.replace(node, new);
    }
}

fn rename(tree: &mut Tree, component: NodeId, old: &str, new: &str, findings: &mut Findings) {
    tree.rename(component, new);
    tree.note(component, Step { by: PASS, what: "renamed", because: None });
    if tree.is_object(component) && reference(tree, component).is_none() {
        set_text(tree, component, "x-oas3-name", old, Origin::from(component, PASS));
    }
    let message = format!("`{old}` is called `{new}`: a name may have letters, digits, `.`, `_` and `-`");
    findings.report(&COMPONENT_NAME_NOT_ALLOWED, Site::Key(component), message);
}
