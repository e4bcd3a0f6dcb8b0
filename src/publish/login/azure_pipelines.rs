//! Azure Pipelines: the token of a service connection with workload identity federation.

use super::endpoint::{Tokens, encoded};
use super::error::LoginError;
use super::federation;
use super::options::Asked;
use crate::publish::transport::Method;

pub(super) const ADDRESS: &str = "SYSTEM_OIDCREQUESTURI";
pub(super) const TOKEN: &str = "SYSTEM_ACCESSTOKEN";
pub(super) const CONNECTION: &str = "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID";

pub(super) fn tokens(asked: &Asked<'_>) -> Result<Tokens, LoginError> {
    let (address, token) = (asked.variable(ADDRESS)?, asked.secret(TOKEN)?);
    let connection = asked.variable(CONNECTION)?;
    let query = format!("api-version=7.1&serviceConnectionId={}", encoded(&connection));
    let request = federation::bearer(Method::Post, &address, &query, &token)
        .header("content-type", "application/json")
        // Without it, a token that has expired is answered by the page for signing in.
        .header("x-tfs-fedauthredirect", "Suppress")
        .body("");
    let assertion = federation::assertion(asked, "Azure Pipelines' token service", &request, "oidcToken")?;
    federation::exchange(asked, &assertion)
}
