//! Examples: one may stay an example, and all of them are kept.

use super::edit::{keep, rename};
use super::inline;
use super::rules::REFERENCE_IN_EXAMPLE;
use crate::diagnostic::{Findings, Site};
use crate::openapi::{Found, Object, Resolver};
use crate::tree::{NodeId, Step, Tree};

/// How many references in examples are written out.
const BUDGET: usize = 10_000;

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
    let values = objects.iter().filter_map(|found| {
        let key = if found.object == Object::Example { "value" } else { "example" };
        tree.get(found.node, key)
    });
    let mut open: Vec<NodeId> = values.flat_map(|value| names(tree, value)).collect();
    // An example that names itself in some way has no end.
    let mut budget = BUDGET;
    while let Some(holder) = open.pop().filter(|_| budget > 0) {
        budget -= 1;
        let Some(at) = tree.get(holder, "$ref") else { continue };
        let target = tree.str(at).and_then(|text| resolver.resolve(tree, text));
        let target = target.filter(|target| tree.parent(*target) == Some(shared));
        let target = target.and_then(|target| resolver.follow(tree, target));
        let Some((target, meant)) = target.and_then(|target| Some((target, own_value(tree, target)?))) else {
            continue;
        };
        if tree.is_within(holder, meant) {
            continue;
        }
        if tree.origin(at).is_none() {
            let text = tree.text(at);
            let message =
                format!("`{text}` stands in a value, where it is no reference: the example is written out");
            findings.report(&REFERENCE_IN_EXAMPLE, Site::Value(at), message).help(
                "refer to an example as a whole, under `examples`; what a value holds is written out there",
            );
        }
        let copy = tree.copy(meant, by);
        tree.note(target, Step { by, what: "inlined", because: None });
        tree.replace(holder, copy);
        tree.note(holder, Step { by, what: "written out", because: Some(copy) });
        open.extend(names(tree, copy));
    }
}

/// What in a value is nothing but a reference.
fn names(tree: &Tree, value: NodeId) -> impl Iterator<Item = NodeId> {
    let is_alone = |node: &NodeId| tree.previous(*node).is_none() && tree.next(*node).is_none();
    let references = tree.walk(value).filter(|node| tree.key(*node) == "$ref" && tree.str(*node).is_some());
    references.filter(is_alone).filter_map(|at| tree.parent(at))
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
