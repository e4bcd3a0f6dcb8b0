//! `readOnly` and `writeOnly`: what only one direction has, where a schema serves both.

use super::Lowering;
use super::edit::rename;
use super::rules::{KEPT_AS_EXTENSION, READ_ONLY_REQUIRED, WRITE_ONLY_PROPERTY};
use super::schemas::{PASS, schemas};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Object, objects_below, objects_outside_schemas, reference, reference_to_member};
use crate::tree::{NodeId, NodeSet, Origin, Step, Tree};
use std::collections::HashMap;

const SECTION: &str = "/components/schemas";

/// Who uses a shared schema.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    requests: bool,
    responses: bool,
}

/// The shared schemas, and who uses them.
struct Components {
    nodes: Vec<NodeId>,
    /// Each with all schemas below it.
    schemas: Vec<Vec<NodeId>>,
    uses: Vec<Uses>,
    /// Whether a property that is only written is in it, or in what it refers to.
    writes: Vec<bool>,
}

/// Settles both in all schemas of a document; all that there are then.
pub(super) fn run(
    tree: &mut Tree,
    lowering: &Lowering,
    all: Vec<NodeId>,
    findings: &mut Findings,
) -> Vec<NodeId> {
    let root = lowering.root;
    let flagged = |schema: &NodeId| tree.is_true(*schema, "writeOnly") || tree.is_true(*schema, "readOnly");
    if !all.iter().any(flagged) {
        return all;
    }
    let places = places(tree, root);
    let components = Components::find(tree, root, &places);
    required(tree, &components, &places, findings);
    split(tree, &components, &places, findings);
    let all = schemas(tree, root);
    for schema in &all {
        let Some(flag) = tree.get(*schema, "writeOnly") else { continue };
        rename(tree, flag, "x-writeOnly", PASS);
        if tree.origin(flag).is_none() {
            let message = "`writeOnly` is kept as `x-writeOnly`: Swagger 2.0 has no word for it";
            findings.report(&KEPT_AS_EXTENSION, Site::Value(flag), message);
        }
    }
    all
}

/// Where schemas are used: those of one body, parameter or response, and whether they are sent or received.
struct Place {
    schemas: Vec<NodeId>,
    is_response: bool,
}

fn places(tree: &Tree, root: NodeId) -> Vec<Place> {
    let mut places = Vec::new();
    for found in objects_outside_schemas(tree, root, Object::Document) {
        let is_response = match found.object {
            Object::RequestBody | Object::Parameter => false,
            Object::Response | Object::NotificationContent => true,
            _ => continue,
        };
        // What an event sends is received.
        let above = std::iter::successors(tree.parent(found.node), |node| tree.parent(*node));
        let flips = above.filter(|node| matches!(tree.key(*node), "callbacks" | "webhooks")).count() % 2 == 1;
        let is_response = is_response != flips;
        places.push(Place { schemas: schemas_below(tree, found.node, found.object), is_response });
    }
    places
}

/// The schemas of a place or below a schema.
fn schemas_below(tree: &Tree, node: NodeId, object: Object) -> Vec<NodeId> {
    let found = objects_below(tree, node, object).into_iter();
    found.filter(|found| found.object == Object::Schema).map(|found| found.node).collect()
}

impl Components {
    fn find(tree: &Tree, root: NodeId, places: &[Place]) -> Components {
        let section = tree.resolve(root, SECTION);
        let nodes: Vec<NodeId> = section.into_iter().flat_map(|section| tree.children(section)).collect();
        let schemas: Vec<Vec<NodeId>> =
            nodes.iter().map(|node| schemas_below(tree, *node, Object::Schema)).collect();
        let by_reference: HashMap<String, usize> = nodes
            .iter()
            .enumerate()
            .map(|(at, node)| (reference_to_member(SECTION, tree.key(*node)), at))
            .collect();
        let targets = |schemas: &Vec<NodeId>| -> Vec<usize> {
            schemas.iter().filter_map(|schema| by_reference.get(reference(tree, *schema)?).copied()).collect()
        };
        let refers_to: Vec<Vec<usize>> = schemas.iter().map(targets).collect();
        let mut uses = vec![Uses::default(); nodes.len()];
        for is_response in [false, true] {
            let seeds = places.iter().filter(|place| place.is_response == is_response);
            let mut open: Vec<usize> = seeds.flat_map(|place| targets(&place.schemas)).collect();
            while let Some(at) = open.pop() {
                let used = if is_response { &mut uses[at].responses } else { &mut uses[at].requests };
                if !std::mem::replace(used, true) {
                    open.extend(&refers_to[at]);
                }
            }
        }
        let mut referred_by: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
        for (from, targets) in refers_to.iter().enumerate() {
            for to in targets {
                referred_by[*to].push(from);
            }
        }
        let mut writes = vec![false; nodes.len()];
        let has_own = |at: &usize| schemas[*at].iter().any(|schema| tree.is_true(*schema, "writeOnly"));
        let mut open: Vec<usize> = (0..nodes.len()).filter(has_own).collect();
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut writes[at], true) {
                open.extend(&referred_by[at]);
            }
        }
        Components { nodes, schemas, uses, writes }
    }
}

