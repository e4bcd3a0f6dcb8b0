//! Several ways to sign in, of which makers choose one.

use super::sets;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;

/// One list of parameters beside several.
pub static CONNECTION_PARAMETERS_BESIDE_SETS: Rule =
    Rule::warning("ConnectionParametersBesideSets", page!("ConnectionParametersBesideSets"));
/// Two sets of one name.
pub static CONNECTION_PARAMETER_SET_NOT_UNIQUE: Rule =
    Rule::fault("ConnectionParameterSetNotUnique", page!("ConnectionParameterSetNotUnique"));
/// A choice of one.
pub static SINGLE_CONNECTION_PARAMETER_SET: Rule =
    Rule::fault("SingleConnectionParameterSet", page!("SingleConnectionParameterSet"));

pub(super) fn check(tree: &Tree, properties: NodeId, findings: &mut Findings) {
    let Some(choice) = tree.get(properties, "connectionParameterSets") else { return };
    let own = tree.get(properties, "connectionParameters");
    if let Some(own) = own.filter(|own| tree.members(*own).next().is_some()) {
        findings
            .report(
                &CONNECTION_PARAMETERS_BESIDE_SETS,
                Site::Key(own),
                "`connectionParameters` stands beside `connectionParameterSets`",
            )
            .also(Site::Key(choice), "the sets")
            .help("move its parameters into a set: the sets replace it");
    }
    let mut first: HashMap<&str, NodeId> = HashMap::new();
    let mut count = 0;
    for set in sets(tree, properties) {
        count += 1;
        let Some(node) = tree.get(set, "name") else { continue };
        let Some(name) = tree.str(node) else { continue };
        match first.get(name) {
            Some(other) => {
                findings
                    .report(
                        &CONNECTION_PARAMETER_SET_NOT_UNIQUE,
                        node,
                        format!("another set is called `{name}` already"),
                    )
                    .also(*other, "first called so here")
                    .help("give each set a name of its own: connections remember it");
            }
            None => {
                first.insert(name, node);
            }
        }
    }
    if count == 1 {
        findings
            .report(
                &SINGLE_CONNECTION_PARAMETER_SET,
                Site::Key(choice),
                "there is only one set of connection parameters, so nothing to choose",
            )
            .help("write its parameters as `connectionParameters`, or add another set");
    }
}
