//! Paths: the platform tells them apart without regard to case.

use crate::diagnostic::{Findings, Rule, Site, page};
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;

/// Microsoft's name for a path that is there twice, in other capitals.
pub static PATH_REDEFINED: Rule = Rule::error("PathRedefined", page!("PathRedefined"));

pub(super) fn check(tree: &Tree, definition: NodeId, findings: &mut Findings) {
    let mut first: HashMap<String, NodeId> = HashMap::new();
    let paths = tree.get(definition, "paths").into_iter().flat_map(|paths| tree.members(paths));
    for (path, path_item) in paths.filter(|(path, _)| path.starts_with('/')) {
        let Some(other) = first.insert(path.to_lowercase(), path_item) else { continue };
        let message = format!("`{path}` and `{}` are the same path to the platform", tree.key(other));
        findings
            .report(&PATH_REDEFINED, Site::Key(path_item), message)
            .also(Site::Key(other), "defined here first")
            .help("the platform compares paths without regard to case: leave one of them out (`operations.exclude`)");
    }
}
