//! Every question that is asked of the crate from outside, one module each.

mod architecture;
mod broken;
mod conformance;
mod formats;
mod corpus;
mod hostile;
mod json;
mod jsonpath;
mod leaves;
mod oracle;
mod overlay;
mod page;
mod project;
mod properties;
mod published;
mod real;
mod report;
mod rules;
mod source;
mod spans;
mod values;
mod write;
mod wire;
mod yaml;
mod zero;
