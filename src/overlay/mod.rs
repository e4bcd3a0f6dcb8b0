//! Overlays (OpenAPI Overlay Specification 1.0 and 1.1).

pub mod jsonpath;
