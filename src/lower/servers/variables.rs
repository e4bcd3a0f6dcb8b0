//! Variables in the address of a server: a connector's address is fixed.

use super::Address;
use crate::diagnostic::{Findings, Severity, Site};
use crate::lower::Lowering;
use crate::lower::rules::SERVER_VARIABLE;
use crate::openapi::path_variables;
use crate::tree::{NodeId, Tree};

/// The address with a value for each variable: the default, else the first choice, else the name itself, so
/// that what comes of it is an address.
pub(super) fn substituted(tree: &Tree, url: NodeId) -> String {
    let text = tree.text(url);
    let mut filled = text.to_owned();
    for name in path_variables(text) {
        let value = default(tree, url, name).map_or(name, |value| tree.text(value));
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}

fn variable(tree: &Tree, url: NodeId, name: &str) -> Option<NodeId> {
    tree.get(tree.get(tree.parent(url)?, "variables")?, name)
}

fn default(tree: &Tree, url: NodeId, name: &str) -> Option<NodeId> {
    let variable = variable(tree, url, name)?;
    tree.get(variable, "default").or_else(|| tree.item(tree.get(variable, "enum")?, 0))
}

/// Says what each variable becomes, unless that is the only value it has.
pub(super) fn report(tree: &Tree, lowering: &Lowering, url: NodeId, findings: &mut Findings) {
    let text = tree.text(url);
    let path = Address::parse(text).base_path;
    for name in path_variables(text) {
        // The host that the configuration gives takes the place of this one.
        if lowering.host_is_given() && !path.contains(&format!("{{{name}}}")) {
            continue;
        }
        let Some(variable) =
            variable(tree, url, name).filter(|variable| tree.get(*variable, "default").is_some())
        else {
            let site = variable(tree, url, name).map_or(Site::Value(url), Site::Key);
            let message = format!("the server's `{name}` has no default, so the connector has no address");
            findings
                .report(&SERVER_VARIABLE, site, message)
                .help(format!("give `{name}` a `default` under `variables`, or set `connector.host`"));
            continue;
        };
        let choices = tree.get(variable, "enum").map_or(0, |choices| tree.count(choices));
        if choices != 1 {
            let value = tree.get(variable, "default").map_or("", |value| tree.text(value));
            let message = format!("the server's `{name}` is always `{value}` in the connector");
            let finding = findings.report(&SERVER_VARIABLE, Site::Key(variable), message);
            finding.level = Severity::Warning;
            finding.help(
                "where each customer has another one, ask for it with a connection parameter and set the host by \
                 the policy `dynamichosturl` (`policyTemplateInstances` in connector.yaml)",
            );
        }
    }
}
