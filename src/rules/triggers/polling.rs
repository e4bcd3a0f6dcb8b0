//! Triggers that the platform asks again and again whether something happened.

use super::{Scene, Spot, TRIGGER};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::Resolver;
use crate::rules::inputs::success;
use crate::rules::uses::name_of;
use crate::tree::{NodeId, Tree};

/// A trigger that asks by another method than GET.
pub static POLLING_TRIGGER_NOT_GET: Rule =
    Rule::warning("PollingTriggerNotGet", page!("PollingTriggerNotGet"));
/// A trigger of which no policy says how it is asked.
pub static POLLING_POLICY_MISSING: Rule = Rule::note("PollingPolicyMissing", page!("PollingPolicyMissing"));
/// A trigger that begins a flow for each item of a list, and has no list.
pub static BATCH_WITHOUT_ARRAY: Rule =
    Rule::fault("BatchWithoutArray", page!("BatchWithoutArray")).imported();

pub(super) fn check(scene: &mut Scene<'_>, findings: &mut Findings) {
    let tree = scene.tree;
    let policies = scene.properties.map(|properties| Policies::read(tree, properties));
    for spot in scene.spots.iter().filter(|spot| spot.trigger.is_some() && !spot.is_webhook()) {
        if tree.key(spot.node) != "get" {
            let message = format!(
                "the trigger {} asks by {}, which is not GET",
                name_of(tree, spot.node),
                tree.key(spot.node).to_uppercase()
            );
            findings
                .report(&POLLING_TRIGGER_NOT_GET, Site::Key(spot.node), message)
                .help("ask by GET, if the API allows");
        }
        if policies.as_ref().is_some_and(|policies| !policies.cover(tree, spot.node)) {
            let message =
                format!("no `pollingtrigger` policy says how {} is asked", name_of(tree, spot.node));
            findings
                .report(&POLLING_POLICY_MISSING, Site::Key(spot.node), message)
                .help("add the policy, unless the API answers 202 with `Location` and `Retry-After`");
        }
        if spot.trigger == Some("batch") {
            batch(tree, spot, &mut scene.inputs.resolver, findings);
        }
    }
}

/// The operations that `pollingtrigger` policies are for.
struct Policies<'t> {
    ids: std::collections::HashSet<&'t str>,
    all: bool,
}

impl<'t> Policies<'t> {
    fn read(tree: &'t Tree, properties: NodeId) -> Policies<'t> {
        let mut policies = Policies { ids: std::collections::HashSet::new(), all: false };
        let list = tree.at(properties, &["properties", "policyTemplateInstances"]);
        for policy in list.into_iter().flat_map(|list| tree.items(list)) {
            let template = tree.get_str(policy, "templateId").unwrap_or_default();
            if !template.eq_ignore_ascii_case("pollingtrigger") {
                continue;
            }
            let names = tree.at(policy, &["parameters", "x-ms-apimTemplate-operationName"]);
            let mut names = names.into_iter().flat_map(|names| tree.items(names)).peekable();
            policies.all |= names.peek().is_none();
            policies.ids.extend(names.filter_map(|name| tree.str(name)));
        }
        policies
    }

    fn cover(&self, tree: &Tree, operation: NodeId) -> bool {
        self.all || tree.get_str(operation, "operationId").is_some_and(|id| self.ids.contains(id))
    }
}

/// Each item of the answer begins a flow.
fn batch(tree: &Tree, spot: &Spot<'_>, resolver: &mut Resolver, findings: &mut Findings) {
    let Some(schema) = success(tree, spot.node, resolver) else { return };
    let Some(schema) = resolver.follow(tree, schema) else { return };
    if has_list(tree, schema, resolver) {
        return;
    }
    let trigger = tree.get(spot.node, TRIGGER).unwrap_or(spot.node);
    let message = format!("{} is a `batch` trigger, but its answer holds no list", name_of(tree, spot.node));
    findings
        .report(&BATCH_WITHOUT_ARRAY, trigger, message)
        .also(Site::Key(schema), "the answer")
        .help("describe the list, or write `\"x-ms-trigger\": \"single\"`");
}

/// Whether a schema is a list, holds one, or is not described well enough to tell.
fn has_list(tree: &Tree, schema: NodeId, resolver: &mut Resolver) -> bool {
    let is_list =
        |schema: NodeId| tree.get_str(schema, "type") == Some("array") || tree.get(schema, "items").is_some();
    let Some(properties) = tree.get(schema, "properties") else {
        return is_list(schema) || tree.get_str(schema, "type").is_none_or(|kind| kind == "object");
    };
    ["allOf", "x-ms-dynamic-schema", "x-ms-dynamic-properties"]
        .iter()
        .any(|key| tree.get(schema, key).is_some())
        || is_list(schema)
        || tree.members(properties).any(|(_, property)| {
            resolver.follow(tree, property).is_none_or(|property| {
                let below = tree.get(property, "properties");
                let mut below = below.into_iter().flat_map(|below| tree.members(below));
                is_list(property)
                    || tree.get(property, "allOf").is_some()
                    || below.any(|(_, property)| is_list(property) || tree.get(property, "$ref").is_some())
            })
        })
}
