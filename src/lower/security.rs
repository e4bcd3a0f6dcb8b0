//! `securitySchemes` → `securityDefinitions`.

use super::Lowering;
use super::edit::{keep, rename, set_text};
use super::rules::{SECURITY_SCHEME_NOT_EXPRESSIBLE, SEVERAL_OAUTH_FLOWS};
use crate::diagnostic::{Findings, Site};
use crate::openapi::Version;
use crate::tree::{NodeId, Origin, Step, Tree};

pub(super) const PASS: &str = "security";

/// Flows in the order in which a connector prefers them: 216 of 219 published OAuth connectors use the first.
const FLOWS: [(&str, &str); 4] = [
    ("authorizationCode", "accessCode"),
    ("clientCredentials", "application"),
    ("password", "password"),
    ("implicit", "implicit"),
];

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let root = lowering.root;
    let Some(schemes) = tree.at(root, &["components", "securitySchemes"]) else { return };
    let all: Vec<NodeId> = tree.children(schemes).collect();
    for scheme in all {
        lower(tree, scheme, findings);
    }
    super::edit::relocate(tree, schemes, root, "securityDefinitions", PASS);
}

fn lower(tree: &mut Tree, scheme: NodeId, findings: &mut Findings) {
    let kind = tree.get_str(scheme, "type").unwrap_or_default().to_owned();
    match kind.as_str() {
        "http" => http(tree, scheme, findings),
        "apiKey" if tree.get_str(scheme, "in") == Some("cookie") => {
            refuse(tree, scheme, "a key in a cookie", findings);
        }
        "oauth2" => oauth2(tree, scheme, findings),
        "openIdConnect" => refuse(tree, scheme, "OpenID Connect discovery", findings),
        "mutualTLS" => refuse(tree, scheme, "a client certificate", findings),
        _ => {}
    }
    keep(tree, scheme, "deprecated", "x-deprecated", PASS, findings);
    keep(tree, scheme, "oauth2MetadataUrl", "x-oas3-oauth2MetadataUrl", PASS, findings);
}

fn http(tree: &mut Tree, scheme: NodeId, findings: &mut Findings) {
    let Some(name) = tree.get(scheme, "scheme") else { return };
    let lower = tree.text(name).to_lowercase();
    let origin = Origin::from(name, PASS);
    match lower.as_str() {
        "basic" => {
            retype(tree, scheme, "basic");
            tree.detach(name);
            tree.note(name, Step { by: PASS, what: "said by the type", because: None });
        }
        "bearer" => {
            retype(tree, scheme, "apiKey");
            tree.detach(name);
            set_text(tree, scheme, "name", "Authorization", origin);
            set_text(tree, scheme, "in", "header", origin);
            if tree.get(scheme, "description").is_none() {
                set_text(tree, scheme, "description", "`Bearer ` and the token.", origin);
            }
            keep(tree, scheme, "bearerFormat", "x-oas3-bearerFormat", PASS, findings);
        }
        _ => {
            let what = format!("HTTP authentication by `{lower}`");
            refuse(tree, scheme, &what, findings);
        }
    }
}

fn retype(tree: &mut Tree, scheme: NodeId, kind: &str) {
    if let Some(old) = tree.get(scheme, "type") {
        let new = tree.make_string(kind, Origin::from(old, PASS));
        tree.replace(old, new);
    }
}

fn refuse(tree: &Tree, scheme: NodeId, what: &str, findings: &mut Findings) {
    let message = format!("a connector cannot sign in with {what}");
    findings
        .report(&SECURITY_SCHEME_NOT_EXPRESSIBLE, Site::Key(scheme), message)
        .help("say in `security` of connector.yaml how connections sign in, or remove the scheme by overlay");
    let _ = tree;
}

fn oauth2(tree: &mut Tree, scheme: NodeId, findings: &mut Findings) {
    let Some(flows) = tree.get(scheme, "flows") else { return };
    let chosen = FLOWS.iter().find_map(|(name, old)| Some((tree.get(flows, name)?, *old)));
    let Some((flow, word)) = chosen else {
        refuse(tree, scheme, "any of these OAuth flows", findings);
        return;
    };
    let others: Vec<NodeId> = tree
        .members(flows)
        .filter(|(key, node)| *node != flow && !key.starts_with("x-"))
        .map(|(_, node)| node)
        .collect();
    if let Some(other) = others.first() {
        let message = format!(
            "a connector has one OAuth flow: `{}` is taken, `{}` is not",
            tree.key(flow),
            tree.key(*other)
        );
        findings.report(&SEVERAL_OAUTH_FLOWS, Site::Key(*other), message).also(Site::Key(flow), "taken");
    }
    set_text(tree, scheme, "flow", word, Origin::from(flow, PASS));
    let members: Vec<NodeId> = tree.children(flow).collect();
    for member in members {
        let key = tree.key(member).to_owned();
        let key = if key == "refreshUrl" { "x-oas3-refreshUrl".to_owned() } else { key };
        super::edit::relocate(tree, member, scheme, &key, PASS);
    }
    if tree.get(scheme, "scopes").is_none() {
        let scopes = tree.make_object(Origin::from(flow, PASS));
        tree.append(scheme, "scopes", scopes);
    }
    tree.detach(flow);
    if others.is_empty() {
        tree.detach(flows);
    } else {
        rename(tree, flows, "x-oas3-flows", PASS);
    }
}
