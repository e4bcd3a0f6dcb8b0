//! Response headers: type and bounds in place.

use super::edit::rename;
use super::primitive::{Form, describe, effective, form};
use super::responses::PASS;
use crate::openapi::{Resolver, reference};
use crate::tree::{NodeId, Origin, Step, Tree};

/// Members that only 3.x has.
const FOREIGN: [(&str, &str); 8] = [
    ("required", "x-required"),
    ("deprecated", "x-deprecated"),
    ("style", "x-oas3-style"),
    ("explode", "x-oas3-explode"),
    ("example", "x-example"),
    ("examples", "x-examples"),
    ("allowEmptyValue", "x-oas3-allowEmptyValue"),
    ("allowReserved", "x-oas3-allowReserved"),
];

/// Lowers the headers of one response.
pub(super) fn lower(tree: &mut Tree, resolver: &mut Resolver, response: NodeId) {
    let headers: Vec<NodeId> =
        tree.get(response, "headers").into_iter().flat_map(|headers| tree.children(headers)).collect();
    for header in headers {
        let header = own(tree, resolver, header);
        lower_header(tree, resolver, header);
    }
}

/// 2.0 has no shared headers.
fn own(tree: &mut Tree, resolver: &mut Resolver, header: NodeId) -> NodeId {
    if reference(tree, header).is_none() {
        return header;
    }
    let Some(target) = resolver.follow(tree, header) else { return header };
    let copy = tree.copy(target, PASS);
    tree.note(target, Step { by: PASS, what: "inlined", because: None });
    tree.replace(header, copy);
    copy
}

fn lower_header(tree: &mut Tree, resolver: &mut Resolver, header: NodeId) {
    for (key, extension) in FOREIGN {
        if let Some(member) = tree.get(header, key) {
            rename(tree, member, extension, PASS);
        }
    }
    if let Some(content) = tree.get(header, "content") {
        rename(tree, content, "x-oas3-content", PASS);
    }
    if let Some(schema) = tree.get(header, "schema") {
        let whole = effective(tree, resolver, schema, PASS);
        tree.detach(schema);
        if form(tree, whole) == Form::Object {
            tree.append(header, "x-oas3-schema", whole);
        } else {
            describe(tree, resolver, header, whole, PASS);
        }
    }
    if tree.get(header, "type").is_none() {
        let kind = tree.make_string("string", Origin::from(header, PASS));
        tree.append(header, "type", kind);
    }
}
