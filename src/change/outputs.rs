//! What comes back: flows use it by the path of each field.

use super::comparison::{Comparison, fresh, listed, names};
use super::fields::{self, Use, changed, dynamic, is_hidden, was_and_is};
use super::inputs::missing;
use super::kind::Kind;
use super::operations::Operation;
use super::schema::Schema;
use crate::diagnostic::{Severity, page};
use crate::openapi::Resolver;
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a field that no longer comes.
pub static FIELD_DELETED: Kind = Kind::breaks("OutputFieldDeleted", page!("OutputFieldDeleted"))
    .in_microsofts_words(
        "The output field has been deleted. Existing flows may be broken if they are using this field and actual \
         payload has been changed.",
    )
    .way_out("keep it in the document as long as the API sends it; or add an operation with the next revision");
/// Microsoft's name for a field of another type.
pub static FIELD_TYPE_CHANGED: Kind =
    Kind::breaks("OutputFieldTypeChanged", page!("OutputFieldTypeChanged"))
        .in_microsofts_words(
            "The type has been changed for the output field. Existing flows may be broken if they are using this field \
             and actual payload has been changed.",
        )
        .way_out("return the new type under another name; or add an operation with the next revision");
/// A field in another format.
pub static FIELD_FORMAT_CHANGED: Kind = Kind::breaks(
    "OutputFieldTypeFormatChanged",
    page!("OutputFieldTypeFormatChanged"),
)
.in_microsofts_words(
    "The type format has been changed for the output field. Existing flows may be broken if they are using \
             this field and actual payload has been changed.",
)
.way_out("leave the format as it was, by an overlay if need be: to flows the format is part of the type");
/// A field that makers no longer see.
pub static FIELD_HIDDEN: Kind =
    Kind::risks("OutputFieldVisibilityChangedToInternal", page!("OutputFieldVisibilityChangedToInternal"))
        .noticed_by(&[super::kind::DESIGNER])
        .way_out("use `advanced`: flows that have the field keep it, and the designer still knows its name");
/// Other values than before.
pub static ENUM_CHANGED: Kind = Kind::told("OutputEnumChanged", page!("OutputEnumChanged"))
    .noticed_by(&[super::kind::FLOWS])
    .way_out("tell makers: flows may compare with the values that there were");
/// A response that means success and is no longer there.
pub static RESPONSE_DELETED: Kind = Kind::risks("ResponseDeleted", page!("ResponseDeleted"))
    .way_out("keep the status with its schema, beside the new one if need be");
/// A response without a schema, where there was one.
pub static SCHEMA_DELETED: Kind = Kind::breaks("OutputSchemaDeleted", page!("OutputSchemaDeleted"))
    .way_out("keep the schema: without it no field of the response is there for flows");
/// Something more that comes back.
pub static FIELD_ADDED: Kind = Kind::adds("OutputFieldAdded", page!("OutputFieldAdded"));

/// The responses of an operation, references followed, with their statuses.
pub(super) fn responses<'t>(
    tree: &'t Tree,
    names: &mut Resolver,
    operation: NodeId,
) -> Vec<(&'t str, NodeId)> {
    let list = tree.get(operation, "responses").into_iter().flat_map(|list| tree.members(list));
    let list = list.filter(|(status, _)| !status.starts_with("x-"));
    list.filter_map(|(status, node)| Some((status, names.follow(tree, node)?))).collect()
}

pub(super) fn compare<'t>(c: &mut Comparison<'t, '_>, old: &Operation<'t>, new: &Operation<'t>) {
    let tree = c.tree;
    let olds = old.success(tree, &mut c.old_names);
    let news = new.success(tree, &mut c.new_names);
    c.path.push("responses");
    for (status, response) in &olds {
        let same = news.iter().find(|(other, _)| other == status);
        // A single new status in place of a single old one is the same answer.
        let moved = || news.first().filter(|_| olds.len() == 1 && news.len() == 1);
        if same.is_none() {
            c.path.push(status);
            gone(c, status, *response, new.node, moved().map(|(status, _)| *status));
            c.path.pop();
        }
        if let Some((status, other)) = same.or_else(moved) {
            c.path.push(status);
            schemas(c, *response, *other);
            c.path.pop();
        }
    }
    if olds.is_empty() && news.is_empty() {
        default(c, old, new);
    }
    notification(c, old, new);
    c.path.pop();
}

fn gone(c: &mut Comparison<'_, '_>, status: &str, old: NodeId, operation: NodeId, moved: Option<&str>) {
    let tree = c.tree;
    let holder = tree.get(operation, "responses").unwrap_or(operation);
    let message = match moved {
        Some(other) => format!("`{}` answers {other} now, and no longer {status}", c.operation()),
        None => format!("`{}` no longer answers {status}", c.operation()),
    };
    c.report(&RESPONSE_DELETED, names(old, holder), message).label("no longer here");
}

