//! Where the words that makers read come from.

use super::rules::{PropertyRule, Rules};
use super::{Search, by_id};
use crate::tree::{NodeId, Tree};
use crate::words;
use indexmap::IndexMap;

pub(super) fn derive(search: &mut Search<'_>) -> Option<()> {
    strip(search)?;
    search.keep_if_nearer(|rules| rules.title_case = true);
    for names in ["schema", "body"] {
        search.keep_if_nearer(|rules| rules.body_names = Some(names));
    }
    for from in ["name", "name-without-id"] {
        search.keep_if_nearer(|rules| rules.parameters = Some(from));
    }
    properties(search)
}

/// What all descriptions lose that are published shorter: it begins with the same word.
fn strip(search: &mut Search<'_>) -> Option<()> {
    if search.rules().strip_description.is_some() {
        return Some(());
    }
    let build = search.trial(|_| {})?.1;
    let tree = &build.outcome.tree;
    let theirs = by_id(tree, build.connector.definition);
    let mut words: IndexMap<String, usize> = IndexMap::new();
    for (id, own) in by_id(tree, build.outcome.definition?) {
        let pair = tree
            .get_str(own, "description")
            .zip(theirs.get(&id).and_then(|one| tree.get_str(*one, "description")));
        let Some((long, short)) = pair else { continue };
        let Some(rest) = long.strip_prefix(short.trim_end()).filter(|rest| !rest.trim().is_empty()) else {
            continue;
        };
        if let Some(word) = rest.split_whitespace().next() {
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }
    if let Some((word, count)) = words.into_iter().max_by_key(|(_, count)| *count)
        && count > 1
    {
        let pattern = format!(r"\s*{} .*$", regex::escape(&word));
        search.keep_if_nearer(|rules| rules.strip_description = Some(pattern));
    }
    Some(())
}

/// Where a label comes from, and whether only properties without properties have one.
type LabelSource = (&'static str, bool);

const SOURCES: [LabelSource; 5] =
    [("name", false), ("name", true), ("title", false), ("description", false), ("description", true)];

/// For each schema the source of labels that leaves the least to correct; then schemas with the same source
/// together.
fn properties(search: &mut Search<'_>) -> Option<()> {
    let without = search.trial(|rules| rules.properties.clear())?.1;
    let mut best: IndexMap<String, (usize, Option<LabelSource>)> =
        corrections(&without.outcome.tree, without.outcome.definition?, without.connector.definition)
            .into_iter()
            .map(|(schema, count)| (schema, (count, None)))
            .collect();
    for (from, leaves_only) in SOURCES {
        let all = PropertyRule { schemas: vec!["*".to_owned()], from, leaves_only };
        let build = search.trial(|rules| rules.properties = vec![all])?.1;
        let ours = build.outcome.definition?;
        for (schema, count) in corrections(&build.outcome.tree, ours, build.connector.definition) {
            let known = best.entry(schema).or_insert((usize::MAX, None));
            if count < known.0 {
                *known = (count, Some((from, leaves_only)));
            }
        }
    }
    let mut groups: IndexMap<LabelSource, Vec<String>> = IndexMap::new();
    let mut unlabelled = Vec::new();
    for (schema, (_, source)) in best {
        match source {
            Some(source) => groups.entry(source).or_default().push(schema),
            None => unlabelled.push(schema),
        }
    }
    let rules: Vec<PropertyRule> = groups
        .iter()
        .map(|((from, leaves_only), schemas)| {
            let others = groups.values().filter(|other| *other != schemas).flatten();
            let others: Vec<&String> = others.chain(&unlabelled).collect();
            PropertyRule { schemas: patterns(schemas, &others), from, leaves_only: *leaves_only }
        })
        .collect();
    search.keep_if_nearer(|known: &mut Rules| known.properties = rules);
    Some(())
}

/// How many names a pattern must stand for.
const MANY: usize = 3;

/// The names of schemas, those with the same last words as one pattern where it stands for no other schema.
fn patterns(names: &[String], others: &[&String]) -> Vec<String> {
    let mut left: Vec<&String> = names.iter().collect();
    let mut patterns = Vec::new();
    for name in names.iter().rev() {
        let words = words::split(name);
        let fits = |end: &String| {
            let count = left.iter().filter(|one| one.ends_with(end.as_str())).count();
            count >= MANY
                && name.ends_with(end.as_str())
                && !others.iter().any(|other| other.ends_with(end.as_str()))
        };
        // Of several endings that fit, the longest of those that stand for the most.
        let endings = (1..words.len()).map(|from| words[from..].concat()).filter(fits);
        let count = |end: &String| left.iter().filter(|one| one.ends_with(end.as_str())).count();
        if let Some(end) = endings.rev().max_by_key(count) {
            left.retain(|one| !one.ends_with(end.as_str()));
            patterns.push(format!("*{end}"));
        }
    }
    left.into_iter().cloned().chain(patterns).collect()
}

/// For each definition, how many labels below it are not as published.
fn corrections(tree: &Tree, ours: NodeId, theirs: NodeId) -> Vec<(String, usize)> {
    let sections = tree.get(ours, "definitions").zip(tree.get(theirs, "definitions"));
    let Some((own, wanted)) = sections else { return Vec::new() };
    let count = |(name, schema)| {
        let other = tree.get(wanted, name)?;
        Some((name.to_owned(), differing(tree, schema, other)))
    };
    tree.members(own).filter_map(count).collect()
}

fn differing(tree: &Tree, ours: NodeId, theirs: NodeId) -> usize {
    let mut count = 0;
    let mut open = vec![(ours, theirs)];
    while let Some((own, other)) = open.pop() {
        let label = |node: NodeId| tree.get_str(node, "x-ms-summary");
        count += usize::from(label(own) != label(other));
        for (key, member) in tree.members(own).filter(|(_, member)| tree.is_container(*member)) {
            open.extend(tree.get(other, key).map(|other| (member, other)));
        }
    }
    count
}
