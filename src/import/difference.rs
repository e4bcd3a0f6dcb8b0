//! What turns one value into another, as actions of an overlay.

use super::query::{self, Query};
use crate::openapi::METHODS;
use crate::tree::{NodeId, Origin, Tree};

const PASS: &str = "import";

/// One action.
#[derive(Clone, Debug)]
pub(super) struct Action {
    /// What it changes, as a query.
    pub target: Query,
    /// The value to merge; `None` removes the target.
    pub update: Option<NodeId>,
    /// Whether what is removed comes back as something else.
    pub replaced: bool,
    /// The node that it changes, or takes out.
    pub ours: NodeId,
    /// What is wanted instead; what is taken out has what holds it.
    pub theirs: NodeId,
}

/// The actions that make of `ours` what `theirs` is; those that take something out come first.
pub(super) fn actions(tree: &mut Tree, ours: NodeId, theirs: NodeId) -> Vec<Action> {
    let mut plan = Plan { removed: Vec::new(), updated: Vec::new() };
    if let Some(update) = plan.object(tree, ours, theirs) {
        plan.update(tree, (ours, theirs), update);
    }
    let mut all = together(tree, plan.removed);
    all.append(&mut together(tree, plan.updated));
    all
}

/// One action for those that do the same at places of one kind.
fn together(tree: &Tree, actions: Vec<Action>) -> Vec<Action> {
    let same = |left: &Action, right: &Action| match (left.update, right.update) {
        (None, None) => left.replaced == right.replaced,
        (Some(left), Some(right)) => tree.equal(left, right),
        _ => false,
    };
    let mut all = actions;
    // First what differs in its last names, then what differs in those above.
    loop {
        let before = all.len();
        let mut merged: Vec<Action> = Vec::new();
        for action in all {
            let fitting = merged.iter_mut().filter(|known| same(known, &action));
            match fitting.filter_map(|known| Some((known.target.with(&action.target)?, known))).next() {
                Some((target, known)) => known.target = target,
                None => merged.push(action),
            }
        }
        all = merged;
        if all.len() == before {
            return all;
        }
    }
}

struct Plan {
    removed: Vec<Action>,
    updated: Vec<Action>,
}

impl Plan {
    fn remove(&mut self, tree: &Tree, (ours, theirs): (NodeId, NodeId)) {
        let replaced = tree.get(theirs, tree.key(ours)).is_none() && tree.key(ours) == tree.key(theirs);
        self.removed.push(Action { target: query::of(tree, ours), update: None, replaced, ours, theirs });
    }

    fn update(&mut self, tree: &Tree, (ours, theirs): (NodeId, NodeId), update: NodeId) {
        let (mut ours, mut theirs, mut update) = (ours, theirs, update);
        // The way to the one place that changes belongs into the target.
        loop {
            let mut members = tree.children(update);
            let (Some(only), None) = (members.next(), members.next()) else { break };
            let below = tree.get(ours, tree.key(only)).zip(tree.get(theirs, tree.key(only)));
            let Some(below) = below.filter(|_| tree.is_object(only)) else { break };
            ((ours, theirs), update) = (below, only);
        }
        self.updated.push(Action {
            target: query::of(tree, ours),
            update: Some(update),
            replaced: false,
            ours,
            theirs,
        });
    }

    /// What must be merged into an object, without what has actions of its own.
    fn object(&mut self, tree: &mut Tree, ours: NodeId, theirs: NodeId) -> Option<NodeId> {
        let update = tree.make_object(Origin::from(theirs, PASS));
        for member in tree.children(ours).collect::<Vec<_>>() {
            if tree.get(theirs, tree.key(member)).is_none() {
                self.remove(tree, (member, theirs));
            }
        }
        for wanted in tree.children(theirs).collect::<Vec<_>>() {
            let key = tree.key(wanted).to_owned();
            let value = match tree.get(ours, &key) {
                None => Some(tree.copy(wanted, PASS)),
                Some(own) => self.value(tree, own, wanted),
            };
            if let Some(value) = value {
                tree.append(update, &key, value);
            }
        }
        tree.children(update).next().is_some().then_some(update)
    }

