//! Every rule there is, by the stage that speaks.

use super::{artifacts, bodies, conformance, document, operations, parameters, references, security, tags};
use crate::diagnostic::Rule;
use crate::{config, finish, load, lower, overlay, shape};

/// All rules of the compiler, without those of overlays, which keep their own list.
static OWN: &[&Rule] = &[
    &load::SYNTAX_ERROR,
    &load::DUPLICATE_KEY,
    &load::UNREADABLE_FILE,
    &load::MANY_DOCUMENTS,
    &load::KEY_NOT_STRING,
    &load::INPUT_TOO_LARGE,
    &load::AMBIGUOUS_SCALAR,
    &load::REFERENCE_OUTSIDE_PROJECT,
    &load::REMOTE_REFERENCE,
    &config::UNKNOWN_CONFIG_KEY,
    &config::INVALID_CONFIG_VALUE,
    &config::SECRET_IN_FILE,
    &document::UNKNOWN_VERSION,
    &document::REQUIRED_PROPERTY_MISSING,
    &references::UNRESOLVED_REFERENCE,
    &references::REF_WITH_SIBLINGS,
    &operations::OPERATION_ID_NOT_UNIQUE,
    &parameters::OPERATION_MISSING_PATH_PARAMETER,
    &parameters::PATH_PARAMETER_NOT_DEFINED_IN_TEMPLATE,
    &parameters::PATH_PARAMETER_MUST_BE_REQUIRED,
    &security::SECURITY_REQUIREMENT_MUST_BE_DEFINED,
    &tags::TAG_UNUSED,
    &tags::TAG_UNDECLARED,
    &shape::UNKNOWN_SELECTOR,
    &shape::OPERATION_EXCLUDED,
    &shape::TRIGGER_PATH_INVENTED,
    &shape::TRIGGER_WITHOUT_NOTIFICATION_URL,
    &lower::HOST_UNKNOWN,
    &lower::SEVERAL_SERVERS,
    &lower::SERVER_VARIABLE,
    &lower::SERVER_OVERRIDE,
    &lower::METHOD_NOT_EXPRESSIBLE,
    &lower::OPERATION_ID_REQUIRED,
    &lower::KEPT_AS_EXTENSION,
    &lower::LEFT_OUT,
    &lower::UNION_SCHEMA,
    &lower::SCHEMA_KEYWORD_NOT_EXPRESSIBLE,
    &lower::SECURITY_SCHEME_NOT_EXPRESSIBLE,
    &lower::SEVERAL_OAUTH_FLOWS,
    &lower::COOKIE_PARAMETER,
    &lower::PARAMETER_NOT_EXPRESSIBLE,
    &lower::PARAMETER_AS_TEXT,
    &lower::COLLECTION_FORMAT_VALUE_NOT_SUPPORTED,
    &lower::MEDIA_TYPE_DROPPED,
    &lower::BODY_WITHOUT_SCHEMA,
    &lower::SEVERAL_FILES,
    &lower::STATUS_RANGE,
    &lower::RESPONSES_MISSING,
    &lower::EVENT_DROPPED,
    &lower::SERVER_URL_EXCESS,
    &lower::PLAIN_HTTP,
    &lower::SCHEME_NOT_SUPPORTED,
    &lower::RELATIVE_URL,
    &lower::O_AUTH_SECURITY_REQUIREMENT_VALUE_MUST_BE_SCOPE_NAME,
    &lower::SEVERAL_SIGN_INS,
    &lower::O_AUTH_FLOW_NOT_SUPPORTED,
    &lower::UNKNOWN_DIALECT,
    &lower::OPERATION_ID_SANITIZED,
    &lower::OPERATION_PATH_MAY_NOT_CONTAIN_QUERY_OR_FRAGMENT,
    &finish::INVALID_HOST,
    &finish::TEST_CONNECTION_NOT_FOUND,
    &finish::UNUSED_COMPONENT,
    &finish::REPLACED_BY_CONFIGURATION,
    &finish::VERSION_DRIFT,
    &bodies::BODY_WITHOUT_FIELDS,
    &conformance::ADDITIONAL_PROPERTY_NOT_ALLOWED,
    &conformance::JSON_TYPE_INCORRECT,
    &conformance::JSON_VALUE_NOT_IN_ENUM,
    &conformance::JSON_VALUE_NOT_VALID,
    &artifacts::ICON_NOT_PNG,
    &artifacts::ICON_NOT_SQUARE,
    &artifacts::ICON_SIZE,
    &artifacts::UNKNOWN_PERMISSION,
];

/// All rules, in the order of the stages.
pub static TABLE: std::sync::LazyLock<Vec<&'static Rule>> =
    std::sync::LazyLock::new(|| OWN.iter().chain(overlay::rules::ALL).copied().collect());

/// The rule of a name, whatever its case.
pub fn find(name: &str) -> Option<&'static Rule> {
    TABLE.iter().copied().find(|rule| rule.name.eq_ignore_ascii_case(name))
}
