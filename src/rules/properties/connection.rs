//! What makers fill in to make a connection.

use super::parameters;
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::nearest::nearest;
use crate::tree::{Edit, Kind, NodeId, Tree};
use serde::Deserialize;
use std::sync::LazyLock;

/// A yes or no that should be a text.
pub static BOOLEAN_CONSTRAINT: Rule =
    Rule::warning("BooleanConstraint", page!("BooleanConstraint")).published(Severity::Error);
/// A field of which makers are not told what it is.
pub static CONNECTION_PARAMETER_WITHOUT_LABEL: Rule =
    Rule::warning("ConnectionParameterWithoutLabel", page!("ConnectionParameterWithoutLabel"))
        .published(Severity::Error);
/// A secret that is shown while it is typed.
pub static SECRET_AS_PLAIN_TEXT: Rule = Rule::warning("SecretAsPlainText", page!("SecretAsPlainText"));
/// A capability that nobody knows.
pub static UNKNOWN_CAPABILITY: Rule = Rule::warning("UnknownCapability", page!("UnknownCapability"));

/// `spec/platform/connection.toml`
#[derive(Deserialize)]
pub(super) struct Connection {
    capabilities: Vec<String>,
    pub(super) secrets: Secrets,
    pub(super) oauth2generic: Generic,
    pub(super) redirect: Redirect,
}

#[derive(Deserialize)]
pub(super) struct Secrets {
    endings: Vec<String>,
    pub(super) placeholders: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Generic {
    pub(super) expected: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Redirect {
    pub(super) superseded: String,
    pub(super) current: String,
}

pub(super) static CONNECTION: LazyLock<Connection> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/connection.toml"))
        .expect("internal error: what is known of connections is TOML")
});

pub(super) fn check(tree: &Tree, properties: NodeId, findings: &mut Findings) {
    for parameter in parameters(tree, properties) {
        constraints(tree, parameter, findings);
        label(tree, parameter, findings);
        secret(tree, parameter, findings);
    }
    let list = tree.get(properties, "capabilities");
    for capability in list.into_iter().flat_map(|list| tree.items(list)) {
        let Some(text) = tree.str(capability) else { continue };
        let known = &CONNECTION.capabilities;
        if known.iter().any(|known| known.eq_ignore_ascii_case(text)) {
            continue;
        }
        let finding = findings.report(
            &UNKNOWN_CAPABILITY,
            capability,
            format!("`{text}` is no capability that is known"),
        );
        match nearest(text, known.iter().map(String::as_str)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("write `actions`, `triggers` or nothing"),
        };
    }
}

/// The platform compares these with the texts "true" and "false".
fn constraints(tree: &Tree, parameter: NodeId, findings: &mut Findings) {
    for key in ["required", "hidden"] {
        let Some(value) = tree.at(parameter, &["uiDefinition", "constraints", key]) else { continue };
        if tree.kind(value) != Kind::Bool {
            continue;
        }
        let text = tree.text(value);
        findings
            .report(&BOOLEAN_CONSTRAINT, value, format!("`{key}` is {text}, not the text \"{text}\""))
            .help(format!("write `\"{key}\": \"{text}\"`, in quotes"))
            .fix(Edit::Replace(value, text.into()));
    }
}

fn label(tree: &Tree, parameter: NodeId, findings: &mut Findings) {
    let hidden = tree.at(parameter, &["uiDefinition", "constraints", "hidden"]);
    let kind = tree.get_str(parameter, "type").unwrap_or_default();
    // Signing in is a button, and a gateway is chosen from a list: neither has a label.
    let shown = !kind.eq_ignore_ascii_case("oauthSetting") && kind != "gatewaySetting";
    if !tree.is_object(parameter) || !shown || hidden.is_some_and(|hidden| tree.text(hidden) == "true") {
        return;
    }
    let empty = |key: &&&str| {
        let text = tree.at(parameter, &["uiDefinition", key]);
        text.is_none_or(|text| tree.text(text).trim().is_empty())
    };
    let missing: Vec<&str> =
        ["displayName", "description", "tooltip"].iter().filter(empty).copied().collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|key| format!("`{key}`")).collect();
    let name = tree.key(parameter);
    let message = format!("the connection parameter `{name}` has no {}", names.join(", no "));
    let finding = findings.report(&CONNECTION_PARAMETER_WITHOUT_LABEL, Site::Key(parameter), message);
    finding.help("tell makers in `uiDefinition` what to enter");
    // Reviewers insist on the name of the field; the texts around it are missing more often.
    if !missing.contains(&"displayName") {
        finding.level = Severity::Warning;
    }
}

fn secret(tree: &Tree, parameter: NodeId, findings: &mut Findings) {
    let Some(kind) = tree.get(parameter, "type") else { return };
    let name = tree.key(parameter);
    if tree.str(kind) != Some("string") || !is_secret(name) {
        return;
    }
    let message = format!("`{name}` looks like a secret, but is a `string` that everyone can read");
    findings.report(&SECRET_AS_PLAIN_TEXT, kind, message).help("write `\"type\": \"securestring\"`");
}

fn is_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    CONNECTION.secrets.endings.iter().any(|ending| plain.ends_with(ending))
}
