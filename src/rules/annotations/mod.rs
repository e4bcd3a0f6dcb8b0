//! `x-ms-api-annotation`: revisions of one operation, their order and their end.

pub(super) mod replacements;
pub(super) mod revisions;
pub(super) mod families;

use super::Subject;
use crate::diagnostic::Findings;
use crate::openapi::{Operation, operations};
use crate::tree::{NodeId, Tree};
use serde::Deserialize;
use std::sync::LazyLock;

/// `spec/platform/annotations.toml`
#[derive(Deserialize)]
struct Platform {
    family: Family,
    status: Status,
    suffix: Suffix,
}

#[derive(Deserialize)]
struct Family {
    active: usize,
    active_in_production: usize,
}

#[derive(Deserialize)]
struct Status {
    default: String,
    ahead: String,
}

#[derive(Deserialize)]
struct Suffix {
    forms: Vec<String>,
    first: f64,
}

static PLATFORM: LazyLock<Platform> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/annotations.toml"))
        .expect("internal error: the facts about annotations are TOML")
});

/// An operation with its annotation.
struct Annotated<'t> {
    operation: Operation<'t>,
    annotation: NodeId,
    family: Option<&'t str>,
    revision: Option<NodeId>,
}

impl Annotated<'_> {
    fn is_deprecated(&self, tree: &Tree) -> bool {
        tree.is_true(self.operation.node, "deprecated")
    }
}

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, findings: &mut Findings) {
    let root = subject.definition;
    let annotated: Vec<Annotated<'_>> = operations(tree, root)
        .filter_map(|operation| {
            let annotation = tree.get(operation.node, "x-ms-api-annotation")?;
            Some(Annotated {
                operation,
                annotation,
                family: tree.get_str(annotation, "family"),
                revision: tree.get(annotation, "revision"),
            })
        })
        .collect();
    if annotated.is_empty() {
        return;
    }
    let connector = tree.at(root, &["info", "x-ms-api-annotation", "status"]);
    for one in &annotated {
        replacements::check(tree, one, findings);
        revisions::check(tree, one, connector, findings);
    }
    families::check(tree, &annotated, connector, findings);
}
