//! Title, description, contact, metadata and host.

use super::Finishing;
use super::rules::{INVALID_HOST, VERSION_DRIFT};
use crate::config::{Config, Located};
use crate::diagnostic::{Findings, Site};
use crate::nearest::nearest;
use crate::shape::UNKNOWN_SELECTOR;
use crate::tree::{NodeId, Origin, Step, Tree};

pub(super) const PASS: &str = "brand";

pub(super) fn run(tree: &mut Tree, finishing: &Finishing<'_>, findings: &mut Findings) {
    let Finishing { root, config, .. } = *finishing;
    host(tree, finishing, findings);
    if let Some(info) = tree.get(root, "info") {
        info_members(tree, info, config, findings);
    }
    if !config.connector.metadata.is_empty() {
        metadata(tree, root, config);
    }
}

fn host(tree: &mut Tree, finishing: &Finishing<'_>, findings: &mut Findings) {
    let config = finishing.config.connector.host.as_ref();
    let (host, origin) = match (finishing.host, config) {
        (Some(host), _) => (host, Origin::pass("--host")),
        (None, Some(host)) => (host.value.as_str(), Origin::from(host.at, PASS)),
        (None, None) => return,
    };
    if !is_host(host) {
        let site = config
            .filter(|_| finishing.host.is_none())
            .map_or_else(|| Site::Path("--host".to_owned()), |host| Site::Value(host.at));
        let message = format!("`{host}` is not the name of a host");
        findings.report(&INVALID_HOST, site, message).help(
            "write the name alone, with a port if need be: `api.example.com`, without `https://` and path",
        );
        return;
    }
    let node = tree.make_string(host, origin);
    tree.set(finishing.root, "host", node);
    if tree.get(finishing.root, "schemes").is_none() {
        let list = tree.make_array(origin);
        let https = tree.make_string("https", origin);
        tree.push(list, https);
        tree.set(finishing.root, "schemes", list);
    }
}

/// A name with or without a port, or an environment variable of the platform that holds one.
fn is_host(text: &str) -> bool {
    if let Some(variable) = text.strip_prefix("@environmentVariables(") {
        return variable.len() > 1 && variable.ends_with(')');
    }
    let (name, port) = text.split_once(':').unwrap_or((text, "0"));
    !name.is_empty()
        && !name.contains(['/', '\\', '{', '}', '?', '#', '@'])
        && !name.contains(char::is_whitespace)
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

fn info_members(tree: &mut Tree, info: NodeId, config: &Config, findings: &mut Findings) {
    let connector = &config.connector;
    for (key, text) in [("title", &connector.title), ("description", &connector.description)] {
        if let Some(text) = text {
            replace_text(tree, info, key, text, findings);
        }
    }
    if let Some(contact) = connector.contact {
        if let Some(old) = tree.get(info, "contact") {
            let message = "`info.contact` is replaced by that of `connector.yaml`";
            findings
                .report(&super::rules::REPLACED_BY_CONFIGURATION, Site::Value(old), message)
                .also(contact, "by this");
        }
        let copy = tree.copy(contact, PASS);
        tree.set(info, "contact", copy);
    }
    for key in &connector.omit_info {
        omit(tree, info, key, findings);
    }
    deployment_version(tree, info, config, findings);
    if let Some(status) = &connector.status {
        let origin = Origin::from(status.at, PASS);
        let annotation = match tree.get(info, "x-ms-api-annotation") {
            Some(annotation) => annotation,
            None => {
                let annotation = tree.make_object(origin);
                tree.append(info, "x-ms-api-annotation", annotation);
                annotation
            }
        };
        if tree.get(annotation, "status").is_none() {
            let node = tree.make_string(&status.value, origin);
            tree.append(annotation, "status", node);
        }
    }
}

/// Takes out a member of `info`, by the name that it has in the source.
fn omit(tree: &mut Tree, info: NodeId, key: &Located<String>, findings: &mut Findings) {
    // What Swagger 2.0 does not have was kept under another name.
    let kept = format!("x-oas3-{}", key.value);
    let Some(member) = tree.get(info, &key.value).or_else(|| tree.get(info, &kept)) else {
        let message = format!("`info` has no member `{}` to leave out", key.value);
        let near = nearest(&key.value, tree.members(info).map(|(key, _)| key));
        let finding = findings.report(&UNKNOWN_SELECTOR, key.at, message);
        match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it"),
        };
        return;
    };
    tree.note(member, Step { by: PASS, what: "left out", because: Some(key.at) });
    tree.detach(member);
    findings
        .report(
            &super::rules::REPLACED_BY_CONFIGURATION,
            Site::Key(member),
            format!("`info.{}` is not published", key.value),
        )
        .also(Site::Value(key.at), "by this line");
}

/// A text of the configuration takes the place of the source's, which stays findable as its origin's neighbour.
fn replace_text(tree: &mut Tree, info: NodeId, key: &str, text: &Located<String>, findings: &mut Findings) {
    let node = tree.make_string(&text.value, Origin::from(text.at, PASS));
    if let Some(old) = tree.get(info, key) {
        tree.note(old, Step { by: PASS, what: "replaced", because: Some(text.at) });
        let message = format!("`info.{key}` is replaced by that of `connector.yaml`");
        findings
            .report(&super::rules::REPLACED_BY_CONFIGURATION, Site::Value(old), message)
            .also(text.at, "by this line");
    }
    tree.set(info, key, node);
}

/// The platform compares versions as numbers with dots.
/// Source: Microsoft's JSON schema of connector definitions.
fn deployment_version(tree: &mut Tree, info: NodeId, config: &Config, findings: &mut Findings) {
    let version = tree.get(info, "version");
    let text = version.map_or("", |version| tree.text(version)).to_owned();
    if let Some(own) = &config.connector.deployment_version {
        if own.value != text {
            let message =
                format!("`deploymentVersion` is `{}`, but the source has version `{text}`", own.value);
            let finding = findings.report(&VERSION_DRIFT, own.at, message);
            if let Some(version) = version {
                finding.also(version, "the source's version");
            }
            finding.help("remove `deploymentVersion`, and the source's version counts");
        }
        replace_text(tree, info, "x-ms-deployment-version", own, findings);
        return;
    }
    if !config.defaults.deployment_version {
        return;
    }
    let numbers = text.contains('.')
        && text.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(version) = version.filter(|_| numbers && tree.get(info, "x-ms-deployment-version").is_none())
    {
        let node = tree.make_string(&text, Origin::from(version, PASS));
        tree.append(info, "x-ms-deployment-version", node);
    }
}

fn metadata(tree: &mut Tree, root: NodeId, config: &Config) {
    let first = &config.connector.metadata[0];
    let list = tree.make_array(Origin::from(first.at, PASS));
    for entry in &config.connector.metadata {
        let origin = Origin::from(entry.at, PASS);
        let object = tree.make_object(origin);
        for (key, text) in [("propertyName", &entry.name), ("propertyValue", &entry.value)] {
            let node = tree.make_string(text, origin);
            tree.append(object, key, node);
        }
        tree.push(list, object);
    }
    tree.set(root, "x-ms-connector-metadata", list);
}
