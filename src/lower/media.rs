//! Media types, which of several a connector takes, and which of them the platform knows.

use super::rules::{MEDIA_TYPE_DROPPED, MEDIA_TYPE_RANGE};
use super::work::Work;
use crate::diagnostic::{Severity, Site};
use crate::tree::{NodeId, Origin, Tree};
use std::collections::HashSet;

/// The type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

/// `application/json`, `application/problem+json`, ...
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// A form, whose fields are parameters in 2.0.
pub(super) fn is_form(media_type: &str) -> bool {
    matches!(essence(media_type).as_str(), "application/x-www-form-urlencoded" | "multipart/form-data")
}

/// Text and nothing else.
pub(super) fn is_plain_text(media_type: &str) -> bool {
    essence(media_type) == "text/plain"
}

/// Several values one after the other, of which the schema describes one.
pub(super) fn is_stream(media_type: &str) -> bool {
    matches!(
        essence(media_type).as_str(),
        "text/event-stream"
            | "application/jsonl"
            | "application/x-ndjson"
            | "application/json-seq"
            | "application/geo+json-seq"
    )
}

/// Parts other than the fields of a form.
pub(super) fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

/// Bytes rather than text.
pub(super) fn is_binary(media_type: &str) -> bool {
    let essence = essence(media_type);
    match essence.split_once('/') {
        Some(("text" | "*" | "multipart", _)) | None => false,
        Some((_, "*")) if !essence.starts_with("application/") => true,
        Some(("application", "*" | "yaml" | "x-yaml" | "javascript" | "graphql" | "sql")) => false,
        _ => {
            let text = is_json(&essence) || is_form(&essence) || is_stream(&essence);
            !text && !essence.ends_with("xml") && !essence.ends_with("+yaml")
        }
    }
}

/// Whether a schema of a media type stands for bytes. `schema` is the one that references lead to.
pub(super) fn is_bytes(tree: &Tree, media_type: &str, schema: Option<NodeId>) -> bool {
    let Some(schema) = schema else { return is_binary(media_type) };
    match (tree.get_str(schema, "type"), tree.get_str(schema, "format")) {
        (Some("string"), format) => format == Some("binary"),
        (None, None) => is_binary(media_type) && tree.children(schema).next().is_none(),
        _ => false,
    }
}

/// The entry of `content` that a connector takes: JSON, then a form, then what is most like JSON, then the first.
pub(super) fn choose(tree: &Tree, content: NodeId) -> Option<NodeId> {
    let rank = |name: &str| match essence(name).as_str() {
        "application/json" => 0,
        "text/json" => 1,
        other if is_json(other) => 2,
        other if is_form(other) => 3,
        "*/*" | "application/*" => 4,
        other if is_stream(other) => 6,
        _ => 5,
    };
    tree.members(content)
        .filter(|(_, node)| tree.is_object(*node))
        .min_by_key(|(name, _)| rank(name))
        .map(|(_, node)| node)
}

/// A media type as 2.0 may list it: a range stands for what the platform would send or take.
pub(super) fn concrete(tree: &Tree, work: &mut Work<'_>, media_type: NodeId) -> String {
    let name = tree.key(media_type);
    if !name.contains('*') {
        return name.to_owned();
    }
    let schema = tree.get(media_type, "schema").and_then(|schema| work.resolver.follow(tree, schema));
    let essence = essence(name);
    if is_bytes(tree, name, schema) || is_binary(name) {
        "application/octet-stream".to_owned()
    } else if essence == "text/*" {
        "text/plain".to_owned()
    } else {
        "application/json".to_owned()
    }
}

/// The media types that the chosen one's schema describes as well, the chosen one first; others are kept aside
/// under the holder, and said. A range is as grave as `of_range`.
pub(super) fn settle(
    tree: &mut Tree,
    work: &mut Work<'_>,
    holder: NodeId,
    content: NodeId,
    chosen: NodeId,
    of_range: Severity,
) -> Vec<String> {
    let mut kept = vec![concrete(tree, work, chosen)];
    let mut dropped = Vec::new();
    let others: Vec<NodeId> = tree.children(content).filter(|node| *node != chosen).collect();
    for node in others {
        if same_form(tree.key(node), tree.key(chosen)) && same_schema(tree, node, chosen) {
            kept.push(concrete(tree, work, node));
        } else {
            dropped.push(node);
        }
    }
    let mut seen = HashSet::new();
    kept.retain(|name| seen.insert(name.clone()));
    if tree.key(chosen).contains('*') {
        let message =
            format!("Swagger 2.0 has no ranges of media types: `{}` becomes `{}`", tree.key(chosen), kept[0]);
        let finding = work.findings.report(&MEDIA_TYPE_RANGE, Site::Key(chosen), message);
        finding.level = of_range;
        finding.help("name the media type that the API takes or gives");
    }
    for node in &dropped {
        let message = format!(
            "`{}` has another form than `{}`, and an operation has one: it is left out",
            tree.key(*node),
            tree.key(chosen)
        );
        work.findings.report(&MEDIA_TYPE_DROPPED, Site::Key(*node), message).also(Site::Key(chosen), "taken");
    }
    if !dropped.is_empty() {
        let aside = tree.make_object(Origin::from(content, super::bodies::PASS));
        for node in dropped {
            let key = tree.key(node).to_owned();
            tree.detach(node);
            tree.append(aside, &key, node);
        }
        tree.set(holder, "x-oas3-content", aside);
    }
    kept
}

/// Whether one description can do for both.
fn same_form(left: &str, right: &str) -> bool {
    let form = |name: &str| (is_form(name), is_stream(name), is_multipart(name), is_binary(name));
    form(left) == form(right)
}

/// Whether two media types have the same schema, by reference or by having none.
fn same_schema(tree: &Tree, left: NodeId, right: NodeId) -> bool {
    match (tree.get(left, "schema"), tree.get(right, "schema")) {
        (None, None) => true,
        (Some(left), Some(right)) => tree.equal(left, right),
        _ => false,
    }
}
