//! Where the API is: `host`, `basePath` and `schemes`.

use super::facts::HOSTS;
use super::survey::Survey;
use super::wording;
use crate::diagnostic::{Findings, Rule, page};
use crate::lower::{PLAIN_HTTP, SCHEME_NOT_SUPPORTED};
use crate::tree::{Edit, NodeId, Tree, Value};

/// Microsoft's name for a host that is more or less than a name.
pub static HOST_NAME_NOT_VALID: Rule = Rule::fault("HostNameNotValid", page!("HostNameNotValid")).imported();
/// A host that looks like one for trying out.
pub static HOST_NOT_PRODUCTION: Rule =
    Rule::warning("HostNotProduction", page!("HostNotProduction")).not_custom();
/// A host that stands for another, which nothing names.
pub static PLACEHOLDER_HOST: Rule = Rule::warning("PlaceholderHost", page!("PlaceholderHost"));
/// A host that comes from an environment, which published connectors do not have.
pub static HOST_FROM_ENVIRONMENT: Rule =
    Rule::warning("HostFromEnvironment", page!("HostFromEnvironment")).not_custom();
/// Microsoft's name for a prefix of paths that does not begin with a slash.
pub static BASE_PATH_NOT_VALID: Rule = Rule::fault("BasePathNotValid", page!("BasePathNotValid"));
/// A prefix of paths that ends with a slash.
pub static BASE_PATH_ENDS_WITH_SLASH: Rule =
    Rule::note("BasePathEndsWithSlash", page!("BasePathEndsWithSlash"));
/// Microsoft's name for an empty list of protocols.
pub static SCHEMES_ARRAY_EMPTY: Rule = Rule::fault("SchemesArrayEmpty", page!("SchemesArrayEmpty"));
/// Microsoft's name for a protocol that nobody knows.
pub static SCHEME_NOT_VALID: Rule = Rule::fault("SchemeNotValid", page!("SchemeNotValid"));

const ENVIRONMENT: &str = "@environmentVariables(";

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Survey { tree, root, .. } = *survey;
    if let Some((node, text)) = survey.text(root, "host") {
        host(survey, node, text, findings);
    }
    if let Some((node, text)) = survey.text(root, "basePath") {
        base_path(node, text, findings);
    }
    if let Some(list) = tree.get(root, "schemes") {
        schemes(survey, list, findings);
    }
}

fn host(survey: &Survey<'_>, node: NodeId, host: &str, findings: &mut Findings) {
    if wording::is_blank(host) {
        return;
    }
    if host.starts_with(ENVIRONMENT) {
        findings
            .report(&HOST_FROM_ENVIRONMENT, node, "the host comes from an environment variable")
            .help("environment variables exist in your own environments only: write the host");
        return;
    }
    if !is_host(host) {
        let finding =
            findings.report(&HOST_NAME_NOT_VALID, node, format!("`{host}` is not the name of a host"));
        let bare =
            host.split_once("://").map_or(host, |(_, rest)| rest).split('/').next().unwrap_or_default();
        if is_host(bare) {
            finding
                .help(format!("write `{bare}`; the protocol belongs into `schemes`, a path into `basePath`"));
        } else {
            finding.help("write the name alone, with a port if need be: `api.example.com`");
        }
        return;
    }
    if is_placeholder(host) {
        if !has_policy(survey.tree, survey.properties) {
            findings
                .report(&PLACEHOLDER_HOST, node, format!("`{host}` stands for another host, which nothing names"))
                .help(format!(
                    "let the policy `{}` in apiProperties.json set the host of each connection, or write the host",
                    HOSTS.policy
                ));
        }
    } else if let Some(part) = not_production(host) {
        findings
            .report(
                &HOST_NOT_PRODUCTION,
                node,
                format!("`{host}` looks like a host for trying out: `{part}`"),
            )
            .help("name the host that customers use");
    }
}

/// A name with or without a port.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "0"));
    !name.is_empty()
        && !name.contains(['/', '\\', '{', '}', '?', '#', '@', ':'])
        && !name.contains(char::is_whitespace)
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_placeholder(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let mut parts = host.split(['.', '-', ':']);
    parts.any(|part| {
        HOSTS.placeholder_part.iter().any(|word| part == word)
            || HOSTS.placeholder_start.iter().any(|start| part.starts_with(start.as_str()))
    })
}

