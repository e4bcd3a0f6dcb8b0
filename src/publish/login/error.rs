//! Why there is no token.

use super::refusal::Refusal;
use super::way::Way;
use crate::publish::secret::SecretError;
use crate::publish::token::{Mismatch, TokenError};
use crate::publish::transport::{Cause, TransportFault};

/// Why there is no token. None of them quotes a secret, and all of them may be shown on a terminal.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    #[error("there is no way to sign in; tried were{}", tried(.0))]
    Nothing(Vec<(Way, String)>),
    #[error("`{way}` needs {what}, which is not set")]
    Missing { way: Way, what: &'static str },
    #[error("`{way}` cannot use {what}: {why}")]
    Setting { way: Way, what: &'static str, why: String },
    #[error("`{way}` was refused: {refusal}")]
    Refused { way: Way, refusal: Refusal },
    #[error("`{way}` got no answer from {what}: {fault}")]
    Unreachable { way: Way, what: &'static str, fault: TransportFault },
    #[error("`{way}` got an answer from {what} that it cannot use: {told}")]
    Protocol { way: Way, what: &'static str, told: String },
    #[error("`{0}` needs a person at a terminal, and there is none")]
    NoTerminal(Way),
    #[error("the time to enter the code is over")]
    CodeExpired,
    #[error("the sign-in was declined in the browser")]
    Declined,
    #[error("the Azure CLI (`az`) is not installed, or not in PATH")]
    NoAzureCli,
    #[error("nobody is signed in to the Azure CLI")]
    AzureCliSignedOut,
    #[error("the Azure CLI has no token: {0}")]
    AzureCli(String),
    #[error("the service demands another sign-in (a claims challenge), which `{0}` cannot pass on")]
    Challenged(Way),
    #[error("the service demanded another sign-in, got it, and demands it again")]
    ChallengedTwice,
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error("`{way}` gave a token that cannot be used: {error}")]
    Token { way: Way, error: TokenError },
    #[error("`{way}` gave a token that cannot be used: {mismatch}")]
    Unusable { way: Way, mismatch: Mismatch },
}

impl LoginError {
    /// What to do about it, if that is known.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Nothing(_) => Some(
                "on your own machine run `az login`, or name `--auth device-code`; in a pipeline set CONNECTORC_TOKEN, or AZURE_TENANT_ID and AZURE_CLIENT_ID with a federated credential".to_owned(),
            ),
            Self::Missing { way: Way::GitHub, .. } => Some(
                "the job needs `permissions: id-token: write`, and AZURE_TENANT_ID and AZURE_CLIENT_ID in its `env`".to_owned(),
            ),
            Self::Missing { way: Way::AzurePipelines, .. } => Some(
                "run it in the task AzureCLI@2 with a service connection, and give the task `env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)`".to_owned(),
            ),
            Self::Refused { refusal, .. } => refusal.help(),
            Self::Unusable { mismatch, .. } => Some(mismatch.help()),
            Self::Unreachable { way: Way::ManagedIdentity, .. } => {
                Some("is this a machine of Azure that has a managed identity?".to_owned())
            }
            Self::Unreachable { fault, .. } if matches!(fault.cause, Cause::Tls) => {
                Some("if a proxy of your network opens TLS, name its certificate with `--ca-file`".to_owned())
            }
            Self::NoTerminal(_) => Some(
                "sign in once at a terminal of this machine, or let the pipeline sign in as an application".to_owned(),
            ),
            Self::CodeExpired | Self::Declined => Some("start again".to_owned()),
            Self::NoAzureCli => Some("learn.microsoft.com/cli/azure/install-azure-cli".to_owned()),
            Self::AzureCliSignedOut | Self::Challenged(Way::AzureCli) => Some("run `az login`".to_owned()),
            Self::Challenged(_) | Self::ChallengedTwice => Some(
                "the tenant's Conditional Access wants more than this sign-in gives: sign in as a user with `--auth device-code`".to_owned(),
            ),
            Self::Token { way: Way::Token, .. } => {
                Some("CONNECTORC_TOKEN takes what `az account get-access-token` calls `accessToken`".to_owned())
            }
            _ => None,
        }
    }
}

fn tried(tried: &[(Way, String)]) -> String {
    tried.iter().map(|(way, why)| format!("\n  {way}: {why}")).collect()
}
