//! Cuts and capitalises the texts of operations.

use super::Shaping;
use super::edit::rewrite;
use crate::diagnostic::Findings;
use crate::openapi::operations;
use crate::tree::{NodeId, Tree};
use crate::words::title_case;

pub(super) const PASS: &str = "text";

pub(super) fn run(tree: &mut Tree, shaping: &mut Shaping<'_>, _findings: &mut Findings) {
    let labels = &shaping.config.labels;
    let mut edits: Vec<(NodeId, String)> = Vec::new();
    for operation in operations(tree, shaping.root) {
        if let Some(strip) = &labels.strip_description
            && let Some(node) = tree.get(operation.node, "description")
        {
            let text = tree.text(node);
            let stripped = strip.value.0.replace_all(text, "");
            edits.extend((stripped != text).then(|| (node, stripped.trim_end().to_owned())));
        }
        if labels.title_case_summaries.is_some()
            && let Some(node) = tree.get(operation.node, "summary")
        {
            // A trigger's summary is the author's own wording in the configuration.
            let title = title_case(tree.text(node));
            let own = tree.get(operation.node, "x-ms-trigger").is_some();
            edits.extend((!own && title != tree.text(node)).then_some((node, title)));
        }
    }
    for (node, text) in edits {
        rewrite(tree, node, &text, PASS);
    }
}
