//! OAuth 2.0: one flow, with absolute addresses.

use super::scheme::refuse;
use super::{PASS, Security};
use crate::diagnostic::{Findings, Severity, Site};
use crate::lower::edit::{relocate, rename, set_text};
use crate::lower::rules::{RELATIVE_URL, SEVERAL_OAUTH_FLOWS};
use crate::openapi::Version;
use crate::tree::{NodeId, Origin, Tree};

/// Flows in the order in which a connector prefers them: 216 of 219 published OAuth connectors use the first.
const FLOWS: [(&str, &str); 4] = [
    ("authorizationCode", "accessCode"),
    ("clientCredentials", "application"),
    ("password", "password"),
    ("implicit", "implicit"),
];

const ADDRESSES: [&str; 3] = ["authorizationUrl", "tokenUrl", "x-oas3-refreshUrl"];

pub(super) fn lower(tree: &mut Tree, security: &mut Security<'_>, scheme: NodeId, findings: &mut Findings) {
    if security.version != Version::V2 {
        let Some(flows) = tree.get(scheme, "flows") else {
            refuse(tree, security, scheme, "OAuth that names no flow", findings);
            return;
        };
        let chosen = FLOWS.iter().find_map(|(name, old)| Some((tree.get(flows, name)?, *old)));
        let Some((flow, word)) = chosen else {
            let names: Vec<String> = tree.members(flows).map(|(name, _)| format!("`{name}`")).collect();
            refuse(tree, security, scheme, &format!("the OAuth flow {}", names.join(", ")), findings);
            return;
        };
        others(tree, security, flows, flow, findings);
        unfold(tree, scheme, flows, flow, word);
    }
    if tree.get(scheme, "scopes").is_none() {
        let scopes = tree.make_object(Origin::from(scheme, PASS));
        tree.append(scheme, "scopes", scopes);
    }
    for key in ADDRESSES {
        absolute(tree, security, scheme, key, findings);
    }
}

/// Says which flows are not taken.
fn others(tree: &Tree, security: &Security<'_>, flows: NodeId, flow: NodeId, findings: &mut Findings) {
    let others: Vec<NodeId> = tree
        .members(flows)
        .filter(|(key, node)| *node != flow && !key.starts_with("x-"))
        .map(|(_, node)| node)
        .collect();
    let Some(first) = others.first() else { return };
    let names: Vec<String> = others.iter().map(|other| format!("`{}`", tree.key(*other))).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!(
        "a connector has one OAuth flow: `{}` is taken, {} {verb} not",
        tree.key(flow),
        names.join(", ")
    );
    let finding = findings.report(&SEVERAL_OAUTH_FLOWS, Site::Key(*first), message);
    finding.level = security.level(finding.level);
    finding.also(Site::Key(flow), "taken").help(
        "remove by overlay the flows that connections shall not use, or set `security` in connector.yaml",
    );
}

/// In 2.0 a scheme is its flow.
fn unfold(tree: &mut Tree, scheme: NodeId, flows: NodeId, flow: NodeId, word: &str) {
    set_text(tree, scheme, "flow", word, Origin::from(flow, PASS));
    let members: Vec<NodeId> = tree.children(flow).collect();
    for member in members {
        let key = tree.key(member).to_owned();
        let wanted = match (word, key.as_str()) {
            (_, "refreshUrl") => "x-oas3-refreshUrl".to_owned(),
            // A flow may bring an address that it does not use, which 2.0 forbids.
            ("implicit", "tokenUrl")
            | ("application" | "password", "authorizationUrl")
            | (_, "deviceAuthorizationUrl") => format!("x-oas3-{key}"),
            _ => key,
        };
        relocate(tree, member, scheme, &wanted, PASS);
    }
    tree.detach(flow);
    if tree.children(flows).next().is_none() {
        tree.detach(flows);
    } else {
        rename(tree, flows, "x-oas3-flows", PASS);
    }
}

/// 2.0 and the platform want whole addresses; relative ones begin at the server.
fn absolute(tree: &mut Tree, security: &Security<'_>, scheme: NodeId, key: &str, findings: &mut Findings) {
    let Some(node) = tree.get(scheme, key) else { return };
    let text = tree.text(node);
    if text.contains("://") || text.starts_with('@') || text.is_empty() {
        return;
    }
    let Some(server) = &security.server else {
        let message = format!("`{key}` is relative, and no server says to what");
        let finding = findings.report(&RELATIVE_URL, node, message);
        finding.level = security.level(Severity::Error);
        finding.help("write the whole address, beginning with `https://`");
        return;
    };
    let whole = resolve(server, text);
    let finding =
        findings.report(&RELATIVE_URL, node, format!("`{text}` is relative to the server: `{whole}`"));
    finding.level = Severity::Note;
    set_text(tree, scheme, key, &whole, Origin::from(node, PASS));
}

/// A relative reference against a base that ends with a slash (RFC 3986, section 5.2, without empty segments).
fn resolve(base: &str, relative: &str) -> String {
    let (scheme, rest) = base.split_once("://").unwrap_or(("https", base));
    if let Some(rest) = relative.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let (host, base_path) = rest.split_once('/').unwrap_or((rest, ""));
    let (path, end) = relative.split_at(relative.find(['?', '#']).unwrap_or(relative.len()));
    let path = if path.starts_with('/') { path.to_owned() } else { format!("{base_path}{path}") };
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." | "" => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    format!("{scheme}://{host}/{}{end}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn an_address_begins_at_the_server() {
        let base = "https://api.example.com/v1/";
        assert_eq!(resolve(base, "/oauth/token"), "https://api.example.com/oauth/token");
        assert_eq!(resolve(base, "oauth/token?x=1"), "https://api.example.com/v1/oauth/token?x=1");
        assert_eq!(resolve(base, "../token"), "https://api.example.com/token");
        assert_eq!(resolve(base, "//login.example.com/token"), "https://login.example.com/token");
    }
}
