//! What can be wrong with `connector.yaml`.

use super::SCHEMA;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::tree::{NodeId, Tree};

/// A member that the configuration does not have.
pub static UNKNOWN_CONFIG_KEY: Rule = Rule::error("UnknownConfigKey", page!("UnknownConfigKey"));
/// A member with a value that it cannot have.
pub static INVALID_CONFIG_VALUE: Rule = Rule::error("InvalidConfigValue", page!("InvalidConfigValue"));
/// A secret in a file that ends up in version control.
pub static SECRET_IN_FILE: Rule = Rule::error("SecretInFile", page!("SecretInFile"));

/// Reports members whose name says that they hold a secret.
pub(super) fn secrets(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let Some(security) = tree.get(root, "security") else { return };
    for id in tree.walk(security) {
        let name = tree.key(id).to_lowercase().replace(['-', '_'], "");
        let secret = name.contains("secret") || name.ends_with("password") && tree.str(id).is_some();
        if secret && tree.str(id).is_some_and(|value| !value.is_empty()) {
            let message = format!("`{}` puts a secret into a file", tree.key(id));
            findings.report(&SECRET_IN_FILE, Site::Key(id), message).help(
                "remove it, and replace the secret if this file was ever shared; \
                 a secret is given at publish time, from an environment variable, a file or standard input",
            );
        }
    }
}

/// Holds the configuration against its schema.
pub(super) fn conformance(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let secrets: Vec<Site> = findings
        .iter()
        .filter(|finding| finding.rule.name == SECRET_IN_FILE.name)
        .map(|finding| finding.site.clone())
        .collect();
    let host = tree.at(root, &["connector", "host"]).map(Site::Value);
    SCHEMA.report(tree, root, findings, |violation| match violation.keyword.as_str() {
        _ if secrets.contains(&violation.site) => None,
        // A host can be given on the command line as well: finishing looks at both, and knows better what to say.
        "pattern" | "minLength" if host.as_ref() == Some(&violation.site) => None,
        "additionalProperties" | "unevaluatedProperties" => Some(&UNKNOWN_CONFIG_KEY),
        _ => Some(&INVALID_CONFIG_VALUE),
    });
}