/// A request cannot be asked for what the service sets.
fn required(tree: &mut Tree, components: &Components, places: &[Place], findings: &mut Findings) {
    let sent = places.iter().filter(|place| !place.is_response);
    let shared = components.schemas.iter().zip(&components.uses).filter(|(_, uses)| uses.requests);
    let schemas = sent.map(|place| &place.schemas).chain(shared.map(|(schemas, _)| schemas)).flatten();
    let mut seen = NodeSet::default();
    for schema in schemas.copied().filter(|schema| seen.insert(*schema)) {
        let (Some(list), Some(properties)) = (tree.get(schema, "required"), tree.get(schema, "properties"))
        else {
            continue;
        };
        let set_by_service = |item: &NodeId| {
            tree.get(properties, tree.text(*item)).is_some_and(|property| tree.is_true(property, "readOnly"))
        };
        let items: Vec<NodeId> = tree.items(list).filter(set_by_service).collect();
        for item in items {
            tree.detach(item);
            let message = format!("`{}` is read-only, so a request need not have it", tree.text(item));
            findings.report(&READ_ONLY_REQUIRED, Site::Value(item), message);
        }
        if tree.children(list).next().is_none() {
            tree.detach(list);
        }
    }
}

/// Responses get schemas without what is only written: a second one where requests use the first.
fn split(tree: &mut Tree, components: &Components, places: &[Place], findings: &mut Findings) {
    let mut variants: HashMap<String, String> = HashMap::new();
    let mut received: Vec<NodeId> = Vec::new();
    for (at, node) in components.nodes.iter().enumerate() {
        let uses = components.uses[at];
        if !components.writes[at] || !uses.responses {
            continue;
        }
        if uses.requests {
            let name = tree.key(*node).to_owned();
            let variant = free_name(tree, *node, &format!("{name}_response"));
            let copy = tree.copy(*node, PASS);
            tree.insert_after(*node, &variant, copy);
            variants.insert(reference_to_member(SECTION, &name), reference_to_member(SECTION, &variant));
            let copied = schemas_below(tree, copy, Object::Schema);
            take_out(tree, &copied, Some(&variant), findings);
            received.extend(copied);
        } else {
            take_out(tree, &components.schemas[at], None, findings);
            received.extend(&components.schemas[at]);
        }
    }
    for place in places.iter().filter(|place| place.is_response) {
        take_out(tree, &place.schemas, None, findings);
        received.extend(&place.schemas);
    }
    for schema in received {
        let Some(at) = tree.get(schema, "$ref") else { continue };
        if let Some(variant) = variants.get(tree.text(at)) {
            let new = tree.make_string(variant, Origin::from(at, PASS));
            tree.replace(at, new);
        }
    }
}

fn free_name(tree: &Tree, node: NodeId, wanted: &str) -> String {
    let section = tree.parent(node);
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    let free = names.find(|name| section.and_then(|section| tree.get(section, name)).is_none());
    free.expect("internal error: some number is free")
}

/// Takes the properties that are only written out of some schemas.
fn take_out(tree: &mut Tree, schemas: &[NodeId], variant: Option<&str>, findings: &mut Findings) {
    for schema in schemas {
        let Some(properties) = tree.get(*schema, "properties") else { continue };
        let written: Vec<NodeId> =
            tree.children(properties).filter(|property| tree.is_true(*property, "writeOnly")).collect();
        for property in written {
            let name = tree.key(property).to_owned();
            let message = match variant {
                Some(variant) => {
                    format!("`{name}` is only written: responses get `{variant}`, which has no `{name}`")
                }
                None => format!("`{name}` is only written, so a response does not have it"),
            };
            findings.report(&WRITE_ONLY_PROPERTY, Site::Key(property), message);
            tree.note(property, Step { by: PASS, what: "left out of responses", because: None });
            tree.detach(property);
            let list = tree.get(*schema, "required");
            let item = list.and_then(|list| tree.items(list).find(|item| tree.text(*item) == name));
            if let (Some(list), Some(item)) = (list, item) {
                tree.note(item, Step { by: PASS, what: "left out of responses", because: Some(property) });
                tree.detach(item);
                if tree.children(list).next().is_none() {
                    tree.detach(list);
                }
            }
        }
    }
}
