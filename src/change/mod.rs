//! What existing flows and apps notice between two versions of a connector.
//!
//! They are bound to operation ids, names of parameters and paths of outputs. Microsoft holds each update of a published
//! connector against the version before it; what its validator is known to say, in which words and in which
//! order, is said here in the same. What it is silent about, and flows notice all the same, is said as well.

mod kind;
mod comparison;
mod same;
mod schema;
mod renames;
mod operations;
mod parameters;
mod fields;
mod inputs;
mod outputs;
mod address;
mod connection;
mod properties;
pub mod rules;
mod version;
mod changelog;
mod acceptance;

pub use acceptance::Acceptance;
pub use changelog::changelog;
pub use kind::{Kind, Weight};
pub use version::{NotSemantic, next_version};

use crate::diagnostic::Findings;
use crate::tree::{NodeId, Tree};
use comparison::Comparison;

/// One of the two versions.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// The definition.
    pub definition: NodeId,
    /// `apiProperties.json`, where there is one.
    pub properties: Option<NodeId>,
}

/// Says what changed, in the order of Microsoft's validator: what is about the whole connector, then the operations of
/// the old version in its order, those that are new, and the properties.
pub fn compare(tree: &Tree, old: Side, new: Side, findings: &mut Findings) {
    let mut comparison = Comparison::new(tree, old.definition, new.definition, findings);
    address::compare(&mut comparison);
    operations::compare(&mut comparison);
    properties::compare(&mut comparison, old, new);
}

/// Whether the two say the same in every respect, texts included.
pub fn is_equal(tree: &Tree, old: Side, new: Side) -> bool {
    let properties = match (old.properties, new.properties) {
        (Some(old), Some(new)) => tree.equal(old, new),
        (old, new) => old.is_none() && new.is_none(),
    };
    properties && tree.equal(old.definition, new.definition)
}
