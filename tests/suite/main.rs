//! Every question that is asked of the crate from outside, one module each.

mod conformance;
mod json;
mod jsonpath;
mod overlay;
mod values;
mod yaml;
