//! Triggers that are published, from the callbacks of an operation of the source.

use super::rules::TriggerRule;
use super::{Search, Source};
use crate::openapi::operations;
use crate::tree::{NodeId, Tree};
use indexmap::IndexMap;

/// A published trigger and the callback that it is made from.
struct Trigger {
    event: String,
    path: String,
}

/// Finds the operation whose callbacks are published as triggers, their path, their names and their texts.
pub(super) fn derive(search: &mut Search<'_>, source: &Source) -> Option<()> {
    let with_callbacks: Vec<NodeId> = operations(&source.tree, source.root)
        .filter(|operation| source.tree.get(operation.node, "callbacks").is_some())
        .map(|operation| operation.node)
        .collect();
    let build = search.trial(|_| {})?.1;
    let (tree, theirs) = (&build.outcome.tree, build.connector.definition);
    for base in with_callbacks {
        let callbacks = source.tree.get(base, "callbacks").expect("internal error: it was looked for");
        let events: Vec<&str> = source.tree.members(callbacks).map(|(name, _)| name).collect();
        let (Some(from), Some(found)) =
            (source.tree.get_str(base, "operationId"), published(tree, theirs, &events))
        else {
            continue;
        };
        let path = found[0].path.replace(&found[0].event, "{event}");
        let rule = TriggerRule { from: from.to_owned(), path, ..TriggerRule::default() };
        search.keep_if_nearer(|rules| rules.trigger = Some(rule));
    }
    ids(search)
}

/// Finds the texts of the triggers that no callback has.
pub(super) fn texts(search: &mut Search<'_>) -> Option<()> {
    for (key, set) in TEXTS {
        let texts = wanted_texts(search, key)?;
        with_trigger(search, |trigger| set(trigger, texts));
    }
    Some(())
}

type SetTexts = fn(&mut TriggerRule, IndexMap<String, String>);

/// The texts of a trigger that a callback may lack; what one says follows into the next.
const TEXTS: [(&str, SetTexts); 3] = [
    ("summary", |trigger, texts| trigger.summaries = texts),
    ("description", |trigger, texts| trigger.descriptions = texts),
    ("x-ms-trigger-hint", |trigger, texts| trigger.hints = texts),
];

/// The texts of published triggers that a build says otherwise, by event.
fn wanted_texts(search: &mut Search<'_>, key: &str) -> Option<IndexMap<String, String>> {
    let Some(path) = search.rules().trigger.as_ref().map(|trigger| trigger.path.clone()) else {
        return Some(IndexMap::new());
    };
    let (before, after) = path.split_once("{event}")?;
    let build = search.trial(|_| {})?.1;
    let tree = &build.outcome.tree;
    let text = |(own, wanted): (NodeId, NodeId)| {
        let said = tree.get_str(wanted, key).filter(|said| tree.get_str(own, key) != Some(*said))?;
        let path = tree.key(tree.parent(own)?);
        Some((path.strip_prefix(before)?.strip_suffix(after)?.to_owned(), said.to_owned()))
    };
    let pairs = pairs(tree, build.outcome.definition?, build.connector.definition);
    Some(pairs.into_iter().filter_map(text).collect())
}

fn with_trigger(search: &mut Search<'_>, change: impl FnOnce(&mut TriggerRule)) -> bool {
    search.keep_if_nearer(|rules| rules.trigger.as_mut().map(change).unwrap_or_default())
}

/// The published triggers whose paths name an event, in the order of the events; `None` if there are none.
fn published(tree: &Tree, root: NodeId, events: &[&str]) -> Option<Vec<Trigger>> {
    let triggers = || operations(tree, root).filter(|one| tree.get(one.node, "x-ms-trigger").is_some());
    let found = events.iter().filter_map(|event| {
        let names = |path: &str| path.split('/').any(|segment| segment == *event);
        let one = triggers().find(|one| names(one.path()))?;
        Some(Trigger { event: (*event).to_owned(), path: one.path().to_owned() })
    });
    let found: Vec<Trigger> = found.collect();
    (!found.is_empty()).then_some(found)
}

