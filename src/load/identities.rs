//! What documents call their own parts: `$id`, `$anchor`, `$dynamicAnchor` and `$self`.

use super::references::percent_decode;
use crate::tree::{Kind, NodeId, Tree};
use std::collections::HashMap;

/// The names that some documents give to their parts.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    /// Roots of documents and schemas with an `$id`, by their URI.
    resources: HashMap<String, NodeId>,
    /// The URI of each of them.
    uris: HashMap<NodeId, String>,
    anchors: HashMap<(NodeId, String), NodeId>,
    dynamic: HashMap<String, Vec<NodeId>>,
}

impl Identities {
    /// Takes in what a document names.
    pub fn add(&mut self, tree: &Tree, root: NodeId) {
        if let Some(own) = tree.get_str(root, "$self") {
            self.name(root, own.to_owned());
        }
        // A document comes before its parts, so that an `$id` finds the one that it counts from.
        for node in tree.walk(root) {
            let (key, Some(name)) = (tree.key(node), tree.str(node)) else { continue };
            if !matches!(key, "$id" | "$anchor" | "$dynamicAnchor") {
                continue;
            }
            let Some(schema) = tree.parent(node) else { continue };
            match key {
                "$id" if name.starts_with('#') => self.anchor(tree, schema, &name[1..]),
                "$id" => {
                    let above = tree.parent(schema).and_then(|above| self.resource(tree, above));
                    let base = above.and_then(|above| self.uris.get(&above));
                    let uri = base.map_or_else(|| name.to_owned(), |base| join(base, name));
                    self.name(schema, uri);
                }
                _ => {
                    self.anchor(tree, schema, name);
                    if key == "$dynamicAnchor" {
                        self.dynamic.entry(name.to_owned()).or_default().push(schema);
                    }
                }
            }
        }
    }

    fn name(&mut self, node: NodeId, uri: String) {
        let uri = uri.trim_end_matches('#').to_owned();
        self.uris.insert(node, uri.clone());
        self.resources.entry(uri).or_insert(node);
    }

    fn anchor(&mut self, tree: &Tree, schema: NodeId, name: &str) {
        let resource = self.resource(tree, schema).unwrap_or_else(|| tree.root(schema));
        self.anchors.entry((resource, name.to_owned())).or_insert(schema);
        self.anchors.entry((tree.root(schema), name.to_owned())).or_insert(schema);
    }

    /// Whether nothing has a name of its own.
    pub fn is_empty(&self) -> bool {
        self.uris.is_empty() && self.anchors.is_empty()
    }

    /// The nearest part with a URI of its own that a node stands in.
    fn resource(&self, tree: &Tree, node: NodeId) -> Option<NodeId> {
        if self.uris.is_empty() {
            return None;
        }
        std::iter::successors(Some(node), |node| tree.parent(*node)).find(|node| self.uris.contains_key(node))
    }

    /// What a reference at a node names by these names; `None` if it names a file, a place by its pointer from
    /// the root of the document, or nothing.
    pub fn resolve(&self, tree: &Tree, at: NodeId, reference: &str) -> Option<NodeId> {
        if self.is_empty() {
            return None;
        }
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let own = self.resource(tree, at);
        let resource = if uri.is_empty() {
            own
        } else {
            let base = own.and_then(|own| self.uris.get(&own));
            let absolute = base.map(|base| join(base, uri));
            let known = absolute.as_deref().and_then(|uri| self.resources.get(uri));
            Some(*known.or_else(|| self.resources.get(uri))?)
        };
        let fragment = percent_decode(fragment);
        match (fragment.starts_with('/') || fragment.is_empty(), resource) {
            (true, resource) => tree.resolve(resource?, &fragment),
            (false, Some(resource)) if !uri.is_empty() => self.anchors.get(&(resource, fragment)).copied(),
            (false, resource) => {
                let near = resource.and_then(|resource| self.anchors.get(&(resource, fragment.clone())));
                near.or_else(|| self.anchors.get(&(tree.root(at), fragment.clone()))).copied()
            }
        }
    }

    /// The schemas that a dynamic reference may stand for.
    pub fn dynamic(&self, reference: &str) -> &[NodeId] {
        let name = reference.split_once('#').map_or("", |(_, name)| name);
        self.dynamic.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Whether a node is a discriminator's mapping from a value to a file, and not to a name.
pub(super) fn is_mapping_to_file(tree: &Tree, node: NodeId) -> bool {
    let Some(mapping) = tree.parent(node).filter(|mapping| tree.key(*mapping) == "mapping") else {
        return false;
    };
    let file = tree.text(node).split('#').next().unwrap_or_default();
    tree.kind(node) == Kind::String
        && tree.parent(mapping).is_some_and(|above| tree.key(above) == "discriminator")
        && [".json", ".yaml", ".yml"].iter().any(|ending| file.ends_with(ending))
}

/// RFC 3986 section 5.2: a reference as seen from a base.
fn join(base: &str, reference: &str) -> String {
    if super::references::is_remote(reference) && !reference.starts_with("//")
        || reference.starts_with("urn:")
    {
        return reference.to_owned();
    }
    let (scheme, rest) = base.split_once("://").map_or(("", base), |(scheme, rest)| (scheme, rest));
    let (host, path) =
        if scheme.is_empty() { ("", rest) } else { rest.split_at(rest.find('/').unwrap_or(rest.len())) };
    if let Some(other) = reference.strip_prefix("//") {
        return format!("{scheme}://{other}");
    }
    let merged = match reference.strip_prefix('/') {
        Some(_) => reference.to_owned(),
        None => format!("{}/{reference}", path.rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    let mut segments: Vec<&str> = Vec::new();
    for segment in merged.split('/') {
        match segment {
            "." => {}
            ".." if segments.len() > 1 => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    let path = segments.join("/");
    if scheme.is_empty() { path } else { format!("{scheme}://{host}{path}") }
}

#[test]
fn references_count_from_their_base() {
    let base = "https://api.example.com/schemas/pets/cat.json";
    let cases = [
        ("dog.json", "https://api.example.com/schemas/pets/dog.json"),
        ("../tag.json", "https://api.example.com/schemas/tag.json"),
        ("./a/../dog.json", "https://api.example.com/schemas/pets/dog.json"),
        ("/root.json", "https://api.example.com/root.json"),
        ("https://other.example.com/x", "https://other.example.com/x"),
        ("urn:example:x", "urn:example:x"),
    ];
    for (reference, absolute) in cases {
        assert_eq!(join(base, reference), absolute);
    }
    assert_eq!(join("https://api.example.com", "a"), "https://api.example.com/a");
}
