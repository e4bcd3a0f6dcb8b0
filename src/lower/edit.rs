//! Edits that several passes make.

use super::rules::{KEPT_AS_EXTENSION, LEFT_OUT};
use crate::diagnostic::{Findings, Site};
use crate::tree::{NodeId, Origin, Step, Tree};

/// Renames a member to an extension and says so.
pub(super) fn keep(
    tree: &mut Tree,
    object: NodeId,
    key: &str,
    extension: &str,
    by: &'static str,
    findings: &mut Findings,
) {
    let Some(member) = tree.get(object, key) else { return };
    rename(tree, member, extension, by);
    let message = format!("`{key}` is kept as `{extension}`: Swagger 2.0 has no word for it");
    findings.report(&KEPT_AS_EXTENSION, Site::Value(member), message);
}

/// Renames a member; what has the new name already gives way.
pub(super) fn rename(tree: &mut Tree, member: NodeId, key: &str, by: &'static str) {
    if let Some(object) = tree.parent(member)
        && let Some(old) = tree.get(object, key)
    {
        tree.detach(old);
    }
    tree.rename(member, key);
    tree.note(member, Step { by, what: "renamed", because: None });
}

/// Takes a member out and says why.
pub(super) fn leave_out(
    tree: &mut Tree,
    object: NodeId,
    key: &str,
    why: &str,
    by: &'static str,
    findings: &mut Findings,
) {
    let Some(member) = tree.get(object, key) else { return };
    tree.note(member, Step { by, what: "left out", because: None });
    tree.detach(member);
    findings.report(&LEFT_OUT, Site::Value(member), format!("`{key}` is left out: {why}"));
}

/// Takes a member out of one object and puts it into another.
pub(super) fn relocate(tree: &mut Tree, member: NodeId, object: NodeId, key: &str, by: &'static str) {
    tree.note(member, Step { by, what: "moved", because: None });
    tree.detach(member);
    tree.set(object, key, member);
}

/// Sets a text member.
pub(super) fn set_text(tree: &mut Tree, object: NodeId, key: &str, text: &str, origin: Origin) {
    let node = tree.make_string(text, origin);
    tree.set(object, key, node);
}

/// Sets a boolean member.
pub(super) fn set_flag(tree: &mut Tree, object: NodeId, key: &str, flag: bool, origin: Origin) {
    let node = tree.make_bool(flag, origin);
    tree.set(object, key, node);
}

/// A list of texts.
pub(super) fn text_list(tree: &mut Tree, texts: &[String], origin: Origin) -> NodeId {
    let list = tree.make_array(origin);
    for text in texts {
        let item = tree.make_string(text, origin);
        tree.push(list, item);
    }
    list
}
