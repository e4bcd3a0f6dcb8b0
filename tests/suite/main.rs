//! All integration tests: one module for each question.

mod architecture;
mod report;
mod source;
