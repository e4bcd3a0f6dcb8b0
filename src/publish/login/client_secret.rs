//! An application with a secret: `AZURE_CLIENT_SECRET`.

use super::endpoint::{self, Tokens};
use super::error::LoginError;
use super::options::Asked;

pub(super) fn tokens(asked: &Asked<'_>) -> Result<Tokens, LoginError> {
    let (tenant, client) = (asked.tenant()?, asked.client()?);
    let secret = asked.secret("AZURE_CLIENT_SECRET")?;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &client),
        ("client_secret", secret.expose()),
        ("scope", &asked.options.cloud.scope()),
    ];
    endpoint::ask(asked, &tenant, &form)
}
