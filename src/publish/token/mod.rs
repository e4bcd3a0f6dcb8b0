//! An access token, read: whom it is for, whose it is, how long it lasts.
//!
//! Its signature is not checked, and could not be: the service does that. What is read here serves to explain
//! in time what the service would refuse without a word.

mod check;
mod refused;

pub use check::{Mismatch, check};
pub use refused::refused;

use super::redact::{Secret, printable};
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};
use std::fmt;

/// What a token says of itself. All texts may be shown on a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// `aud`: the service that it is for.
    pub audiences: Vec<String>,
    /// `exp`: the second since 1970 from which on it is worth nothing.
    pub expires: Option<u64>,
    /// `nbf`: the second since 1970 before which it is worth nothing.
    pub not_before: Option<u64>,
    /// `tid`: the tenant.
    pub tenant: Option<String>,
    /// `oid`: the object of the directory that signed in, a user or a service principal.
    pub object: Option<String>,
    /// `appid` or `azp`: the client that asked for the token.
    pub client: Option<String>,
    /// `iss`: who made it out.
    pub issuer: Option<String>,
    /// `upn`, `preferred_username` or `unique_name`: the user's name for signing in.
    pub user: Option<String>,
    /// `app_displayname`: the name of the client.
    pub client_name: Option<String>,
    /// `scp`: what the user lets the client do.
    pub scopes: Vec<String>,
    /// `roles`: what the client may do on its own.
    pub roles: Vec<String>,
    /// Who acts.
    pub actor: Actor,
}

/// Who acts with a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Actor {
    /// A person, through a client.
    #[default]
    User,
    /// A client on its own, such as a pipeline: the token is app-only.
    App,
}

/// Why a token cannot be read. None of them quotes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("there is no token")]
    Empty,
    #[error("the token is not a JSON Web Token, which has three parts")]
    NotThreeParts,
    #[error("the token is encrypted: it is not one that Power Apps takes")]
    Encrypted,
    #[error(
        "the token cannot be read: its middle part is not Base64 of a JSON object; it may have been cut off"
    )]
    NotJson,
    #[error("the token is larger than any that a service takes")]
    TooLarge,
    #[error("the token holds what no token can, such as a space or a line break")]
    NotOneWord,
}

/// The largest that a token may be, in bytes. Services refuse headers far smaller.
const LARGEST: usize = 128 * 1024;

/// With or without padding, and with the bits that do not count in any state: others write them.
static BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Reads what a token says of itself, without checking that it is true.
///
/// # Errors
/// It is no JSON Web Token.
pub fn decode(token: &Secret) -> Result<Claims, TokenError> {
    let text = token.expose();
    if text.is_empty() {
        return Err(TokenError::Empty);
    }
    if text.len() > LARGEST {
        return Err(TokenError::TooLarge);
    }
    if text.contains(|char: char| !char.is_ascii_graphic()) {
        return Err(TokenError::NotOneWord);
    }
    let parts: Vec<&str> = text.split('.').collect();
    let payload = match parts.as_slice() {
        [header, payload, _] if !header.is_empty() && !payload.is_empty() => *payload,
        [_, _, _, _, _] => return Err(TokenError::Encrypted),
        _ => return Err(TokenError::NotThreeParts),
    };
    let bytes = BASE64.decode(payload).map_err(|_| TokenError::NotJson)?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(members)) => Ok(claims(&members)),
        _ => Err(TokenError::NotJson),
    }
}

fn claims(members: &Map<String, Value>) -> Claims {
    let text =
        |name: &str| members.get(name).and_then(Value::as_str).map(shown).filter(|text| !text.is_empty());
    let scopes: Vec<String> =
        text("scp").map(|scopes| scopes.split(' ').map(str::to_owned).collect()).unwrap_or_default();
    let actor = match text("idtyp").as_deref() {
        Some("app") => Actor::App,
        Some("user") => Actor::User,
        // Every token of a user has scopes, and none of a client has.
        _ if scopes.is_empty() => Actor::App,
        _ => Actor::User,
    };
    Claims {
        audiences: texts(members.get("aud")),
        expires: seconds(members.get("exp")),
        not_before: seconds(members.get("nbf")),
        tenant: text("tid"),
        object: text("oid"),
        client: text("appid").or_else(|| text("azp")),
        issuer: text("iss"),
        user: text("upn").or_else(|| text("preferred_username")).or_else(|| text("unique_name")),
        client_name: text("app_displayname"),
        scopes,
        roles: texts(members.get("roles")),
        actor,
    }
}

/// One text, or a list of them.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![shown(text)],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(shown).collect(),
        _ => Vec::new(),
    }
}

/// A time; some write it as a text, some with a fraction.
fn seconds(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().map(|seconds| seconds as u64)),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A claim as it may be shown: anybody can write anything into a token.
fn shown(text: &str) -> String {
    const LONGEST: usize = 200;
    printable(text).replace(['\n', '\t'], " ").chars().take(LONGEST).collect()
}

impl fmt::Display for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unknown = "unknown";
        let client = self.client_name.as_deref().or(self.client.as_deref()).unwrap_or(unknown);
        match (self.actor, &self.user) {
            (Actor::App, _) => write!(f, "the application {client}")?,
            (Actor::User, Some(user)) => write!(f, "{user}")?,
            (Actor::User, None) => write!(f, "the user {}", self.object.as_deref().unwrap_or(unknown))?,
        }
        match &self.tenant {
            Some(tenant) => write!(f, " of the tenant {tenant}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
pub(in crate::publish) mod tests;
