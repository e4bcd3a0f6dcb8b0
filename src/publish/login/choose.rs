//! Which way to take: the one that is named, else the first that the environment is set up for.

use super::endpoint::Tokens;
use super::error::LoginError;
use super::options::Asked;
use super::way::Way;
use super::{
    azure_cli, azure_pipelines, client_certificate, client_secret, device_code, github, managed_identity,
    ready, token_file,
};

/// Takes a way.
pub(super) fn take(asked: &Asked<'_>) -> Result<Tokens, LoginError> {
    match asked.way {
        Way::Token => ready::tokens(asked),
        Way::ClientSecret => client_secret::tokens(asked),
        Way::ClientCertificate => client_certificate::tokens(asked),
        Way::WorkloadIdentity => token_file::tokens(asked),
        Way::GitHub => github::tokens(asked),
        Way::AzurePipelines => azure_pipelines::tokens(asked),
        Way::ManagedIdentity => managed_identity::tokens(asked),
        Way::AzureCli => azure_cli::tokens(asked),
        Way::DeviceCode => device_code::tokens(asked),
    }
}

/// Takes the first way that is set up. One that is and fails is the end: to go on as somebody else would hide it.
pub(super) fn first<'a>(asked: impl Fn(Way) -> Asked<'a>) -> Result<(Way, Tokens), LoginError> {
    let mut tried = Vec::new();
    for way in Way::ALL {
        let asked = asked(way);
        match set_up(&asked).and_then(|()| take(&asked)) {
            Ok(tokens) => return Ok((way, tokens)),
            Err(LoginError::Missing { what, .. }) => tried.push((way, format!("{what} is not set"))),
            Err(error @ (LoginError::NoAzureCli | LoginError::AzureCliSignedOut)) => {
                tried.push((way, error.to_string()));
            }
            Err(LoginError::NoTerminal(_)) => tried.push((way, "there is no terminal to ask at".to_owned())),
            Err(error) => return Err(error),
        }
    }
    Err(LoginError::Nothing(tried))
}

/// Whether the environment is set up for a way, by what it cannot do without.
fn set_up(asked: &Asked<'_>) -> Result<(), LoginError> {
    let signs: &[&'static str] = match asked.way {
        Way::Token if asked.options.token.is_some() => &[],
        Way::Token => &[ready::VARIABLE],
        Way::ClientSecret => &["AZURE_CLIENT_SECRET"],
        Way::ClientCertificate => &[client_certificate::VARIABLE],
        Way::WorkloadIdentity => &[token_file::VARIABLE],
        Way::GitHub => &[github::ADDRESS, github::TOKEN],
        Way::AzurePipelines => {
            &[azure_pipelines::ADDRESS, azure_pipelines::TOKEN, azure_pipelines::CONNECTION]
        }
        // The metadata service is asked only by name: elsewhere its address leads nowhere, or to somebody else.
        Way::ManagedIdentity => &[managed_identity::ENDPOINT, managed_identity::HEADER],
        Way::AzureCli | Way::DeviceCode => &[],
    };
    for sign in signs {
        asked.variable(sign)?;
    }
    match asked.way {
        Way::ClientSecret
        | Way::ClientCertificate
        | Way::WorkloadIdentity
        | Way::GitHub
        | Way::AzurePipelines => {
            asked.tenant()?;
            asked.client().map(drop)
        }
        _ => Ok(()),
    }
}
