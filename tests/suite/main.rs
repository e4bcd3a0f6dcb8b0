//! All integration tests: one module for each question.

mod report;
mod source;
