//! GitHub Actions: the workflow's own token, where the job has `permissions: id-token: write`.

use super::endpoint::{Tokens, encoded};
use super::error::LoginError;
use super::federation;
use super::options::Asked;
use crate::publish::transport::Method;

pub(super) const ADDRESS: &str = "ACTIONS_ID_TOKEN_REQUEST_URL";
pub(super) const TOKEN: &str = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

pub(super) fn tokens(asked: &Asked<'_>) -> Result<Tokens, LoginError> {
    let (address, token) = (asked.variable(ADDRESS)?, asked.secret(TOKEN)?);
    let query = format!("audience={}", encoded(&asked.options.cloud.facts().federation));
    let request = federation::bearer(Method::Get, &address, &query, &token);
    let assertion = federation::assertion(asked, "GitHub's token service", &request, "value")?;
    federation::exchange(asked, &assertion)
}
