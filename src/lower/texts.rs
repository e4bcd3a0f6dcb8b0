//! Values that makers must write as a text of a certain form, since 2.0 has no better word for them.

use super::edit::set_text;
use super::parameters::PASS;
use super::rules::PARAMETER_AS_TEXT;
use super::work::Work;
use crate::tree::{NodeId, Origin, Tree};

/// Makes a parameter a string, says in its description how to write it, and says so.
pub(super) fn as_text(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId, because: NodeId, how: &str) {
    set_text(tree, parameter, "type", "string", Origin::from(because, PASS));
    explain(tree, parameter, because, how);
    report(tree, work, parameter, because, how);
}

/// Says that each item of a list is such a text, if it is.
pub(super) fn items_as_text(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId, because: NodeId) {
    if tree.get(parameter, "items").is_some_and(|items| tree.get(items, "x-oas3-schema").is_some()) {
        explain(tree, parameter, because, "a list of JSON texts");
        report(tree, work, parameter, because, "a list of JSON texts");
    }
}

fn explain(tree: &mut Tree, parameter: NodeId, because: NodeId, how: &str) {
    let said = tree.get(parameter, "description");
    let text = said.map(|said| tree.text(said).trim_end().to_owned()).unwrap_or_default();
    let stop = if text.is_empty() || text.ends_with(['.', '!', '?']) { "" } else { "." };
    let space = if text.is_empty() { "" } else { " " };
    let text = format!("{text}{stop}{space}Write it as {how}.");
    set_text(tree, parameter, "description", &text, Origin::from(said.unwrap_or(because), PASS));
}

fn report(tree: &Tree, work: &mut Work<'_>, parameter: NodeId, because: NodeId, how: &str) {
    let name = tree.get_str(parameter, "name").unwrap_or_default();
    let message = format!("makers must write `{name}` as {how}");
    work.findings
        .report(&PARAMETER_AS_TEXT, because, message)
        .help("its description says so now; offer a simpler parameter if you can");
}
