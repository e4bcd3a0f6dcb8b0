//! What belongs to a definition: `apiProperties.json`, the script, `settings.json`, the icon, the package.

mod brand;
mod connection;
mod sets;
mod oauth;
mod policies;
mod script;
mod settings;
mod package;
mod icon;

pub use brand::{
    BRAND_COLOR_NOT_INDEPENDENT, DEFAULT_BRAND_COLOR, PUBLISHER_MISSING, PUBLISHER_NOT_ALPHANUMERIC,
};
pub use connection::{
    BOOLEAN_CONSTRAINT, CONNECTION_PARAMETER_WITHOUT_LABEL, SECRET_AS_PLAIN_TEXT, UNKNOWN_CAPABILITY,
};
pub use icon::look_at_icon;
pub use oauth::{AAD_CERTIFICATE_NOT_FIRST_PARTY, GLOBAL_REDIRECT_MODE, OAUTH_TEMPLATE_MISSING};
pub use package::{
    DEFINITION_FILE_NAME, ICON_IN_INDEPENDENT_PACKAGE, ICON_MISSING, PACKAGE_FILE_MISSING, README_INCOMPLETE,
};
pub use policies::{
    BASE_PATH_LOST_BY_POLICY, CONNECTION_PARAMETER_NOT_FOUND, POLICY_OPERATION_NOT_FOUND,
    UNKNOWN_POLICY_TEMPLATE,
};
pub use script::{
    SCRIPT_MISSING, SCRIPT_NAMESPACE_NOT_SUPPORTED, SCRIPT_NOT_ACCEPTED, SCRIPT_OPERATION_NOT_FOUND,
};
pub use sets::{
    CONNECTION_PARAMETER_SET_NOT_UNIQUE, CONNECTION_PARAMETERS_BESIDE_SETS, SINGLE_CONNECTION_PARAMETER_SET,
};
pub use settings::{INVALID_SETTING, SCRIPT_NAME_UNUSUAL, SETTINGS_FILE_NOT_FOUND, UNKNOWN_SETTING};

use super::Subject;
use crate::diagnostic::Findings;
use crate::tree::{NodeId, Tree};

/// The file as messages call it.
const FILE: &str = "apiProperties.json";

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, findings: &mut Findings) {
    let properties = subject.properties.and_then(|root| tree.get(root, "properties"));
    if let Some(properties) = properties.filter(|properties| tree.is_object(*properties)) {
        brand::check(tree, properties, findings);
        connection::check(tree, properties, findings);
        sets::check(tree, properties, findings);
        oauth::check(tree, subject, properties, findings);
        policies::check(tree, subject, properties, findings);
        script::check(tree, subject, properties, findings);
    }
    if let Some(settings) = subject.settings {
        settings::check(tree, subject, settings, findings);
    }
    if let Some(folder) = &subject.folder {
        script::file(folder, findings);
        package::check(tree, subject, folder, findings);
    }
}

/// The lists of connection parameters: the one, and that of each set.
fn parameter_lists(tree: &Tree, properties: NodeId) -> Vec<NodeId> {
    let own = tree.get(properties, "connectionParameters");
    let sets = sets(tree, properties).filter_map(|set| tree.get(set, "parameters"));
    own.into_iter().chain(sets).collect()
}

/// The connection parameters of all lists: list and parameter.
fn parameters(tree: &Tree, properties: NodeId) -> Vec<NodeId> {
    let lists = parameter_lists(tree, properties);
    lists.into_iter().flat_map(|list| tree.members(list).map(|(_, parameter)| parameter)).collect()
}

/// The sets of connection parameters.
fn sets(tree: &Tree, properties: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let values = tree.at(properties, &["connectionParameterSets", "values"]);
    values.into_iter().flat_map(|values| tree.items(values))
}
