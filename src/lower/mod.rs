//! OpenAPI 3 → Swagger 2.0, in place, one construct family per file. Nothing is lost in silence: what 2.0 has no
//! word for is kept under an extension, approximated, or refused, and each of these is said.

mod edit;
mod inline;
mod rules;
mod paths;
mod aside;
mod document;
mod swagger2;
mod references;
mod names;
mod extensions;
mod servers;
mod operations;
mod operation_ids;
mod path_queries;
mod schemas;
mod schema_booleans;
mod schema_types;
mod schema_defaults;
mod schema_formats;
mod schema_keywords;
mod schema_tuples;
mod schema_compose;
mod schema_all_of;
mod schema_merge;
mod schema_unions;
mod schema_either;
mod discriminators;
mod schema_directions;
mod schema_maps;
mod schema_required;
mod security;
mod primitive;
mod work;
mod lost;
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
mod parts;
mod responses;
mod produces;
mod statuses;
mod headers;
mod examples;
mod media;
mod known_media;
mod hoist;
mod events;
mod components;

pub use rules::*;

use crate::diagnostic::{Findings, Severity};
use crate::openapi::Version;
use crate::tree::{NodeId, Tree};
use std::ops::ControlFlow;

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
#[derive(Clone, Debug)]
pub struct Lowering {
    /// The document.
    pub root: NodeId,
    /// What it is written in.
    pub version: Version,
    /// For whom it is lowered.
    pub dialect: Dialect,
    /// The host, if it is given from outside: then the document need not name one.
    pub host: Option<String>,
    /// Whether the configuration says how connections sign in: then the document need not.
    pub security_is_given: bool,
    /// Whether there is a configuration, in which the author can decide what cannot be had.
    pub is_configured: bool,
    /// Whether media types that most operations have are said once, for all.
    pub media_types_are_shared: bool,
}

impl Lowering {
    /// Whether the document need not name a host.
    fn host_is_given(&self) -> bool {
        self.host.is_some()
    }

    /// How grave it is that an operation cannot be had. The author of a connector decides what becomes of it; where
    /// nothing is configured, and for who only wants the document in 2.0, it is left out by convention.
    fn of_lost_operation(&self) -> Severity {
        let author_decides = self.is_configured && self.dialect == Dialect::Connector;
        if author_decides { Severity::Error } else { Severity::Warning }
    }
}

/// One step.
pub type Pass = crate::pass::Pass<fn(&mut Tree, &Lowering, &mut Findings)>;

/// The steps in order. References come first, so that all else meets them in one form; schemas come early, since
/// parameters, forms and headers are made from lowered ones; components come last, since until then their names
/// lead to them.
pub static PASSES: [Pass; 12] = [
    Pass { name: document::PASS, summary: "dialect, information and tags", run: document::run },
    Pass { name: references::PASS, summary: "references lead to components", run: references::run },
    Pass { name: servers::PASS, summary: "servers → host, basePath, schemes", run: servers::run },
    Pass { name: operations::PASS, summary: "methods, paths and ids of operations", run: operations::run },
    Pass { name: schemas::PASS, summary: "schemas in the words of 2.0", run: schemas::run },
    Pass { name: swagger2::PASS, summary: "mends a source that is 2.0 already", run: swagger2::run },
    Pass { name: security::PASS, summary: "securitySchemes → securityDefinitions", run: security::run },
    Pass {
        name: parameters::PASS,
        summary: "schemas of parameters → type, format, items",
        run: parameters::run,
    },
    Pass { name: bodies::PASS, summary: "requestBody → body or form parameters", run: bodies::run },
    Pass { name: responses::PASS, summary: "content of responses → schema, examples", run: responses::run },
    Pass { name: events::PASS, summary: "callbacks and webhooks that are no triggers", run: events::run },
    Pass {
        name: components::PASS,
        summary: "components → definitions, parameters, responses",
        run: components::run,
    },
];

/// Runs the passes, or those up to the one called `until`; whether it went through all. The document's root stays what it was.
pub fn run(
    tree: &mut Tree,
    lowering: &Lowering,
    until: Option<&str>,
    findings: &mut Findings,
) -> ControlFlow<()> {
    crate::pass::run(&PASSES, until, |run| run(tree, lowering, findings))
}
