//! connectorc compiles an OpenAPI 3 document, with overlays and one small `connector.yaml`, into a
//! Microsoft Power Platform custom connector.

pub mod source;
pub mod tree;
pub mod diagnostic;
pub mod nearest;
pub mod overlay;
