//! The rules whose findings, or some of them, can be mended without a decision.

/// Their names. What mends a finding is said where it is reported; whoever must choose gets help instead.
pub static FIXABLE: &[&str] = &[
    "AllowEmptyValueOnlyValidForQueryFormData",
    "ArrayDuplicateValue",
    "BasePathNotValid",
    "BooleanConstraint",
    "BrandColorNotIndependent",
    "DescriptionNotSentence",
    "FilterFunctionsPropertyHasDuplicates",
    "IndependentPublisherSuffix",
    "InvalidConfigValue",
    "InvalidConnectorCategory",
    "JsonTypeIncorrect",
    "JsonValueNotInEnum",
    "LabelNotTitleCase",
    "MetadataRedefined",
    "NotificationUrlNotInternal",
    "NotificationUrlNotRequired",
    "NotificationUrlNotString",
    "OperationParametersContainDuplicateParameter",
    "PathParameterMustBeRequired",
    "PathParametersContainDuplicateParameter",
    "PropertyWithoutLabel",
    "QueryParameterEncodingNotSupported",
    "RequiredPropertyArrayEmpty",
    "RequiredPropertyMissing",
    "RequiredValueEmpty",
    "SchemeNotValid",
    "SchemesArrayEmpty",
    "SecurityRequirementMustHaveEmptyValue",
    "SecurityRequirementMustHaveValue",
    "SummaryEndsWithPunctuation",
    "SummaryNotSentenceCase",
    "SurroundingWhiteSpace",
    "TagRedefined",
    "ValueMustEndWithAlphanumeric",
    "WebhookTriggerAsBatch",
];

/// Whether some findings of a rule can be mended.
pub fn is_fixable(rule: &str) -> bool {
    FIXABLE.binary_search(&rule).is_ok()
}
