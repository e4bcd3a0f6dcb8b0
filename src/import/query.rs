//! The JSONPath by which a person would name a node.

use crate::overlay::jsonpath::{member, quoted};
use crate::tree::{NodeId, Tree};

/// A query as its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Members by their names.
    Names(Vec<String>),
    /// An item of a list, as it is written.
    Item(String),
}

/// How long a query may grow that selects several nodes, in bytes: longer ones nobody reads.
const LONGEST: usize = 240;

/// A query that selects this node alone: items of lists by their name, where they have one of their own.
pub(super) fn of(tree: &Tree, node: NodeId) -> Query {
    let mut steps = Vec::new();
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        steps.push(match tree.is_array(parent) {
            true => Step::Item(item(tree, parent, at)),
            false => Step::Names(vec![tree.key(at).to_owned()]),
        });
        at = parent;
    }
    steps.reverse();
    Query(steps)
}

impl Query {
    /// As it is written.
    pub(super) fn text(&self) -> String {
        let step = |step: &Step| match step {
            Step::Item(text) => text.clone(),
            Step::Names(names) => match names.as_slice() {
                [name] => member(name),
                names => format!("[{}]", names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(",")),
            },
        };
        self.0.iter().fold("$".to_owned(), |query, one| query + &step(one))
    }

    /// One query for what two select, if they differ in the names of one step alone.
    pub(super) fn with(&self, other: &Query) -> Option<Query> {
        if self.0.len() != other.0.len() {
            return None;
        }
        let mut differing = (0..self.0.len()).filter(|at| self.0[*at] != other.0[*at]);
        let (at, None) = (differing.next()?, differing.next()) else { return None };
        let (Step::Names(own), Step::Names(more)) = (&self.0[at], &other.0[at]) else { return None };
        let mut steps = self.0.clone();
        steps[at] = Step::Names(own.iter().chain(more).cloned().collect());
        let both = Query(steps);
        (both.text().len() <= LONGEST).then_some(both)
    }

    /// Whether a step names this member.
    pub(super) fn names(&self, name: &str) -> bool {
        self.0.iter().any(|step| matches!(step, Step::Names(names) if names.iter().any(|one| one == name)))
    }
}

fn item(tree: &Tree, list: NodeId, item: NodeId) -> String {
    let named = |key: &str| {
        let name = tree.get_str(item, key)?;
        let same = tree.items(list).filter(|other| tree.get_str(*other, key) == Some(name)).count();
        (same == 1).then(|| format!("[?@[{}]=={}]", quoted(key), quoted(name)))
    };
    let by_name = named("name").map(|query| query.replacen("@['name']", "@.name", 1));
    by_name.or_else(|| named("$ref")).unwrap_or_else(|| {
        let index = tree.items(list).position(|other| other == item).unwrap_or_default();
        format!("[{index}]")
    })
}
