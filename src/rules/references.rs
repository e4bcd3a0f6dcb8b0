//! `$ref`: where it leads, and what stands beside it.

use super::Source;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity, Site, page};
use crate::load::{normalize, percent_decode};
use crate::nearest::nearest;
use crate::openapi::{Object, Resolver, Version, objects, reference};
use crate::shape::CIRCULAR_REFERENCE;
use crate::tree::{Kind, NodeId, Tree, unescape_token};
use indexmap::IndexSet;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// A reference that leads nowhere.
pub static UNRESOLVED_REFERENCE: Rule = Rule::error("UnresolvedReference", page!("UnresolvedReference"));
/// Something beside a reference, which has no meaning there.
pub static REF_WITH_SIBLINGS: Rule = Rule::fault("RefWithSiblings", page!("RefWithSiblings"));

pub(super) fn check(tree: &Tree, source: &Source, findings: &mut Findings) {
    let mut resolver = Resolver::new(source.root);
    let told: HashSet<NodeId> = findings.iter().filter_map(|finding| finding.site.node()).collect();
    let unread = unread(tree, findings);
    let mut circles = Circles::default();
    for found in objects(tree, source.root) {
        if found.object == Object::Schema {
            mapping(tree, source.root, &mut resolver, found.node, findings);
        }
        let Some(reference) = tree.get(found.node, "$ref") else { continue };
        let Some(text) = tree.str(reference) else { continue };
        if found.object != Object::PathItem && !allows_siblings(source.version, found.object) {
            siblings(tree, found.node, reference, source.version, findings);
        }
        if !text.starts_with('#') {
            // Another file: if it was read, bundling has changed the reference; why it was not is said already.
            if file(tree, reference).is_none_or(|file| !unread.contains(&file)) {
                unresolved(tree, source.root, reference, findings);
            }
        } else if resolver.resolve(tree, text).is_none() && !told.contains(&reference) {
            unresolved(tree, source.root, reference, findings);
        } else if circles.contain(tree, &mut resolver, found.node) && !told.contains(&reference) {
            let message = format!("`{text}` leads back to itself and names nothing");
            findings
                .report(&CIRCULAR_REFERENCE, reference, message)
                .help("write out what is meant at one place of the circle");
        }
    }
}

/// The values of a discriminator lead to schemas, by name or by reference. The definition is right without them.
fn mapping(tree: &Tree, root: NodeId, resolver: &mut Resolver, schema: NodeId, findings: &mut Findings) {
    let Some(mapping) = tree.at(schema, &["discriminator", "mapping"]) else { return };
    let schemas = tree.at(root, &["components", "schemas"]);
    for node in tree.children(mapping) {
        let Some(text) = tree.str(node) else { continue };
        let named = schemas.and_then(|schemas| tree.get(schemas, text));
        if named.or_else(|| resolver.resolve(tree, text)).is_none() {
            unresolved(tree, root, node, findings).level = Severity::Warning;
        }
    }
}

/// The files that references name and that could not be read.
fn unread(tree: &Tree, findings: &Findings) -> HashSet<PathBuf> {
    let named =
        findings.iter().filter(|finding| finding.blocks()).filter_map(|finding| match &finding.site {
            Site::Value(reference) if tree.key(*reference) == "$ref" => file(tree, *reference),
            Site::Span(span) => Some(tree.sources.path(tree.sources.file_at(span.start)?).into()),
            Site::Path(path) => Some(path.into()),
            _ => None,
        });
    named.collect()
}

/// The file that a reference names.
fn file(tree: &Tree, reference: NodeId) -> Option<PathBuf> {
    let from = Path::new(tree.sources.path(tree.file(reference)?));
    let (file, _) = tree.text(reference).split_once('#').unwrap_or((tree.text(reference), ""));
    Some(normalize(&from.with_file_name("").join(percent_decode(file))))
}

/// Which objects references alone lead back to; each is followed once.
#[derive(Default)]
struct Circles {
    known: HashMap<NodeId, bool>,
}

