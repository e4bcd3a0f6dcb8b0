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

/// Something with a name, and where its name is.
pub(super) type Named<'t> = (&'t str, NodeId);

/// Among more than this many, likeness says nothing.
const FEW: usize = 24;

/// For properties and parameters that are gone, the new one that seems to be the same; none is taken twice. One that has
/// the same words in its name is; among a few, also one that is `alike` and spelt nearly so, or the only one there is.
pub(super) fn pairs<'t>(
    gone: &[Named<'t>],
    fresh: &[Named<'t>],
    mut alike: impl FnMut(NodeId, NodeId) -> bool,
) -> HashMap<&'t str, Named<'t>> {
    let mut found: HashMap<&str, Named<'t>> = HashMap::new();
    let mut by_words: HashMap<String, Named<'t>> =
        fresh.iter().rev().map(|new| (words_of(new.0), *new)).collect();
    for (name, _) in gone {
        if let Some(new) = by_words.remove(&words_of(name)) {
            found.insert(name, new);
        }
    }
    let mut open: Vec<Named<'t>> = by_words.into_values().collect();
    open.sort_by_key(|(_, node)| *node);
    let gone: Vec<Named<'t>> = gone.iter().filter(|(name, _)| !found.contains_key(name)).copied().collect();
    if gone.len() > FEW || open.len() > FEW {
        return found;
    }
    for (name, node) in &gone {
        let like: Vec<Named<'t>> = open.iter().filter(|(_, new)| alike(*node, *new)).copied().collect();
        let near = nearest(name, like.iter().map(|(name, _)| *name));
        let new = match like[..] {
            [only] if gone.len() == 1 => Some(only),
            _ => like.iter().find(|(name, _)| Some(*name) == near).copied(),
        };
        if let Some(new) = new {
            open.retain(|(_, node)| *node != new.1);
            found.insert(name, new);
        }
    }
    found
}

/// The properties of an object that are gone, with what they seem to be called now.
pub(super) fn properties<'t>(
    c: &mut Comparison<'t, '_>,
    old: &Schema<'t>,
    new: &Schema<'t>,
) -> HashMap<&'t str, Named<'t>> {
    let without = |list: Vec<Named<'t>>, other: &Schema<'t>| -> Vec<Named<'t>> {
        list.into_iter().filter(|(name, _)| other.property(name).is_none()).collect()
    };
    let gone = without(old.properties(), new);
    if gone.is_empty() {
        return HashMap::new();
    }
    let fresh = without(new.properties(), old);
    pairs(&gone, &fresh, |old, new| c.is_same(old, new))
}

fn is_near(name: &str, other: &str) -> bool {
    words_of(name) == words_of(other) || nearest(name, std::iter::once(other)).is_some()
}

/// `petName`, `pet_name` and `PetName` are one name in other clothes.
fn words_of(name: &str) -> String {
    words::split(name).concat().to_lowercase()
}
