//! OpenAPI 3 → OpenAPI 3: what the configuration makes of the source, before anything is lowered, so that
//! overlays speak of the document that the author knows.

mod share;
mod bundle;
mod rename;
mod select;
mod triggers;
mod text;
mod summaries;
mod test_connection;
mod defaults;
mod edit;
mod rules;

pub use bundle::bundle;
pub use rules::{
    CIRCULAR_REFERENCE, OPERATION_EXCLUDED, PATH_ITEM_OVERRIDDEN, TRIGGER_PATH_INVENTED,
    TRIGGER_WITHOUT_NOTIFICATION_URL, UNKNOWN_SELECTOR,
};
pub use share::share;

pub use triggers::{BECAME_TRIGGER, NO_TRIGGER};

use crate::config::Config;
use crate::diagnostic::Findings;
use crate::load::Documents;
use crate::openapi::Version;
use crate::tree::{NodeId, Tree};
use std::ops::ControlFlow;

/// What the passes share.
pub struct Shaping<'a> {
    /// The source's root.
    pub root: NodeId,
    /// What it is written in.
    pub version: Version,
    /// The configuration.
    pub config: &'a Config,
    /// The source and what it refers to.
    pub documents: &'a Documents,
    /// Operations that were taken out; they are still readable, and triggers can be made from them.
    pub excluded: Vec<NodeId>,
}

/// One step.
pub type Pass = crate::pass::Pass<fn(&mut Tree, &mut Shaping<'_>, &mut Findings)>;

/// The steps in order. New names come first, so that all else speaks of them; triggers can be made from
/// operations that are left out; what only fills gaps comes last.
pub static PASSES: [Pass; 7] = [
    Pass {
        name: rename::PASS,
        summary: "gives schemas and tags their new names, with every use",
        run: rename::run,
    },
    Pass { name: select::PASS, summary: "takes out the operations that are not wanted", run: select::run },
    Pass { name: triggers::PASS, summary: "makes webhook triggers from callbacks", run: triggers::run },
    Pass { name: text::PASS, summary: "cuts and capitalises the texts of operations", run: text::run },
    Pass { name: summaries::PASS, summary: "labels parameters and properties", run: summaries::run },
    Pass {
        name: test_connection::PASS,
        summary: "adds the operation that tests a connection",
        run: test_connection::run,
    },
    Pass { name: defaults::PASS, summary: "fills in what the platform would assume", run: defaults::run },
];

/// Runs the passes, or those up to the one called `until`; whether it went through all.
pub fn run(
    tree: &mut Tree,
    shaping: &mut Shaping<'_>,
    until: Option<&str>,
    findings: &mut Findings,
) -> ControlFlow<()> {
    crate::pass::run(&PASSES, until, |run| run(tree, shaping, findings))
}
