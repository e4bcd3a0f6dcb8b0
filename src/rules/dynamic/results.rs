//! What a called operation answers, and the paths by which a dynamic extension reads it.

use super::Scene;
use super::call::{Call, Form};
use super::targets::site_of_id;
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::nearest::nearest;
use crate::rules::inputs::{End, segments, success};
use crate::rules::uses::name_of;
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a path that the answer does not have.
pub static INVOKED_OPERATION_SHOULD_PRODUCE_PROPERTY: Rule =
    Rule::warning("InvokedOperationShouldProduceProperty", page!("InvokedOperationShouldProduceProperty"));
/// Microsoft's name for a path at which the answer has no list.
pub static INVOKED_OPERATION_SHOULD_PRODUCE_ARRAY: Rule =
    Rule::warning("InvokedOperationShouldProduceArray", page!("InvokedOperationShouldProduceArray"));
/// A list of which it is not said what is shown or what is sent.
pub static DYNAMIC_PATH_MISSING: Rule = Rule::warning("DynamicPathMissing", page!("DynamicPathMissing"));

/// What the two forms of a list call the paths: to the list, to the value, to the title.
const VALUES: [&str; 3] = ["value-collection", "value-path", "value-title"];
const LIST: [&str; 3] = ["itemsPath", "itemValuePath", "itemTitlePath"];

pub(super) fn check(scene: &mut Scene<'_>, call: &Call, target: NodeId, findings: &mut Findings) {
    let tree = scene.tree;
    let keys = match call.form {
        Form::Values => Some(VALUES),
        Form::List => Some(LIST),
        _ => None,
    };
    if let Some([_, value, title]) = keys {
        given(tree, call, [value, title], findings);
    }
    let Some(schema) = success(tree, target, &mut scene.inputs.resolver) else {
        let message = format!("no successful response of {} says what it answers", name_of(tree, target));
        findings
            .report(&INVOKED_OPERATION_SHOULD_PRODUCE_PROPERTY, site_of_id(tree, call), message)
            .also(Site::Key(target), "the operation")
            .help("give its response 200 a schema");
        return;
    };
    match (call.form, keys) {
        (_, Some(keys)) => list(scene, call, target, schema, keys, findings),
        (Form::Schema, _) => {
            path(scene, call, target, schema, "value-path", findings);
        }
        (Form::Properties, _) => {
            path(scene, call, target, schema, "itemValuePath", findings);
        }
        _ => {}
    }
}

/// Both paths into an item should be written.
fn given(tree: &Tree, call: &Call, keys: [&str; 2], findings: &mut Findings) {
    for key in keys.into_iter().filter(|key| tree.get(call.node, key).is_none()) {
        let message = format!("`{}` has no `{key}`", call.form.key());
        let what = if key.to_lowercase().contains("title") { "what makers see" } else { "what is sent" };
        findings
            .report(&DYNAMIC_PATH_MISSING, Site::Key(call.node), message)
            .help(format!("say by `{key}` which property of an item is {what}"));
    }
}

fn list(
    scene: &mut Scene<'_>,
    call: &Call,
    target: NodeId,
    schema: NodeId,
    [collection, value, title]: [&'static str; 3],
    findings: &mut Findings,
) {
    let tree = scene.tree;
    let Some(found) = path(scene, call, target, schema, collection, findings) else { return };
    match items(tree, found) {
        Items::Schema(items) => {
            for key in [value, title] {
                path(scene, call, target, items, key, findings);
            }
        }
        Items::Open => {}
        Items::None => {
            let at = tree.get(call.node, collection);
            let place = at.and_then(|at| tree.str(at)).filter(|path| !path.is_empty());
            let message = match place {
                Some(place) => format!("`{place}` in the answer of {} is not a list", name_of(tree, target)),
                None => format!("the answer of {} is not a list", name_of(tree, target)),
            };
            let site = at.map_or_else(|| site_of_id(tree, call), Site::Value);
            let finding = findings.report(&INVOKED_OPERATION_SHOULD_PRODUCE_ARRAY, site, message);
            finding.also(Site::Key(found), "what it answers there");
            match first_list(scene, found) {
                Some(list) if place.is_none() => {
                    finding.help(format!("write `\"{collection}\": \"{list}\"`"))
                }
                _ => finding.help(format!("let `{collection}` lead to a list")),
            };
        }
    }
}

/// The only property of a schema that is a list, if there is one.
fn first_list<'t>(scene: &mut Scene<'t>, schema: NodeId) -> Option<&'t str> {
    let tree = scene.tree;
    let mut lists = tree
        .get(schema, "properties")
        .into_iter()
        .flat_map(|properties| tree.members(properties))
        .filter(|(_, property)| tree.get_str(*property, "type") == Some("array"));
    let only = lists.next()?;
    lists.next().is_none().then_some(only.0)
}