/// The part of the name that says what the host is for; the last part is no word of the publisher's.
fn not_production(host: &str) -> Option<&str> {
    let name = host.split(':').next().unwrap_or_default();
    if !name.is_empty() && name.split('.').all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some(name);
    }
    let own = name.rsplit_once('.').map_or(name, |(own, _)| own);
    own.split(['.', '-']).find(|part| {
        let word = part.trim_end_matches(|char: char| char.is_ascii_digit());
        HOSTS.not_production.iter().any(|known| word.eq_ignore_ascii_case(known))
    })
}

/// Whether a policy or a script of the connector can set the host.
fn has_policy(tree: &Tree, properties: Option<NodeId>) -> bool {
    let Some(properties) = properties.and_then(|root| tree.get(root, "properties")) else { return false };
    let policies = tree.get(properties, "policyTemplateInstances");
    let mut policies = policies.into_iter().flat_map(|list| tree.items(list));
    policies.any(|policy| {
        let template = tree.get_str(policy, "templateId").unwrap_or_default();
        template.eq_ignore_ascii_case(&HOSTS.policy)
    }) || tree.get(properties, "scriptOperations").is_some_and(|list| tree.items(list).next().is_some())
}

fn base_path(node: NodeId, path: &str, findings: &mut Findings) {
    if path.starts_with(ENVIRONMENT) {
        return;
    }
    if !path.starts_with('/') {
        let finding = findings.report(
            &BASE_PATH_NOT_VALID,
            node,
            format!("`basePath` does not begin with a slash: `{path}`"),
        );
        if path.is_empty() {
            finding.help("leave it out").fix(Edit::Remove(node));
        } else {
            finding.help(format!("write `/{path}`")).fix(Edit::Replace(node, format!("/{path}").into()));
        }
    }
    if path.len() > 1 && path.ends_with('/') {
        let message = "`basePath` ends with a slash, and each path begins with one";
        findings
            .report(&BASE_PATH_ENDS_WITH_SLASH, node, message)
            .help(format!("write `{}`", path.trim_end_matches('/')));
    }
}

fn schemes(survey: &Survey<'_>, list: NodeId, findings: &mut Findings) {
    let tree = survey.tree;
    if tree.is_array(list) && tree.items(list).next().is_none() {
        findings
            .report(&SCHEMES_ARRAY_EMPTY, list, "`schemes` is empty")
            .help("write `[\"https\"]`")
            .fix(Edit::Replace(list, Value::Strings(vec!["https".to_owned()])));
    }
    for item in tree.items(list) {
        let Some(scheme) = tree.str(item) else { continue };
        match scheme {
            "https" => {}
            // Lowering has said so of the server that it comes from.
            "http" if survey.compiled => {}
            "http" => {
                let only = tree.items(list).count() == 1;
                let message = if only {
                    "the API is reached by `http` only, which anybody on the way can read"
                } else {
                    "the API may be reached by `http`, which anybody on the way can read"
                };
                let help = if only { "offer the API by `https`" } else { "leave `https` alone in the list" };
                findings.report(&PLAIN_HTTP, item, message).help(help);
            }
            "ws" | "wss" => {
                findings
                    .report(&SCHEME_NOT_SUPPORTED, item, format!("the platform does not speak `{scheme}`"))
                    .help("connectors reach an API by `https`");
            }
            _ => {
                let finding = findings.report(
                    &SCHEME_NOT_VALID,
                    item,
                    format!("`{scheme}` is not a protocol that the platform knows"),
                );
                finding.help("write `https`");
                if scheme.trim().eq_ignore_ascii_case("https") {
                    finding.fix(Edit::Replace(item, "https".into()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_known_by_their_looks() {
        assert!(is_host("api.example.com:8080") && !is_host("https://api.example.com") && !is_host("a:b"));
        assert!(is_placeholder("yourhost.YourDomain.com") && !is_placeholder("api.youth.example2.com"));
        assert_eq!(not_production("api-dev1.pets.com"), Some("dev1"));
        assert_eq!(not_production("10.0.0.1:80"), Some("10.0.0.1"));
        assert_eq!(not_production("api.pets.dev"), None);
    }
}
