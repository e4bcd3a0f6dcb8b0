//! What is gone and what is new may be one thing under two names. It breaks what exists all the same, and is said.

use super::comparison::Comparison;
use super::operations::Operation;
use super::schema::Schema;
use crate::nearest::nearest;
use crate::openapi::path_variables;
use crate::tree::NodeId;
use crate::words;
use std::collections::HashMap;

/// For operations that are gone, the new one that seems to be the same: by method and path, else by what it takes
/// and returns, if only one is like it.
pub(super) fn operations<'t>(
    c: &mut Comparison<'t, '_>,
    gone: &[Operation<'t>],
    fresh: &[Operation<'t>],
) -> HashMap<&'t str, Operation<'t>> {
    let mut found: HashMap<&str, Operation<'t>> = HashMap::new();
    let route = |operation: &Operation<'t>| (operation.method, shape(operation.path));
    let routes: HashMap<_, Operation<'t>> = fresh.iter().map(|new| (route(new), *new)).collect();
    for old in gone {
        if let Some(new) = routes.get(&route(old)) {
            found.insert(old.id, *new);
        }
    }
    for old in gone.iter().filter(|old| !routes.contains_key(&route(old))) {
        let taken: Vec<NodeId> = found.values().map(|operation| operation.node).collect();
        let mut like: Vec<Operation<'t>> = Vec::new();
        for new in fresh.iter().filter(|new| new.method == old.method && !taken.contains(&new.node)) {
            if is_near(old.id, new.id) && is_alike(c, old, new) {
                like.push(*new);
            }
        }
        if let [only] = like[..] {
            found.insert(old.id, only);
        }
    }
    found
}

/// A path without the names of its variables.
fn shape(path: &str) -> String {
    path_variables(path).fold(path.to_owned(), |shape, name| shape.replace(&format!("{{{name}}}"), "{}"))
}

/// Whether two operations take inputs of the same names and return the same.
fn is_alike<'t>(c: &mut Comparison<'t, '_>, old: &Operation<'t>, new: &Operation<'t>) -> bool {
    let tree = c.tree;
    let names = |list: Vec<NodeId>| -> Vec<Option<&str>> {
        list.into_iter().map(|parameter| tree.get_str(parameter, "name")).collect()
    };
    if names(old.parameters(tree, &mut c.old_names)) != names(new.parameters(tree, &mut c.new_names)) {
        return false;
    }
    let (olds, news) = (old.success(tree, &mut c.old_names), new.success(tree, &mut c.new_names));
    let schema = |response: Option<&(&str, NodeId)>| response.and_then(|(_, node)| tree.get(*node, "schema"));
    match (schema(olds.first()), schema(news.first())) {
        (Some(old), Some(new)) => c.is_same(old, new),
        (old, new) => old.is_none() && new.is_none(),
    }
}

/// The new property of an object that seems to be the one that is gone.
pub(super) fn property<'t>(
    c: &mut Comparison<'t, '_>,
    (name, node): (&'t str, NodeId),
    old: &Schema<'t>,
    new: &Schema<'t>,
) -> Option<(&'t str, NodeId)> {
    let fresh: Vec<(&str, NodeId)> =
        new.properties().into_iter().filter(|(name, _)| old.property(name).is_none()).collect();
    if let Some((spelt, _)) = fresh.iter().find(|(other, _)| words_of(other) == words_of(name)) {
        return Some((spelt, new.property(spelt)?));
    }
    let mut like: Vec<&str> = Vec::new();
    for (other, candidate) in &fresh {
        if c.is_same(node, *candidate) {
            like.push(other);
        }
    }
    let gone = old.properties().into_iter().filter(|(name, _)| new.property(name).is_none()).count();
    let other = one_of(name, &like, gone)?;
    Some((other, new.property(other)?))
}

/// The new parameter that seems to be the one that is gone.
pub(super) fn parameter<'t>(
    c: &mut Comparison<'t, '_>,
    old: NodeId,
    fresh: &[NodeId],
    gone: usize,
) -> Option<(&'t str, NodeId)> {
    let tree = c.tree;
    let name = tree.get_str(old, "name")?;
    let mut like: Vec<&str> = Vec::new();
    for new in fresh {
        let Some(other) = tree.get_str(*new, "name") else { continue };
        let place = tree.get_str(*new, "in") == tree.get_str(old, "in");
        if place && (words_of(name) == words_of(other) || c.is_same(old, *new)) {
            like.push(other);
        }
    }
    let other = one_of(name, &like, gone)?;
    let node = fresh.iter().find(|new| tree.get_str(**new, "name") == Some(other))?;
    Some((other, tree.get(*node, "name")?))
}

/// The one that is spelt like it, or the only one there is if nothing else is gone.
fn one_of<'t>(name: &str, like: &[&'t str], gone: usize) -> Option<&'t str> {
    if let Some(spelt) = like.iter().find(|other| words_of(other) == words_of(name)) {
        return Some(spelt);
    }
    match like {
        [only] if gone == 1 => Some(only),
        _ => nearest(name, like.iter().copied()),
    }
}

fn is_near(name: &str, other: &str) -> bool {
    words_of(name) == words_of(other) || nearest(name, std::iter::once(other)).is_some()
}

/// `petName`, `pet_name` and `PetName` are one name in other clothes.
fn words_of(name: &str) -> String {
    words::split(name).concat().to_lowercase()
}