fn schemas<'t>(c: &mut Comparison<'t, '_>, old: NodeId, new: NodeId) {
    let tree = c.tree;
    c.path.push("schema");
    match (tree.get(old, "schema"), tree.get(new, "schema")) {
        (Some(old), Some(new)) => fields::compare(c, Use::Output, old, new),
        (Some(schema), None) => {
            let message = format!("`{}` no longer says what it returns", c.operation());
            c.report(&SCHEMA_DELETED, names(schema, new), message).label("no schema in here");
        }
        (None, Some(schema)) => {
            let message = format!("`{}` says what it returns", c.operation());
            c.report(&FIELD_ADDED, fresh(schema), message);
        }
        (None, None) => {}
    }
    c.path.pop();
}

/// Where no response means success, the designer takes the fields of the one for all others. Microsoft's validator is not
/// known to look at it.
fn default<'t>(c: &mut Comparison<'t, '_>, old: &Operation<'t>, new: &Operation<'t>) {
    let tree = c.tree;
    let of = |operation: &Operation<'_>, names: &mut Resolver| {
        names.follow(tree, tree.at(operation.node, &["responses", "default"])?)
    };
    if let (Some(old), Some(new)) = (of(old, &mut c.old_names), of(new, &mut c.new_names)) {
        c.at_most = Severity::Warning;
        c.path.push("default");
        schemas(c, old, new);
        c.path.pop();
        c.at_most = Severity::Error;
    }
}

/// What a webhook sends, which stands beside the operations of its path.
fn notification<'t>(c: &mut Comparison<'t, '_>, old: &Operation<'t>, new: &Operation<'t>) {
    const KEY: &str = "x-ms-notification-content";
    let tree = c.tree;
    // The path item may have other operations, which send nothing; a trigger that is asked by GET answers itself.
    if tree.get(old.node, "x-ms-trigger").is_none() || old.method == "get" {
        return;
    }
    let Some(content) = tree.get(old.path_item, KEY) else { return };
    c.path.push(KEY);
    match tree.get(new.path_item, KEY) {
        Some(other) => schemas(c, content, other),
        None => {
            let message = format!("`{}` no longer says what it sends", c.operation());
            c.report(&SCHEMA_DELETED, names(content, new.path_item), message).label("no content in here");
        }
    }
    c.path.pop();
}

/// What an output says of itself.
pub(super) fn own<'t>(c: &mut Comparison<'t, '_>, old: &Schema<'t>, new: &Schema<'t>) {
    let holders = (old.node, new.node);
    let place = |c: &Comparison<'_, '_>| format!("{}, which `{}` returns,", c.field(), c.operation());
    if let Some(pair) = changed(c, old, new, "type") {
        let message = format!("the type of {} {}", place(c), was_and_is(c, pair));
        c.report_keyword(&FIELD_TYPE_CHANGED, ("type", pair), holders, message);
    }
    if let Some(pair) = changed(c, old, new, "format") {
        let message = format!("the format of {} {}", place(c), was_and_is(c, pair));
        c.report_keyword(&FIELD_FORMAT_CHANGED, ("format", pair), holders, message);
    }
    if let Some(pair) = changed(c, old, new, "enum") {
        values(c, pair, holders);
    }
    if is_hidden(c, old, new) {
        const KEY: &str = "x-ms-visibility";
        let message = format!("makers no longer see {}", place(c).trim_end_matches(','));
        c.report_keyword(&FIELD_HIDDEN, (KEY, (old.get(KEY), new.get(KEY))), holders, message);
    }
    dynamic(c, old, new);
}

fn values(c: &mut Comparison<'_, '_>, pair: (Option<NodeId>, Option<NodeId>), holders: (NodeId, NodeId)) {
    let tree = c.tree;
    let (field, operation) = (c.field(), c.operation());
    let none = |list: Option<NodeId>, other: Option<NodeId>| -> Vec<String> {
        let other = other.unwrap_or(holders.0);
        list.map(|list| missing(tree, list, other)).unwrap_or_default()
    };
    let (gone, fresh) = (none(pair.0, pair.1), none(pair.1, pair.0));
    let names = |list: &[String]| listed(list.iter().map(String::as_str));
    let message = match pair {
        (_, None) => format!("{field}, which `{operation}` returns, can be anything now"),
        (None, _) => format!("{field}, which `{operation}` returns, is one of {} now", names(&fresh)),
        _ if gone.is_empty() && fresh.is_empty() => return,
        _ if fresh.is_empty() => format!("{field}, which `{operation}` returns, is never {}", names(&gone)),
        _ => format!("{field}, which `{operation}` returns, can be {} now", names(&fresh)),
    };
    c.report_keyword(&ENUM_CHANGED, ("enum", pair), holders, message);
}
