//! Operations that cannot be called, since a request needs what 2.0 cannot say.

use super::aside;
use super::rules::PARAMETER_NOT_EXPRESSIBLE;
use super::work::Work;
use crate::diagnostic::Severity;
use crate::openapi::operations;
use crate::tree::{NodeId, Tree};

/// Leaves such operations out where nothing is configured, as long as others are left.
pub(super) struct Lost {
    level: Severity,
    /// How many operations there are still.
    left: usize,
    by: &'static str,
}

impl Lost {
    pub(super) fn new(tree: &Tree, work: &Work<'_>, by: &'static str) -> Lost {
        let left = operations(tree, work.lowering.root).count();
        Lost { level: work.lowering.of_lost_operation(), left, by }
    }

    /// Looks at what was found since there were `before` findings, about something that all of these operations
    /// of a path item need.
    pub(super) fn settle(
        &mut self,
        tree: &mut Tree,
        work: &mut Work<'_>,
        operations: &[NodeId],
        before: usize,
    ) {
        if self.level == Severity::Error || self.left <= operations.len() {
            return;
        }
        let found = work.findings.all_mut()[before..].iter_mut();
        let refused = found.filter(|finding| {
            finding.rule.name == PARAMETER_NOT_EXPRESSIBLE.name && finding.level == Severity::Error
        });
        let mut is_lost = false;
        for finding in refused {
            finding.level = self.level;
            finding.message.push_str(": the operation is left out");
            is_lost = true;
        }
        if !is_lost {
            return;
        }
        for operation in operations {
            aside::operation(tree, &mut work.resolver, *operation, self.by);
        }
        self.left -= operations.len();
    }
}
