//! Brings what other files define into the document, as components with readable names, and makes every
//! reference a plain pointer: what is named by an anchor or a URI of its own, or by an odd spelling, as well.

mod targets;

use super::Shaping;
use super::edit::rewrite;
use super::rules::{CIRCULAR_REFERENCE, PATH_ITEM_OVERRIDDEN};
use super::share::{leave_reference, share};
use crate::diagnostic::{Findings, Reported, Site};
use crate::load::INPUT_TOO_LARGE;
use crate::openapi::{
    Found, Object, Version, objects_below, reference, reference_to, reference_to_member, section,
};
use crate::tree::{NodeId, Step, Tree};
use std::path::Path;
use targets::Targets;

const PASS: &str = "bundle";

/// How many nodes the copies of path items may have. A path item is written out wherever it is referred to, and
/// a few that refer to each other twice would fill any memory.
const MAX_COPIED: usize = 1 << 20;

/// Something to look through for references.
struct Open {
    found: Found,
    /// The path items that it is part of: one of them again would have no end.
    trail: Vec<NodeId>,
}

struct Bundle<'a> {
    shaping: &'a Shaping<'a>,
    version: Version,
    targets: Targets,
    open: Vec<Open>,
    copied: usize,
}

/// Makes one document of all: references into other files lead to components, path items are written out.
/// What cannot be found keeps its reference.
///
/// # Errors
/// If path items refer to each other so often that written out they would fill any memory.
pub fn bundle(tree: &mut Tree, shaping: &Shaping<'_>, findings: &mut Findings) -> Result<(), Reported> {
    let Some(version) = Version::of(tree, shaping.root) else { return Ok(()) };
    let Some(targets) = Targets::find(tree, shaping.documents) else { return Ok(()) };
    let mut bundle = Bundle { shaping, version, targets, open: Vec::new(), copied: 0 };
    bundle.adopt(tree);
    bundle
        .open
        .push(Open { found: Found { node: shaping.root, object: Object::Document }, trail: Vec::new() });
    while let Some(next) = bundle.open.pop() {
        for found in objects_below(tree, next.found.node, next.found.object) {
            bundle.object(tree, found, &next, findings);
            if bundle.copied > MAX_COPIED {
                return Err(findings.give_up());
            }
        }
    }
    Ok(())
}

