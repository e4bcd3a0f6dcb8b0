//! The token endpoint of Microsoft Entra, version 2.

use super::error::LoginError;
use super::options::Asked;
use super::patience;
use super::refusal::Refusal;
use crate::publish::redact::Secret;
use crate::publish::transport::{Answer, Method, Request};
use serde_json::Value;

/// What a way to a token gives.
pub(super) struct Tokens {
    pub(super) access: Secret,
    pub(super) refresh: Option<Secret>,
}

/// The endpoint as it stands in a sentence.
pub(super) const TOKEN_ENDPOINT: &str = "the token endpoint";

/// The address of an endpoint of a tenant: `token` or `devicecode`.
pub(super) fn address(asked: &Asked<'_>, tenant: &str, endpoint: &str) -> String {
    format!("{}/{tenant}/oauth2/v2.0/{endpoint}", asked.authority())
}

/// Asks for tokens with a form.
///
/// # Errors
/// There is no answer, or it holds no token.
pub(super) fn ask(asked: &Asked<'_>, tenant: &str, form: &[(&str, &str)]) -> Result<Tokens, LoginError> {
    tokens(asked, &post(asked, tenant, "token", form)?)
}

/// Sends a form to an endpoint. Claims that the service demands go with every form.
///
/// # Errors
/// There is no answer.
pub(super) fn post(
    asked: &Asked<'_>,
    tenant: &str,
    endpoint: &str,
    form: &[(&str, &str)],
) -> Result<Answer, LoginError> {
    let claims = asked.claims.map(|claims| ("claims", claims));
    let members: Vec<String> = form
        .iter()
        .copied()
        .chain(claims)
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    let request = Request::new(Method::Post, address(asked, tenant, endpoint))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .body(members.join("&"));
    patience::send(asked, TOKEN_ENDPOINT, &request)
}

/// The tokens in an answer.
///
/// # Errors
/// It refuses, or is not what such an answer is.
pub(super) fn tokens(asked: &Asked<'_>, answer: &Answer) -> Result<Tokens, LoginError> {
    let body = json(asked, TOKEN_ENDPOINT, answer)?;
    let secret = |name: &str| {
        let text = body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())?;
        let secret = Secret::new(text);
        asked.redactor.know(&secret);
        Some(secret)
    };
    let refresh = secret("refresh_token");
    let access = secret("access_token");
    let access = access.ok_or_else(|| LoginError::Protocol {
        way: asked.way,
        what: TOKEN_ENDPOINT,
        told: "it has no `access_token`".to_owned(),
    })?;
    Ok(Tokens { access, refresh })
}

/// The object in an answer that has one.
///
/// # Errors
/// It refuses, or is something else, such as the page of a proxy.
pub(super) fn json(asked: &Asked<'_>, what: &'static str, answer: &Answer) -> Result<Value, LoginError> {
    let body: Option<Value> = serde_json::from_slice(&answer.body).ok().filter(Value::is_object);
    match body {
        Some(body) if answer.is_success() && answer.is_json() => Ok(body),
        Some(body) => match Refusal::read(asked, &body).filter(|_| !answer.is_success()) {
            Some(refusal) => Err(LoginError::Refused { way: asked.way, refusal }),
            None => Err(unexpected(asked, what, answer)),
        },
        None => Err(unexpected(asked, what, answer)),
    }
}

/// An answer that is not what it should be.
pub(super) fn unexpected(asked: &Asked<'_>, what: &'static str, answer: &Answer) -> LoginError {
    let kind = answer.header("content-type").map_or("without a type".to_owned(), |kind| asked.shown(kind));
    let text = asked.shown(&String::from_utf8_lossy(&answer.body));
    let told =
        format!("status {}, {kind}: {}", answer.status, if text.is_empty() { "nothing" } else { &text });
    LoginError::Protocol { way: asked.way, what, told }
}

/// A value in a form or a query.
pub(super) fn encoded(value: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}
