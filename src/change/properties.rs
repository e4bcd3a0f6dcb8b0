//! `apiProperties.json`: how one signs in, and what is done to calls on their way.

use super::comparison::{Comparison, fresh, listed, names};
use super::kind::{APPS, CONNECTIONS, FLOWS, Kind};
use super::{Side, connection};
use crate::diagnostic::page;
use crate::tree::{NodeId, Tree};

/// Calls are changed on their way in another manner.
pub static POLICY_CHANGED: Kind = Kind::risks("PolicyChanged", page!("PolicyChanged"))
    .noticed_by(&[FLOWS, APPS])
    .way_out("call each operation that it is for, and see that it answers as before");
/// Other operations go through the script.
pub static SCRIPT_OPERATIONS_CHANGED: Kind =
    Kind::risks("ScriptOperationsChanged", page!("ScriptOperationsChanged"))
        .noticed_by(&[FLOWS, APPS])
        .way_out("call each of these operations, and see that it answers as before");
/// Something that the connector could do.
pub static CAPABILITY_REMOVED: Kind = Kind::risks("CapabilityRemoved", page!("CapabilityRemoved"))
    .noticed_by(&[CONNECTIONS, FLOWS])
    .way_out("keep it: connections that were made with it have nothing else to go by");

pub(super) fn compare(c: &mut Comparison<'_, '_>, old: Side, new: Side) {
    let tree = c.tree;
    let inside = |side: Side| tree.get(side.properties?, "properties");
    let (Some(old), Some(new)) = (inside(old), inside(new)) else {
        return connection::definitions(c);
    };
    connection::compare(c, old, new);
    capabilities(c, old, new);
    policies(c, old, new);
    script(c, old, new);
}

fn capabilities(c: &mut Comparison<'_, '_>, old: NodeId, new: NodeId) {
    const KEY: &str = "capabilities";
    let tree = c.tree;
    let list = |properties| tree.get(properties, KEY).into_iter().flat_map(move |list| tree.items(list));
    for capability in list(old) {
        let name = tree.text(capability);
        if list(new).any(|other| tree.text(other) == name) {
            continue;
        }
        c.path = vec![KEY, name];
        let message = format!("the connector has no capability `{name}` any more");
        c.report(&CAPABILITY_REMOVED, names(capability, tree.get(new, KEY).unwrap_or(new)), message);
    }
    c.path.clear();
}

fn policies(c: &mut Comparison<'_, '_>, old: NodeId, new: NodeId) {
    const KEY: &str = "policyTemplateInstances";
    let tree = c.tree;
    let list = |properties| -> Vec<NodeId> {
        tree.get(properties, KEY).into_iter().flat_map(|list| tree.items(list)).collect()
    };
    let (olds, news) = (list(old), list(new));
    // What is the same in both is no matter, wherever it stands in its list.
    let mut gone: Vec<NodeId> = Vec::new();
    let mut added = news;
    for policy in olds {
        match added.iter().position(|other| tree.equal(policy, *other)) {
            Some(index) => drop(added.remove(index)),
            None => gone.push(policy),
        }
    }
    for policy in gone {
        let same = |other: &&NodeId| title(tree, **other) == title(tree, policy);
        let title = title(tree, policy);
        c.path = vec![KEY, title];
        if let Some(other) = added.iter().find(same).copied() {
            added.retain(|policy| *policy != other);
            let message = format!("the policy `{title}` is another one now");
            c.report(&POLICY_CHANGED, names(policy, other), message);
        } else {
            let message = format!("the policy `{title}` is gone");
            c.report(&POLICY_CHANGED, names(policy, tree.get(new, KEY).unwrap_or(new)), message);
        }
    }
    for policy in added {
        let title = title(tree, policy);
        c.path = vec![KEY, title];
        c.report(&POLICY_CHANGED, fresh(policy), format!("the policy `{title}` is new"));
    }
    c.path.clear();
}

fn title(tree: &Tree, policy: NodeId) -> &str {
    let name = tree.get_str(policy, "title").or_else(|| tree.get_str(policy, "templateId"));
    name.unwrap_or_default()
}

fn script(c: &mut Comparison<'_, '_>, old: NodeId, new: NodeId) {
    const KEY: &str = "scriptOperations";
    let tree = c.tree;
    let list = |properties| -> Vec<&str> {
        let list = tree.get(properties, KEY).into_iter().flat_map(|list| tree.items(list));
        list.map(|item| tree.text(item)).collect()
    };
    let (olds, news) = (list(old), list(new));
    let none = |list: &[&'_ str], other: &[&'_ str]| -> Vec<String> {
        list.iter().filter(|name| !other.contains(name)).map(|name| (*name).to_owned()).collect()
    };
    let (gone, added) = (none(&olds, &news), none(&news, &olds));
    let listed = |names: &[String]| listed(names.iter().map(String::as_str));
    let message = match (gone.is_empty(), added.is_empty()) {
        (true, true) => return,
        (true, false) => format!("the script runs for {} as well", listed(&added)),
        (false, true) => format!("the script no longer runs for {}", listed(&gone)),
        (false, false) => {
            format!("the script runs for {} as well, and no longer for {}", listed(&added), listed(&gone))
        }
    };
    c.report_keyword(
        &SCRIPT_OPERATIONS_CHANGED,
        (KEY, (tree.get(old, KEY), tree.get(new, KEY))),
        (old, new),
        message,
    );
}
