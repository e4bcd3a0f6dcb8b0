//! Methods, ids and texts of path items and operations.

use super::Lowering;
use super::edit::{keep, rename, set_text};
use super::rules::{METHOD_NOT_EXPRESSIBLE, OPERATION_ID_REQUIRED};
use crate::diagnostic::{Findings, Severity, Site};
use crate::openapi::{operations, path_variables};
use crate::tree::{NodeId, Origin, Tree};
use crate::words::pascal_case;
use std::collections::HashSet;

pub(super) const PASS: &str = "operations";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let root = lowering.root;
    let path_items: Vec<NodeId> =
        tree.get(root, "paths").into_iter().flat_map(|paths| tree.children(paths)).collect();
    for path_item in path_items {
        // Power Apps reads `x-summary` and `x-description` as those of the path item (Power-Fx).
        for (key, extension) in [("summary", "x-summary"), ("description", "x-description")] {
            keep(tree, path_item, key, extension, PASS, findings);
        }
        foreign_methods(tree, path_item, findings);
    }
    for key in ["jsonSchemaDialect", "$self"] {
        super::edit::leave_out(
            tree,
            root,
            key,
            "it says how to read the source, not what the API is",
            PASS,
            findings,
        );
    }
    info(tree, root, findings);
    tags(tree, root, findings);
    ids(tree, root, findings);
}

fn foreign_methods(tree: &mut Tree, path_item: NodeId, findings: &mut Findings) {
    for (key, level) in
        [("trace", Severity::Warning), ("query", Severity::Error), ("additionalOperations", Severity::Error)]
    {
        let Some(member) = tree.get(path_item, key) else { continue };
        let message = format!("Swagger 2.0 has no method `{key}`");
        let finding = findings.report(&METHOD_NOT_EXPRESSIBLE, Site::Key(member), message);
        finding.level = level;
        finding.help("leave the operation out (`operations.exclude`), or offer it as POST as well");
        rename(tree, member, &format!("x-oas3-{key}"), PASS);
    }
}

fn info(tree: &mut Tree, root: NodeId, findings: &mut Findings) {
    let Some(info) = tree.get(root, "info") else { return };
    if tree.get(info, "description").is_none()
        && let Some(summary) = tree.get(info, "summary")
    {
        rename(tree, summary, "description", PASS);
    }
    keep(tree, info, "summary", "x-oas3-summary", PASS, findings);
    let Some(license) = tree.get(info, "license") else { return };
    if let Some(identifier) = tree.get(license, "identifier") {
        let url = format!("https://spdx.org/licenses/{}.html", tree.text(identifier));
        if tree.get(license, "url").is_none() {
            set_text(tree, license, "url", &url, Origin::from(identifier, PASS));
        }
        rename(tree, identifier, "x-oas3-license-identifier", PASS);
    }
}

fn tags(tree: &mut Tree, root: NodeId, findings: &mut Findings) {
    let tags: Vec<NodeId> = tree.get(root, "tags").into_iter().flat_map(|tags| tree.items(tags)).collect();
    for tag in tags {
        for key in ["parent", "kind", "summary"] {
            keep(tree, tag, key, &format!("x-oas3-{key}"), PASS, findings);
        }
    }
}

/// Every operation of a connector has an id: flows are bound to it.
fn ids(tree: &mut Tree, root: NodeId, findings: &mut Findings) {
    let mut taken: HashSet<String> = HashSet::new();
    let mut without = Vec::new();
    for operation in operations(tree, root) {
        match operation.id() {
            Some(id) => {
                taken.insert(id.to_owned());
            }
            None => without.push((operation.node, invent(operation.method(), operation.path()))),
        }
    }
    for (operation, wanted) in without {
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let id = std::iter::once(wanted.clone()).chain(numbered).find(|id| taken.insert(id.clone()));
        let id = id.expect("internal error: some number is free");
        let message = format!("the operation has no `operationId`; it is called `{id}`");
        let finding = findings.report(&OPERATION_ID_REQUIRED, Site::Key(operation), message);
        finding.level = Severity::Warning;
        finding.help(format!("add `operationId: {id}`, so that flows keep working when the path changes"));
        set_text(tree, operation, "operationId", &id, Origin::pass(PASS));
    }
}

/// `get /teams/{teamId}/channels` is `GetTeamsChannelsByTeamId`.
fn invent(method: &str, path: &str) -> String {
    let fixed: String = path.split('/').filter(|segment| !segment.contains('{')).map(pascal_case).collect();
    let variables: Vec<String> = path_variables(path).map(pascal_case).collect();
    let by = if variables.is_empty() { String::new() } else { format!("By{}", variables.join("And")) };
    format!("{}{fixed}{by}", pascal_case(method))
}
