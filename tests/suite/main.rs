//! Every question that is asked of the crate from outside, one module each.

mod conformance;
mod hostile;
mod json;
mod real;
mod spans;
mod values;
mod yaml;
