//! Operations: their ids, what makers read of them, and what they say that nobody hears.

mod ids;
mod summary;
mod description;
mod silent;

pub(super) use description::not_sentence;
pub use description::{
    DESCRIPTION_NOT_SENTENCE, DESCRIPTION_REPEATS_SUMMARY, DESCRIPTION_TOO_LONG, URL_IN_DESCRIPTION,
};
pub use ids::{
    OPERATION_ID_NOT_PASCAL_CASE, OPERATION_ID_NOT_UNIQUE, OPERATION_ID_TOO_LONG,
    OPERATION_IDS_DIFFER_IN_CASE,
};
pub use silent::{DEPRECATION_NOT_SAID, NO_OPERATIONS, OPERATION_SECURITY_IGNORED, UNUSUAL_METHOD};
pub(super) use summary::is_marked;
pub use summary::{
    LABEL_NOT_PLAIN, OPERATION_SUMMARY_TOO_LONG, RESTRICTED_CHARACTERS_IN_SUMMARY,
    SUMMARY_ENDS_WITH_PUNCTUATION, SUMMARY_NOT_SENTENCE_CASE, SUMMARY_NOT_UNIQUE,
};

use super::survey::Survey;
use crate::diagnostic::Findings;
use crate::tree::{NodeId, Tree};

/// Checks the operations of a source.
pub(super) fn check(tree: &Tree, root: NodeId, findings: &mut Findings) {
    ids::unique(tree, root, findings);
}

/// Checks the operations of a definition.
pub(super) fn check_definition(survey: &Survey<'_>, findings: &mut Findings) {
    if !survey.compiled {
        ids::unique(survey.tree, survey.root, findings);
    }
    ids::check(survey, findings);
    summary::check(survey, findings);
    description::check(survey, findings);
    silent::check(survey, findings);
}
