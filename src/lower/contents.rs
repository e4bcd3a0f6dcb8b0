//! Parameters that are described by `content`: a document in one value, or the whole query string.

use super::edit::{leave_out, rename};
use super::inline::give_way;
use super::parameters::PASS;
use super::primitive::{Form, describe, effective, form};
use super::texts::as_text;
use super::work::Work;
use super::{aside, expansion, forms, media};
use crate::openapi::Object;
use crate::tree::{NodeId, Tree};

/// The value is a document of its own, which 2.0 cannot describe in a parameter.
pub(super) fn content(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId, content: NodeId) {
    aside::settle(tree, &mut work.resolver, parameter, Object::Parameter, PASS);
    let first = tree.members(content).next().map(|(name, node)| (name.to_owned(), node));
    let (name, node) = first.unwrap_or_else(|| ("text".to_owned(), content));
    // Plain text is what any parameter is.
    if let Some(schema) = tree.get(node, "schema").filter(|_| media::is_plain_text(&name)) {
        let whole = effective(tree, &mut work.resolver, schema, PASS);
        if matches!(form(tree, whole), Form::Plain | Form::Unknown) {
            tree.detach(whole);
            describe(tree, &mut work.resolver, parameter, whole, PASS);
            rename(tree, content, "x-oas3-content", PASS);
            return;
        }
    }
    rename(tree, content, "x-oas3-content", PASS);
    let how = if media::is_json(&name) { "JSON".to_owned() } else { format!("`{name}`") };
    as_text(tree, work, parameter, content, &how);
}

/// The whole query string: a form in the query is one parameter per field.
pub(super) fn query_string(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId) {
    let content = tree.get(parameter, "content");
    let form = content.and_then(|content| tree.members(content).find(|(name, _)| media::is_form(name)));
    let Some(media_type) = form.map(|(_, media_type)| media_type) else {
        let name = tree.get_str(parameter, "name").unwrap_or_default();
        let message = format!("`{name}` is the whole query string, in a form that Swagger 2.0 does not have");
        if tree.is_true(parameter, "required") {
            let help =
                "describe it as `application/x-www-form-urlencoded` by overlay, or leave the operation out";
            work.refuse(parameter, message, help);
        } else {
            work.do_without(parameter, &message);
        }
        tree.detach(parameter);
        return;
    };
    let form = forms::Form { media_type, multipart: false, place: "query" };
    let fields = forms::fields(tree, work, &form);
    for key in ["description", "required"] {
        let why = "the query string is one parameter per field";
        leave_out(tree, parameter, key, why, PASS, work.findings);
    }
    if let Some(first) = fields.first() {
        for key in ["name", "in"] {
            let member = tree.get(parameter, key);
            member.into_iter().for_each(|member| give_way(tree, member, *first, PASS));
        }
    }
    expansion::replace(tree, parameter, fields);
}
