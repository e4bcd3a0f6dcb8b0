//! A look at an icon: what it is, and its size.

use crate::diagnostic::{Findings, Site};
use crate::rules::artifacts::{ICON_NOT_PNG, ICON_NOT_SQUARE, ICON_SIZE};
use serde::Deserialize;
use std::sync::LazyLock;

/// `spec/platform/icon.toml`
#[derive(Deserialize)]
struct Limits {
    pixels: Range,
    bytes: Maximum,
}

#[derive(Deserialize)]
struct Range {
    minimum: usize,
    maximum: usize,
}

#[derive(Deserialize)]
struct Maximum {
    maximum: usize,
}

static LIMITS: LazyLock<Limits> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/icon.toml"))
        .expect("internal error: the limits are TOML")
});

/// Says what is wrong with an icon; whether it can be used.
pub fn look_at_icon(bytes: &[u8], name: &str, site: &Site, findings: &mut Findings) -> bool {
    let site = || site.clone();
    if !matches!(imagesize::image_type(bytes), Ok(imagesize::ImageType::Png)) {
        let message = format!("`{name}` is not a PNG image");
        findings.report(&ICON_NOT_PNG, site(), message).help("save the icon as PNG");
        return false;
    }
    let Ok(size) = imagesize::blob_size(bytes) else {
        let message = format!("`{name}` is damaged: its size cannot be read");
        findings.report(&ICON_NOT_PNG, site(), message).help("save the icon as PNG again");
        return false;
    };
    let (width, height) = (size.width, size.height);
    let Range { minimum, maximum } = LIMITS.pixels;
    if width != height {
        let message = format!("`{name}` has {width} × {height} pixels: makers see it squeezed into a square");
        findings.report(&ICON_NOT_SQUARE, site(), message).help("draw it on a square");
    } else if width < minimum || width > maximum {
        let fault = if width < minimum { "small" } else { "large" };
        let message = format!("`{name}` has {width} × {height} pixels, which is too {fault}");
        let help = format!("draw it with {minimum} to {maximum} pixels on each side");
        findings.report(&ICON_SIZE, site(), message).help(help);
    }
    if bytes.len() > LIMITS.bytes.maximum {
        let message = format!("`{name}` has {} bytes, which is too much", bytes.len());
        let help = format!("save it with at most {} bytes", LIMITS.bytes.maximum);
        findings.report(&ICON_SIZE, site(), message).help(help);
    }
    true
}
