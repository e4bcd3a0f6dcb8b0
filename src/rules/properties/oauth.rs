//! Signing in by OAuth 2.0.

use super::connection::CONNECTION;
use super::parameters;
use crate::config::SECRET_IN_FILE;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::rules::Subject;
use crate::tree::{NodeId, Tree};

/// A generic provider of which something is not said.
pub static OAUTH_TEMPLATE_MISSING: Rule =
    Rule::warning("OAuthTemplateMissing", page!("OAuthTemplateMissing"));
/// A way to sign in that only Microsoft's own connectors have.
pub static AAD_CERTIFICATE_NOT_FIRST_PARTY: Rule =
    Rule::warning("AadCertificateNotFirstParty", page!("AadCertificateNotFirstParty"));
/// The address that all connectors share.
pub static GLOBAL_REDIRECT_MODE: Rule = Rule::warning("GlobalRedirectMode", page!("GlobalRedirectMode"));

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, properties: NodeId, findings: &mut Findings) {
    for parameter in parameters(tree, properties) {
        let Some(settings) = tree.get(parameter, "oAuthSettings") else { continue };
        match tree.get_str(settings, "identityProvider") {
            Some("oauth2generic") => templates(tree, settings, findings),
            Some("aadcertificate") => first_party(tree, settings, findings),
            _ => {}
        }
        client_secret(tree, settings, findings);
        // What is compiled has the mode that the compiler writes.
        if subject.source.is_none() {
            redirect(tree, settings, findings);
        }
    }
}

fn templates(tree: &Tree, settings: NodeId, findings: &mut Findings) {
    let custom = tree.get(settings, "customParameters");
    let given = |name: &str| {
        let mut members = custom.into_iter().flat_map(|custom| tree.members(custom));
        members.any(|(key, _)| key.eq_ignore_ascii_case(name))
    };
    let expected = CONNECTION.oauth2generic.expected.iter();
    let missing: Vec<String> = expected.filter(|name| !given(name)).map(|name| format!("`{name}`")).collect();
    if missing.is_empty() {
        return;
    }
    findings
        .report(
            &OAUTH_TEMPLATE_MISSING,
            Site::Key(custom.unwrap_or(settings)),
            format!("`oauth2generic` has no {}", missing.join(", no ")),
        )
        .help("say by these templates how the provider is asked for tokens");
}

fn first_party(tree: &Tree, settings: NodeId, findings: &mut Findings) {
    let mark = tree.at(settings, &["properties", "IsFirstParty"]);
    if mark.is_some_and(|mark| tree.text(mark).eq_ignore_ascii_case("true")) {
        return;
    }
    let provider = tree.get(settings, "identityProvider").unwrap_or(settings);
    findings
        .report(
            &AAD_CERTIFICATE_NOT_FIRST_PARTY,
            provider,
            "`aadcertificate` is for Microsoft's own connectors only",
        )
        .help("write `aad`, which signs in with a client secret");
}

fn client_secret(tree: &Tree, settings: NodeId, findings: &mut Findings) {
    let Some(secret) = tree.get(settings, "clientSecret") else { return };
    let Some(text) = tree.str(secret) else { return };
    let plain = text.to_lowercase();
    let placeholder = CONNECTION.secrets.placeholders.iter().any(|part| plain.contains(part.as_str()));
    if plain.trim().is_empty() || placeholder {
        return;
    }
    findings
        .report(&SECRET_IN_FILE, Site::Key(secret), "`clientSecret` puts a secret into a file")
        .help("remove it, and replace the secret if this file was ever shared; it is given when the connector is uploaded");
}

fn redirect(tree: &Tree, settings: NodeId, findings: &mut Findings) {
    let Some(mode) = tree.get(settings, "redirectMode") else { return };
    let redirect = &CONNECTION.redirect;
    if !tree.text(mode).eq_ignore_ascii_case(&redirect.superseded) {
        return;
    }
    findings
        .report(
            &GLOBAL_REDIRECT_MODE,
            mode,
            "the connector signs in at the address that all connectors share",
        )
        .help(format!(
            "write `{}`, and enter the address that the portal then shows at the identity provider",
            redirect.current
        ));
}
