//! `x-ms-visibility`: what is hidden has a value all the same, and what is required is not hidden behind a toggle.

use super::places::{Places, Relation};
use crate::diagnostic::{Findings, Rule, Severity, page};
use crate::openapi::{Object, is_advanced, is_internal, reference};
use crate::tree::{NodeId, Tree};

/// Something that must be sent, and that nobody can fill in.
pub static INTERNAL_REQUIRED_WITHOUT_DEFAULT: Rule =
    Rule::fault("InternalRequiredWithoutDefault", page!("InternalRequiredWithoutDefault"));
/// Microsoft's name for a hidden parameter whose default is not sent.
pub static INTERNAL_PROPERTY_WITH_DEFAULT_OPTIONAL: Rule =
    Rule::warning("InternalPropertyWithDefaultOptional", page!("InternalPropertyWithDefaultOptional"));
/// Microsoft's name for a hidden property whose default is not sent.
pub static PROPERTY_MUST_BE_REQUIRED: Rule =
    Rule::warning("PropertyMustBeRequired", page!("PropertyMustBeRequired")).published(Severity::Error);
/// Something that must be given, behind a toggle.
pub static ADVANCED_BUT_REQUIRED: Rule = Rule::note("AdvancedButRequired", page!("AdvancedButRequired"));

pub(super) fn check(tree: &Tree, places: &Places, findings: &mut Findings) {
    for found in &places.objects {
        match found.object {
            Object::Parameter
                if reference(tree, found.node).is_none()
                    && tree.get_str(found.node, "in") != Some("body") =>
            {
                parameter(tree, found.node, findings);
            }
            Object::Schema if places.is_input(found.node) => property(tree, places, found.node, findings),
            _ => {}
        }
    }
}

fn parameter(tree: &Tree, node: NodeId, findings: &mut Findings) {
    let Some(visibility) = tree.get(node, "x-ms-visibility") else { return };
    let required = tree.get(node, "required").filter(|required| tree.bool(*required) == Some(true));
    let default = tree.get(node, "default");
    let name = tree.get_str(node, "name").unwrap_or_default();
    if is_advanced(tree, node) {
        if let Some(required) = required.filter(|_| default.is_none()) {
            findings
                .report(
                    &ADVANCED_BUT_REQUIRED,
                    visibility,
                    format!("`{name}` must be given, and designers hide it behind a toggle"),
                )
                .also(required, "required")
                .help("remove `x-ms-visibility`, or give it a default");
        }
        return;
    }
    if !is_internal(tree, node) {
        return;
    }
    match (required, default) {
        (Some(required), None) => {
            findings
                .report(
                    &INTERNAL_REQUIRED_WITHOUT_DEFAULT,
                    visibility,
                    format!("`{name}` must be sent, and no maker can give it a value"),
                )
                .also(required, "required")
                .help("give it a `default`, or let makers see it");
        }
        (None, Some(default)) => {
            findings
                .report(
                    &INTERNAL_PROPERTY_WITH_DEFAULT_OPTIONAL,
                    default,
                    format!("the default of `{name}` is never sent: the parameter is internal and optional"),
                )
                .also(visibility, "internal")
                .help("add `required: true` if it is to be sent, else remove the parameter");
        }
        _ => {}
    }
}

fn property(tree: &Tree, places: &Places, node: NodeId, findings: &mut Findings) {
    if !is_internal(tree, node) {
        return;
    }
    let Relation::Property(owner) = places.relation(tree, node) else { return };
    let name = tree.key(node);
    let required = tree
        .get(owner, "required")
        .into_iter()
        .flat_map(|list| tree.items(list))
        .find(|item| tree.str(*item) == Some(name));
    let Some(visibility) = tree.get(node, "x-ms-visibility") else { return };
    match (required, tree.get(node, "default")) {
        (None, Some(default)) => {
            findings
                .report(
                    &PROPERTY_MUST_BE_REQUIRED,
                    default,
                    format!("the default of `{name}` is never sent: the property is internal and optional"),
                )
                .also(visibility, "internal")
                .help(format!("add `{name}` to `required` of the object, if it is to be sent"));
        }
        (Some(required), None) if is_scalar(tree, node) => {
            let finding = findings.report(
                &INTERNAL_REQUIRED_WITHOUT_DEFAULT,
                visibility,
                format!("`{name}` must be sent, and no maker can give it a value"),
            );
            finding.also(required, "required").help("give it a `default`, or let makers see it");
            // The object that holds it may be left out, and the property with it.
            finding.level = Severity::Warning;
        }
        _ => {}
    }
}

/// The platform itself fills in the address for notifications.
fn is_scalar(tree: &Tree, node: NodeId) -> bool {
    let kind = tree.get_str(node, "type");
    matches!(kind, Some("string" | "number" | "integer" | "boolean"))
        && tree.get(node, "x-ms-notification-url").is_none()
}
