//! Paths: how each is written, what it holds, and whether a request finds one of them.

mod template;
mod item;
mod routing;

pub use item::{
    OPERATION_WITHOUT_OWN_PARAMETERS, PATH_ITEM_REF_NOT_SUPPORTED,
    PATH_PARAMETERS_CONTAIN_DUPLICATE_PARAMETER, PATH_PARAMETERS_CONTAIN_MULTIPLE_BODY_PARAMETERS,
    PATH_WITHOUT_OPERATION,
};
pub use routing::{DUPLICATE_OPERATION_PATH, PARTIAL_DUPLICATE_OPERATION_PATH, PATH_REDEFINED};
pub use template::{
    EMPTY_PATH_SEGMENT, OPERATION_PATH_CONTAINS_UNSUPPORTED_CHARACTERS, OPERATION_PATH_MUST_START_WITH_SLASH,
    OPERATION_PATH_TEMPLATE_NOT_VALID, OPERATION_PATH_VARIABLES_CONTAIN_DEFAULTS, PATH_ENDS_WITH_SLASH,
    PATH_VARIABLE_REPEATED, WHITE_SPACE_IN_PATH,
};

use super::survey::Survey;
use crate::diagnostic::Findings;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for path_item in &survey.paths {
        template::check(survey, *path_item, findings);
        item::check(survey, *path_item, findings);
    }
    routing::check(survey, findings);
}
