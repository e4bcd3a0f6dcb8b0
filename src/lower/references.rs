//! Every reference leads to a component: what it names elsewhere becomes one.

use super::edit::leave_out;
use super::rules::{LEFT_OUT, REFERENCE_TO_OTHER_KIND};
use super::{Lowering, examples, extensions, names};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{
    Found, Object, Resolver, Version, noun, objects, objects_outside_schemas, reference, reference_to_member,
    section,
};
use crate::shape::{CIRCULAR_REFERENCE, share};
use crate::tree::{NodeId, NodeMap, Origin, Step, Tree};

pub(super) const PASS: &str = "references";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let found = objects(tree, lowering.root);
    let uses = hoist(tree, lowering, &found, findings);
    in_extensions(tree, lowering);
    circles(tree, lowering, &uses, findings);
    definitions(tree, &found, findings);
    siblings(tree, lowering, findings);
    names::run(tree, lowering, findings);
}

/// A reference, or a value of a discriminator's mapping, and what it names.
struct Use {
    at: NodeId,
    kind: Object,
    target: NodeId,
}

/// Moves what references name outside the components into them, and writes every reference the same way.
fn hoist(tree: &mut Tree, lowering: &Lowering, found: &[Found], findings: &mut Findings) -> Vec<Use> {
    let root = lowering.root;
    examples::mend(tree, root, found, PASS, findings);
    // All is looked up before anything is moved.
    let uses = uses(tree, root, found);
    let mut kinds: Option<NodeMap<Object>> = None;
    for used in &uses {
        let Some(path) = section(lowering.version, used.kind) else { continue };
        if !stands_in(tree, root, used.target, path) {
            let kinds = kinds.get_or_insert_with(|| kinds_of(found));
            match kinds.get(&used.target) {
                Some(kind) if *kind != used.kind => {
                    other_kind(tree, used, *kind, findings);
                    continue;
                }
                _ => {}
            }
            share(tree, root, used.target, path, "", PASS);
        }
        let text = reference_to_member(path, tree.key(used.target));
        if tree.text(used.at) != text {
            let new = tree.make_string(&text, Origin::from(used.at, PASS));
            tree.replace(used.at, new);
        }
    }
    uses
}

fn uses(tree: &Tree, root: NodeId, found: &[Found]) -> Vec<Use> {
    let mut resolver = Resolver::new(root);
    let schemas = tree.at(root, &["components", "schemas"]);
    let mut uses = Vec::new();
    for found in found.iter().filter(|found| found.object != Object::PathItem) {
        let discriminator = tree.get(found.node, "discriminator").filter(|_| found.object == Object::Schema);
        let mapping = discriminator.and_then(|discriminator| tree.get(discriminator, "mapping"));
        let mapped = mapping.into_iter().flat_map(|mapping| tree.children(mapping));
        let default = discriminator.and_then(|discriminator| tree.get(discriminator, "defaultMapping"));
        for at in mapped.chain(default) {
            // A mapping names a schema, or refers to one.
            let Some(text) = tree.str(at) else { continue };
            let named = schemas.and_then(|schemas| tree.get(schemas, text));
            let target = named.or_else(|| end(tree, &mut resolver, text));
            uses.extend(target.map(|target| Use { at, kind: Object::Schema, target }));
        }
        let Some(at) = tree.get(found.node, "$ref") else { continue };
        let target = tree.str(at).and_then(|text| end(tree, &mut resolver, text));
        uses.extend(target.map(|target| Use { at, kind: found.object, target }));
    }
    uses
}

/// What a reference names. A place that holds only another reference, and has no name of its own, stands for
/// what that one names.
fn end(tree: &Tree, resolver: &mut Resolver, text: &str) -> Option<NodeId> {
    let mut target = resolver.resolve(tree, text)?;
    for _ in 0..64 {
        let is_component =
            tree.parent(target).and_then(|section| tree.parent(section)).is_some_and(|above| {
                tree.key(above) == "components"
                    && tree.parent(above).is_some_and(|root| tree.parent(root).is_none())
            });
        match reference(tree, target) {
            Some(next) if !is_component && tree.count(target) == 1 => {
                target = resolver.resolve(tree, next)?;
            }
            _ => break,
        }
    }
    Some(target)
}

/// References in extensions are spelt in the same way, if they name a component.
fn in_extensions(tree: &mut Tree, lowering: &Lowering) {
    let mut resolver = Resolver::new(lowering.root);
    for at in extensions::references(tree, lowering.root) {
        let Some(target) = tree.str(at).and_then(|text| resolver.resolve(tree, text)) else { continue };
        let homes = [Object::Schema, Object::Parameter, Object::Response];
        let paths = homes.iter().filter_map(|kind| section(lowering.version, *kind));
        let path = paths.into_iter().find(|path| stands_in(tree, lowering.root, target, path));
        let Some(path) = path else { continue };
        let text = reference_to_member(path, tree.key(target));
        if tree.text(at) != text {
            let new = tree.make_string(&text, Origin::from(at, PASS));
            tree.replace(at, new);
        }
    }
}