impl Circles {
    /// Whether references alone lead from an object back to it.
    fn contain(&mut self, tree: &Tree, resolver: &mut Resolver, node: NodeId) -> bool {
        let mut way: IndexSet<NodeId> = IndexSet::new();
        let mut at = Some(node);
        let mut circle = None;
        while let Some(next) = at.filter(|next| !self.known.contains_key(next)) {
            if !way.insert(next) {
                circle = way.get_index_of(&next);
                break;
            }
            at = reference(tree, next).and_then(|text| resolver.resolve(tree, text));
        }
        // What leads into a circle is no part of it.
        let first = circle.unwrap_or(way.len());
        self.known.extend(way.into_iter().enumerate().map(|(place, node)| (node, place >= first)));
        self.known.get(&node) == Some(&true)
    }
}

/// Since 3.1 a schema may say more beside its reference.
fn allows_siblings(version: Version, object: Object) -> bool {
    version >= Version::V31 && object == Object::Schema
}

fn siblings(tree: &Tree, node: NodeId, reference: NodeId, version: Version, findings: &mut Findings) {
    let summary = |key: &str| version >= Version::V31 && matches!(key, "summary" | "description");
    let siblings: Vec<NodeId> = tree
        .members(node)
        .filter(|(key, _)| *key != "$ref" && !summary(key) && !key.starts_with("x-"))
        .map(|(_, node)| node)
        .collect();
    if siblings.is_empty() {
        return;
    }
    // A status code inside a response is one that was indented too far, and its reference with it.
    let strayed = siblings
        .iter()
        .copied()
        .find(|sibling| is_status(tree.key(*sibling)) && tree.kind(*sibling) == Kind::Null);
    if let Some(strayed) = strayed {
        let (inner, outer) = (tree.key(strayed), tree.key(node));
        let message = format!(
            "`{inner}` stands inside the response `{outer}`, and its `$ref` replaces all of `{outer}`"
        );
        findings
            .report(&REF_WITH_SIBLINGS, Site::Key(strayed), message)
            .label(format!("indented into `{outer}`"))
            .also(Site::Key(node), format!("`{outer}` begins here"))
            .also(reference, format!("meant for `{inner}`"))
            .help(format!("indent `{inner}` as far as `{outer}`, and its `$ref` below it"));
        return;
    }
    let names: Vec<String> = siblings.iter().map(|sibling| format!("`{}`", tree.key(*sibling))).collect();
    let message =
        format!("{} beside `$ref` {} ignored", names.join(", "), if names.len() == 1 { "is" } else { "are" });
    let finding = findings.report(&REF_WITH_SIBLINGS, Site::Key(siblings[0]), message);
    for sibling in &siblings[1..] {
        finding.also(Site::Key(*sibling), "ignored as well");
    }
    finding
        .also(reference, "all that counts is this reference")
        .help("remove it, or write out what the reference stands for");
}

fn is_status(key: &str) -> bool {
    key == "default" || key.len() == 3 && key.starts_with(|first: char| ('1'..='5').contains(&first))
}

fn unresolved<'f>(
    tree: &Tree,
    root: NodeId,
    reference: NodeId,
    findings: &'f mut Findings,
) -> &'f mut Diagnostic {
    let text = tree.text(reference);
    let finding = findings.report(&UNRESOLVED_REFERENCE, reference, format!("`{text}` leads nowhere"));
    match suggestion(tree, root, text) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("define it, or refer to something that exists"),
    }
}

/// The nearest name at the place where the pointer leaves the document.
fn suggestion(tree: &Tree, root: NodeId, text: &str) -> Option<String> {
    let pointer = text.strip_prefix("#/")?;
    let mut at = root;
    let mut walked = String::from("#");
    for token in pointer.split('/') {
        let name = unescape_token(token);
        match tree.get(at, &name) {
            Some(next) => {
                at = next;
                walked = format!("{walked}/{token}");
            }
            None => {
                let near = nearest(&name, tree.members(at).map(|(key, _)| key))?;
                return Some(format!("{walked}/{}", crate::tree::escape_token(near)));
            }
        }
    }
    None
}
