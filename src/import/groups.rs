//! Which overlay an action belongs into: what it is about, and whether it looks like a slip of hand work.

use super::difference::Action;
use super::names;
use crate::compile::Outcome;
use crate::tree::{NodeId, Tree};
use similar::TextDiff;

/// The overlays in the order in which they apply: file and title.
pub(super) const GROUPS: [(&str, &str); 5] = [
    (names::STRUCTURE, "What the connector has otherwise than the API"),
    (names::LABELS, "What makers read"),
    (names::TRIGGERS, "What starts flows"),
    (names::DYNAMIC_VALUES, "Where values come from"),
    (names::DRIFT, "What looks like a slip of hand work"),
];

/// How much of two texts is the same if one is an older state of the other.
const STALE: f32 = 0.8;

const TEXTS: [&str; 4] = ["summary", "description", "title", "x-ms-summary"];

/// Why an action looks like a slip of hand work, if it does.
pub(super) fn slip(outcome: &Outcome, action: &Action) -> Option<String> {
    let tree = &outcome.tree;
    let key = tree.key(action.ours);
    let Some(update) = action.update else {
        let is_text = TEXTS.contains(&key) && !action.replaced && tree.str(action.ours).is_some();
        return is_text.then(|| format!("`{key}` is missing here, and a build gives one."));
    };
    if action.target.names("responses") || key == "responses" {
        return Some("The source describes another response.".to_owned());
    }
    let mut stale = None;
    for node in tree.walk(update).filter(|node| !tree.is_container(*node)) {
        let own = tree.resolve(action.ours, &pointer_below(tree, update, node));
        let is_stale = own.is_some_and(|own| is_stale(tree, own, node));
        if !is_stale {
            return None;
        }
        stale = Some(format!("`{}` looks like an older text of the source.", tree.key(node)));
    }
    stale
}

fn is_stale(tree: &Tree, own: NodeId, wanted: NodeId) -> bool {
    if tree.key(wanted) == "version" {
        return true;
    }
    let (Some(own), Some(wanted_text)) = (tree.str(own), tree.str(wanted)) else { return false };
    TEXTS.contains(&tree.key(wanted)) && TextDiff::from_words(own, wanted_text).ratio() >= STALE
}

fn pointer_below(tree: &Tree, above: NodeId, node: NodeId) -> String {
    tree.pointer(node)[tree.pointer(above).len()..].to_owned()
}

/// The file that an action belongs into.
pub(super) fn file(tree: &Tree, action: &Action) -> &'static str {
    let changed: Vec<&str> = match action.update {
        Some(update) => tree.walk(update).map(|node| tree.key(node)).filter(|key| !key.is_empty()).collect(),
        None => vec![tree.key(action.ours)],
    };
    let about = |start: &str| changed.iter().any(|key| key.starts_with(start));
    if about("x-ms-trigger") || about("x-ms-notification") {
        names::TRIGGERS
    } else if about("x-ms-dynamic") {
        names::DYNAMIC_VALUES
    } else if !action.replaced && leaves(tree, action).iter().all(|key| is_label(key)) {
        names::LABELS
    } else {
        names::STRUCTURE
    }
}

fn leaves<'t>(tree: &'t Tree, action: &Action) -> Vec<&'t str> {
    match action.update {
        Some(update) => {
            tree.walk(update).filter(|node| !tree.is_container(*node)).map(|node| tree.key(node)).collect()
        }
        None => vec![tree.key(action.ours)],
    }
}

fn is_label(key: &str) -> bool {
    TEXTS.contains(&key)
        || matches!(key, "x-ms-visibility" | "url" | "status" | "family" | "revision" | "deprecated")
}
