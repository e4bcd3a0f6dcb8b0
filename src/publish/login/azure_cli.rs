//! Whoever is signed in to the Azure CLI.

use super::endpoint::Tokens;
use super::error::LoginError;
use super::options::Asked;
use super::refusal::Refusal;
use crate::publish::redact::Secret;
use serde_json::Value;
use std::io::ErrorKind;
use std::time::Duration;

/// On Windows the CLI is a batch file, which is found by its whole name only.
const PROGRAM: &str = if cfg!(windows) { "az.cmd" } else { "az" };
/// A first start of the CLI takes long, and it may have to renew its own sign-in.
const LIMIT: Duration = Duration::from_secs(60);

pub(super) fn tokens(asked: &Asked<'_>) -> Result<Tokens, LoginError> {
    if asked.claims.is_some() {
        return Err(LoginError::Challenged(asked.way));
    }
    let audience = asked.options.cloud.audience();
    let mut arguments = vec!["account", "get-access-token", "--output", "json", "--resource", audience];
    let tenant = match asked.tenant() {
        Ok(tenant) => Some(tenant),
        Err(LoginError::Missing { .. }) => None,
        Err(error) => return Err(error),
    };
    if let Some(tenant) = &tenant {
        arguments.extend(["--tenant", tenant]);
    }
    let ran = asked.world.run(PROGRAM, &arguments, LIMIT).map_err(|error| match error.kind() {
        ErrorKind::NotFound => LoginError::NoAzureCli,
        _ => LoginError::AzureCli(asked.shown(&error.to_string())),
    })?;
    if !ran.success {
        return Err(refused(asked, &String::from_utf8_lossy(&ran.stderr)));
    }
    let answer: Option<Value> = serde_json::from_slice(&ran.stdout).ok();
    let token = answer.as_ref().and_then(|answer| answer.get("accessToken")).and_then(Value::as_str);
    let Some(token) = token.filter(|token| !token.is_empty()) else {
        return Err(LoginError::AzureCli("what it printed is not JSON with an `accessToken`".to_owned()));
    };
    let access = Secret::new(token);
    asked.redactor.know(&access);
    Ok(Tokens { access, refresh: None })
}

fn refused(asked: &Asked<'_>, told: &str) -> LoginError {
    let told = asked.shown(told);
    if let Some(refusal) = Refusal::in_text(&told) {
        return LoginError::Refused { way: asked.way, refusal };
    }
    if told.contains("az login") {
        return LoginError::AzureCliSignedOut;
    }
    LoginError::AzureCli(if told.is_empty() { "it failed without a word".to_owned() } else { told })
}
