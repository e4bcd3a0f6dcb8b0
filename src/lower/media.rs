//! Media types, and which of several a connector takes.

use crate::tree::{NodeId, Tree};

/// The type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
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

/// Bytes rather than text.
pub(super) fn is_binary(media_type: &str) -> bool {
    let essence = essence(media_type);
    let text =
        essence.starts_with("text/") || is_json(&essence) || essence.ends_with("xml") || is_form(&essence);
    !text && !essence.contains('*') && essence != "application/yaml"
}

/// The entry of `content` that a connector takes: JSON, then what is most like it, then the first.
pub(super) fn choose(tree: &Tree, content: NodeId) -> Option<NodeId> {
    let rank = |name: &str| match essence(name).as_str() {
        "application/json" => 0,
        "text/json" => 1,
        other if is_json(other) => 2,
        "*/*" | "application/*" => 3,
        _ => 4,
    };
    tree.members(content)
        .filter(|(_, node)| tree.is_object(*node))
        .min_by_key(|(name, _)| rank(name))
        .map(|(_, node)| node)
}

/// A media type as 2.0 may list it: a range stands for what the platform would send or take.
pub(super) fn concrete(media_type: &str) -> String {
    if media_type.contains('*') { "application/json".to_owned() } else { media_type.to_owned() }
}

/// Whether two media types have the same schema, by reference or by having none.
pub(super) fn same_schema(tree: &Tree, left: NodeId, right: NodeId) -> bool {
    match (tree.get(left, "schema"), tree.get(right, "schema")) {
        (None, None) => true,
        (Some(left), Some(right)) => super::schema_unions::equal(tree, left, right),
        _ => false,
    }
}
