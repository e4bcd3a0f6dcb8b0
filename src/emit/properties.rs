//! `apiProperties.json`: brand, connection parameters and policies. It is a tree like all else, so that a fault
//! in it is shown at the line of `connector.yaml` that it comes from.

use super::connection;
use crate::config::{Config, Located};
use crate::tree::{NodeId, Origin, Tree};

pub(super) const NAME: &str = "apiProperties.json";
pub(super) const PASS: &str = "properties";

/// What the platform's wizard writes where no colour is chosen.
const BRAND_COLOR: &str = "#007ee5";

/// The document that belongs to a definition.
pub fn properties(tree: &mut Tree, definition: NodeId, config: &Config) -> NodeId {
    let origin = config.root.map_or(Origin::pass(PASS), |root| Origin::from(root, PASS));
    let root = tree.make_object(origin);
    let properties = tree.make_object(origin);
    tree.append(root, "properties", properties);
    let connector = &config.connector;
    let filled = config.defaults.properties;
    if config.security.is_some() || filled {
        let parameters = connection::parameters(tree, definition, config);
        tree.append(properties, "connectionParameters", parameters);
    }
    match &connector.brand_color {
        Some(color) => text(tree, properties, "iconBrandColor", color),
        None if filled => {
            let node = tree.make_string(BRAND_COLOR, Origin::pass(PASS));
            tree.append(properties, "iconBrandColor", node);
        }
        None => {}
    }
    for (key, value) in [("publisher", &connector.publisher), ("stackOwner", &connector.stack_owner)] {
        if let Some(value) = value {
            text(tree, properties, key, value);
        }
    }
    // The platform's tools expect both lists to be there.
    for (key, list) in
        [("capabilities", connector.capabilities), ("policyTemplateInstances", connector.policies)]
    {
        let node = match list {
            Some(list) => tree.copy(list, PASS),
            None if filled => tree.make_array(Origin::pass(PASS)),
            None => continue,
        };
        tree.append(properties, key, node);
    }
    if let Some(operations) = connector.script_operations {
        let copy = tree.copy(operations, PASS);
        tree.append(properties, "scriptOperations", copy);
    }
    let members: Vec<NodeId> =
        connector.properties.into_iter().flat_map(|by_hand| tree.children(by_hand)).collect();
    for member in members {
        let key = tree.key(member).to_owned();
        let copy = tree.copy(member, PASS);
        tree.set(properties, &key, copy);
    }
    root
}

fn text(tree: &mut Tree, object: NodeId, key: &str, value: &Located<String>) {
    let node = tree.make_string(&value.value, Origin::from(value.at, PASS));
    tree.append(object, key, node);
}
