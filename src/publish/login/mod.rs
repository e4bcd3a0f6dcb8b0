//! Signing in: one file for each way to a token, one that chooses among them, and what they share.

mod way;
mod options;
mod error;
mod refusal;
mod endpoint;
mod patience;
mod challenge;
mod choose;
mod ready;
mod client_secret;
mod client_certificate;
mod federation;
mod github;
mod azure_pipelines;
mod token_file;
mod managed_identity;
mod azure_cli;
mod device_code;
mod signed_in;

pub use challenge::claims_challenge;
pub use error::LoginError;
pub use options::Options;
pub use refusal::Refusal;
pub use signed_in::{Login, SignedIn};
pub use way::Way;

#[cfg(test)]
mod tests;
