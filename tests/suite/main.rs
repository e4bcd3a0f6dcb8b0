//! All integration tests: one module for each question.

mod architecture;
mod page;
mod report;
mod rules;
mod source;
