//! Makes a shared component of what stands somewhere else.

use super::edit::object;
use crate::openapi::{name_of_place, reference_to_member};
use crate::tree::{NodeId, Origin, Step, Tree};

/// Moves an object into a section of shared ones, such as `/components/schemas`, and leaves a reference to it
/// where it stood. It is called after its place, and after its file where that name is taken.
pub fn share(
    tree: &mut Tree,
    root: NodeId,
    target: NodeId,
    section: &str,
    file: &str,
    by: &'static str,
) -> String {
    let wanted = name_of_place(&tree.pointer(target), file);
    let holder =
        section.split('/').skip(1).fold(root, |holder, key| object(tree, holder, key, Origin::pass(by)));
    let name = free_name(tree, holder, &wanted, file);
    leave_reference(tree, target, &reference_to_member(section, &name), by);
    // It must stand there under its old name first: renaming keeps where the author wrote that.
    let old = tree.key(target).to_owned();
    tree.append(holder, &old, target);
    tree.rename(target, &name);
    tree.note(target, Step { by, what: "moved", because: None });
    name
}

/// Leaves a reference where something is taken from: what stands around it may be needed as well.
pub(super) fn leave_reference(tree: &mut Tree, target: NodeId, text: &str, by: &'static str) {
    if !tree.is_attached(target) {
        return;
    }
    let origin = Origin::from(target, by);
    let stub = tree.make_object(origin);
    let text = tree.make_string(text, origin);
    tree.append(stub, "$ref", text);
    tree.replace(target, stub);
}

/// A name that is free: the file's comes before it where two files share one.
fn free_name(tree: &Tree, section: NodeId, wanted: &str, file: &str) -> String {
    let longer = if file.is_empty() { wanted.to_owned() } else { format!("{file}_{wanted}") };
    let numbered = (2..).map(|number| format!("{longer}_{number}"));
    let mut names = [wanted.to_owned(), longer.clone()].into_iter().chain(numbered);
    names.find(|name| tree.get(section, name).is_none()).expect("internal error: some number is free")
}
