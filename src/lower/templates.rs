//! Path parameters in the styles `label` and `matrix`: what stands before the value becomes part of the path.

use super::edit::rename;
use super::parameters::PASS;
use super::style::Style;
use super::work::Work;
use crate::openapi::{METHODS, resolved_parameters};
use crate::tree::{NodeId, Tree};
use indexmap::IndexMap;

const HELP: &str = "change the style by overlay if the API takes another one, or leave the operation out";

/// Rewrites the path of one path item, if its parameters want it.
pub(super) fn rewrite(tree: &mut Tree, work: &mut Work<'_>, path_item: NodeId) {
    let mut uses: IndexMap<String, Vec<(String, NodeId)>> = IndexMap::new();
    let operations: Vec<NodeId> = METHODS.iter().filter_map(|method| tree.get(path_item, method)).collect();
    for operation in operations {
        for parameter in resolved_parameters(tree, &mut work.resolver, path_item, operation) {
            if tree.get_str(parameter, "in") == Some("path")
                && let Some(name) = tree.get_str(parameter, "name")
            {
                let prefix = Style::of(tree, parameter, "path").prefix(name);
                uses.entry(name.to_owned()).or_default().push((prefix, parameter));
            }
        }
    }
    let mut path = tree.key(path_item).to_owned();
    let mut rewritten = Vec::new();
    for (name, uses) in &uses {
        let (Some((prefix, first)), variable) = (uses.first(), format!("{{{name}}}")) else { continue };
        if uses.iter().any(|(other, _)| other != prefix) {
            let odd = uses.iter().find(|(prefix, _)| !prefix.is_empty()).map_or(*first, |(_, odd)| *odd);
            let message = format!("`{name}` is written in different ways in the operations of one path");
            work.refuse(odd, message, HELP);
        } else if !prefix.is_empty() {
            path = path.replace(&variable, &format!("{prefix}{variable}"));
            rewritten.push(*first);
        }
    }
    if rewritten.is_empty() {
        return;
    }
    let taken = tree.parent(path_item).and_then(|paths| tree.get(paths, &path));
    if taken.is_some_and(|taken| taken != path_item) {
        let message = format!("the path would be `{path}`, and that is another one");
        work.refuse(rewritten[0], message, HELP);
    } else {
        rename(tree, path_item, &path, PASS);
    }
}
