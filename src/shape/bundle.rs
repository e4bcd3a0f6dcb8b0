//! Brings what other files define into the document, as components with readable names.

use super::Shaping;
use super::edit::{object, rewrite};
use crate::load::{normalize, percent_decode};
use crate::openapi::{Found, Object, objects_below};
use crate::tree::{NodeId, Origin, Tree};
use std::collections::HashMap;
use std::path::Path;

const PASS: &str = "bundle";

/// Something to look through for references.
struct Open {
    /// What to look through.
    found: Found,
    /// The document in which its references count.
    document: usize,
    /// The path items of other files that it is part of: one of them again would have no end.
    trail: Vec<NodeId>,
}

struct Bundle<'a> {
    shaping: &'a Shaping<'a>,
    /// What was brought in already, by target.
    names: HashMap<(NodeId, Object), String>,
    open: Vec<Open>,
}

/// Makes one document of all: references into other files lead to components, path items are written out.
/// What cannot be found keeps its reference.
pub fn bundle(tree: &mut Tree, shaping: &Shaping<'_>) {
    if shaping.documents.len() == 1 && !has_path_item_references(tree, shaping.root) {
        return;
    }
    let root = Found { node: shaping.root, object: Object::Document };
    let open = vec![Open { found: root, document: 0, trail: Vec::new() }];
    let mut bundle = Bundle { shaping, names: HashMap::new(), open };
    while let Some(next) = bundle.open.pop() {
        for found in objects_below(tree, next.found.node, next.found.object) {
            bundle.reference(tree, found, &next);
        }
    }
}

impl Bundle<'_> {
    fn reference(&mut self, tree: &mut Tree, found: Found, within: &Open) {
        let Some(reference) = tree.get(found.node, "$ref") else { return };
        let Some(text) = tree.str(reference).map(str::to_owned) else { return };
        let Some((document, target, fragment)) = self.target(tree, within.document, &text) else { return };
        if found.object == Object::PathItem {
            self.inline(tree, found.node, target, document, within);
        } else if document == 0 {
            // Back into the source itself: the name it has there is its name.
            if text != format!("#{fragment}") {
                rewrite(tree, reference, &format!("#{fragment}"), PASS);
            }
        } else if let Some(section) = section(found.object) {
            let name = match self.names.get(&(target, found.object)) {
                Some(name) => name.clone(),
                None => self.bring_in(tree, target, document, found.object, section, &fragment),
            };
            rewrite(tree, reference, &format!("#/components/{section}/{name}"), PASS);
        }
    }

    /// The document and node that a reference names, and its fragment.
    fn target(&self, tree: &Tree, from: usize, reference: &str) -> Option<(usize, NodeId, String)> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let documents = self.shaping.documents;
        let document = if file.is_empty() {
            from
        } else {
            let folder = documents.iter().nth(from)?.path.parent().unwrap_or(Path::new(""));
            let path = normalize(&folder.join(percent_decode(file)));
            documents.iter().position(|document| document.path == path)?
        };
        let root = documents.iter().nth(document)?.root;
        let fragment = percent_decode(fragment);
        Some((document, tree.resolve(root, &fragment)?, fragment))
    }

    fn bring_in(
        &mut self,
        tree: &mut Tree,
        target: NodeId,
        document: usize,
        kind: Object,
        section: &str,
        fragment: &str,
    ) -> String {
        let components = object(tree, self.shaping.root, "components", Origin::pass(PASS));
        let section = object(tree, components, section, Origin::pass(PASS));
        let path = self.shaping.documents.iter().nth(document).map(|document| document.path.clone());
        let stem =
            path.as_deref().and_then(Path::file_stem).and_then(|stem| stem.to_str()).unwrap_or("Shared");
        let last = fragment.rsplit_once('/').map_or("", |(_, last)| last);
        let wanted = sanitize(if last.is_empty() { stem } else { last });
        let name = free_name(tree, section, &wanted);
        let copy = tree.copy(target, PASS);
        tree.append(section, &name, copy);
        self.names.insert((target, kind), name.clone());
        let found = Found { node: copy, object: kind };
        self.open.push(Open { found, document, trail: Vec::new() });
        name
    }

    fn inline(&mut self, tree: &mut Tree, path_item: NodeId, target: NodeId, document: usize, within: &Open) {
        if within.trail.contains(&target) {
            return;
        }
        let copy = tree.copy(target, PASS);
        tree.replace(path_item, copy);
        let trail = within.trail.iter().copied().chain([target]).collect();
        self.open.push(Open { found: Found { node: copy, object: Object::PathItem }, document, trail });
    }
}

fn has_path_item_references(tree: &Tree, root: NodeId) -> bool {
    let paths = ["paths", "webhooks"].into_iter().filter_map(|key| tree.get(root, key));
    let mut path_items = paths.flat_map(|paths| tree.children(paths));
    path_items.any(|path_item| tree.get(path_item, "$ref").is_some())
}

/// Where components of a kind stand.
fn section(object: Object) -> Option<&'static str> {
    Some(match object {
        Object::Schema => "schemas",
        Object::Parameter => "parameters",
        Object::Response => "responses",
        Object::RequestBody => "requestBodies",
        Object::Header => "headers",
        Object::Example => "examples",
        Object::Link => "links",
        Object::Callback => "callbacks",
        Object::SecurityScheme => "securitySchemes",
        _ => return None,
    })
}

/// A name that components may have.
fn sanitize(name: &str) -> String {
    let legal = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-');
    name.chars().map(|char| if legal(char) { char } else { '_' }).collect()
}

fn free_name(tree: &Tree, section: NodeId, wanted: &str) -> String {
    if tree.get(section, wanted).is_none() {
        return wanted.to_owned();
    }
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    let mut free = numbered.filter(|name| tree.get(section, name).is_none());
    free.next().expect("internal error: some number is free")
}
