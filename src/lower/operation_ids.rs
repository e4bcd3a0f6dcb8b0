//! `operationId`: every operation of a connector has one, of letters and digits.

use super::edit::set_text;
use super::operations::PASS;
use super::rules::{OPERATION_ID_REQUIRED, OPERATION_ID_SANITIZED};
use super::{Dialect, Lowering};
use crate::diagnostic::{Findings, Severity, Site};
use crate::openapi::{Version, operations, path_variables};
use crate::tree::{NodeId, Origin, Tree};
use crate::words::pascal_case;
use std::collections::{HashMap, HashSet};

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let mut taken: HashSet<String> = HashSet::new();
    let mut without = Vec::new();
    let mut illegal = Vec::new();
    for operation in operations(tree, lowering.root) {
        match operation.id().filter(|id| !id.is_empty()) {
            Some(id) => {
                if !id.bytes().all(is_legal) {
                    illegal.push(operation.node);
                }
                taken.insert(id.to_owned());
            }
            None => without.push((operation.node, invent(operation.method(), operation.path()))),
        }
    }
    for (operation, wanted) in without {
        let id = free(&mut taken, wanted);
        let message = format!("the operation has no `operationId`; it is called `{id}`");
        let finding = findings.report(&OPERATION_ID_REQUIRED, Site::Key(operation), message);
        finding.level = Severity::Warning;
        finding.help(format!("add `operationId: {id}`, so that flows keep working when the path changes"));
        set_text(tree, operation, "operationId", &id, Origin::pass(PASS));
    }
    if lowering.dialect == Dialect::Connector {
        sanitize(tree, lowering, &illegal, &mut taken, findings);
    }
}

/// What the platform leaves as it is, or has published as it is: 188 of 1,028 connectors have `_` or `-`.
fn is_legal(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// The platform takes other characters out by itself; then nobody knows what the operation is called.
fn sanitize(
    tree: &mut Tree,
    lowering: &Lowering,
    illegal: &[NodeId],
    taken: &mut HashSet<String>,
    findings: &mut Findings,
) {
    let mut renamed = HashMap::new();
    for operation in illegal {
        let Some(node) = tree.get(*operation, "operationId") else { continue };
        let old = tree.text(node).to_owned();
        // Flows may be bound to the ids of a connector that exists.
        if lowering.version == Version::V2 {
            let message = format!("the platform takes some characters out of the `operationId` `{old}`");
            findings
                .report(&OPERATION_ID_SANITIZED, node, message)
                .help("use letters and digits; an id that flows know already must stay as it is");
            continue;
        }
        let new = free(taken, ascii(&pascal_case(&old)));
        let message =
            format!("the `operationId` `{old}` has characters that the platform takes out: it is `{new}`");
        findings
            .report(&OPERATION_ID_SANITIZED, node, message)
            .help(format!("write `operationId: {new}`, or another name of letters and digits"));
        set_text(tree, *operation, "operationId", &new, Origin::from(node, PASS));
        renamed.insert(old, new);
    }
    if renamed.is_empty() {
        return;
    }
    // Links and dynamic values name operations by their id, and so does the annotation of its family.
    let mut edits = Vec::new();
    for node in tree.walk(lowering.root).filter(|node| matches!(tree.key(*node), "operationId" | "family")) {
        edits.extend(tree.str(node).and_then(|text| renamed.get(text)).map(|new| (node, new.clone())));
    }
    for (node, new) in edits {
        let new = tree.make_string(&new, Origin::from(node, PASS));
        tree.replace(node, new);
    }
}

/// The wanted name, or one with a number.
fn free(taken: &mut HashSet<String>, wanted: String) -> String {
    let wanted = if wanted.is_empty() { "Operation".to_owned() } else { wanted };
    let numbered = (2..).map(|number| format!("{wanted}{number}"));
    let mut names = std::iter::once(wanted.clone()).chain(numbered);
    names.find(|name| taken.insert(name.clone())).expect("internal error: some number is free")
}

fn ascii(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// `get /teams/{teamId}/channels` is `GetTeamsChannelsByTeamId`: it depends on nothing but method and path, so
/// another operation in the document does not change it.
fn invent(method: &str, path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fixed: String = path.split('/').map(|segment| pascal_case(&without_variables(segment))).collect();
    let variables: Vec<String> = path_variables(path).map(pascal_case).collect();
    let by = if variables.is_empty() { String::new() } else { format!("By{}", variables.join("And")) };
    ascii(&format!("{}{fixed}{by}", pascal_case(method)))
}

/// `items({id})` is `items()`.
fn without_variables(segment: &str) -> String {
    let mut text = String::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::invent;

    #[test]
    fn an_invented_id_reads_well() {
        assert_eq!(invent("get", "/teams/{teamId}/channels"), "GetTeamsChannelsByTeamId");
        assert_eq!(invent("post", "/v1.0/items({id})/move-to?x=1"), "PostV10ItemsMoveToById");
        assert_eq!(invent("delete", "/{a}/{b_c}"), "DeleteByAAndBC");
        assert_eq!(invent("get", "/"), "Get");
    }
}
