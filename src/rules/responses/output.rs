//! The schemas of responses: of all that there are, designers show one.

use super::Response;
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::openapi::{Operation, Resolver, is_internal};
use crate::rules::lists::and;
use crate::tree::{NodeId, Tree};
use std::collections::HashSet;

/// Microsoft's name for a schema of all that was not expected.
pub static DEFAULT_RESPONSE_HAS_SCHEMA: Rule =
    Rule::warning("DefaultResponseHasSchema", page!("DefaultResponseHasSchema")).published(Severity::Error);
/// Microsoft's name for an operation of whose schemas only one is shown.
pub static OPERATION_HAS_MANY_RESPONSES_WITH_SCHEMA: Rule =
    Rule::warning("OperationHasManyResponsesWithSchema", page!("OperationHasManyResponsesWithSchema"));
/// Microsoft's name for an operation whose outputs makers do not see. Whether it has any, only its author knows.
pub static SCHEMA_DEFINITION_SET_INCORRECTLY: Rule =
    Rule::note("SchemaDefinitionSetIncorrectly", page!("SchemaDefinitionSetIncorrectly"))
        .published(Severity::Warning);
/// A response whose schema says nothing.
pub static RESPONSE_SCHEMA_EMPTY: Rule = Rule::warning("ResponseSchemaEmpty", page!("ResponseSchemaEmpty"));
/// A schema of no content.
pub static NO_CONTENT_RESPONSE_HAS_SCHEMA: Rule =
    Rule::warning("NoContentResponseHasSchema", page!("NoContentResponseHasSchema"));
/// A schema of a failure, which no designer shows.
pub static ERROR_RESPONSE_NOT_SHOWN: Rule =
    Rule::note("ErrorResponseNotShown", page!("ErrorResponseNotShown"));

/// Responses that have no content, or none yet.
const WITHOUT_CONTENT: [&str; 3] = ["202", "204", "205"];

