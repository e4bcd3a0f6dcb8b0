//! Actions as overlay documents.

use super::configuration::Section;
use super::difference::Action;
use super::layout;
use crate::tree::{NodeId, Tree};

/// The version whose removals reach texts and numbers, and whose lists grow item by item.
const VERSION: &str = "1.1.0";

/// An overlay with these actions, each with the reason for it, if there is one.
pub(super) fn write(tree: &mut Tree, title: &str, actions: &[(Action, Option<String>)]) -> String {
    let mut overlay = Section::new(tree);
    overlay.text("overlay", VERSION);
    overlay.section("info", |info| {
        info.text("title", title);
        info.text("version", "1.0.0");
    });
    let node = overlay.node;
    let mut text = layout::compact(tree, node) + "actions:\n";
    for (action, reason) in actions {
        let node = one(tree, action, reason.as_deref());
        text.push_str(&layout::item(tree, node));
    }
    text
}

fn one(tree: &mut Tree, action: &Action, reason: Option<&str>) -> NodeId {
    let mut section = Section::new(tree);
    section.text("target", &action.target.text());
    if let Some(reason) = reason {
        section.text("description", reason);
    }
    match action.update {
        Some(update) => section.tree.append(section.node, "update", update),
        None => section.flag("remove", true),
    }
    section.node
}
