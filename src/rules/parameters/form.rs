//! What a parameter is, and what it says of it.

use super::super::schemas::shapes::ARRAY_HAS_NO_ITEMS;
use super::super::survey::{Survey, named};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::lower::{ARRAY_QUERY_PARAMETER, COLLECTION_FORMAT_VALUE_NOT_SUPPORTED};
use crate::openapi::VALUE_KEYWORDS;
use crate::tree::{Edit, NodeId, Tree};

/// Microsoft's name for a body that does not say what it is.
pub static BODY_PARAMETER_SCHEMA_REQUIRED: Rule =
    Rule::fault("BodyParameterSchemaRequired", page!("BodyParameterSchemaRequired"));
/// Microsoft's name for a body that says beside its schema what it is.
pub static BODY_PARAMETER_PROPERTY_NOT_VALID: Rule =
    Rule::fault("BodyParameterPropertyNotValid", page!("BodyParameterPropertyNotValid"));
/// Microsoft's name for a schema on a parameter that is no body.
pub static NON_BODY_PARAMETER_SCHEMA_NOT_VALID: Rule =
    Rule::fault("NonBodyParameterSchemaNotValid", page!("NonBodyParameterSchemaNotValid"));
/// Microsoft's name for a file that is not sent as one.
pub static FILE_PARAMETER_MUST_BE_IN_FORM_DATA: Rule =
    Rule::fault("FileParameterMustBeInFormData", page!("FileParameterMustBeInFormData"));
/// Microsoft's name for a parameter that cannot be empty and says it can.
pub static ALLOW_EMPTY_VALUE_ONLY_VALID_FOR_QUERY_FORM_DATA: Rule = Rule::fault(
    "AllowEmptyValueOnlyValidForQueryFormData",
    page!("AllowEmptyValueOnlyValidForQueryFormData"),
);

/// What, beside the keywords of a value, belongs to a parameter that is no body.
const BESIDE: [&str; 2] = ["collectionFormat", "allowEmptyValue"];

pub(super) fn check(survey: &Survey<'_>, parameter: NodeId, findings: &mut Findings) {
    let tree = survey.tree;
    match tree.get_str(parameter, "in") {
        Some("body") => body(tree, parameter, findings),
        Some(place @ ("query" | "header" | "path" | "formData")) => {
            value(survey, parameter, place, findings);
        }
        _ => {}
    }
}

fn body(tree: &Tree, parameter: NodeId, findings: &mut Findings) {
    let (name, at) = named(tree, parameter);
    if tree.get(parameter, "schema").is_none() {
        findings
            .report(&BODY_PARAMETER_SCHEMA_REQUIRED, at, format!("the body `{name}` has no `schema`"))
            .help("add it: makers get a field for each of its properties");
    }
    for (key, node) in
        tree.members(parameter).filter(|(key, _)| VALUE_KEYWORDS.contains(key) || BESIDE.contains(key))
    {
        findings
            .report(
                &BODY_PARAMETER_PROPERTY_NOT_VALID,
                Site::Key(node),
                format!("`{key}` stands beside the `schema` of the body `{name}`, and not in it"),
            )
            .help(match key {
                "allowEmptyValue" => "remove it: a body that may be left out is `\"required\": false`",
                _ => "move it into the schema",
            });
    }
}

fn value(survey: &Survey<'_>, parameter: NodeId, place: &str, findings: &mut Findings) {
    let tree = survey.tree;
    let (name, at) = named(tree, parameter);
    if let Some(schema) = tree.get(parameter, "schema") {
        findings
            .report(
                &NON_BODY_PARAMETER_SCHEMA_NOT_VALID,
                Site::Key(schema),
                format!("the parameter `{name}` has a `schema`, which only a body has"),
            )
            .help("write its `type`, `format` and so on beside its name");
    }
    match tree.get(parameter, "type") {
        Some(kind) if tree.str(kind) == Some("file") && place != "formData" => {
            findings
                .report(
                    &FILE_PARAMETER_MUST_BE_IN_FORM_DATA,
                    kind,
                    format!("the parameter `{name}` is a file in `{place}`"),
                )
                .help("send it in `formData`, and let the operation consume `multipart/form-data`");
        }
        Some(kind) if tree.str(kind) == Some("array") => {
            if tree.get(parameter, "items").is_none() {
                findings
                    .report(&ARRAY_HAS_NO_ITEMS, at, format!("the list `{name}` has no `items`"))
                    .help("say in `items` what `type` each of them has");
            } else if !survey.lowered {
                findings
                    .report(
                        &ARRAY_QUERY_PARAMETER,
                        kind,
                        format!("the parameter `{name}` is a list, which Power Apps cannot send"),
                    )
                    .help("let it be a string, and say in the description how several values are separated");
            }
        }
        _ => {}
    }
    if let Some((node, format)) = survey.text(parameter, "collectionFormat")
        && format != "csv"
        // Lowering has told of those that it could not write.
        && !survey.compiled
    {
        findings
            .report(
                &COLLECTION_FORMAT_VALUE_NOT_SUPPORTED,
                node,
                format!("the platform does not send lists as `{format}`"),
            )
            .help("write `csv`, or let the parameter be a string that makers fill as the API wants it");
    }
    if let Some(node) = tree.get(parameter, "allowEmptyValue").filter(|_| matches!(place, "path" | "header"))
    {
        findings
            .report(
                &ALLOW_EMPTY_VALUE_ONLY_VALID_FOR_QUERY_FORM_DATA,
                Site::Key(node),
                format!("`allowEmptyValue` has no meaning in `{place}`"),
            )
            .help("remove it: only a query or a form can hold an empty value")
            .fix(Edit::Remove(node));
    }
}