enum Items {
    Schema(NodeId),
    Open,
    None,
}

fn items(tree: &Tree, schema: NodeId) -> Items {
    match (tree.get_str(schema, "type"), tree.get(schema, "items")) {
        (_, Some(items)) => Items::Schema(items),
        (Some("array"), None) => Items::Open,
        (None, None) if tree.get(schema, "properties").is_none() => Items::Open,
        (Some("object"), None)
            if tree.get(schema, "properties").is_none() && tree.get(schema, "allOf").is_none() =>
        {
            Items::Open
        }
        _ => Items::None,
    }
}

/// Follows the path that a member of the call writes; `None` if it leads nowhere or nobody knows where.
fn path(
    scene: &mut Scene<'_>,
    call: &Call,
    target: NodeId,
    schema: NodeId,
    key: &str,
    findings: &mut Findings,
) -> Option<NodeId> {
    let tree = scene.tree;
    let node = tree.get(call.node, key);
    let text = node.and_then(|node| tree.str(node)).unwrap_or_default();
    match scene.inputs.walk(tree, schema, segments(text)) {
        End::Schema(reached) => Some(reached.schema),
        End::Open => {
            if let (Some(node), false) = (node, text.is_empty()) {
                undescribed(scene, node, target, schema, findings);
            }
            None
        }
        End::Nowhere => {
            let message = format!("the answer of {} has no `{text}`", name_of(tree, target));
            let site = node.map_or(Site::Key(call.node), Site::Value);
            let near = near(scene, schema, text);
            let finding = findings.report(&INVOKED_OPERATION_SHOULD_PRODUCE_PROPERTY, site, message);
            finding.also(Site::Key(schema), format!("`{key}` begins here"));
            match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("write the names of its properties from there, with `/` between them"),
            };
            None
        }
    }
}

/// A path into an object of which nothing is said may lead somewhere, and nobody can tell.
fn undescribed(scene: &mut Scene<'_>, path: NodeId, target: NodeId, schema: NodeId, findings: &mut Findings) {
    let tree = scene.tree;
    let Some(object) = scene.inputs.resolver.follow(tree, schema) else { return };
    let says_more = |key: &str| {
        matches!(key, "properties" | "allOf" | "additionalProperties") || key.starts_with("x-ms-dynamic")
    };
    if tree.get_str(object, "type") == Some("object") && !tree.members(object).any(|(key, _)| says_more(key))
    {
        let message = format!(
            "nothing says whether the answer of {} has `{}`: its object has no properties",
            name_of(tree, target),
            tree.text(path)
        );
        let finding = findings.report(&INVOKED_OPERATION_SHOULD_PRODUCE_PROPERTY, path, message);
        finding.also(Site::Key(object), "declares no properties").help(format!(
            "add at least `{}` to its `properties`",
            segments(tree.text(path)).next().unwrap_or_default()
        ));
        // The list of values may be right all the same.
        finding.level = Severity::Note;
    }
}

/// The path with the first name that is wrong replaced by its nearest.
fn near(scene: &mut Scene<'_>, schema: NodeId, text: &str) -> Option<String> {
    let tree = scene.tree;
    let names: Vec<&str> = segments(text).collect();
    for at in 0..names.len() {
        if let End::Schema(_) = scene.inputs.walk(tree, schema, names[..=at].iter().copied()) {
            continue;
        }
        let End::Schema(above) = scene.inputs.walk(tree, schema, names[..at].iter().copied()) else {
            return None;
        };
        let properties = tree.get(above.schema, "properties")?;
        let near = nearest(names[at], tree.members(properties).map(|(key, _)| key))?;
        return Some(names[..at].iter().copied().chain([near]).collect::<Vec<_>>().join("/"));
    }
    None
}
