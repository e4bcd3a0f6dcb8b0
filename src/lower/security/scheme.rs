//! One security scheme.

use super::{PASS, Security, oauth};
use crate::diagnostic::{Findings, Site};
use crate::lower::edit::{keep, set_text};
use crate::lower::rules::SECURITY_SCHEME_NOT_EXPRESSIBLE;
use crate::openapi::Version;
use crate::tree::{NodeId, Origin, Step, Tree};

pub(super) fn lower(tree: &mut Tree, security: &mut Security<'_>, scheme: NodeId, findings: &mut Findings) {
    let kind = tree.get_str(scheme, "type").unwrap_or_default().to_owned();
    match kind.as_str() {
        "basic" if security.version == Version::V2 => {}
        "http" => http(tree, security, scheme, findings),
        "apiKey" if tree.get_str(scheme, "in") == Some("cookie") => {
            refuse(tree, security, scheme, "a key in a cookie", findings);
        }
        "apiKey" => {}
        "oauth2" => oauth::lower(tree, security, scheme, findings),
        "openIdConnect" => refuse(tree, security, scheme, "OpenID Connect discovery", findings),
        "mutualTLS" => refuse(tree, security, scheme, "a client certificate", findings),
        "" => refuse(tree, security, scheme, "a scheme that names no type", findings),
        other => refuse(tree, security, scheme, &format!("a scheme of the type `{other}`"), findings),
    }
    keep(tree, scheme, "deprecated", "x-deprecated", PASS, findings);
    keep(tree, scheme, "oauth2MetadataUrl", "x-oas3-oauth2MetadataUrl", PASS, findings);
    keep(tree, scheme, "openIdConnectUrl", "x-oas3-openIdConnectUrl", PASS, findings);
}

/// HTTP authentication; its names do not depend on case (RFC 9110, section 11.1).
fn http(tree: &mut Tree, security: &mut Security<'_>, scheme: NodeId, findings: &mut Findings) {
    let Some(name) = tree.get(scheme, "scheme") else {
        refuse(tree, security, scheme, "HTTP authentication that names no scheme", findings);
        return;
    };
    let origin = Origin::from(name, PASS);
    match tree.text(name).to_lowercase().as_str() {
        "basic" => retype(tree, scheme, "basic"),
        "bearer" => {
            retype(tree, scheme, "apiKey");
            set_text(tree, scheme, "name", "Authorization", origin);
            set_text(tree, scheme, "in", "header", origin);
            describe_bearer(tree, scheme, origin);
            keep(tree, scheme, "bearerFormat", "x-oas3-bearerFormat", PASS, findings);
        }
        other => {
            refuse(tree, security, scheme, &format!("HTTP authentication by `{other}`"), findings);
            return;
        }
    }
    tree.detach(name);
    tree.note(name, Step { by: PASS, what: "said by the type", because: None });
    keep(tree, scheme, "bearerFormat", "x-oas3-bearerFormat", PASS, findings);
}

/// Whoever makes a connection must know that the word belongs to the key.
fn describe_bearer(tree: &mut Tree, scheme: NodeId, origin: Origin) {
    const HOW: &str = "Write `Bearer`, a space and the token.";
    let text = match tree.get_str(scheme, "description") {
        Some(text) if text.to_lowercase().contains("bearer") => return,
        Some(text) if !text.trim().is_empty() => format!("{} {HOW}", text.trim_end()),
        _ => HOW.to_owned(),
    };
    let origin = tree.get(scheme, "description").map_or(origin, |old| Origin::from(old, PASS));
    set_text(tree, scheme, "description", &text, origin);
}

pub(super) fn retype(tree: &mut Tree, scheme: NodeId, kind: &str) {
    if let Some(old) = tree.get(scheme, "type") {
        let new = tree.make_string(kind, Origin::from(old, PASS));
        tree.replace(old, new);
    }
}

/// Says that a connector cannot sign in so, and takes the scheme out of the definitions.
pub(super) fn refuse(
    tree: &Tree,
    security: &mut Security<'_>,
    scheme: NodeId,
    what: &str,
    findings: &mut Findings,
) {
    let message = format!("a connector cannot sign in with {what}");
    let finding = findings.report(&SECURITY_SCHEME_NOT_EXPRESSIBLE, Site::Key(scheme), message);
    finding.level = security.level(finding.level);
    if security.lowering.security_is_given {
        finding.help("`security` of connector.yaml takes its place");
    } else {
        finding.help(
            "say in `security` of connector.yaml how connections sign in, or remove the scheme by overlay",
        );
    }
    security.refused.insert(tree.key(scheme).to_owned());
}
