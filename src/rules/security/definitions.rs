//! `securityDefinitions`: how one signs in.

use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::nearest::nearest;
use crate::tree::{NodeId, Tree};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// More ways to sign in than the platform takes from here.
pub static SEVERAL_SECURITY_DEFINITIONS: Rule =
    Rule::warning("SeveralSecurityDefinitions", page!("SeveralSecurityDefinitions"));
/// Microsoft's name for something that a definition of this type does not have.
pub static SECURITY_SCHEME_PROPERTY_NOT_VALID: Rule =
    Rule::error("SecuritySchemePropertyNotValid", page!("SecuritySchemePropertyNotValid"));
/// Microsoft's name for something that a definition of this type must have.
pub static SECURITY_SCHEME_PROPERTY_REQUIRED: Rule =
    Rule::error("SecuritySchemePropertyRequired", page!("SecuritySchemePropertyRequired"));
/// A way to obtain a token by which no connection can be made.
pub static OAUTH_FLOW_NOT_SUPPORTED: Rule =
    Rule::warning("OAuthFlowNotSupported", page!("OAuthFlowNotSupported")).published(Severity::Error);
/// Microsoft's name for an address that is not one.
pub static URL_NOT_VALID: Rule = Rule::error("UrlNotValid", page!("UrlNotValid"));

/// `spec/platform/security.toml`
#[derive(Deserialize)]
struct Platform {
    flows: Supported,
    types: BTreeMap<String, Type>,
}

#[derive(Deserialize)]
struct Supported {
    supported: Vec<String>,
}

#[derive(Deserialize)]
struct Type {
    required: Vec<String>,
    optional: Vec<String>,
    #[serde(default)]
    flows: BTreeMap<String, Vec<String>>,
}

static PLATFORM: LazyLock<Platform> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/security.toml"))
        .expect("internal error: the facts about signing in are TOML")
});

pub(super) fn check(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let Some(definitions) = tree.get(root, "securityDefinitions") else { return };
    let all: Vec<NodeId> = tree.members(definitions).map(|(_, node)| node).collect();
    if let [first, second, ..] = all[..] {
        let message = format!(
            "there are {} security definitions, and the platform takes the first: `{}`",
            all.len(),
            tree.key(first)
        );
        findings
            .report(&SEVERAL_SECURITY_DEFINITIONS, Site::Key(second), message)
            .also(Site::Key(first), "this one is taken")
            .help("keep one; several ways to sign in are described in apiProperties.json");
    }
    for scheme in all.into_iter().filter(|scheme| tree.is_object(*scheme)) {
        members(tree, scheme, findings);
        flow(tree, scheme, findings);
        for key in ["authorizationUrl", "tokenUrl"] {
            if let Some(url) = tree.get(scheme, key) {
                address(tree, url, findings);
            }
        }
    }
}

fn members(tree: &Tree, scheme: NodeId, findings: &mut Findings) {
    let name = tree.key(scheme);
    let Some(kind) = tree.get(scheme, "type") else {
        findings
            .report(
                &SECURITY_SCHEME_PROPERTY_REQUIRED,
                Site::Key(scheme),
                format!("the security definition `{name}` has no `type`"),
            )
            .help("add `type`: `basic`, `apiKey` or `oauth2`");
        return;
    };
    let kind = tree.text(kind);
    // A type that is not known is told by the list of those that are.
    let Some(known) = PLATFORM.types.get(kind) else { return };
    let flow = tree.get_str(scheme, "flow");
    let added = flow.and_then(|flow| known.flows.get(flow)).map_or(&[][..], Vec::as_slice);
    let what = match flow.filter(|flow| known.flows.contains_key(*flow)) {
        Some(flow) => format!("{kind} with the flow {flow}"),
        None => kind.to_owned(),
    };
    for key in known.required.iter().chain(added) {
        if tree.get(scheme, key).is_none() {
            required(tree, scheme, key, &what, findings);
        }
    }
    if kind == "oauth2" && tree.get(scheme, "scopes").is_none() {
        // Two published connectors do without.
        required(tree, scheme, "scopes", &what, findings);
    }
    // Which address belongs to a flow that is missing or not known, nobody can say.
    if !known.flows.is_empty() && !flow.is_some_and(|flow| known.flows.contains_key(flow)) {
        return;
    }
    let mut allowed: Vec<&str> = vec!["type"];
    allowed.extend(known.required.iter().chain(&known.optional).chain(added).map(String::as_str));
    for (key, member) in tree.members(scheme) {
        if key.starts_with("x-") || allowed.contains(&key) {
            continue;
        }
        let finding = findings.report(
            &SECURITY_SCHEME_PROPERTY_NOT_VALID,
            Site::Key(member),
            format!("a security definition of type {what} has no `{key}`"),
        );
        match nearest(key, allowed.iter().copied().filter(|known| tree.get(scheme, known).is_none())) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it, or correct the type"),
        };
    }
}

fn required(tree: &Tree, scheme: NodeId, key: &str, what: &str, findings: &mut Findings) {
    let name = tree.key(scheme);
    let finding = findings.report(
        &SECURITY_SCHEME_PROPERTY_REQUIRED,
        Site::Key(scheme),
        format!("the security definition `{name}` has no `{key}`, which type {what} needs"),
    );
    finding.help(format!("add `{key}`"));
    if key == "scopes" {
        finding.help("add `scopes`, an empty object if there are none").level = Severity::Warning;
    }
}

fn flow(tree: &Tree, scheme: NodeId, findings: &mut Findings) {
    let Some(flow) = tree.get(scheme, "flow").filter(|_| tree.get_str(scheme, "type") == Some("oauth2"))
    else {
        return;
    };
    let Some(name) = tree.str(flow) else { return };
    let known = PLATFORM.types.get("oauth2").is_some_and(|oauth| oauth.flows.contains_key(name));
    if !known || PLATFORM.flows.supported.iter().any(|supported| supported == name) {
        return;
    }
    findings
        .report(&OAUTH_FLOW_NOT_SUPPORTED, flow, format!("connections cannot be made by the flow `{name}`"))
        .help("use `accessCode`: a person signs in, and the platform keeps the token");
}

/// An environment variable may stand for a URL.
fn address(tree: &Tree, url: NodeId, findings: &mut Findings) {
    let Some(text) = tree.str(url) else { return };
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let has_host = rest.is_some() && text.splitn(3, '/').nth(2).is_some_and(|host| !host.is_empty());
    if text.starts_with("@environmentVariables(") || has_host && !text.contains(char::is_whitespace) {
        return;
    }
    findings
        .report(&URL_NOT_VALID, url, format!("`{}` is `{text}`, which is no address", tree.key(url)))
        .help("write the whole address, from `https://`");
}