impl Bundle<'_> {
    /// A component that only refers to another file is what that file defines, under the name that it has here.
    fn adopt(&mut self, tree: &mut Tree) {
        let kinds = [
            Object::Schema,
            Object::Parameter,
            Object::Response,
            Object::RequestBody,
            Object::Header,
            Object::Example,
            Object::Link,
            Object::Callback,
            Object::SecurityScheme,
        ];
        for kind in kinds {
            let Some(path) = self.section(kind) else { continue };
            let Some(section) = tree.resolve(self.shaping.root, path) else { continue };
            let aliases: Vec<NodeId> = tree.children(section).filter(|node| is_alias(tree, *node)).collect();
            for alias in aliases {
                let target = tree.get(alias, "$ref").and_then(|reference| self.end(tree, reference));
                let Some(target) = target.filter(|target| self.is_foreign(tree, *target)) else { continue };
                let text = reference_to_member(path, tree.key(alias));
                leave_reference(tree, target, &text, PASS);
                tree.replace(alias, target);
                tree.note(alias, Step { by: PASS, what: "written out", because: Some(target) });
                tree.note(target, Step { by: PASS, what: "moved", because: Some(alias) });
            }
        }
    }

    fn section(&self, kind: Object) -> Option<&'static str> {
        section(self.version, kind)
    }

    fn is_foreign(&self, tree: &Tree, node: NodeId) -> bool {
        tree.root(node) != self.shaping.root
    }

    /// What a reference names in the end: components that are only references stand for what they name.
    fn end(&self, tree: &Tree, reference: NodeId) -> Option<NodeId> {
        let mut target = self.targets.of(tree, reference)?;
        for _ in 0..64 {
            let next = tree.get(target, "$ref").filter(|_| is_alias(tree, target));
            match next.and_then(|next| self.targets.of(tree, next)) {
                Some(next) if self.is_foreign(tree, target) => target = next,
                _ => break,
            }
        }
        Some(target)
    }

    fn object(&mut self, tree: &mut Tree, found: Found, within: &Open, findings: &mut Findings) {
        if found.object == Object::Schema {
            self.dynamic(tree, found.node);
            if let Some(mapping) = tree.at(found.node, &["discriminator", "mapping"]) {
                let values: Vec<NodeId> = tree.children(mapping).collect();
                for value in values {
                    self.reference(tree, value, Object::Schema);
                }
            }
        }
        let Some(reference) = tree.get(found.node, "$ref") else { return };
        if found.object == Object::PathItem {
            self.inline(tree, found.node, reference, within, findings);
        } else {
            self.reference(tree, reference, found.object);
        }
    }

    /// A dynamic reference that can only mean one schema means it.
    fn dynamic(&mut self, tree: &mut Tree, schema: NodeId) {
        let Some(reference) = tree.get(schema, "$dynamicRef") else { return };
        if self.targets.of(tree, reference).is_some() && tree.get(schema, "$ref").is_none() {
            tree.rename(reference, "$ref");
            tree.note(reference, Step { by: PASS, what: "renamed", because: None });
        }
    }

    /// Makes a reference a pointer in this document, and brings in what it names.
    fn reference(&mut self, tree: &mut Tree, reference: NodeId, kind: Object) {
        let Some(target) = self.end(tree, reference) else { return };
        let text = if self.is_foreign(tree, target) {
            let Some(section) = self.section(kind) else { return };
            let name = self.bring_in(tree, target, kind, section);
            reference_to_member(section, &name)
        } else {
            reference_to(&tree.pointer(target))
        };
        if tree.text(reference) != text {
            rewrite(tree, reference, &text, PASS);
        }
    }

    fn bring_in(&mut self, tree: &mut Tree, target: NodeId, kind: Object, section: &str) -> String {
        let stem = self.stem(tree, target);
        let name = share(tree, self.shaping.root, target, section, &stem, PASS);
        self.open.push(Open { found: Found { node: target, object: kind }, trail: Vec::new() });
        name
    }

    /// The name of the file that something stands in, without its ending.
    fn stem(&self, tree: &Tree, target: NodeId) -> String {
        let root = tree.root(target);
        let document = self.shaping.documents.iter().find(|document| document.root == root);
        let stem = document.and_then(|document| document.path.file_stem()).and_then(|stem| stem.to_str());
        // `pet.schema.yaml` is about pets.
        let stem = stem.and_then(|stem| stem.split('.').find(|piece| !piece.is_empty()));
        stem.unwrap_or("Shared").to_owned()
    }

    /// Writes a path item out where it is referred to; what stands beside the reference counts more.
    fn inline(
        &mut self,
        tree: &mut Tree,
        path_item: NodeId,
        at: NodeId,
        within: &Open,
        findings: &mut Findings,
    ) {
        let Some(target) = self.targets.of(tree, at) else { return };
        let source = |tree: &Tree| tree.source_node(path_item).unwrap_or(path_item);
        if within.trail.contains(&target) || target == source(tree) {
            let message = format!("`{}` leads back to the path item that it is part of", tree.text(at));
            findings
                .report(&CIRCULAR_REFERENCE, Site::Value(at), message)
                .help("write out one of the path items, or refer to schemas instead");
            return;
        }
        let before = tree.len();
        let copy = tree.copy(target, PASS);
        self.copied += tree.len() - before;
        if self.copied > MAX_COPIED {
            let message = format!("path items that refer to each other have more than {MAX_COPIED} values");
            findings
                .report(&INPUT_TOO_LARGE, Site::Value(at), message)
                .help("refer to schemas, which are shared, instead");
            return;
        }
        tree.detach(at);
        tree.note(at, Step { by: PASS, what: "written out", because: Some(target) });
        tree.note(target, Step { by: PASS, what: "inlined", because: Some(at) });
        let members: Vec<NodeId> = tree.children(copy).collect();
        for member in members {
            let key = tree.key(member).to_owned();
            match tree.get(path_item, &key) {
                None => tree.append(path_item, &key, member),
                Some(own) => {
                    let message =
                        format!("`{key}` stands beside the `$ref` and where it leads: this one counts");
                    findings
                        .report(&PATH_ITEM_OVERRIDDEN, Site::Key(own), message)
                        .also(Site::Key(member), "this one does not")
                        .help("leave one of the two out");
                }
            }
        }
        let trail = within.trail.iter().copied().chain([target]).collect();
        self.open.push(Open { found: Found { node: path_item, object: Object::PathItem }, trail });
    }
}

/// Whether an object is a reference and nothing else.
fn is_alias(tree: &Tree, node: NodeId) -> bool {
    reference(tree, node).is_some() && tree.count(node) == 1
}

/// The path of a reference's file, as seen from the file that it stands in.
fn path_from(document: &Path, file: &str) -> std::path::PathBuf {
    let folder = document.parent().unwrap_or(Path::new(""));
    crate::load::normalize(&folder.join(crate::load::percent_decode(file)))
}
