//! Security definitions: `basic` is HTTP, and an OAuth definition has its flow below `flows`.

use super::{PASS, object};
use crate::tree::{NodeId, Origin, Tree};

pub(super) fn raise(tree: &mut Tree, root: NodeId) {
    let schemes: Vec<NodeId> =
        tree.get(root, "securityDefinitions").into_iter().flat_map(|all| tree.children(all)).collect();
    for scheme in schemes {
        match tree.get_str(scheme, "type") {
            Some("basic") => basic(tree, scheme),
            Some("oauth2") => oauth2(tree, scheme),
            _ => {}
        }
    }
}

fn basic(tree: &mut Tree, scheme: NodeId) {
    for (key, value) in [("type", "http"), ("scheme", "basic")] {
        let node = tree.make_string(value, Origin::from(scheme, PASS));
        tree.set(scheme, key, node);
    }
}

fn oauth2(tree: &mut Tree, scheme: NodeId) {
    let Some(flow) = tree.get(scheme, "flow") else { return };
    let name = match tree.text(flow) {
        "accessCode" => "authorizationCode",
        "application" => "clientCredentials",
        other @ ("implicit" | "password") => other,
        _ => return,
    };
    let name = name.to_owned();
    tree.detach(flow);
    let flows = object(tree, scheme, "flows", flow);
    let own = object(tree, flows, &name, flow);
    for key in ["authorizationUrl", "tokenUrl", "scopes"] {
        if let Some(member) = tree.get(scheme, key) {
            tree.append(own, key, member);
        }
    }
}
