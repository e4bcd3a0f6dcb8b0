//! The actions of an overlay that mend findings.

use super::target::target;
use crate::tree::{NodeId, Origin, Tree, Value, write_yaml};

/// One change to the document that overlays are applied to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Action {
    /// What it changes, in the document after all overlays.
    pub target: NodeId,
    pub verb: Verb,
    /// The rule that asks for it.
    pub rule: &'static str,
}

impl Action {
    fn does(&self, other: &Action) -> bool {
        self.target == other.target && self.verb == other.verb
    }
}

/// What is done to a target.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verb {
    Set(String, Value),
    Push(Value),
    Remove,
}

/// All changes to one target.
struct Group<'a> {
    target: NodeId,
    actions: Vec<&'a Action>,
}

/// Actions as a list of YAML that stands at the left margin: one for each target; what goes, goes last and from behind,
/// so that no position in a query is moved by an action before it.
pub(super) fn write(tree: &Tree, actions: &[Action]) -> String {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for action in actions {
        // Two findings may ask for the same.
        if groups.iter().any(|group| group.actions.iter().any(|other| other.does(action))) {
            continue;
        }
        let sets = |action: &Action| matches!(action.verb, Verb::Set(..));
        let joins = |group: &&mut Group<'_>| group.target == action.target && sets(group.actions[0]);
        match groups.iter_mut().find(joins).filter(|_| sets(action)) {
            Some(group) => group.actions.push(action),
            None => groups.push(Group { target: action.target, actions: vec![action] }),
        }
    }
    groups.sort_by_key(|group| match group.actions[0].verb {
        Verb::Remove => Some(std::cmp::Reverse(group.target)),
        _ => None,
    });
    let mut out = Tree::default();
    let origin = Origin::pass("fix");
    let list = out.make_array(origin);
    for group in groups {
        let action = out.make_object(origin);
        let query = out.make_string(&target(tree, group.target), origin);
        out.append(action, "target", query);
        let mut rules: Vec<&str> = group.actions.iter().map(|action| action.rule).collect();
        rules.dedup();
        let description = out.make_string(&rules.join(", "), origin);
        out.append(action, "description", description);
        let mut update = None;
        for change in group.actions {
            match &change.verb {
                Verb::Set(key, value) => {
                    let update = *update.get_or_insert_with(|| out.make_object(origin));
                    let value = out.make_value(value, origin);
                    out.set(update, key, value);
                }
                Verb::Push(value) => update = Some(out.make_value(value, origin)),
                Verb::Remove => {
                    let remove = out.make_bool(true, origin);
                    out.append(action, "remove", remove);
                }
            }
        }
        if let Some(update) = update {
            out.append(action, "update", update);
        }
        out.push(list, action);
    }
    write_yaml(&out, list)
}
