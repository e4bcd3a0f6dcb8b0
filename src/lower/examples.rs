//! Examples: one may stay an example, and all of them are kept.

use super::edit::{keep, rename};
use super::inline;
use crate::diagnostic::Findings;
use crate::openapi::Resolver;
use crate::tree::{NodeId, Tree};

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

/// The value of the first example that has one.
pub(super) fn first_value(tree: &Tree, examples: NodeId) -> Option<NodeId> {
    let keys = ["value", "dataValue", "serializedValue"];
    tree.children(examples).find_map(|example| keys.iter().find_map(|key| tree.get(example, key)))
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
