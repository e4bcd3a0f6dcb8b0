//! What the definition says of signing in, and what `apiProperties.json` does.

use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::rules::Subject;
use crate::tree::{NodeId, Tree};

/// A connection that is made in another way than the definition says.
pub static CONNECTION_DIFFERS_FROM_SECURITY: Rule =
    Rule::warning("ConnectionDiffersFromSecurity", page!("ConnectionDiffersFromSecurity"))
        .published(Severity::Warning);

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, findings: &mut Findings) {
    let Some(properties) = subject.properties.and_then(|root| tree.get(root, "properties")) else { return };
    let kinds = |kind: &str| -> Option<NodeId> {
        let definitions = tree.get(subject.definition, "securityDefinitions")?;
        let found = tree.members(definitions).find(|(_, node)| tree.get_str(*node, "type") == Some(kind));
        found.map(|(_, node)| node)
    };
    let sets = tree.at(properties, &["connectionParameterSets", "values"]);
    let of_sets =
        sets.into_iter().flat_map(|sets| tree.items(sets)).filter_map(|set| tree.get(set, "parameters"));
    let lists: Vec<NodeId> =
        tree.get(properties, "connectionParameters").into_iter().chain(of_sets).collect();
    let parameter = |kind: &str| {
        let mut all = lists.iter().flat_map(|list| tree.members(*list));
        all.find(|(_, node)| tree.get_str(*node, "type").is_some_and(|text| text.eq_ignore_ascii_case(kind)))
            .map(|(_, node)| node)
    };
    let oauth = kinds("oauth2");
    match (oauth, parameter("oauthSetting")) {
        (None, Some(setting)) => {
            findings
                .report(
                    &CONNECTION_DIFFERS_FROM_SECURITY,
                    Site::Key(setting),
                    format!(
                        "connections are made by OAuth (`{}`), and no security definition is of type oauth2",
                        tree.key(setting)
                    ),
                )
                .also(Site::Value(subject.definition), "the definition")
                .help("add a security definition of type oauth2, with the same addresses");
        }
        (Some(scheme), None) => {
            findings
                .report(
                    &CONNECTION_DIFFERS_FROM_SECURITY,
                    Site::Key(scheme),
                    format!("`{}` is of type oauth2, and no connection parameter is", tree.key(scheme)),
                )
                .also(properties, "connections are described here")
                .help("add a connection parameter of type `oauthSetting`");
        }
        _ => {}
    }
    let secret = kinds("apiKey").or_else(|| kinds("basic"));
    if let Some(secret) = secret.filter(|_| oauth.is_none() && parameter("securestring").is_none()) {
        findings
            .report(
                &CONNECTION_DIFFERS_FROM_SECURITY,
                Site::Key(secret),
                format!("`{}` needs a secret, and no connection parameter holds one", tree.key(secret)),
            )
            .also(properties, "connections are described here")
            .help("add a connection parameter of type `securestring`");
    }
}
