//! The icon: copied as it is, after a look at it.

use crate::config::Config;
use crate::diagnostic::{Findings, Site};
use crate::load::{Files, normalize, unreadable};
use crate::rules::artifacts::{ICON_NOT_PNG, ICON_NOT_SQUARE, ICON_SIZE};
use serde::Deserialize;
use std::path::Path;

pub(super) const NAME: &str = "icon.png";

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

/// The icon's bytes, if the configuration names one that can be used.
pub(super) fn read(
    config: &Config,
    dir: &Path,
    files: &dyn Files,
    findings: &mut Findings,
) -> Option<Vec<u8>> {
    let icon = config.connector.icon.as_ref()?;
    let path = normalize(&dir.join(&icon.value));
    let bytes = match files.read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            unreadable(&path, icon.at, &error, findings);
            return None;
        }
    };
    if !matches!(imagesize::image_type(&bytes), Ok(imagesize::ImageType::Png)) {
        let message = format!("`{}` is not a PNG image", icon.value);
        findings.report(&ICON_NOT_PNG, icon.at, message).help("save the icon as PNG");
        return None;
    }
    let Ok(size) = imagesize::blob_size(&bytes) else {
        let message = format!("`{}` is damaged: its size cannot be read", icon.value);
        findings.report(&ICON_NOT_PNG, icon.at, message).help("save the icon as PNG again");
        return None;
    };
    let limits: Limits = toml::from_str(include_str!("../../spec/platform/icon.toml"))
        .expect("internal error: the limits are TOML");
    let (width, height) = (size.width, size.height);
    let site = || Site::Value(icon.at);
    if width != height {
        let message =
            format!("`{}` has {width} × {height} pixels: makers see it squeezed into a square", icon.value);
        findings.report(&ICON_NOT_SQUARE, site(), message).help("draw it on a square");
    } else if width < limits.pixels.minimum || width > limits.pixels.maximum {
        let fault = if width < limits.pixels.minimum { "small" } else { "large" };
        let message = format!("`{}` has {width} × {height} pixels, which is too {fault}", icon.value);
        let Range { minimum, maximum } = limits.pixels;
        let help = format!("draw it with {minimum} to {maximum} pixels on each side");
        findings.report(&ICON_SIZE, site(), message).help(help);
    }
    if bytes.len() > limits.bytes.maximum {
        let message = format!("`{}` has {} bytes, which is too much", icon.value, bytes.len());
        let help = format!("save it with at most {} bytes", limits.bytes.maximum);
        findings.report(&ICON_SIZE, site(), message).help(help);
    }
    Some(bytes)
}
