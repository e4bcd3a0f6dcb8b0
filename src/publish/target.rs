//! Which connector of which environment is published to.

use super::failure::{Failure, Kind};
use super::transport::may_be_asked;
use crate::config;
use crate::nearest::nearest;
use serde_json::Value;

/// The version of the interface. Source: paconn 0.0.21, the clients of Microsoft 365 and PnP.
pub const VERSION: &str = "2016-11-01";

/// What is known of the place; flags, `connector.yaml` and `settings.json` each know a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub environment: Option<String>,
    pub connector_id: Option<String>,
    pub url: Option<String>,
    pub version: Option<String>,
}

impl Known {
    /// What is known here, and what `other` knows beyond that.
    #[must_use]
    pub fn or(self, other: Known) -> Known {
        Known {
            environment: self.environment.or(other.environment),
            connector_id: self.connector_id.or(other.connector_id),
            url: self.url.or(other.url),
            version: self.version.or(other.version),
        }
    }

    /// A target of `connector.yaml`.
    pub fn of_target(target: &config::Target) -> Known {
        let text = |value: &Option<config::Located<String>>| value.as_ref().map(|value| value.value.clone());
        Known {
            environment: text(&target.environment),
            connector_id: text(&target.connector_id),
            url: text(&target.url),
            version: None,
        }
    }

    /// A `settings.json` of paconn.
    pub fn of_settings(settings: &Value) -> Known {
        let text = |key: &str| settings.get(key)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        Known {
            environment: text("environment"),
            connector_id: text("connectorId"),
            url: text("powerAppsUrl"),
            version: text("powerAppsApiVersion"),
        }
    }

    /// The target, if enough is known.
    ///
    /// # Errors
    /// The environment is not known, or an address is none that may be asked. `fallback` is the address of the cloud.
    pub fn complete(self, fallback: &str) -> Result<Target, Failure> {
        let missing =
            |what: &str, help: &str| Failure::new(Kind::Usage, format!("{what} is not known")).help(help);
        let environment = self.environment.ok_or_else(|| {
            missing("the environment", "give it with `-e`, or as `environment` of a target in connector.yaml")
        })?;
        let url = self.url.unwrap_or_else(|| fallback.to_owned());
        let url = url.trim_end_matches('/').to_owned();
        if !may_be_asked(&url) || url.matches('/').count() > 2 || url.contains(['?', '#', '@']) {
            let told = format!("`{url}` is no address of a service");
            return Err(Failure::new(Kind::Usage, told).help("write `https://` and the host alone"));
        }
        let version = self.version.unwrap_or_else(|| VERSION.to_owned());
        Ok(Target { environment, connector_id: self.connector_id, url, version })
    }
}

/// The place, complete but for the connector, which may not exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub environment: String,
    pub connector_id: Option<String>,
    /// The service, without a slash at the end.
    pub url: String,
    pub version: String,
}

/// The target of that name; the only one if none is named.
///
/// # Errors
/// There is none of that name, or none is named and there are several.
pub fn choose<'c>(
    targets: &'c [config::Target],
    name: Option<&str>,
) -> Result<Option<&'c config::Target>, Failure> {
    let names = || targets.iter().map(|target| target.name.as_str());
    let listed = || names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (name, targets) {
        (None, []) => Ok(None),
        (None, [only]) => Ok(Some(only)),
        (None, _) => {
            Err(Failure::new(Kind::Usage, format!("there are several targets: {}", listed()))
                .help("name one"))
        }
        (Some(name), _) => match targets.iter().find(|target| target.name == name) {
            Some(target) => Ok(Some(target)),
            None => {
                let told = format!("no target is called `{name}`");
                let help = match nearest(name, names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if targets.is_empty() => "connector.yaml names them under `targets`".to_owned(),
                    None => format!("there are {}", listed()),
                };
                Err(Failure::new(Kind::Usage, told).help(help))
            }
        },
    }
}
