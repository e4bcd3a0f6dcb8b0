//! The operation by which the platform tells whether a connection works.

use super::Finishing;
use super::rules::TEST_CONNECTION_NOT_FOUND;
use crate::config::TestConnection;
use crate::diagnostic::Findings;
use crate::nearest::nearest;
use crate::openapi::operations;
use crate::tree::{NodeId, Origin, Tree};

pub(super) const PASS: &str = "capabilities";

pub(super) fn run(tree: &mut Tree, finishing: &Finishing<'_>, findings: &mut Findings) {
    let root = finishing.root;
    match &finishing.config.connector.test_connection {
        None => {}
        Some(TestConnection::Existing { operation_id, parameters }) => {
            if !operations(tree, root).any(|operation| operation.id() == Some(&operation_id.value)) {
                let near = nearest(
                    &operation_id.value,
                    operations(tree, root).filter_map(|operation| operation.id()),
                );
                let message = format!(
                    "the connector has no operation `{}` to test connections with",
                    operation_id.value
                );
                let finding = findings.report(&TEST_CONNECTION_NOT_FOUND, operation_id.at, message);
                match near {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding.help("name an operation that is in the connector"),
                };
                return;
            }
            declare(tree, root, &operation_id.value, *parameters, Origin::from(operation_id.at, PASS));
        }
        Some(TestConnection::Own { operation, .. }) => {
            // Shaping added the operation itself; here it is only named.
            if let Some(id) = tree.get(*operation, "operationId") {
                let text = tree.text(id).to_owned();
                declare(tree, root, &text, None, Origin::from(id, PASS));
            }
        }
    }
}

fn declare(tree: &mut Tree, root: NodeId, id: &str, parameters: Option<NodeId>, origin: Origin) {
    let capabilities = member(tree, root, "x-ms-capabilities", origin);
    let test = tree.make_object(origin);
    let node = tree.make_string(id, origin);
    tree.append(test, "operationId", node);
    if let Some(parameters) = parameters {
        let copy = tree.copy(parameters, PASS);
        tree.append(test, "parameters", copy);
    }
    tree.set(capabilities, "testConnection", test);
}

fn member(tree: &mut Tree, object: NodeId, key: &str, origin: Origin) -> NodeId {
    match tree.get(object, key) {
        Some(member) => member,
        None => {
            let member = tree.make_object(origin);
            tree.append(object, key, member);
            member
        }
    }
}
