//! What the passes can say.

use crate::diagnostic::{Rule, page};

/// A host that is none.
pub static INVALID_HOST: Rule = Rule::error("InvalidHost", page!("InvalidHost"));
/// The operation that tests connections is not in the connector.
pub static TEST_CONNECTION_NOT_FOUND: Rule =
    Rule::error("TestConnectionNotFound", page!("TestConnectionNotFound"));
/// A schema, response, parameter or tag that nothing uses.
pub static UNUSED_COMPONENT: Rule = Rule::note("UnusedComponent", page!("UnusedComponent"));
/// The deployment version differs from the source's version.
pub static VERSION_DRIFT: Rule = Rule::warning("VersionDrift", page!("VersionDrift"));
/// Something of the source that the configuration replaces.
pub static REPLACED_BY_CONFIGURATION: Rule =
    Rule::note("ReplacedByConfiguration", page!("ReplacedByConfiguration"));
