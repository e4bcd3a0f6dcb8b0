//! connectorc compiles an OpenAPI 3 document, with overlays and one small `connector.yaml`, into a
//! Microsoft Power Platform custom connector.

pub mod source;
pub mod tree;
pub mod nearest;
pub mod words;
pub mod calendar;
pub mod diagnostic;
pub mod pass;
pub mod schema;
pub mod config;
pub mod load;
pub mod openapi;
pub mod shape;
pub mod overlay;
pub mod lower;
pub mod finish;
pub mod change;
pub mod rules;
pub mod emit;
pub mod report;
pub mod compile;
pub mod inspect;
pub mod fix;
pub mod diff;
pub mod import;
#[cfg(feature = "publish")]
pub mod publish;
pub mod cli;
