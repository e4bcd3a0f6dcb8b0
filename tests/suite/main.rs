//! Every question that is asked of the crate from outside, one module each.

mod jsonpath;
mod overlay;
