//! `appRegistration.json`: the application that a customer registers, as the body of a Microsoft Graph request
//! (`POST /applications`).

use crate::config::{AppRegistration, Config, Security};
use crate::diagnostic::Findings;
use crate::nearest::nearest;
use crate::rules::artifacts::UNKNOWN_PERMISSION;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) const NAME: &str = "appRegistration.json";

/// `spec/platform/graph-permissions.toml`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Permissions {
    resource_app_id: String,
    scopes: BTreeMap<String, String>,
}

/// The registration, if the configuration describes one.
pub(super) fn json(config: &Config, findings: &mut Findings) -> Option<Vec<u8>> {
    let Security::OAuth2 { registration: Some(registration), redirect_url, .. } =
        &config.security.as_ref()?.value
    else {
        return None;
    };
    let permissions: Permissions = toml::from_str(include_str!("../../spec/platform/graph-permissions.toml"))
        .expect("internal error: the permissions are TOML");
    let access = access(registration, &permissions, findings);
    let redirect =
        redirect_url.as_ref().map_or("https://global.consent.azure-apim.net/redirect", |url| &url.value);
    let title = config.connector.title.as_ref().map_or("Connector", |title| &title.value);
    let name = registration.display_name.as_ref().map_or(title, |name| &name.value);
    let audience = registration.sign_in_audience.as_ref().map_or("AzureADMyOrg", |audience| &audience.value);
    let body = json!({
        "displayName": name,
        "signInAudience": audience,
        "web": {
            "redirectUris": [redirect],
            "implicitGrantSettings": {"enableAccessTokenIssuance": true, "enableIdTokenIssuance": true},
        },
        "requiredResourceAccess": [
            {"resourceAppId": permissions.resource_app_id, "resourceAccess": access},
        ],
    });
    let mut text = serde_json::to_string_pretty(&body).expect("internal error: the registration is JSON");
    text.push('\n');
    Some(text.into_bytes())
}

fn access(registration: &AppRegistration, permissions: &Permissions, findings: &mut Findings) -> Vec<Value> {
    let mut access = Vec::new();
    for permission in &registration.permissions {
        let id = match permissions.scopes.get(&permission.value) {
            Some(id) => id.as_str(),
            None if is_guid(&permission.value) => &permission.value,
            None => {
                let message =
                    format!("`{}` is not a delegated permission that connectorc knows", permission.value);
                let finding = findings.report(&UNKNOWN_PERMISSION, permission.at, message);
                match nearest(&permission.value, permissions.scopes.keys().map(String::as_str)) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding.help("give its id instead: a GUID of Microsoft's permissions reference"),
                };
                continue;
            }
        };
        access.push(json!({"id": id, "type": "Scope"}));
    }
    access
}

fn is_guid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
