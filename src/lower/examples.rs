//! Examples: one may stay an example, and all of them are kept.

use super::edit::{keep, rename};
use super::inline;
use super::rules::REFERENCE_IN_EXAMPLE;
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Found, Object, Resolver, reference};
use crate::tree::{NodeId, Step, Tree};

/// Keeps `example` and `examples` of a parameter or header as extensions.
pub(super) fn keep_examples(
    tree: &mut Tree,
    resolver: &mut Resolver,
    holder: NodeId,
    by: &'static str,
    findings: &mut Findings,
) {
    keep(tree, holder, "example", "x-example", by, findings);
    write_out(tree, resolver, holder, by);
    keep(tree, holder, "examples", "x-examples", by, findings);
}

/// Puts shared examples where they are used: 2.0 has no place for them.
pub(super) fn write_out(tree: &mut Tree, resolver: &mut Resolver, holder: NodeId, by: &'static str) {
    let examples: Vec<NodeId> =
        tree.get(holder, "examples").into_iter().flat_map(|examples| tree.children(examples)).collect();
    for example in examples {
        inline::write_out(tree, resolver, example, by);
    }
}

/// A value is a literal, in which `$ref` is a name like any other. But one that is nothing except the name of a
/// shared example means that example, and what it leads to will not be there.
pub(super) fn mend(
    tree: &mut Tree,
    root: NodeId,
    objects: &[Found],
    by: &'static str,
    findings: &mut Findings,
) {
    let Some(shared) = tree.at(root, &["components", "examples"]) else { return };
    let mut resolver = Resolver::new(root);
    for found in objects {
        let key = if found.object == Object::Example { "value" } else { "example" };
        let Some(value) = tree.get(found.node, key) else { continue };
        let Some(text) = reference(tree, value).filter(|_| tree.count(value) == 1) else { continue };
        let target = resolver.resolve(tree, text).filter(|target| tree.parent(*target) == Some(shared));
        let target = target.and_then(|target| resolver.follow(tree, target));
        let Some((target, meant)) = target.and_then(|target| Some((target, own_value(tree, target)?))) else {
            continue;
        };
        if tree.is_within(value, meant) {
            continue;
        }
        let at = tree.get(value, "$ref").unwrap_or(value);
        let message =
            format!("`{text}` stands in a value, where it is no reference: the example is written out");
        findings
            .report(&REFERENCE_IN_EXAMPLE, Site::Value(at), message)
            .help(format!("refer to the example as a whole, under `examples`, in place of its `{key}`"));
        let copy = tree.copy(meant, by);
        tree.note(target, Step { by, what: "inlined", because: None });
        tree.replace(value, copy);
        tree.note(value, Step { by, what: "written out", because: Some(copy) });
    }
}

/// The value of the first example that has one.
pub(super) fn first_value(tree: &Tree, examples: NodeId) -> Option<NodeId> {
    tree.children(examples).find_map(|example| own_value(tree, example))
}

fn own_value(tree: &Tree, example: NodeId) -> Option<NodeId> {
    ["value", "dataValue", "serializedValue"].iter().find_map(|key| tree.get(example, key))
}

/// Takes a media type's first example out, and keeps the list of several under the holder as `x-examples`.
pub(super) fn take(
    tree: &mut Tree,
    resolver: &mut Resolver,
    media_type: NodeId,
    holder: NodeId,
    by: &'static str,
    findings: &mut Findings,
) -> Option<NodeId> {
    write_out(tree, resolver, media_type, by);
    let mut example = tree.get(media_type, "example");
    if let Some(example) = example {
        tree.detach(example);
    }
    if let Some(examples) = tree.get(media_type, "examples") {
        let first = first_value(tree, examples);
        if let (None, Some(first)) = (example, first) {
            example = Some(tree.copy(first, by));
        }
        keep(tree, media_type, "examples", "x-examples", by, findings);
        tree.detach(examples);
        rename(tree, examples, "x-examples", by);
        tree.set(holder, "x-examples", examples);
    }
    example
}
