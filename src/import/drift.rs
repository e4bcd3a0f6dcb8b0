//! What is published and would not come of the source: why each piece is told apart, and what is said of it.

use super::difference::Action;
use crate::compile::Outcome;
use crate::diagnostic::{Findings, Rule, Site};
use crate::rules::adoption::PUBLISHED_DIFFERS;
use crate::tree::{NodeId, Tree};
use indexmap::IndexMap;

/// Something to say about a place of the connector, by its pointer, whatever tree it is read into.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub rule: &'static Rule,
    pub pointers: Vec<String>,
    pub message: String,
    pub help: String,
}

impl Note {
    /// Says it, where the definition is `root`.
    pub(super) fn report(&self, tree: &Tree, root: NodeId, findings: &mut Findings) {
        let site = |pointer: &str| {
            let node = tree.resolve(root, pointer).unwrap_or(root);
            if node == root { Site::Value(node) } else { Site::Key(node) }
        };
        let first = self.pointers.first().map_or(Site::Value(root), |pointer| site(pointer));
        let finding = findings.report(self.rule, first, self.message.clone());
        if let Some(second) = self.pointers.get(1) {
            finding.also(site(second), "here as well");
        }
        finding.help(self.help.clone());
    }
}

/// Why an action is needed: what the build that would do otherwise said at that place, else what differs.
pub(super) fn reason(outcome: &Outcome, action: &Action) -> String {
    let tree = &outcome.tree;
    let sources = || std::iter::successors(tree.source_node(action.ours), |node| tree.parent(*node)).take(2);
    let said = sources().find_map(|source| {
        outcome
            .findings
            .iter()
            .find(|finding| finding.site.node() == Some(source))
            .map(|finding| &finding.message)
    });
    let key = tree.key(action.ours);
    if action.replaced {
        return format!("Published with another `{key}`.");
    }
    match (said, action.update) {
        (Some(said), None) => format!("Published without `{key}`. {}", sentence(said)),
        (None, None) => format!("Published without `{key}`, which a build adds."),
        (_, Some(update)) => {
            let names: Vec<String> = leaves(tree, update).iter().map(|name| format!("`{name}`")).collect();
            match names.len() {
                0..=4 => format!("Published with {} as here.", names.join(", ")),
                more => format!("Published with {} and {} more as here.", names[..3].join(", "), more - 3),
            }
        }
    }
}

fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// The names of the members that an update sets, each once.
fn leaves(tree: &Tree, update: NodeId) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut open = vec![update];
    while let Some(node) = open.pop() {
        for (key, member) in tree.members(node) {
            let inner = tree.is_object(member) && tree.children(member).any(|child| tree.is_container(child));
            if inner && names.len() < 8 {
                open.push(member);
            } else if !names.iter().any(|name| name == key) {
                names.push(key.to_owned());
            }
        }
    }
    names
}

/// One finding for each kind of reason, at the first places that have it.
pub(super) fn notes(tree: &Tree, actions: &[(Action, Option<String>)], file: &str) -> Vec<Note> {
    let mut by_reason: IndexMap<&str, Vec<String>> = IndexMap::new();
    for (action, reason) in actions {
        let pointers = by_reason.entry(reason.as_deref().unwrap_or_default()).or_default();
        pointers.push(tree.pointer(action.theirs));
    }
    let note = |(reason, pointers): (&str, Vec<String>)| {
        let more = match pointers.len() {
            1 => String::new(),
            count => format!(" ({count} places)"),
        };
        let reason = reason.trim_end_matches('.');
        Note {
            rule: &PUBLISHED_DIFFERS,
            message: format!("{}{more}", lower_first(reason)),
            help: format!("`{file}` puts it back: remove the action there once nothing depends on it"),
            pointers,
        }
    };
    by_reason.into_iter().map(note).collect()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default() + chars.as_str()
}
