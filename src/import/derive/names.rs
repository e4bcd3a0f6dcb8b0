//! Which operations are published, and what tags, schemas and the connector are called.

use super::{Search, Source, by_id};
use crate::openapi::{Resolver, reference};
use crate::tree::{NodeId, Tree};
use indexmap::IndexMap;

/// How much of their properties two schemas share that are one under two names, in percent.
const ALIKE: usize = 60;

/// Operations of the source that are not published.
pub(super) fn exclude(search: &mut Search<'_>, source: &Source) -> Option<()> {
    let published = search.trial(|_| {})?.1;
    let there = by_id(&published.outcome.tree, published.connector.definition);
    let gone: Vec<String> =
        by_id(&source.tree, source.root).into_keys().filter(|id| !there.contains_key(id)).collect();
    let of_source = by_id(&source.tree, source.root).into_keys().collect();
    search.take(|rules| {
        rules.exclude = gone;
        rules.of_source = of_source;
    })
}

/// The operations that a build has: what the configuration says of others says nothing.
pub(super) fn built(search: &mut Search<'_>) -> Option<()> {
    let build = search.trial(|_| {})?.1;
    let ids = by_id(&build.outcome.tree, build.outcome.definition?).into_keys().collect();
    search.take(|rules| rules.built = ids)
}

/// Title, description and host, and what of `info` is not published.
pub(super) fn info(search: &mut Search<'_>, source: &Source) -> Option<()> {
    let build = search.trial(|_| {})?.1;
    let (tree, ours) = (&build.outcome.tree, build.outcome.definition?);
    let theirs = build.connector.definition;
    let mut texts: IndexMap<&'static str, String> = IndexMap::new();
    for key in ["title", "description"] {
        let text = tree.at(theirs, &["info", key]).and_then(|text| tree.str(text));
        if let Some(text) =
            text.filter(|text| tree.at(ours, &["info", key]).is_none_or(|own| tree.text(own) != *text))
        {
            texts.insert(key, text.to_owned());
        }
    }
    if let Some(host) = tree.get_str(theirs, "host").filter(|host| tree.get_str(ours, "host") != Some(host)) {
        texts.insert("host", host.to_owned());
    }
    let status =
        tree.at(theirs, &["info", "x-ms-api-annotation", "status"]).and_then(|status| tree.str(status));
    if let Some(status) = status {
        texts.insert("status", status.to_owned());
    }
    let members = source.tree.get(source.root, "info").into_iter().flat_map(|info| source.tree.members(info));
    let omit: Vec<String> = members
        .map(|(key, _)| key.to_owned())
        .filter(|key| tree.at(ours, &["info", key]).is_some() && tree.at(theirs, &["info", key]).is_none())
        .collect();
    search.take(|rules| {
        rules.texts = texts;
        rules.omit_info = omit;
    })
}

/// Tags under other names: what the same operations have in the same places.
pub(super) fn tags(search: &mut Search<'_>, source: &Source) -> Option<()> {
    let build = search.trial(|_| {})?.1;
    let tree = &build.outcome.tree;
    let there = by_id(tree, build.connector.definition);
    let mut renamed: IndexMap<String, String> = IndexMap::new();
    for (id, operation) in by_id(&source.tree, source.root) {
        let Some(other) = there.get(&id) else { continue };
        for (old, new) in texts(&source.tree, operation, "tags").into_iter().zip(texts(tree, *other, "tags"))
        {
            if old != new {
                renamed.entry(old).or_insert(new);
            }
        }
    }
    if !renamed.is_empty() {
        search.keep_if_nearer(|rules| rules.tags = renamed);
    }
    Some(())
}

fn texts(tree: &Tree, holder: NodeId, key: &str) -> Vec<String> {
    let list = tree.get(holder, key).into_iter().flat_map(|list| tree.items(list));
    list.map(|item| tree.text(item).to_owned()).collect()
}

/// Schemas under other names: the ones that only the source has, and those that are only published, by what they
/// hold.
pub(super) fn schemas(search: &mut Search<'_>, source: &Source) -> Option<()> {
    let build = search.trial(|_| {})?.1;
    let (tree, theirs) = (&build.outcome.tree, build.connector.definition);
    let published = tree.get(theirs, "definitions");
    let built = build.outcome.definition.and_then(|ours| tree.get(ours, "definitions"));
    let known = source.tree.at(source.root, &["components", "schemas"]);
    let is_in = |section: Option<NodeId>, name: &str| {
        section.is_some_and(|section| tree.get(section, name).is_some())
    };
    let only_published: Vec<(String, Vec<String>)> = published
        .into_iter()
        .flat_map(|section| tree.members(section))
        .filter(|(name, _)| {
            !is_in(built, name) && known.is_none_or(|known| source.tree.get(known, name).is_none())
        })
        .map(|(name, schema)| (name.to_owned(), properties(tree, theirs, schema)))
        .collect();
    let only_source: Vec<(String, Vec<String>)> = known
        .into_iter()
        .flat_map(|section| source.tree.members(section))
        .filter(|(name, _)| !is_in(published, name))
        .map(|(name, schema)| (name.to_owned(), properties(&source.tree, source.root, schema)))
        .collect();
    let mut pairs: Vec<(usize, usize, &str, &str)> = Vec::new();
    for (old, held) in &only_source {
        for (new, wanted) in &only_published {
            let share = alike(held, wanted);
            if share >= ALIKE {
                pairs.push((100 - share, 100 - words_shared(old, new), old, new));
            }
        }
    }
    pairs.sort_unstable();
    for (_, _, old, new) in pairs {
        let rules = search.rules();
        if !rules.schemas.contains_key(old) && !rules.schemas.values().any(|taken| taken == new) {
            search.keep_if_nearer(|rules| drop(rules.schemas.insert(old.to_owned(), new.to_owned())));
        }
    }
    Some(())
}

/// The names of a schema's properties.
fn properties(tree: &Tree, root: NodeId, schema: NodeId) -> Vec<String> {
    let schema = match reference(tree, schema) {
        Some(_) => Resolver::new(root).follow(tree, schema).unwrap_or(schema),
        None => schema,
    };
    let list = tree.get(schema, "properties").into_iter().flat_map(|list| tree.members(list));
    list.map(|(name, _)| name.to_owned()).collect()
}

/// How many of the names two lists have in common, in percent of all.
fn alike(left: &[String], right: &[String]) -> usize {
    let both = left.iter().filter(|name| right.contains(name)).count();
    let all = left.len() + right.len() - both;
    (100 * both).checked_div(all).unwrap_or(0)
}

/// How many words two names have in common, in percent.
fn words_shared(left: &str, right: &str) -> usize {
    let words =
        |name: &str| crate::words::split(name).iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
    alike(&words(left), &words(right))
}
