//! Every question that is asked of the crate from outside, one module each.

mod architecture;
mod conformance;
mod hostile;
mod json;
mod jsonpath;
mod overlay;
mod page;
mod passes;
mod probes;
mod real;
mod report;
mod rules;
mod source;
mod spans;
mod values;
mod yaml;
