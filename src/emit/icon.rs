//! The icon: copied as it is, after a look at it.

use crate::config::Config;
use crate::diagnostic::{Findings, Site};
use crate::load::{Files, normalize, unreadable};
use crate::rules::look_at_icon;
use std::path::Path;

pub(super) const NAME: &str = "icon.png";

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
    let usable = look_at_icon(&bytes, &icon.value, &Site::Value(icon.at), findings);
    usable.then_some(bytes)
}
