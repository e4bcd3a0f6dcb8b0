//! The identity that Azure gives a machine or an app: App Service and Functions by their variables, else the
//! instance metadata service.

use super::endpoint::{self, Tokens, encoded};
use super::error::LoginError;
use super::options::Asked;
use super::patience;
use crate::publish::transport::{Method, Request};
use std::time::Duration;

pub(super) const ENDPOINT: &str = "IDENTITY_ENDPOINT";
pub(super) const HEADER: &str = "IDENTITY_HEADER";

/// The metadata service has this address on every machine of Azure; the variable is that of the SDKs.
const METADATA: &str = "http://169.254.169.254";
const METADATA_HOST: &str = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
/// Who is not in Azure should not wait long to hear it.
const LIMIT: Duration = Duration::from_secs(10);
const WHAT: &str = "the identity endpoint of this machine";

pub(super) fn tokens(asked: &Asked<'_>) -> Result<Tokens, LoginError> {
    if asked.claims.is_some() {
        return Err(LoginError::Challenged(asked.way));
    }
    let client = match asked.client() {
        Ok(client) => format!("&client_id={}", encoded(&client)),
        // Without a client id it is the machine's own identity.
        Err(LoginError::Missing { .. }) => String::new(),
        Err(error) => return Err(error),
    };
    let resource = encoded(asked.options.cloud.audience());
    let request = match asked.world.variable(ENDPOINT) {
        Some(endpoint) => {
            if asked.world.variable(HEADER).is_none() {
                let why = "it has no IDENTITY_HEADER, so it is one of Azure Arc or Service Fabric, which are not supported";
                return Err(LoginError::Setting { way: asked.way, what: ENDPOINT, why: why.to_owned() });
            }
            let header = asked.secret(HEADER)?;
            Request::new(
                Method::Get,
                format!("{endpoint}?api-version=2019-08-01&resource={resource}{client}"),
            )
            .header("x-identity-header", header.expose())
        }
        None => {
            let host = asked.world.variable(METADATA_HOST).unwrap_or_else(|| METADATA.to_owned());
            let path = "metadata/identity/oauth2/token?api-version=2018-02-01";
            Request::new(
                Method::Get,
                format!("{}/{path}&resource={resource}{client}", host.trim_end_matches('/')),
            )
            .header("metadata", "true")
        }
    };
    let answer = patience::send(asked, WHAT, &request.timeout(LIMIT))?;
    endpoint::tokens(asked, &answer)
}
