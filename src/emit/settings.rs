//! `settings.json`, as Microsoft's client `paconn` reads it.

use crate::config::{Config, Emit};
use serde_json::{Map, Value, json};

pub(super) const NAME: &str = "settings.json";

/// The service and its version. Source: paconn 0.0.21.
const SERVICE: &str = "https://api.powerapps.com";
const VERSION: &str = "2016-11-01";

/// The settings of the first target.
pub(super) fn json(config: &Config, has_icon: bool) -> Vec<u8> {
    let target = config.targets.first();
    let text = |value: Option<&str>| value.map_or(Value::Null, Value::from);
    let located =
        |value: Option<&crate::config::Located<String>>| text(value.map(|value| value.value.as_str()));
    let mut settings = Map::new();
    let mut set = |key: &str, value: Value| settings.insert(key.to_owned(), value);
    set("connectorId", located(target.and_then(|target| target.connector_id.as_ref())));
    set("environment", located(target.and_then(|target| target.environment.as_ref())));
    set(
        "apiProperties",
        text(config.output.emit.contains(&Emit::Properties).then_some("apiProperties.json")),
    );
    set("apiDefinition", text(Some("apiDefinition.swagger.json")));
    set("icon", text(has_icon.then_some("icon.png")));
    set("script", text(config.connector.script.as_ref().map(|_| "script.csx")));
    let url = target.and_then(|target| target.url.as_ref()).map_or(SERVICE, |url| url.value.as_str());
    set("powerAppsUrl", json!(url));
    set("powerAppsApiVersion", json!(VERSION));
    let mut text = serde_json::to_string_pretty(&settings).expect("internal error: settings are JSON");
    text.push('\n');
    text.into_bytes()
}
