//! Every kind of change there is.

use super::kind::Kind;
use super::{acceptance, address, connection, fields, inputs, operations, outputs, parameters, properties};
use crate::diagnostic::Rule;

/// All kinds, in the order in which they are said.
pub static KINDS: &[&Kind] = &[
    &address::TITLE_CHANGED,
    &address::HOST_CHANGED,
    &address::BASE_PATH_CHANGED,
    &operations::OPERATION_DELETED,
    &operations::PATH_TEMPLATE_CHANGED,
    &operations::METHOD_CHANGED,
    &operations::OPERATION_HIDDEN,
    &operations::OPERATION_SHOWN,
    &operations::TRIGGER_CHANGED,
    &operations::OPERATION_DEPRECATED,
    &operations::OPERATION_ADDED,
    &parameters::PARAMETER_LOCATION_CHANGED,
    &parameters::PARAMETER_OPTIONAL_TO_REQUIRED,
    &parameters::PARAMETER_DELETED,
    &parameters::REQUIRED_PARAMETER_ADDED,
    &inputs::PARAMETER_TYPE_CHANGED,
    &inputs::PARAMETER_FORMAT_CHANGED,
    &inputs::PARAMETER_ENUM_VALUE_REMOVED,
    &inputs::PARAMETER_ENUM_LIST_ADDED,
    &inputs::FIELD_TYPE_CHANGED,
    &inputs::FIELD_FORMAT_CHANGED,
    &inputs::ENUM_VALUE_REMOVED,
    &inputs::ENUM_LIST_ADDED,
    &inputs::ENUM_VALUE_ADDED,
    &inputs::DEFAULT_CHANGED,
    &inputs::INPUT_HIDDEN,
    &inputs::OPTIONAL_TO_REQUIRED,
    &inputs::FIELD_DELETED,
    &inputs::REQUIRED_FIELD_ADDED,
    &inputs::REQUIRED_FIELD_ADDED_WITH_DEFAULT,
    &inputs::OPTIONAL_INPUT_ADDED,
    &fields::DYNAMIC_SOURCE_CHANGED,
    &outputs::RESPONSE_DELETED,
    &outputs::SCHEMA_DELETED,
    &outputs::FIELD_DELETED,
    &outputs::FIELD_TYPE_CHANGED,
    &outputs::FIELD_FORMAT_CHANGED,
    &outputs::ENUM_CHANGED,
    &outputs::FIELD_HIDDEN,
    &outputs::FIELD_ADDED,
    &connection::METHOD_REMOVED,
    &connection::PARAMETERS_REMOVED,
    &connection::TYPE_CHANGED,
    &connection::OPTIONAL_TO_REQUIRED,
    &connection::REQUIRED_PARAMETER_ADDED,
    &connection::OAUTH_CHANGED,
    &connection::METHOD_ADDED,
    &connection::OPTIONAL_PARAMETER_ADDED,
    &properties::CAPABILITY_REMOVED,
    &properties::POLICY_CHANGED,
    &properties::SCRIPT_OPERATIONS_CHANGED,
];

/// All rules by which changes are said, and what is said of those that were accepted.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    KINDS.iter().map(|kind| &kind.rule).chain([&acceptance::STALE_ACCEPTANCE])
}

/// The kind of a rule.
pub fn kind(rule: &Rule) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.rule.name == rule.name)
}
