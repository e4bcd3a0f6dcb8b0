//! Workload identity: a federated token that a platform such as Kubernetes keeps fresh in a file.

use super::endpoint::Tokens;
use super::error::LoginError;
use super::federation;
use super::options::Asked;
use crate::publish::secret::{self, Source};

/// The variable that names the file.
pub(super) const VARIABLE: &str = "AZURE_FEDERATED_TOKEN_FILE";

pub(super) fn tokens(asked: &Asked<'_>) -> Result<Tokens, LoginError> {
    let path = asked.variable(VARIABLE)?;
    let assertion = secret::read(&Source::File(path.into()), asked.world, asked.redactor)?;
    federation::exchange(asked, &assertion)
}
