//! Parameters: those of a path, those that stand together, and each by itself.

mod path;
mod together;
mod reference;
mod names;
mod form;
mod encoding;
mod labels;

pub use encoding::{PATH_PARAMETER_MISSING_ENCODING, QUERY_PARAMETER_ENCODING_NOT_SUPPORTED};
pub use form::{
    ALLOW_EMPTY_VALUE_ONLY_VALID_FOR_QUERY_FORM_DATA, BODY_PARAMETER_PROPERTY_NOT_VALID,
    BODY_PARAMETER_SCHEMA_REQUIRED, FILE_PARAMETER_MUST_BE_IN_FORM_DATA, NON_BODY_PARAMETER_SCHEMA_NOT_VALID,
};
pub use labels::LABEL_NOT_TITLE_CASE;
pub use names::{
    CONNECTION_ID_PARAMETER_NOT_ALLOWED, FILE_PARAMETER_NAME_NOT_USABLE, INVALID_FORM_DATA_PARAMETER_NAME,
    RESERVED_PARAMETER_IS_USED, WHITE_SPACE_IN_PARAMETER_NAME,
};
pub use path::{PATH_PARAMETER_MUST_BE_REQUIRED, PATH_PARAMETER_NOT_DEFINED_IN_TEMPLATE};
pub use reference::{
    PARAMETER_REF_LOOP_NOT_ALLOWED, PARAMETER_REFERENCE_NOT_FOUND, PARAMETER_REFERENCE_NOT_VALID,
};
pub use together::{
    BODY_OR_FORM_DATA_PARAMETER_IN_FETCH_OPERATION_NOT_ALLOWED, OPERATION_PARAMETERS_ARE_NOT_UNIQUE,
    OPERATION_PARAMETERS_CONTAIN_DUPLICATE_PARAMETER, OPERATION_PARAMETERS_CONTAIN_MULTIPLE_BODY_PARAMETERS,
    PARAMETER_LIST_CONTAINS_FORM_DATA_AND_BODY,
};

pub(super) use path::check;
pub(super) use together::{bodies, duplicates, without_copy};

use super::survey::Survey;
use crate::diagnostic::Findings;

/// Checks the parameters of a definition.
pub(super) fn check_definition(survey: &Survey<'_>, findings: &mut Findings) {
    // The checks of the source have said this of what was compiled.
    if !survey.compiled {
        path::check(survey.tree, survey.root, findings);
        reference::check(survey, findings);
    }
    together::check(survey, findings);
    for parameter in &survey.parameters {
        names::check(survey.tree, *parameter, findings);
        form::check(survey, *parameter, findings);
        encoding::check(survey.tree, *parameter, findings);
    }
    encoding::misplaced(survey, findings);
    labels::check(survey, findings);
}
