//! Schemas: the discriminator becomes an object, a file bytes.

use super::PASS;
use crate::openapi::{Object, objects};
use crate::tree::{NodeId, Origin, Tree};

pub(super) fn raise(tree: &mut Tree, root: NodeId) {
    let schemas: Vec<NodeId> = objects(tree, root)
        .into_iter()
        .filter(|found| found.object == Object::Schema)
        .map(|found| found.node)
        .collect();
    for schema in schemas {
        if let Some(name) = tree.get(schema, "discriminator").filter(|name| tree.str(*name).is_some()) {
            let discriminator = tree.make_object(Origin::from(name, PASS));
            tree.replace(name, discriminator);
            tree.append(discriminator, "propertyName", name);
        }
        if tree.get_str(schema, "type") == Some("file") {
            for (key, value) in [("type", "string"), ("format", "binary")] {
                let node = tree.make_string(value, Origin::from(schema, PASS));
                tree.set(schema, key, node);
            }
        }
    }
}
