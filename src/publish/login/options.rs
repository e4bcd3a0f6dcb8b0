//! What the command line and the environment say about signing in.

use super::error::LoginError;
use super::way::Way;
use crate::publish::clouds::Cloud;
use crate::publish::redact::{Redactor, Secret};
use crate::publish::secret::Source;
use crate::publish::world::World;
use std::cell::RefCell;
use std::path::PathBuf;
use std::time::Duration;

/// What the command line says about signing in.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `--auth`; without it, the environment decides.
    pub way: Option<Way>,
    /// `--cloud`
    pub cloud: Cloud,
    /// `--tenant`: an id or a domain; else `AZURE_TENANT_ID`.
    pub tenant: Option<String>,
    /// `--client-id`; else `AZURE_CLIENT_ID`.
    pub client: Option<String>,
    /// Where the token of the way `token` is, if not in `CONNECTORC_TOKEN`.
    pub token: Option<Source>,
    /// The folder that sign-ins are kept in; `None` keeps none.
    pub cache: Option<PathBuf>,
    /// How long a token has to last.
    pub needed: Duration,
}

/// What a way is asked for.
pub(super) struct Asked<'a> {
    pub(super) options: &'a Options,
    pub(super) world: &'a dyn World,
    pub(super) redactor: &'a Redactor,
    /// What the person should know and does not stop anything.
    pub(super) notes: &'a RefCell<Vec<String>>,
    pub(super) way: Way,
    /// Claims that the service demands, as JSON.
    pub(super) claims: Option<&'a str>,
    /// The token that the service did not accept.
    pub(super) refused: Option<&'a Secret>,
}

impl Asked<'_> {
    /// Where to sign in: the cloud's authority, or `AZURE_AUTHORITY_HOST`.
    pub(super) fn authority(&self) -> String {
        let host = self.world.variable("AZURE_AUTHORITY_HOST");
        let host = host.unwrap_or_else(|| self.options.cloud.facts().authority.clone());
        let host = host.trim_end_matches('/');
        if host.contains("://") { host.to_owned() } else { format!("https://{host}") }
    }

    pub(super) fn tenant(&self) -> Result<String, LoginError> {
        let tenant =
            self.setting(self.options.tenant.as_ref(), "AZURESUBSCRIPTION_TENANT_ID", "AZURE_TENANT_ID");
        let tenant = tenant.ok_or_else(|| self.missing("AZURE_TENANT_ID (or `--tenant`)"))?;
        self.in_address(tenant, "the tenant")
    }

    pub(super) fn client(&self) -> Result<String, LoginError> {
        let client =
            self.setting(self.options.client.as_ref(), "AZURESUBSCRIPTION_CLIENT_ID", "AZURE_CLIENT_ID");
        let client = client.ok_or_else(|| self.missing("AZURE_CLIENT_ID (or `--client-id`)"))?;
        self.in_address(client, "the client id")
    }

    /// Of the command line first. A service connection of Azure Pipelines has variables of its own, which are
    /// about no other way.
    fn setting(&self, option: Option<&String>, pipelines: &str, sdk: &str) -> Option<String> {
        let of_pipelines = || self.world.variable(pipelines).filter(|_| self.way == Way::AzurePipelines);
        option.cloned().or_else(of_pipelines).or_else(|| self.world.variable(sdk))
    }

    /// A value that becomes a part of an address, where a slash would lead elsewhere.
    fn in_address(&self, value: String, what: &'static str) -> Result<String, LoginError> {
        let plain = value.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '.' | '_'));
        if plain && !value.is_empty() && !value.starts_with('.') {
            Ok(value)
        } else {
            Err(LoginError::Setting {
                way: self.way,
                what,
                why: "it is neither an id nor a domain".to_owned(),
            })
        }
    }

    pub(super) fn variable(&self, name: &'static str) -> Result<String, LoginError> {
        self.world.variable(name).ok_or_else(|| self.missing(name))
    }

    /// A variable that holds a secret.
    pub(super) fn secret(&self, name: &'static str) -> Result<Secret, LoginError> {
        let secret = Secret::new(self.variable(name)?);
        self.redactor.know(&secret);
        Ok(secret)
    }

    pub(super) fn note(&self, note: String) {
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    pub(super) fn missing(&self, what: &'static str) -> LoginError {
        LoginError::Missing { way: self.way, what }
    }

    /// What a server says, as it may be shown.
    pub(super) fn shown(&self, text: &str) -> String {
        const LONGEST: usize = 500;
        let text = self.redactor.body(text.as_bytes());
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").chars().take(LONGEST).collect()
    }
}
