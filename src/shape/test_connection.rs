//! Adds the operation that belongs to the connector alone, so that overlays and lowering treat it like all others.

use super::Shaping;
use super::edit::object;
use crate::config::TestConnection;
use crate::diagnostic::Findings;
use crate::tree::{Origin, Tree};

pub(super) const PASS: &str = "test connection";

pub(super) fn run(tree: &mut Tree, shaping: &mut Shaping<'_>, _findings: &mut Findings) {
    let Some(TestConnection::Own { path, operation }) = &shaping.config.connector.test_connection else {
        return;
    };
    let origin = Origin::from(path.at, PASS);
    let paths = object(tree, shaping.root, "paths", origin);
    let path_item = match tree.get(paths, &path.value) {
        Some(path_item) => path_item,
        None => {
            let path_item = tree.make_object(origin);
            tree.prepend(paths, &path.value, path_item);
            path_item
        }
    };
    let copy = tree.copy(*operation, PASS);
    tree.set(path_item, "get", copy);
}