    /// What must be merged in the place of a value.
    fn value(&mut self, tree: &mut Tree, ours: NodeId, theirs: NodeId) -> Option<NodeId> {
        if tree.equal(ours, theirs) {
            return None;
        }
        if tree.is_object(ours) && tree.is_object(theirs) {
            let update = self.object(tree, ours, theirs)?;
            if has_own_action(tree, ours) {
                self.update(tree, (ours, theirs), update);
                return None;
            }
            return Some(update);
        }
        if tree.is_array(ours) && tree.is_array(theirs) {
            return self.array(tree, ours, theirs);
        }
        if tree.is_container(ours) || tree.is_container(theirs) {
            self.remove(tree, (ours, theirs));
        }
        Some(tree.copy(theirs, PASS))
    }

    fn array(&mut self, tree: &mut Tree, ours: NodeId, theirs: NodeId) -> Option<NodeId> {
        let (own, wanted): (Vec<_>, Vec<_>) = (tree.items(ours).collect(), tree.items(theirs).collect());
        let alike = |tree: &Tree, (left, right): (&NodeId, &NodeId)| {
            tree.is_object(*left) && tree.is_object(*right) || tree.equal(*left, *right)
        };
        let pairs = || own.iter().zip(&wanted);
        // What is only longer grows at its end.
        if own.len() < wanted.len() && pairs().all(|(left, right)| tree.equal(*left, *right)) {
            let rest = tree.make_array(Origin::from(theirs, PASS));
            for item in &wanted[own.len()..] {
                let copy = tree.copy(*item, PASS);
                tree.push(rest, copy);
            }
            return Some(rest);
        }
        if own.len() == wanted.len()
            && pairs().all(|pair| alike(tree, pair))
            && same_names(tree, &own, &wanted)
        {
            for (left, right) in pairs() {
                if let Some(update) = self.object(tree, *left, *right).filter(|_| tree.is_object(*left)) {
                    self.update(tree, (*left, *right), update);
                }
            }
            return None;
        }
        if let Some(kept) = without_some(tree, &own, &wanted) {
            for (item, right) in own.iter().zip(kept) {
                match right {
                    None => self.remove(tree, (*item, theirs)),
                    Some(right) => {
                        if let Some(update) = self.object(tree, *item, right) {
                            self.update(tree, (*item, right), update);
                        }
                    }
                }
            }
            return None;
        }
        self.remove(tree, (ours, theirs));
        Some(tree.copy(theirs, PASS))
    }
}

/// For each item what it becomes, if some of them are only taken out; each must have a name of its own.
fn without_some(tree: &Tree, own: &[NodeId], wanted: &[NodeId]) -> Option<Vec<Option<NodeId>>> {
    let mut names: Vec<&str> = own.iter().map(|item| tree.get_str(*item, "name")).collect::<Option<_>>()?;
    let mut rest = wanted.iter().peekable();
    let kept: Vec<Option<NodeId>> =
        own.iter().map(|item| rest.next_if(|right| same_name(tree, *item, **right)).copied()).collect();
    names.sort_unstable();
    let all_there = rest.next().is_none() && names.windows(2).all(|pair| pair[0] != pair[1]);
    (all_there && !wanted.is_empty()).then_some(kept)
}

/// Whether two items are one and the same. A body is one, whatever it is called.
fn same_name(tree: &Tree, left: NodeId, right: NodeId) -> bool {
    let name = |node: NodeId| match tree.get_str(node, "in") {
        Some("body") => [Some("body"), None],
        _ => ["name", "$ref"].map(|key| tree.get_str(node, key)),
    };
    name(left) == name(right)
}

/// Whether each item is called what the one in its place is called: else it is another one.
fn same_names(tree: &Tree, own: &[NodeId], wanted: &[NodeId]) -> bool {
    own.iter().zip(wanted).all(|(left, right)| same_name(tree, *left, *right))
}

/// Whether an object is one that people speak of by itself: an operation, or something that is shared.
fn has_own_action(tree: &Tree, node: NodeId) -> bool {
    const SECTIONS: [&str; 7] = [
        "paths",
        "definitions",
        "schemas",
        "parameters",
        "responses",
        "securityDefinitions",
        "securitySchemes",
    ];
    let Some(parent) = tree.parent(node) else { return true };
    let Some(above) = tree.parent(parent) else { return true };
    let is_top = tree.parent(above).is_none() || tree.key(above) == "components";
    let is_operation = METHODS.contains(&tree.key(node)) && tree.key(above) == "paths";
    is_top && SECTIONS.contains(&tree.key(parent)) || is_operation
}
