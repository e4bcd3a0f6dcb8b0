//! What the platform is known to demand: the data of `spec/platform`, read once.

use serde::Deserialize;
use std::sync::LazyLock;

macro_rules! platform {
    ($name:literal) => {
        LazyLock::new(|| {
            toml::from_str(include_str!(concat!("../../spec/platform/", $name, ".toml")))
                .expect("internal error: a file of spec/platform is not as the code expects it")
        })
    };
}

/// `spec/platform/texts.toml`
pub(super) static TEXTS: LazyLock<Texts> = platform!("texts");
/// `spec/platform/metadata.toml`
pub(super) static METADATA: LazyLock<Metadata> = platform!("metadata");
/// `spec/platform/hosts.toml`
pub(super) static HOSTS: LazyLock<Hosts> = platform!("hosts");
/// `spec/platform/media-types.toml`
pub(super) static MEDIA_TYPES: LazyLock<MediaTypes> = platform!("media-types");
/// `spec/platform/parameters.toml`
pub(super) static PARAMETERS: LazyLock<Parameters> = platform!("parameters");
/// The texts of a connector.
#[derive(Deserialize)]
pub(super) struct Texts {
    pub title: Title,
    pub description: Description,
    pub operation: Operation,
    pub parameter: Parameter,
}

/// `info.title`
#[derive(Deserialize)]
pub(super) struct Title {
    pub maximum: usize,
    pub words: Vec<String>,
    pub suffix: String,
    pub products: Vec<String>,
}

/// `info.description`
#[derive(Deserialize)]
pub(super) struct Description {
    pub minimum: usize,
    pub maximum: usize,
    pub words: Vec<String>,
}

/// The texts of operations.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Operation {
    pub summary: usize,
    pub summary_characters: String,
    pub description: usize,
    pub id: usize,
}

/// The texts of parameters.
#[derive(Deserialize)]
pub(super) struct Parameter {
    pub summary: usize,
}

/// `x-ms-connector-metadata`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Metadata {
    pub required: Vec<String>,
    pub urls: Vec<String>,
    pub maximum_categories: usize,
    pub categories: Vec<String>,
}

/// `host`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Hosts {
    pub not_production: Vec<String>,
    pub placeholder_start: Vec<String>,
    pub placeholder_part: Vec<String>,
    pub policy: String,
}

/// `consumes` and `produces`
#[derive(Deserialize)]
pub(super) struct MediaTypes {
    pub supported: Vec<String>,
}

/// Names of parameters.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Parameters {
    pub connection: String,
    pub reserved_headers: Vec<String>,
    pub owned_headers: Vec<String>,
}

/// A list as a message names it: "`a`, `b` or `c`".
pub(super) fn alternatives(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
