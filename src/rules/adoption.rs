//! A connector that exists becomes a project: what importing finds.

use crate::diagnostic::{Rule, page};

/// What is published is not what a build would make of it; an overlay puts it back.
pub static PUBLISHED_DIFFERS: Rule = Rule::warning("PublishedDiffers", page!("PublishedDiffers"));
/// A rule that would stop the build of a connector that is published.
pub static PUBLISHED_WITH_ERROR: Rule = Rule::warning("PublishedWithError", page!("PublishedWithError"));
/// No project was found that gives the connector back.
pub static ROUND_TRIP_FAILED: Rule = Rule::error("RoundTripFailed", page!("RoundTripFailed"));
