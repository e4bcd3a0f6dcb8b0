//! Members that many objects have: versions, names, lists that are sets, addresses.

use super::document::REQUIRED_VALUE_EMPTY;
use super::lists::duplicates;
use super::survey::Survey;
use super::wording;
use crate::diagnostic::{Findings, Rule, Site, Tolerance, page};
use crate::openapi::Object;
use crate::tree::{Edit, Kind, NodeId, Tree};
use std::collections::HashMap;

/// Microsoft's name for a definition that is not Swagger 2.0.
pub static SPECIFICATION_VERSION_INCORRECT: Rule =
    Rule::error("SpecificationVersionIncorrect", page!("SpecificationVersionIncorrect"));
/// A file that begins with a mark that is no text.
pub static BYTE_ORDER_MARK: Rule = Rule::warning("ByteOrderMark", page!("ByteOrderMark"));
/// Microsoft's name for a tag that is declared twice.
pub static TAG_REDEFINED: Rule = Rule::fault("TagRedefined", page!("TagRedefined"));
/// Microsoft's name for an address that is not absolute.
pub static URL_NOT_VALID: Rule = Rule::fault("UrlNotValid", page!("UrlNotValid"));

/// Whether the document is of the version that the platform takes; what it holds is not looked at otherwise.
pub(super) fn is_swagger(tree: &Tree, root: NodeId, findings: &mut Findings) -> bool {
    let written = tree.get(root, "swagger");
    if written.is_some_and(|version| tree.str(version) == Some("2.0")) {
        return true;
    }
    if let Some(openapi) = tree.get(root, "openapi") {
        let message = format!("this is OpenAPI {}, and connectors are Swagger 2.0", tree.text(openapi));
        findings
            .report(&SPECIFICATION_VERSION_INCORRECT, Site::Key(openapi), message)
            .help("name the file `openapi.json`, and `connectorc build` makes the definition from it");
        return false;
    }
    let help = "write `\"swagger\": \"2.0\"`, in quotation marks";
    match written {
        Some(version) => {
            let message = match tree.kind(version) {
                Kind::Number => "`swagger` is a number, and must be the text \"2.0\"".to_owned(),
                _ => format!("`swagger` is `{}`, and must be \"2.0\"", tree.text(version)),
            };
            findings.report(&SPECIFICATION_VERSION_INCORRECT, version, message).help(help);
        }
        None => {
            let message = "the definition does not say that it is Swagger 2.0";
            findings.report(&SPECIFICATION_VERSION_INCORRECT, root, message).help(help);
        }
    }
    false
}

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Survey { tree, root, .. } = *survey;
    // The checks of the source have said this of what was compiled.
    if !survey.compiled {
        byte_order_mark(tree, root, findings);
        empty(survey, findings);
    }
    tags(tree, root, findings);
    for found in &survey.objects {
        for (key, member) in tree.members(found.node) {
            match key {
                "externalDocs" | "contact" | "license"
                    if found.object != Object::Schema || key == "externalDocs" =>
                {
                    url(tree, key, member, findings);
                }
                "x-ms-docs" => {
                    for link in tree.items(member) {
                        url(tree, key, link, findings);
                    }
                }
                "tags" if found.object == Object::Operation => duplicates(tree, member, findings),
                "consumes" | "produces" | "schemes"
                    if matches!(found.object, Object::Operation | Object::Document) =>
                {
                    duplicates(tree, member, findings);
                }
                _ => {}
            }
        }
    }
}

fn byte_order_mark(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let Some(file) = tree.file(root) else { return };
    if tree.sources.slice(tree.sources.span(file)).starts_with('\u{feff}') {
        findings
            .report(&BYTE_ORDER_MARK, Site::File(file), "the file begins with a byte-order mark")
            .help("save it as UTF-8 without one: not every reader of JSON takes it");
    }
}

/// Texts that are there and say nothing.
fn empty(survey: &Survey<'_>, findings: &mut Findings) {
    let Survey { tree, root, .. } = *survey;
    let info = tree.get(root, "info");
    let of_info = ["title", "version"].into_iter().filter_map(|key| tree.get(info?, key));
    let host = tree.get(root, "host");
    let names = survey.parameters.iter().filter_map(|parameter| tree.get(*parameter, "name"));
    for node in of_info.chain(host).chain(names) {
        if tree.str(node).is_some_and(wording::is_blank) {
            let key = tree.key(node);
            let finding = findings
                .report(&REQUIRED_VALUE_EMPTY, node, format!("`{key}` is empty"))
                .help(format!("write something for `{key}`"));
            if key == "name" {
                finding.tolerated(Tolerance::Import);
            }
        }
    }
}

fn tags(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let mut first: HashMap<&str, NodeId> = HashMap::new();
    let list = tree.get(root, "tags").into_iter().flat_map(|list| tree.items(list));
    for name in list.filter_map(|tag| tree.get(tag, "name")) {
        if let Some(other) = first.get(tree.text(name)) {
            let message = format!("the tag `{}` is declared twice", tree.text(name));
            let finding = findings.report(&TAG_REDEFINED, name, message);
            finding.also(*other, "first declared here").help("remove one of the two");
            if let (Some(first), Some(second)) = (tree.parent(*other), tree.parent(name))
                && tree.equal(first, second)
            {
                finding.fix(Edit::Remove(second));
            }
        } else {
            first.insert(tree.text(name), name);
        }
    }
}

fn url(tree: &Tree, key: &str, holder: NodeId, findings: &mut Findings) {
    let Some(node) = tree.get(holder, "url") else { return };
    let Some(text) = tree.str(node) else { return };
    if !wording::is_web_address(text) {
        let message = format!("the `url` of `{key}` is not an absolute address: `{text}`");
        findings.report(&URL_NOT_VALID, node, message).help(write_out(text));
    }
}

/// What to do about an address that is none.
pub(super) fn write_out(text: &str) -> String {
    let text = text.trim();
    if !text.is_empty() && !text.contains("://") && text.contains('.') && !text.contains(char::is_whitespace)
    {
        format!("write `https://{}`", text.trim_start_matches('/'))
    } else if wording::is_web_address(&text.replace(char::is_whitespace, "")) {
        format!("write `{}`", text.replace(char::is_whitespace, "%20"))
    } else {
        "write it with its scheme, such as `https://www.example.com`".to_owned()
    }
}
