//! Which rules of the configuration make of a source what is published: what the two documents show is tried by
//! builds in memory, and a rule is kept if the build comes nearer to what is published.

mod labels;
mod names;
mod rules;
mod triggers;

pub(super) use rules::Rules;

use super::configuration::Draft;
use super::difference::{Action, actions};
use super::proof::{Build, Original};
use crate::compile::{Options, compile};
use crate::openapi::operations;
use crate::tree::{NodeId, Tree};
use indexmap::IndexMap;
use std::path::Path;

/// The search: the rules so far, and how far the build is from what is published.
pub(super) struct Search<'a> {
    original: &'a Original<'a>,
    draft: Draft,
    cost: usize,
}

/// The source as its author wrote it, as one document.
struct Source {
    tree: Tree,
    root: NodeId,
}

/// A draft with the rules that were found; `None` if the source cannot be built at all.
pub(super) fn derive(original: &Original<'_>, source: &Path, named: String) -> Option<Draft> {
    let until = Options { until: Some("bundle".to_owned()), ..Options::default() };
    let outcome = compile(original.files, source, &until);
    let source = Source { root: outcome.source?, tree: outcome.tree };
    let rules = Rules { source: named, ..Rules::default() };
    let draft = Draft { rules: Some(rules), ..Draft::default() };
    let mut search = Search { original, draft, cost: usize::MAX };
    search.measure()?;
    names::exclude(&mut search, &source)?;
    names::info(&mut search, &source)?;
    names::tags(&mut search, &source)?;
    triggers::derive(&mut search, &source)?;
    names::schemas(&mut search, &source)?;
    names::built(&mut search)?;
    labels::derive(&mut search)?;
    triggers::texts(&mut search)?;
    triggers::details(&mut search)?;
    labels::derive(&mut search)?;
    Some(search.draft)
}

impl Search<'_> {
    fn rules(&mut self) -> &mut Rules {
        self.draft.rules.get_or_insert_default()
    }

    /// Builds with other rules, and says how far that is from what is published.
    fn trial(&self, change: impl FnOnce(&mut Rules)) -> Option<(Draft, Build, usize)> {
        let mut draft = self.draft.clone();
        change(draft.rules.get_or_insert_default());
        let mut build = self.original.build(&draft)?;
        let ours = build.outcome.definition?;
        let differing = actions(&mut build.outcome.tree, ours, build.connector.definition);
        let cost = cost(&build.outcome.tree, &differing);
        Some((draft, build, cost))
    }

    /// Keeps a change of the rules if the build comes nearer.
    fn keep_if_nearer(&mut self, change: impl FnOnce(&mut Rules)) -> bool {
        match self.trial(change) {
            Some((draft, _, cost)) if cost < self.cost => {
                (self.draft, self.cost) = (draft, cost);
                true
            }
            _ => false,
        }
    }

    /// Changes the rules in any case.
    fn take(&mut self, change: impl FnOnce(&mut Rules)) -> Option<()> {
        change(self.rules());
        self.measure()
    }

    fn measure(&mut self) -> Option<()> {
        self.cost = self.trial(|_| {})?.2;
        Some(())
    }
}

/// What it takes to put right what differs: each action, and each value in it.
fn cost(tree: &Tree, differing: &[Action]) -> usize {
    let values = |action: &Action| match action.update {
        Some(update) => tree.walk(update).filter(|node| !tree.is_container(*node)).count(),
        None => 1,
    };
    differing.iter().map(|action| 2 + values(action)).sum()
}

/// The operations of a document by their ids.
fn by_id(tree: &Tree, root: NodeId) -> IndexMap<String, NodeId> {
    operations(tree, root).filter_map(|one| Some((one.id()?.to_owned(), one.node))).collect()
}