pub(super) fn check(
    tree: &Tree,
    operation: &Operation<'_>,
    responses: &[Response<'_>],
    resolver: &mut Resolver,
    told: &mut HashSet<NodeId>,
    findings: &mut Findings,
) {
    default(tree, responses, told, findings);
    many(operation, responses, findings);
    if !is_internal(tree, operation.node) {
        outputs(tree, operation, responses, findings);
    }
    for response in responses {
        let Some(schema) = response.schema else { continue };
        if response.status == "204" && told.insert(schema) {
            findings
                .report(
                    &NO_CONTENT_RESPONSE_HAS_SCHEMA,
                    Site::Key(schema),
                    "a response `204` has no content, and so no schema",
                )
                .help("remove the schema, or describe the response under the status that it really has");
        } else if response.is_success() && says_nothing(tree, schema) {
            empty(tree, response, schema, resolver, told, findings);
        }
    }
}

fn default(tree: &Tree, responses: &[Response<'_>], told: &mut HashSet<NodeId>, findings: &mut Findings) {
    let Some(default) = responses.iter().find(|response| response.status == "default") else { return };
    // A response that operations share is told once.
    let Some(schema) = default.schema.filter(|_| told.insert(default.node)) else { return };
    let finding = findings.report(
        &DEFAULT_RESPONSE_HAS_SCHEMA,
        Site::Key(schema),
        "the `default` response has a schema: only expected responses should",
    );
    if default.member != default.node {
        finding.also(Site::Key(default.member), "it is the `default` response here");
    }
    let success = responses.iter().any(|response| response.is_success() && response.schema.is_some());
    if success {
        finding.help("remove the schema: makers see that of the response that means success");
    } else if let Some(status) = responses.iter().find(|response| response.is_success()) {
        finding.help(format!("move the schema to `{}`, if that is what it describes", status.status));
    } else {
        finding.help(format!("rename `{}` to `200`, if that is what it describes", tree.key(default.member)));
    }
}

/// More than one schema besides those of `default` and `204`, which have rules of their own.
fn many(operation: &Operation<'_>, responses: &[Response<'_>], findings: &mut Findings) {
    let with_schema: Vec<&Response<'_>> = responses
        .iter()
        .filter(|response| !matches!(response.status, "default" | "204") && response.schema.is_some())
        .collect();
    if with_schema.is_empty() {
        return;
    }
    // Of several, clients take that of 200, else of 201, else the lowest of success.
    let rank = |response: &Response<'_>| (!response.is_success(), response.status.to_owned());
    let Some(shown) = with_schema.iter().min_by_key(|response| rank(response)) else { return };
    let others: Vec<&&Response<'_>> =
        with_schema.iter().filter(|response| response.member != shown.member).collect();
    let Some(first) = others.iter().find(|other| other.is_success()).or(others.first()) else {
        if shown.is_failure() {
            findings
                .report(
                    &ERROR_RESPONSE_NOT_SHOWN,
                    Site::Key(shown.member),
                    format!("no designer shows what `{}` of {} holds", shown.status, operation.name()),
                )
                .help("it does no harm; makers see the schema of a response that means success");
        }
        return;
    };
    let names: Vec<String> = others.iter().map(|other| format!("`{}`", other.status)).collect();
    let what = if names.len() == 1 { "that" } else { "those" };
    let message = format!(
        "{} describes several responses: makers see that of `{}` and not {what} of {}",
        operation.name(),
        shown.status,
        and(&names)
    );
    let finding =
        findings.report(&OPERATION_HAS_MANY_RESPONSES_WITH_SCHEMA, Site::Key(first.member), message);
    finding.also(Site::Key(shown.member), "this one is shown");
    if first.is_success() {
        finding.help("describe all that a success can return in one schema");
    } else {
        finding.help("remove the schemas of failures; flows see the status without them");
    }
}

/// Makers see what 200 or 201 describes, or the content of the notification.
fn outputs(tree: &Tree, operation: &Operation<'_>, responses: &[Response<'_>], findings: &mut Findings) {
    let shown = |response: &Response<'_>| {
        matches!(response.status, "200" | "201") && (response.schema.is_some() || has_schema(tree, response))
    };
    let notified = tree.get(operation.path_item, "x-ms-notification-content").is_some();
    let success = responses.iter().find(|response| response.is_success());
    // Without a success, or without any response, another rule speaks.
    let Some(success) = success.filter(|_| !notified && !responses.iter().any(shown)) else { return };
    let lacks = format!("makers see no outputs of {}", operation.name());
    let described = responses.iter().find(|response| response.is_success() && response.schema.is_some());
    let (message, help) = match described {
        Some(other) => (
            format!("{lacks}: its schema is that of `{}`", other.status),
            "designers look at `200` and `201`: describe the response there",
        ),
        None => (
            format!("{lacks}: neither `200` nor `201` has a schema"),
            "describe what it returns; if that is nothing, this can stay as it is",
        ),
    };
    let finding = findings.report(&SCHEMA_DEFINITION_SET_INCORRECTLY, Site::Key(success.member), message);
    finding.help(help);
    // Where the status itself says that there is nothing to show, nothing is amiss.
    if described.is_none() && responses.iter().all(|response| !matches!(response.status, "200" | "201")) {
        let nothing = |response: &Response<'_>| WITHOUT_CONTENT.contains(&response.status);
        if responses.iter().filter(|response| response.is_success()).all(nothing) {
            finding.level = Severity::Note;
        }
    }
}

/// A schema of another type than it should be, or one that a lost reference may have led to: that is told elsewhere.
fn has_schema(tree: &Tree, response: &Response<'_>) -> bool {
    ["schema", "$ref"].iter().any(|key| tree.get(response.node, key).is_some())
}

/// Whether a schema has no member that says what the response is; an object of which no more is said has none.
pub(in crate::rules) fn says_nothing(tree: &Tree, schema: NodeId) -> bool {
    tree.members(schema).all(|(key, member)| match key {
        "type" => tree.str(member) == Some("object"),
        _ => matches!(
            key,
            "title" | "description" | "example" | "x-ms-summary" | "x-ms-visibility" | "default"
        ),
    })
}

fn empty(
    tree: &Tree,
    response: &Response<'_>,
    schema: NodeId,
    resolver: &mut Resolver,
    told: &mut HashSet<NodeId>,
    findings: &mut Findings,
) {
    // One that is empty only because it refers to another is not empty.
    if resolver.follow(tree, schema) != Some(schema) || !told.insert(schema) {
        return;
    }
    findings
        .report(
            &RESPONSE_SCHEMA_EMPTY,
            Site::Key(schema),
            format!("the schema of `{}` says nothing: makers see no outputs", response.status),
        )
        .help("give it properties, or `x-ms-dynamic-schema` if they depend on the inputs");
}
