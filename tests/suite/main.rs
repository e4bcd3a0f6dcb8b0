//! Every question that is asked of the crate from outside, one module each.

mod architecture;
mod conformance;
mod json;
mod jsonpath;
mod overlay;
mod page;
mod report;
mod rules;
mod source;
mod values;
mod wire;
mod yaml;
