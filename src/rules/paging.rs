//! `x-ms-pageable`: the link to the next page has a name that the platform knows, and leads through it.

use super::Subject;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::{Operation, Resolver, operations, property};
use crate::tree::{NodeId, Tree};
use serde::Deserialize;
use std::sync::LazyLock;

/// Microsoft's name for a link under a name that the platform does not look at.
pub static INVALID_NEXT_LINK_NAME_VALUE: Rule =
    Rule::error("InvalidNextLinkNameValue", page!("InvalidNextLinkNameValue")).imported();
/// A response without the link that it is said to have.
pub static NEXT_LINK_NOT_IN_RESPONSE: Rule =
    Rule::warning("NextLinkNotInResponse", page!("NextLinkNotInResponse"));
/// Pages whose links lead past the gateway.
pub static PAGEABLE_WITHOUT_POLICY: Rule =
    Rule::warning("PageableWithoutPolicy", page!("PageableWithoutPolicy"));

/// `spec/platform/paging.toml`
#[derive(Deserialize)]
struct Platform {
    next_link: NextLink,
    policy: Policy,
}

#[derive(Deserialize)]
struct NextLink {
    names: Vec<String>,
}

#[derive(Deserialize)]
struct Policy {
    template: String,
}

static PLATFORM: LazyLock<Platform> = LazyLock::new(|| {
    toml::from_str(include_str!("../../spec/platform/paging.toml"))
        .expect("internal error: the facts about paging are TOML")
});

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, resolver: &mut Resolver, findings: &mut Findings) {
    for operation in operations(tree, subject.definition) {
        let Some(pageable) = tree.get(operation.node, "x-ms-pageable") else { continue };
        if let Some(properties) = subject.properties {
            policy(tree, properties, &operation, pageable, findings);
        }
        let Some(name) = tree.get(pageable, "nextLinkName") else { continue };
        let Some(text) = tree.str(name) else { continue };
        let names = &PLATFORM.next_link.names;
        if names.iter().any(|known| known == text) {
            in_response(tree, resolver, &operation, (name, text), findings);
            continue;
        }
        let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("the platform does not look for the next page in `{text}`");
        let finding = findings.report(&INVALID_NEXT_LINK_NAME_VALUE, name, message);
        match names.iter().find(|known| known.eq_ignore_ascii_case(text)) {
            Some(meant) => finding.help(format!("did you mean `{meant}`? The case counts")),
            None => finding.help(format!("only {} can be named: otherwise remove it", list.join(" or "))),
        };
    }
}

fn in_response(
    tree: &Tree,
    resolver: &mut Resolver,
    operation: &Operation<'_>,
    (node, name): (NodeId, &str),
    findings: &mut Findings,
) {
    let responses = tree.get(operation.node, "responses");
    let members = responses.into_iter().flat_map(|responses| tree.members(responses));
    let mut successes = members.filter(|(status, _)| status.starts_with('2'));
    let schema = successes.find_map(|(_, response)| tree.get(resolver.follow(tree, response)?, "schema"));
    let Some(target) = schema.and_then(|schema| resolver.follow(tree, schema)) else { return };
    let dynamic = ["x-ms-dynamic-schema", "x-ms-dynamic-properties"];
    if dynamic.iter().any(|key| tree.get(target, key).is_some())
        || property(tree, resolver, target, name).is_some()
    {
        return;
    }
    let message = format!("the response of {} has no property `{name}`", operation.name());
    findings
        .report(&NEXT_LINK_NOT_IN_RESPONSE, node, message)
        .also(Site::Key(target), "the schema of the response")
        .help("describe it at the root of the response, as a string; without it there is one page only");
}

fn policy(
    tree: &Tree,
    properties: NodeId,
    operation: &Operation<'_>,
    pageable: NodeId,
    findings: &mut Findings,
) {
    let instances = tree.at(properties, &["properties", "policyTemplateInstances"]);
    let template = PLATFORM.policy.template.as_str();
    let applies = |instance: NodeId| {
        let is_it = tree.get_str(instance, "templateId").is_some_and(|id| id.eq_ignore_ascii_case(template));
        let names = tree.at(instance, &["parameters", "x-ms-apimTemplate-operationName"]);
        let mut names = names.into_iter().flat_map(|names| tree.items(names)).peekable();
        // Without names it is for all operations.
        is_it && (names.peek().is_none() || names.any(|name| tree.str(name) == operation.id()))
    };
    if instances.into_iter().flat_map(|list| tree.items(list)).any(applies) {
        return;
    }
    findings
        .report(
            &PAGEABLE_WITHOUT_POLICY,
            Site::Key(pageable),
            format!(
                "the next page of {} is fetched past the connector, without its credentials",
                operation.name()
            ),
        )
        .help(format!("add a policy `{template}` for the operation to apiProperties.json"));
}
