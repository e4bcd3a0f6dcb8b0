//! What the platform takes although its own schemas do not.

use crate::diagnostic::Tolerance;
use crate::tree::{Kind, NodeId, Tree};
use jsonschema::JsonType;
use jsonschema::error::{TypeKind, ValidationErrorKind as Fault};
use serde_json::Value;

/// Who takes a fault: what the schema itself says in `x-tolerated`, and what a .NET reader makes of any document,
/// which compares names and values of lists without case, and takes a number or a Boolean for its text.
pub(super) fn of(
    tree: &Tree,
    at: NodeId,
    fault: &Fault,
    member: Option<&str>,
    subschema: Option<&Value>,
) -> Option<Tolerance> {
    if let Some(tolerance) = written(tree, at, fault, subschema) {
        return Some(tolerance);
    }
    let is_read = match fault {
        Fault::Enum { options } => option_in_other_case(tree, at, options).is_some(),
        Fault::Type { kind: TypeKind::Single(JsonType::String) } => {
            matches!(tree.kind(at), Kind::Number | Kind::Bool)
        }
        Fault::AdditionalProperties { .. } | Fault::UnevaluatedProperties { .. } => {
            let members = subschema.and_then(|schema| schema.get("properties")?.as_object());
            members
                .into_iter()
                .flat_map(|members| members.keys())
                .any(|known| member.is_some_and(|member| known.eq_ignore_ascii_case(member)))
        }
        _ => false,
    };
    is_read.then_some(Tolerance::Certification)
}

/// What the schema says of the keyword that is violated.
fn written(tree: &Tree, at: NodeId, fault: &Fault, subschema: Option<&Value>) -> Option<Tolerance> {
    let entries = subschema?.get("x-tolerated")?.as_array()?;
    let entry = entries.iter().find(|entry| {
        let speaks = |member: &str, text: &str| entry.get(member).is_none_or(|value| value == text);
        speaks("keyword", fault.keyword()) && speaks("value", tree.text(at))
    })?;
    match entry["by"].as_str()? {
        "import" => Some(Tolerance::Import),
        "certification" => Some(Tolerance::Certification),
        other => panic!("internal error: `{other}` tolerates nothing"),
    }
}

/// What a list of values has in other capitals.
pub(super) fn option_in_other_case<'o>(tree: &Tree, at: NodeId, options: &'o Value) -> Option<&'o str> {
    let mut options = options.as_array()?.iter().filter_map(Value::as_str);
    options.find(|option| !tree.is_container(at) && option.eq_ignore_ascii_case(tree.text(at)))
}

/// Whether an object takes no member that its schema does not name.
pub(super) fn is_closed(schema: &Value) -> bool {
    ["additionalProperties", "unevaluatedProperties"].iter().any(|keyword| schema[*keyword] == false)
}

/// Whether an object has a member in another spelling, and not in the right one.
pub(super) fn spelled_otherwise(tree: &Tree, object: NodeId, name: &str) -> bool {
    tree.members(object).any(|(key, _)| key != name && key.eq_ignore_ascii_case(name))
}
