//! `replacement`: which operation takes the place of one that is deprecated.

use super::Annotated;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::tree::Tree;

/// Microsoft's name for a replacement of an operation that is in use.
pub static REPLACEMENT_FOR_NON_DEPRECATED: Rule = Rule::fault(
    "ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations",
    page!("ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations"),
);
/// Microsoft's name for a replacement that does not say of which API it is.
pub static REPLACEMENT_MISSING_API: Rule = Rule::error(
    "ApiAnnotationExtensionReplacementInfoMissingApiProperty",
    page!("ApiAnnotationExtensionReplacementInfoMissingApiProperty"),
);
/// Microsoft's name for a replacement that does not say which operation it is.
pub static REPLACEMENT_MISSING_OPERATION_ID: Rule = Rule::error(
    "ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty",
    page!("ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty"),
);

pub(super) fn check(tree: &Tree, one: &Annotated<'_>, findings: &mut Findings) {
    let Some(replacement) = tree.get(one.annotation, "replacement") else { return };
    let name = one.operation.name();
    if !one.is_deprecated(tree) {
        findings
            .report(
                &REPLACEMENT_FOR_NON_DEPRECATED,
                Site::Key(replacement),
                format!("{name} has a replacement and is not deprecated"),
            )
            .help("add `deprecated: true` to the operation, or remove `replacement`");
    }
    if !tree.is_object(replacement) {
        return;
    }
    for (key, rule, what) in [
        ("api", &REPLACEMENT_MISSING_API, "the connector that has it"),
        ("operationId", &REPLACEMENT_MISSING_OPERATION_ID, "the operation that takes its place"),
    ] {
        if tree.get(replacement, key).is_none() {
            findings
                .report(rule, replacement, format!("the replacement of {name} has no `{key}`"))
                .help(format!("add `{key}`: {what}"));
        }
    }
}
