//! Parameters: type, format and bounds move into a schema, `collectionFormat` becomes style and explode.

use super::{PASS, object, text};
use crate::openapi::reference;
use crate::tree::{NodeId, Origin, Tree};

/// What a parameter says of itself rather than of its value.
const OWN: [&str; 5] = ["name", "in", "description", "required", "allowEmptyValue"];

/// Headers that 3.0 describes elsewhere: a parameter of such a name must say that it is one.
const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];

pub(super) fn raise(tree: &mut Tree, parameter: NodeId) {
    let is_whole = tree.is_object(parameter)
        && reference(tree, parameter).is_none()
        && matches!(tree.get_str(parameter, "in"), Some("query" | "header" | "path"))
        && tree.get(parameter, "schema").is_none();
    if is_whole {
        let place = tree.get_str(parameter, "in").unwrap_or_default().to_owned();
        let schema = into_schema(tree, parameter, &OWN);
        style(tree, parameter, schema, &place);
        let name = tree.get_str(parameter, "name").unwrap_or_default();
        if place == "header" && IGNORED.iter().any(|ignored| name.eq_ignore_ascii_case(ignored)) {
            let meant = tree.make_bool(true, Origin::from(parameter, PASS));
            tree.append(parameter, "x-oas2-parameter", meant);
        }
    }
}

/// Moves what describes the value into a schema of its own.
pub(super) fn into_schema(tree: &mut Tree, holder: NodeId, own: &[&str]) -> NodeId {
    let moved: Vec<NodeId> = tree
        .members(holder)
        .filter(|(key, _)| !own.contains(key) && !key.starts_with("x-"))
        .map(|(_, member)| member)
        .collect();
    let schema = object(tree, holder, "schema", holder);
    for member in moved {
        let key = tree.key(member).to_owned();
        tree.append(schema, &key, member);
    }
    schema
}

/// How the items of a list are put together; without a word, by commas.
pub(super) fn style(tree: &mut Tree, holder: NodeId, schema: NodeId, place: &str) {
    if tree.get_str(schema, "type") != Some("array") {
        return;
    }
    let format = tree.get(schema, "collectionFormat");
    let name = format.map_or("csv", |format| tree.text(format)).to_owned();
    let form = matches!(place, "query" | "formData");
    let (style, explode) = match name.as_str() {
        "csv" if form => (None, Some(false)),
        "multi" if form => (None, Some(true)),
        "ssv" if form => (Some("spaceDelimited"), Some(false)),
        "pipes" if form => (Some("pipeDelimited"), Some(false)),
        "csv" => (None, None),
        _ => return,
    };
    // Where commas are asked for by name, the name stays: 3.0 says them by not exploding.
    if let Some(format) = format.filter(|_| name != "csv") {
        tree.detach(format);
    }
    if let Some(style) = style {
        text(tree, holder, "style", style, holder);
    }
    if let Some(explode) = explode {
        let node = tree.make_bool(explode, Origin::from(holder, PASS));
        tree.append(holder, "explode", node);
    }
}
