//! The parts of a form: which of them are files, and what else is said of them.

use super::bodies::PASS;
use super::edit::{keep, set_text};
use super::forms::Form;
use super::inline::give_way;
use super::media;
use super::rules::PART_ENCODING_NOT_EXPRESSIBLE;
use super::work::Work;
use crate::tree::{NodeId, Origin, Tree};

/// What is said of a part.
#[derive(Clone, Copy)]
pub(super) struct Part {
    /// The encoding that may say its media type.
    pub content_type: Option<NodeId>,
    pub is_styled: bool,
}

/// Whether an encoding has a style, so that its media type does not count.
pub(super) fn is_styled(tree: &Tree, work: &Work<'_>, form: &Form, encoding: NodeId) -> bool {
    // In 3.0 the parts of a multipart body have no style.
    (!form.multipart || work.since_31())
        && ["style", "explode", "allowReserved"].iter().any(|key| tree.get(encoding, key).is_some())
}

/// Takes out what the form of the parameter says from here on.
pub(super) fn said_by_form(tree: &mut Tree, encoding: NodeId, parameter: NodeId) {
    for key in ["style", "explode", "allowReserved"] {
        if let Some(member) = tree.get(encoding, key) {
            give_way(tree, member, parameter, PASS);
        }
    }
    if tree.children(encoding).next().is_none() {
        tree.detach(encoding);
    }
}

/// A part is a file if it is bytes and its encoding does not say text.
pub(super) fn is_file(tree: &Tree, work: &Work<'_>, part: Part, schema: NodeId) -> bool {
    let content_type = part.content_type.and_then(|encoding| tree.get_str(encoding, "contentType"));
    match (tree.get_str(schema, "type"), tree.get_str(schema, "format")) {
        (None | Some("string"), Some(format)) => format == "binary",
        (None | Some("string"), None) if content_type.is_some_and(media::is_binary) => true,
        // A part of no type is a stream of bytes since 3.1.
        (None, None) => {
            let says_nothing = !tree.members(schema).any(|(key, _)| {
                matches!(key, "enum" | "default" | "properties" | "allOf" | "items" | "additionalProperties")
                    || matches!(key, "x-oneOf" | "x-anyOf" | "x-oas3-type")
            });
            work.since_31() && says_nothing && content_type.is_none() && !part.is_styled
        }
        _ => false,
    }
}

pub(super) fn file(tree: &mut Tree, parameter: NodeId, schema: NodeId, origin: Origin) {
    set_text(tree, parameter, "type", "file", origin);
    let members: Vec<NodeId> = tree.children(schema).collect();
    for member in members {
        let key = tree.key(member).to_owned();
        let own = match key.as_str() {
            "type" | "format" | "items" => {
                give_way(tree, member, parameter, PASS);
                continue;
            }
            "description" => key,
            key if key.starts_with("x-") => key.to_owned(),
            key => format!("x-jsonschema-{key}"),
        };
        let copy = tree.copy(member, PASS);
        tree.set(parameter, &own, copy);
    }
}

/// What is said of the headers of a part. 2.0 has no word for them.
pub(super) fn keep_encoding(
    tree: &mut Tree,
    work: &mut Work<'_>,
    parameter: NodeId,
    encoding: Option<NodeId>,
    type_is_said: bool,
) {
    let Some(encoding) = encoding.filter(|encoding| tree.children(*encoding).next().is_some()) else {
        return;
    };
    let name = tree.get_str(parameter, "name").unwrap_or_default().to_owned();
    let odd_type = tree.get(encoding, "contentType").filter(|text| !media::is_plain_text(tree.text(*text)));
    if let Some(headers) = tree.get(encoding, "headers") {
        part_encoding(work, headers, &format!("the headers of the part `{name}`"));
    } else if let Some(odd) = odd_type.filter(|_| !type_is_said) {
        part_encoding(work, odd, &format!("the media type of the part `{name}`"));
    }
    tree.detach(encoding);
    tree.append(parameter, "encoding", encoding);
    keep(tree, parameter, "encoding", "x-oas3-encoding", PASS, work.findings);
}

pub(super) fn part_encoding(work: &mut Work<'_>, at: NodeId, what: &str) {
    let message = format!("Swagger 2.0 has no word for {what}: it is kept as an extension");
    work.findings
        .report(&PART_ENCODING_NOT_EXPRESSIBLE, at, message)
        .help("see that the API takes the part without it, or leave the operation out");
}
