//! Swagger 2.0 → connector: brand, security, the test of a connection, and nothing that is not used.

mod brand;
mod secure;
mod capabilities;
mod prune;
mod order;
mod rules;

pub use order::by_coding_standard;
pub use rules::{
    INVALID_HOST, REPLACED_BY_CONFIGURATION, TEST_CONNECTION_NOT_FOUND, UNUSED_COMPONENT, VERSION_DRIFT,
};
pub(crate) use secure::{LOGIN_URL, TENANT};

use crate::config::Config;
use crate::diagnostic::Findings;
use crate::openapi::Version;
use crate::tree::{NodeId, Tree};
use std::ops::ControlFlow;

/// What the passes share.
pub struct Finishing<'a> {
    /// The document.
    pub root: NodeId,
    /// What its source is written in.
    pub version: Version,
    /// The configuration.
    pub config: &'a Config,
    /// The host that this build was given.
    pub host: Option<&'a str>,
}

/// One step.
pub type Pass = crate::pass::Pass<fn(&mut Tree, &Finishing<'_>, &mut Findings)>;

/// The steps in order.
pub static PASSES: [Pass; 5] = [
    Pass { name: brand::PASS, summary: "title, description, contact, metadata, host", run: brand::run },
    Pass { name: secure::PASS, summary: "the one way in which connections sign in", run: secure::run },
    Pass {
        name: capabilities::PASS,
        summary: "the operation that tests a connection",
        run: capabilities::run,
    },
    Pass { name: prune::PASS, summary: "takes out what nothing uses", run: prune::run },
    Pass { name: order::PASS, summary: "puts members where readers look for them", run: order::run },
];

/// Runs the passes, or those up to the one called `until`; whether it went through all.
pub fn run(
    tree: &mut Tree,
    finishing: &Finishing<'_>,
    until: Option<&str>,
    findings: &mut Findings,
) -> ControlFlow<()> {
    crate::pass::run(&PASSES, until, |run| run(tree, finishing, findings))
}
