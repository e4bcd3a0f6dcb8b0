//! The media types that Power Apps makes something of.

use super::media::{essence, is_binary};
use serde::Deserialize;
use std::sync::LazyLock;

/// `spec/platform/media-types.toml`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct MediaTypes {
    power_apps: Known,
}

#[derive(Deserialize)]
struct Known {
    bodies: Vec<String>,
    responses: Vec<String>,
}

static KNOWN: LazyLock<MediaTypes> = LazyLock::new(|| {
    toml::from_str(include_str!("../../spec/platform/media-types.toml"))
        .expect("internal error: the media types are TOML")
});

/// Whether a body of this type has fields in Power Apps, or is a file. Forms are not asked for.
pub(super) fn as_body(media_type: &str) -> bool {
    KNOWN.power_apps.bodies.contains(&essence(media_type)) || is_binary(media_type)
}

/// Whether a response of this type has fields in Power Apps, or is a text or a file.
pub(super) fn as_response(media_type: &str) -> bool {
    KNOWN.power_apps.responses.contains(&essence(media_type)) || is_binary(media_type)
}
