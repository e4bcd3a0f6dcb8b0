//! What is known of the platform's demands on schemas.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// `spec/platform/schemas.toml`
#[derive(Deserialize)]
pub(super) struct Platform {
    pub(super) keywords: Keywords,
    pub(super) depth: Maximum,
    pub(super) label: Maximum,
    pub(super) filter: Filter,
}

#[derive(Deserialize)]
pub(super) struct Keywords {
    pub(super) unsupported: Vec<String>,
    /// With what to do in place of each.
    pub(super) discouraged: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub(super) struct Maximum {
    pub(super) maximum: usize,
}

#[derive(Deserialize)]
pub(super) struct Filter {
    pub(super) functions: Vec<String>,
}

pub(super) static PLATFORM: LazyLock<Platform> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/schemas.toml"))
        .expect("internal error: the facts about schemas are TOML")
});
