//! Schemas: what they say, what they refer to, and what the platform makes of them.

mod platform;
pub(super) mod shapes;
pub(super) mod required;
pub(super) mod bounds;
pub(super) mod patterns;
pub(super) mod keywords;
pub(super) mod files;
pub(super) mod targets;
pub(super) mod circles;
pub(super) mod depth;
pub(super) mod names;
pub(super) mod filters;

use super::Subject;
use super::places::Places;
use crate::diagnostic::Findings;
use crate::openapi::Resolver;
use crate::tree::Tree;

pub(super) fn check(
    tree: &Tree,
    subject: &Subject<'_>,
    places: &Places,
    resolver: &mut Resolver,
    findings: &mut Findings,
) {
    targets::check(tree, subject, places, resolver, findings);
    circles::check(tree, places, resolver, findings);
    depth::check(tree, places, resolver, findings);
    keywords::check(tree, subject, places, findings);
    for schema in places.schemas() {
        shapes::check(tree, places, resolver, schema, findings);
        required::check(tree, places, resolver, schema, findings);
        files::check(tree, places, schema, findings);
        filters::check(tree, places, schema, findings);
    }
    for node in &places.typed {
        bounds::check(tree, *node, findings);
        patterns::check(tree, *node, findings);
    }
    names::check(tree, subject, places, findings);
}