/// Whether a node stands right in the section with a pointer.
fn stands_in(tree: &Tree, root: NodeId, node: NodeId, section: &str) -> bool {
    let mut at = tree.parent(node);
    for token in section.rsplit('/').take_while(|token| !token.is_empty()) {
        match at.filter(|at| tree.key(*at) == token) {
            Some(found) => at = tree.parent(found),
            None => return false,
        }
    }
    at == Some(root)
}

fn kinds_of(found: &[Found]) -> NodeMap<Object> {
    found.iter().map(|found| (found.node, found.object)).collect()
}

fn other_kind(tree: &Tree, used: &Use, kind: Object, findings: &mut Findings) {
    let (wanted, is) = (noun(used.kind), noun(kind));
    let message = format!("`{}` is a {is}, and a {wanted} is wanted here", tree.text(used.at));
    findings
        .report(&REFERENCE_TO_OTHER_KIND, Site::Value(used.at), message)
        .help(format!("refer to a {wanted}"));
}

/// Components that stand for each other and for nothing else.
fn circles(tree: &Tree, lowering: &Lowering, uses: &[Use], findings: &mut Findings) {
    let next: NodeMap<&Use> = uses
        .iter()
        .filter_map(|used| Some((tree.parent(used.at)?, used)))
        .filter(|(holder, used)| tree.key(used.at) == "$ref" && tree.count(*holder) == 1)
        .collect();
    let is_component = |used: &Use| {
        let path = section(lowering.version, used.kind);
        let holder = tree.parent(used.at);
        path.zip(holder).is_some_and(|(path, holder)| stands_in(tree, lowering.root, holder, path))
    };
    // Those of the source were told; an overlay can make more.
    if findings.iter().any(|finding| finding.rule.name == CIRCULAR_REFERENCE.name) {
        return;
    }
    // Each holder once: what was followed before leads somewhere, or was told.
    let mut seen: NodeMap<usize> = NodeMap::default();
    for (round, start) in uses.iter().enumerate().filter(|(_, used)| is_component(used)) {
        let mut at = tree.parent(start.at);
        while let Some((holder, used)) = at.and_then(|holder| Some((holder, *next.get(&holder)?))) {
            if let Some(before) = seen.insert(holder, round) {
                if before == round {
                    let message = format!("`{}` leads back to itself", tree.text(used.at));
                    findings
                        .report(&CIRCULAR_REFERENCE, Site::Value(used.at), message)
                        .help("describe what is meant in one of the places");
                }
                break;
            }
            at = Some(used.target);
        }
    }
}

/// `$defs`, and `definitions` of older drafts: what references name was taken out of them.
fn definitions(tree: &mut Tree, found: &[Found], findings: &mut Findings) {
    let holders: Vec<NodeId> = found
        .iter()
        .filter(|found| matches!(found.object, Object::Schema | Object::Document))
        .flat_map(|found| ["$defs", "definitions"].map(|key| tree.get(found.node, key)))
        .flatten()
        .collect();
    for holder in holders {
        // What was taken out has left a reference.
        let is_left = |member: NodeId| tree.origin(member).is_some() && reference(tree, member).is_some();
        let unused: Vec<NodeId> = tree.children(holder).filter(|member| !is_left(*member)).collect();
        for member in unused {
            let message = format!("`{}` is left out: nothing refers to it", tree.key(member));
            findings.report(&LEFT_OUT, Site::Key(member), message);
        }
        tree.note(holder, Step { by: PASS, what: "became definitions", because: None });
        tree.detach(holder);
    }
}

/// What stands beside a reference to anything but a schema: since 3.1 a description of its own, else nothing.
fn siblings(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let mut resolver = Resolver::new(lowering.root);
    let with_siblings: Vec<Found> = objects_outside_schemas(tree, lowering.root, Object::Document)
        .into_iter()
        .filter(|found| found.object != Object::PathItem)
        .filter(|found| reference(tree, found.node).is_some() && tree.count(found.node) > 1)
        .collect();
    for found in with_siblings {
        let own: Vec<NodeId> = tree.children(found.node).filter(|node| tree.key(*node) != "$ref").collect();
        let (kept, ignored): (Vec<NodeId>, Vec<NodeId>) = own
            .into_iter()
            .partition(|node| lowering.version >= Version::V31 && overrides(found.object, tree.key(*node)));
        for node in ignored {
            let key = tree.key(node).to_owned();
            leave_out(tree, found.node, &key, "beside `$ref` it has no meaning", PASS, findings);
        }
        let Some(target) = resolver.follow(tree, found.node).filter(|_| !kept.is_empty()) else { continue };
        let copy = tree.copy(target, PASS);
        tree.note(target, Step { by: PASS, what: "inlined", because: Some(found.node) });
        tree.note(found.node, Step { by: PASS, what: "written out", because: Some(target) });
        for node in kept {
            let key = tree.key(node).to_owned();
            tree.detach(node);
            tree.set(copy, &key, node);
        }
        tree.replace(found.node, copy);
    }
}

/// Whether an object of a kind has the member that a reference to it may override.
fn overrides(object: Object, key: &str) -> bool {
    match key {
        "description" => !matches!(object, Object::Callback | Object::MediaType),
        "summary" => object == Object::Example,
        _ => false,
    }
}
