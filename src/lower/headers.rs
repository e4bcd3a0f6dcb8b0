//! Response headers: type and bounds in place.

use super::edit::{keep, rename, set_text};
use super::examples::keep_examples;
use super::inline::{give_way, write_out};
use super::primitive::{Form, describe, effective, form};
use super::responses::PASS;
use super::rules::{HEADER_AS_TEXT, LEFT_OUT};
use super::work::Work;
use crate::diagnostic::Site;
use crate::tree::{NodeId, Origin, Tree};

/// Members that only 3.x has, unless they say what is so anyway.
const FOREIGN: [(&str, &str); 6] = [
    ("required", "x-required"),
    ("deprecated", "x-deprecated"),
    ("style", "x-oas3-style"),
    ("explode", "x-oas3-explode"),
    ("allowEmptyValue", "x-oas3-allowEmptyValue"),
    ("allowReserved", "x-oas3-allowReserved"),
];

/// Lowers the headers of one response.
pub(super) fn lower(tree: &mut Tree, work: &mut Work<'_>, response: NodeId) {
    let Some(headers) = tree.get(response, "headers") else { return };
    let list: Vec<NodeId> = tree.children(headers).collect();
    for header in list {
        if tree.key(header).eq_ignore_ascii_case("content-type") {
            let message = "OpenAPI ignores this header: the media types say what it is";
            work.findings.report(&LEFT_OUT, Site::Key(header), message);
            tree.detach(header);
            continue;
        }
        let header = write_out(tree, &mut work.resolver, header, PASS).unwrap_or(header);
        lower_header(tree, work, header);
    }
    if tree.children(headers).next().is_none() {
        tree.detach(headers);
    }
}

fn lower_header(tree: &mut Tree, work: &mut Work<'_>, header: NodeId) {
    for (key, extension) in FOREIGN {
        let Some(member) = tree.get(header, key) else { continue };
        if tree.bool(member) == Some(false) || tree.str(member) == Some("simple") {
            give_way(tree, member, header, PASS);
        } else {
            keep(tree, header, key, extension, PASS, work.findings);
        }
    }
    keep_examples(tree, &mut work.resolver, header, PASS, work.findings);
    if let Some(content) = tree.get(header, "content") {
        rename(tree, content, "x-oas3-content", PASS);
        as_text(tree, work, header, content);
    }
    if let Some(schema) = tree.get(header, "schema") {
        let whole = effective(tree, &mut work.resolver, schema, PASS);
        tree.detach(schema);
        if form(tree, whole) == Form::Object {
            tree.append(header, "x-oas3-schema", whole);
            as_text(tree, work, header, whole);
        } else {
            describe(tree, &mut work.resolver, header, whole, PASS);
            if let Some(items) =
                tree.get(header, "items").filter(|items| tree.get(*items, "x-oas3-schema").is_some())
            {
                as_text(tree, work, header, items);
            }
        }
    }
    if tree.get(header, "type").is_none() {
        set_text(tree, header, "type", "string", Origin::from(header, PASS));
    }
}

fn as_text(tree: &Tree, work: &mut Work<'_>, header: NodeId, because: NodeId) {
    let message = format!(
        "the header `{}` is a text to Swagger 2.0: what it holds is kept as an extension",
        tree.key(header)
    );
    work.findings
        .report(&HEADER_AS_TEXT, because, message)
        .help("flows can take it apart; if they need not, leave the header out by overlay");
}
