//! Responses: which there are, which one makers see, and what they are made of.

pub(super) mod statuses;
pub(super) mod output;
pub(super) mod details;
pub(super) mod targets;

use super::Subject;
use super::places::Places;
use crate::diagnostic::Findings;
use crate::openapi::{Resolver, operations};
use crate::tree::{NodeId, Tree};
use std::collections::HashSet;

/// A response of an operation: the member that names its status, and what it is once references are followed.
#[derive(Clone, Copy)]
struct Response<'t> {
    status: &'t str,
    member: NodeId,
    node: NodeId,
    schema: Option<NodeId>,
}

impl Response<'_> {
    fn is_success(&self) -> bool {
        self.status.len() == 3 && self.status.starts_with('2')
    }

    fn is_failure(&self) -> bool {
        self.status.len() == 3 && self.status.starts_with(['3', '4', '5'])
    }
}

pub(super) fn check(
    tree: &Tree,
    subject: &Subject<'_>,
    places: &Places,
    resolver: &mut Resolver,
    findings: &mut Findings,
) {
    targets::check(tree, subject, places, resolver, findings);
    let root = subject.definition;
    let mut told = HashSet::new();
    for operation in operations(tree, root) {
        let Some(list) = tree.get(operation.node, "responses").filter(|list| tree.is_object(*list)) else {
            continue;
        };
        let responses = responses(tree, resolver, list);
        statuses::check(tree, &operation, list, &responses, findings);
        output::check(tree, &operation, &responses, resolver, &mut told, findings);
        details::produced(tree, root, &operation, &responses, &mut told, findings);
    }
    details::check(tree, places, resolver, findings);
}

fn responses<'t>(tree: &'t Tree, resolver: &mut Resolver, list: NodeId) -> Vec<Response<'t>> {
    let members = tree.members(list).filter(|(status, _)| !status.starts_with("x-"));
    let response = |(status, member)| {
        // A reference that leads nowhere is told elsewhere; its status counts all the same.
        let node = resolver.follow(tree, member).unwrap_or(member);
        let schema = tree.get(node, "schema").filter(|schema| tree.is_object(*schema));
        Response { status, member, node, schema }
    };
    members.map(response).collect()
}
