//! An application that somebody else vouches for: a token of theirs is exchanged for one of ours.

use super::endpoint::{self, Tokens};
use super::error::LoginError;
use super::options::Asked;
use super::patience;
use crate::publish::redact::Secret;
use crate::publish::transport::{Method, Request};
use serde_json::Value;

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Exchanges an assertion, signed by the application's own key or by whom it trusts.
pub(super) fn exchange(asked: &Asked<'_>, assertion: &Secret) -> Result<Tokens, LoginError> {
    let (tenant, client) = (asked.tenant()?, asked.client()?);
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &client),
        ("client_assertion_type", JWT_BEARER),
        ("client_assertion", assertion.expose()),
        ("scope", &asked.options.cloud.scope()),
    ];
    endpoint::ask(asked, &tenant, &form)
}

/// Asks a pipeline's host for the token that it vouches with, which stands in one member of the answer.
pub(super) fn assertion(
    asked: &Asked<'_>,
    what: &'static str,
    request: &Request,
    member: &str,
) -> Result<Secret, LoginError> {
    let answer = patience::send(asked, what, request)?;
    if !answer.is_success() {
        return Err(endpoint::unexpected(asked, what, &answer));
    }
    let body = endpoint::json(asked, what, &answer)?;
    let Some(token) = body.get(member).and_then(Value::as_str).filter(|token| !token.is_empty()) else {
        let told = format!("it has no `{member}`");
        return Err(LoginError::Protocol { way: asked.way, what, told });
    };
    let token = Secret::new(token);
    asked.redactor.know(&token);
    Ok(token)
}

/// A request with a bearer token, to an address out of a variable, with more in its query.
pub(super) fn bearer(method: Method, address: &str, query: &str, token: &Secret) -> Request {
    let join = if address.contains('?') { '&' } else { '?' };
    Request::new(method, format!("{address}{join}{query}"))
        .header("authorization", format!("Bearer {}", token.expose()))
        .header("accept", "application/json")
}
