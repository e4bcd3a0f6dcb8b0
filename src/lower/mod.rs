//! OpenAPI 3 → Swagger 2.0, in place, one construct family per file. Nothing is lost in silence: what 2.0 has no
//! word for is kept under an extension, approximated, or refused, and each of these is said.

mod edit;
mod rules;
mod servers;
mod operations;
mod schemas;
mod schema_types;
mod schema_unions;
mod security;
mod primitive;
mod work;
mod parameters;
mod shared;
mod overrides;
mod templates;
mod style;
mod lists;
mod expansion;
mod contents;
mod texts;
mod bodies;
mod forms;
mod responses;
mod statuses;
mod headers;
mod examples;
mod media;
mod hoist;
mod events;
mod components;

pub use rules::*;

use crate::diagnostic::Findings;
use crate::openapi::Version;
use crate::tree::{NodeId, Tree};

/// For whom the definition is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The Power Platform: what it refuses is refused here.
    #[default]
    Connector,
    /// Anybody who reads Swagger 2.0.
    Swagger2,
}

/// What the passes share.
pub struct Lowering {
    /// The document.
    pub root: NodeId,
    /// What it is written in.
    pub version: Version,
    /// For whom it is lowered.
    pub dialect: Dialect,
    /// Whether the host is given from outside, so that the document need not name one.
    pub host_is_given: bool,
}

/// One step.
pub struct Pass {
    /// Its name in `explain`.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    run: fn(&mut Tree, &Lowering, &mut Findings),
}

/// The steps in order. Schemas come first, since parameters, forms and headers are made from lowered ones;
/// components come last, since until then their names lead to them.
pub static PASSES: [Pass; 9] = [
    Pass { name: servers::PASS, summary: "servers → host, basePath, schemes", run: servers::run },
    Pass { name: operations::PASS, summary: "methods, ids and texts of operations", run: operations::run },
    Pass { name: schemas::PASS, summary: "schemas in the words of 2.0", run: schemas::run },
    Pass { name: security::PASS, summary: "securitySchemes → securityDefinitions", run: security::run },
    Pass {
        name: parameters::PASS,
        summary: "schemas of parameters → type, format, items",
        run: parameters::run,
    },
    Pass { name: bodies::PASS, summary: "requestBody → body or form parameters", run: bodies::run },
    Pass { name: responses::PASS, summary: "content of responses → schema, examples", run: responses::run },
    Pass { name: events::PASS, summary: "callbacks, webhooks and links", run: events::run },
    Pass {
        name: components::PASS,
        summary: "components → definitions, parameters, responses",
        run: components::run,
    },
];

/// Runs all passes. The document's root stays what it was.
pub fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    for pass in &PASSES {
        (pass.run)(tree, lowering, findings);
    }
}