/// The ids of triggers, and the names of the schemas of what subscribes: what changes from one to the other is the
/// stem.
fn ids(search: &mut Search<'_>) -> Option<()> {
    if search.rules().trigger.is_none() {
        return Some(());
    }
    let build = search.trial(|_| {})?.1;
    let tree = &build.outcome.tree;
    let pairs = pairs(tree, build.outcome.definition?, build.connector.definition);
    let Some((own, wanted)) = pairs.first() else { return Some(()) };
    // Without a word the id is the stem and `Hook`.
    let id = |node: NodeId| tree.get_str(node, "operationId").unwrap_or_default().to_owned();
    let stem = id(*own).strip_suffix("Hook").map(str::to_owned).unwrap_or_default();
    if stem.is_empty() {
        return Some(());
    }
    let pattern = id(*wanted).replace(&stem, "{stem}");
    with_trigger(search, |trigger| trigger.operation_id = Some(pattern));
    if let Some(schema) = body_schema(tree, *wanted).map(|name| name.replace(&stem, "{stem}")) {
        with_trigger(search, |trigger| trigger.schema = Some(schema));
    }
    Some(())
}

/// The triggers that are at the same place in both definitions.
fn pairs(tree: &Tree, ours: NodeId, theirs: NodeId) -> Vec<(NodeId, NodeId)> {
    operations(tree, ours)
        .filter(|one| tree.get(one.node, "x-ms-trigger").is_some())
        .filter_map(|one| Some((one.node, tree.at(theirs, &["paths", one.path(), one.method()])?)))
        .collect()
}

fn body_schema(tree: &Tree, operation: NodeId) -> Option<&str> {
    let list = tree.get(operation, "parameters")?;
    let body = tree.items(list).find(|parameter| tree.get_str(*parameter, "in") == Some("body"))?;
    tree.at(body, &["schema", "$ref"]).and_then(|text| tree.str(text))?.strip_prefix("#/definitions/")
}

/// What the bodies that subscribe lose, and which of their properties have a value or must be given.
pub(super) fn details(search: &mut Search<'_>) -> Option<()> {
    if search.rules().trigger.as_ref().is_none() {
        return Some(());
    }
    let build = search.trial(|_| {})?.1;
    let tree = &build.outcome.tree;
    let pairs = pairs(tree, build.outcome.definition?, build.connector.definition);
    let schema =
        |root: NodeId, operation: NodeId| tree.at(root, &["definitions", body_schema(tree, operation)?]);
    let Some((own, wanted)) = pairs.first() else { return Some(()) };
    let (Some(own_schema), Some(wanted_schema)) =
        (schema(build.outcome.definition?, *own), schema(build.connector.definition, *wanted))
    else {
        return Some(());
    };
    let (own_properties, wanted_properties) = (properties(tree, own_schema), properties(tree, wanted_schema));
    let mut change = TriggerRule::default();
    for (path, _) in &own_properties {
        let above = path.rsplit_once('/').map(|(above, _)| above);
        if !wanted_properties.contains_key(path)
            && above.is_none_or(|above| wanted_properties.contains_key(above))
        {
            change.remove.push(path.clone());
        }
    }
    let summary = tree.get_str(*wanted, "summary");
    for (path, (property, required)) in &wanted_properties {
        if *required {
            change.required.push(path.clone());
        }
        let Some(default) = tree.get(*property, "default").and_then(|default| tree.str(default)) else {
            continue;
        };
        if tree.get(*property, "enum").is_some_and(|list| tree.count(list) == 1) {
            change.constants.insert(path.clone(), default.to_owned());
        } else if Some(default) == summary {
            change.name_from_summary = Some(path.clone());
        } else {
            change.defaults.insert(path.clone(), default.to_owned());
        }
    }
    with_trigger(search, |trigger| trigger.remove = change.remove);
    with_trigger(search, |trigger| trigger.constants = change.constants);
    with_trigger(search, |trigger| trigger.defaults = change.defaults);
    with_trigger(search, |trigger| trigger.name_from_summary = change.name_from_summary);
    with_trigger(search, |trigger| trigger.required = change.required);
    Some(())
}

/// All properties below a schema by their paths, and whether each must be given.
fn properties(tree: &Tree, schema: NodeId) -> IndexMap<String, (NodeId, bool)> {
    let mut all = IndexMap::new();
    let mut open = vec![(String::new(), schema)];
    while let Some((path, schema)) = open.pop() {
        let required = |name: &str| {
            tree.get(schema, "required")
                .is_some_and(|list| tree.items(list).any(|item| tree.text(item) == name))
        };
        let members = tree.get(schema, "properties").into_iter().flat_map(|all| tree.members(all));
        for (name, property) in members {
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            all.insert(path.clone(), (property, required(name)));
            open.push((path, property));
        }
    }
    all
}
