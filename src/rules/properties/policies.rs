//! Policies: what they change, for which operations, and with what values.

use super::parameter_lists;
use crate::diagnostic::{Findings, Rule, Severity, page};
use crate::nearest::nearest;
use crate::rules::Subject;
use crate::rules::uses::by_id;
use crate::tree::{NodeId, Tree};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A template that nobody knows.
pub static UNKNOWN_POLICY_TEMPLATE: Rule =
    Rule::warning("UnknownPolicyTemplate", page!("UnknownPolicyTemplate"));
/// A policy for an operation that does not exist.
pub static POLICY_OPERATION_NOT_FOUND: Rule =
    Rule::warning("PolicyOperationNotFound", page!("PolicyOperationNotFound")).published(Severity::Error);
/// A value of the connection that nobody is asked for.
pub static CONNECTION_PARAMETER_NOT_FOUND: Rule =
    Rule::warning("ConnectionParameterNotFound", page!("ConnectionParameterNotFound"))
        .published(Severity::Error);
/// A host that loses the path behind it.
pub static BASE_PATH_LOST_BY_POLICY: Rule =
    Rule::warning("BasePathLostByPolicy", page!("BasePathLostByPolicy"));

/// `spec/platform/policies.toml`
#[derive(Deserialize)]
struct Policies {
    templates: Vec<String>,
    seen: Vec<String>,
}

static POLICIES: LazyLock<Policies> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/policies.toml"))
        .expect("internal error: the policies are TOML")
});

const TEMPLATE: &str = "x-ms-apimTemplateParameter.urlTemplate";

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, properties: NodeId, findings: &mut Findings) {
    let Some(list) = tree.get(properties, "policyTemplateInstances") else { return };
    if tree.items(list).next().is_none() {
        return;
    }
    let operations = by_id(tree, subject.definition);
    let known: HashSet<&str> = parameter_lists(tree, properties)
        .into_iter()
        .flat_map(|list| tree.members(list).map(|(name, _)| name))
        .collect();
    for policy in tree.items(list) {
        template(tree, policy, findings);
        let Some(parameters) = tree.get(policy, "parameters") else { continue };
        if let Some(names) = tree.get(parameters, "x-ms-apimTemplate-operationName") {
            targets(tree, names, &operations, findings);
        }
        for node in tree.walk(parameters) {
            references(tree, node, &known, findings);
        }
        base_path(tree, subject.definition, policy, findings);
    }
}

fn template(tree: &Tree, policy: NodeId, findings: &mut Findings) {
    let Some(node) = tree.get(policy, "templateId") else { return };
    let Some(id) = tree.str(node) else { return };
    let known = || POLICIES.templates.iter().chain(&POLICIES.seen).map(String::as_str);
    if known().any(|known| known.eq_ignore_ascii_case(id)) {
        return;
    }
    let finding = findings.report(
        &UNKNOWN_POLICY_TEMPLATE,
        node,
        format!("`{id}` is no policy template that is known"),
    );
    match nearest(id, known()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("name one of the platform's templates"),
    };
}

fn targets(tree: &Tree, names: NodeId, operations: &HashMap<&str, NodeId>, findings: &mut Findings) {
    for node in tree.items(names) {
        let Some(id) = tree.str(node).filter(|id| !operations.contains_key(id)) else { continue };
        let finding = findings.report(
            &POLICY_OPERATION_NOT_FOUND,
            node,
            format!("the policy is for `{id}`, which is no operation of this connector"),
        );
        match near_operation(id, operations) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("name an operation that exists, or remove it from the list"),
        };
    }
}

/// The id that is spelt most like another.
pub(super) fn near_operation<'t>(id: &str, operations: &HashMap<&'t str, NodeId>) -> Option<&'t str> {
    let mut ids: Vec<&str> = operations.keys().copied().collect();
    ids.sort_unstable();
    nearest(id, ids.into_iter())
}

/// The connection parameters that a text of a policy refers to.
fn references(tree: &Tree, node: NodeId, known: &HashSet<&str>, findings: &mut Findings) {
    let Some(text) = tree.str(node) else { return };
    for piece in text.split("connectionParameters(").skip(1) {
        let piece = piece.trim_start();
        let Some(quote) = piece.chars().next().filter(|quote| matches!(quote, '\'' | '"')) else { continue };
        let Some((name, _)) = piece[1..].split_once(quote) else { continue };
        if known.contains(name) {
            continue;
        }
        let other = known.iter().copied().filter(|known| known.eq_ignore_ascii_case(name)).min();
        if let Some(other) = other {
            let finding = findings.report(
                &CONNECTION_PARAMETER_NOT_FOUND,
                node,
                format!("the policy takes the connection parameter `{name}`, which is called `{other}`"),
            );
            finding.help(format!("write `{other}`"));
            // Most published policies that fail this test only differ in case, and seem to work.
            finding.level = Severity::Warning;
            continue;
        }
        let mut names: Vec<&str> = known.iter().copied().collect();
        names.sort_unstable();
        let finding = findings.report(
            &CONNECTION_PARAMETER_NOT_FOUND,
            node,
            format!("the policy takes the connection parameter `{name}`, which does not exist"),
        );
        match nearest(name, names.into_iter()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("add it to `connectionParameters`, or take another"),
        };
    }
}

/// The policy replaces host and base path together.
fn base_path(tree: &Tree, definition: NodeId, policy: NodeId, findings: &mut Findings) {
    let is_host =
        tree.get_str(policy, "templateId").is_some_and(|id| id.eq_ignore_ascii_case("dynamichosturl"));
    let Some(base) = tree.get(definition, "basePath").filter(|_| is_host) else { return };
    let path = tree.text(base).trim_matches('/');
    let Some(template) = tree.at(policy, &["parameters", TEMPLATE]) else { return };
    let text = tree.text(template);
    // One parameter as a whole may hold the base path, too.
    let whole =
        text.starts_with('@') && text.ends_with(')') && text.matches("connectionParameters").count() == 1
            || !text.contains("://");
    if path.is_empty() || whole || text.contains(path) {
        return;
    }
    let message = format!("the policy replaces the host and with it the base path `{}`", tree.text(base));
    findings
        .report(&BASE_PATH_LOST_BY_POLICY, template, message)
        .also(base, "the base path")
        .help(format!("write `/{path}` at the end of the template"));
}
