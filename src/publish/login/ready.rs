//! A token that somebody else got: `CONNECTORC_TOKEN`, or a place that the command line names.

use super::endpoint::Tokens;
use super::error::LoginError;
use super::options::Asked;
use crate::publish::redact::Secret;
use crate::publish::secret::{self, Source};

/// The variable that holds a token.
pub(super) const VARIABLE: &str = "CONNECTORC_TOKEN";

pub(super) fn tokens(asked: &Asked<'_>) -> Result<Tokens, LoginError> {
    if asked.claims.is_some() {
        return Err(LoginError::Challenged(asked.way));
    }
    let source = asked.options.token.clone();
    let source = source.unwrap_or_else(|| Source::Variable(VARIABLE.to_owned()));
    let token = secret::read(&source, asked.world, asked.redactor)?;
    // As it is copied from a header or from JSON.
    let bare = token.expose().trim().trim_matches('"');
    let bare = bare.strip_prefix("Bearer ").unwrap_or(bare).trim();
    let access = Secret::new(bare);
    asked.redactor.know(&access);
    Ok(Tokens { access, refresh: None })
}
