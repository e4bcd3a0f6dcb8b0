//! A connector that exists → a project: configuration, source and overlays whose build gives back what was there.
//! Nothing is handed over unless a build in memory has proved it.

mod raise;
mod query;
mod difference;
mod drift;
mod groups;
mod configuration;
mod security;
mod derive;
mod overlays;
mod platform;
mod layout;
mod proof;

pub use proof::{Imported, Project, Request, import};

/// The names of a project's files.
mod names {
    pub const CONFIG: &str = "connector.yaml";
    pub const SOURCE: &str = "openapi.yaml";
    pub const PLATFORM: &str = "overlays/platform.yaml";
    pub const STRUCTURE: &str = "overlays/structure.yaml";
    pub const LABELS: &str = "overlays/labels.yaml";
    pub const TRIGGERS: &str = "overlays/triggers.yaml";
    pub const DYNAMIC_VALUES: &str = "overlays/dynamic-values.yaml";
    pub const DRIFT: &str = "overlays/drift.yaml";
    pub const ICON: &str = "icon.png";
    pub const SCRIPT: &str = "script.csx";
}
