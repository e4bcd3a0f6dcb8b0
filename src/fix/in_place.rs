//! A connector that exists is mended where it is written.

use super::plan::Step;
use crate::compile::Outcome;

/// The fixes of a connector's own files.
pub(super) struct InPlace<'o> {
    pub outcome: &'o Outcome,
}

impl InPlace<'_> {
    pub fn steps(&self, finding: usize) -> Result<Vec<Step>, String> {
        let tree = &self.outcome.tree;
        let steps = self.outcome.findings[finding].fix.iter().map(|edit| {
            let file = tree.file(edit.node())?;
            Some(Step::Patch(file, edit.patch(tree)?))
        });
        let steps: Option<Vec<Step>> = steps.collect();
        steps.ok_or_else(|| "its text is written in a way that only its author should change".to_owned())
    }
}
