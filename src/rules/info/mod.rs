//! `info` and what else the connector says of itself.

mod title;
mod description;
mod contact;
mod metadata;

pub use contact::{CONTACT_EMAIL_NOT_VALID, ONE_OF_PROPERTIES_REQUIRED};
pub use description::{EMOJI_IN_DESCRIPTION, FIELD_LENGTH_NOT_IN_RANGE};
pub use metadata::{
    CONNECTOR_METADATA_PROPERTIES_MISSING, INVALID_CONNECTOR_CATEGORY, METADATA_REDEFINED, METADATA_UNKNOWN,
    TOO_MANY_CONNECTOR_CATEGORIES,
};
pub use title::{
    FIELD_LENGTH_EXCEEDED, INDEPENDENT_PUBLISHER_SUFFIX, MICROSOFT_PRODUCT_IN_TITLE, SURROUNDING_WHITE_SPACE,
    VALUE_CONTAINS_RESTRICTED_WORDS, VALUE_MUST_BE_IN_ENGLISH, VALUE_MUST_END_WITH_ALPHANUMERIC,
};

pub(super) use title::{FOREIGN_TEXT, LOOSE_LABEL, PRODUCT_IN_TEXT};

use super::survey::Survey;
use crate::diagnostic::{Findings, Site};
use crate::tree::{NodeId, Tree};

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let tree = survey.tree;
    if let Some(info) = tree.get(survey.root, "info").filter(|info| tree.is_object(*info)) {
        if let Some((node, title)) = survey.text(info, "title") {
            title::check(node, title, findings);
        }
        description::check(survey, info, findings);
        contact::check(survey, info, findings);
    }
    metadata::check(survey, findings);
}

/// Where something that an object lacks is shown: at its name, and not over all of it.
pub(super) fn site_of(tree: &Tree, object: NodeId) -> Site {
    if tree.key(object).is_empty() { Site::Value(object) } else { Site::Key(object) }
}
