//! `consumes` and `produces`: what is sent, and what comes back.

use super::facts::{MEDIA_TYPES, alternatives};
use super::survey::{Survey, Surveyed, named};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::Resolver;
use crate::tree::{NodeId, Tree};

/// Microsoft's name for an operation that does not say how its body is written.
pub static CONSUMES_MISSING: Rule = Rule::warning("ConsumesMissing", page!("ConsumesMissing"));
/// Microsoft's name for media types that cannot hold what is sent.
pub static MIME_TYPE_NOT_COMPATIBLE: Rule = Rule::warning(
    "MimeTypeNotCompatibleWithRequestContentSchemaType",
    page!("MimeTypeNotCompatibleWithRequestContentSchemaType"),
);
/// The same rule for files, which are not sent at all.
static FILE_NOT_COMPATIBLE: Rule = Rule::fault(
    "MimeTypeNotCompatibleWithRequestContentSchemaType",
    page!("MimeTypeNotCompatibleWithRequestContentSchemaType"),
);
/// Microsoft's name for a media type that is none.
pub static MIME_TYPE_NOT_VALID: Rule = Rule::fault("MimeTypeNotValid", page!("MimeTypeNotValid"));
/// Microsoft's name for a media type that designers do not know.
pub static MIME_TYPE_NOT_SUPPORTED: Rule =
    Rule::warning("MimeTypeNotSupported", page!("MimeTypeNotSupported"));
/// Microsoft's name for bytes in a form that can hold text only.
pub static STRING_BINARY_NOT_SUPPORTED_FOR_FORM_URL_ENCODED: Rule = Rule::fault(
    "StringBinaryNotSupportedForFormUrlEncoded",
    page!("StringBinaryNotSupportedForFormUrlEncoded"),
);
/// Several ways to write a body, of which designers use one.
pub static SEVERAL_REQUEST_TYPES: Rule = Rule::note("SeveralRequestTypes", page!("SeveralRequestTypes"));

const MULTIPART: &str = "multipart/form-data";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Survey { tree, root, .. } = *survey;
    let holders = std::iter::once(root).chain(survey.operations.iter().map(|found| found.operation.node));
    for holder in holders {
        for key in ["consumes", "produces"] {
            if let Some(list) = tree.get(holder, key) {
                media_types(survey, key, list, findings);
            }
        }
    }
    let mut resolver = Resolver::new(root);
    for found in &survey.operations {
        request(survey, found, &mut resolver, findings);
    }
}

/// What designers do not know is told once for each list.
fn media_types(survey: &Survey<'_>, key: &str, list: NodeId, findings: &mut Findings) {
    let tree = survey.tree;
    let mut unknown: Vec<NodeId> = Vec::new();
    for item in tree.items(list) {
        let Some(text) = tree.str(item) else { continue };
        if !is_media_type(text) {
            findings
                .report(&MIME_TYPE_NOT_VALID, item, format!("`{text}` is not a media type"))
                .help("write a type and a subtype, such as `application/json`");
        } else if !survey.compiled // Lowering has said what the platform makes of a source's media types.
            && !MEDIA_TYPES.supported.iter().any(|known| known.eq_ignore_ascii_case(essence(text)))
        {
            unknown.push(item);
        }
    }
    // Lowering has named those that it had to take.
    let Some(first) = unknown.first().filter(|_| !survey.lowered) else { return };
    let names: Vec<&str> = unknown.iter().map(|item| tree.text(*item)).collect();
    let what = if names.len() == 1 { "media type" } else { "media types" };
    let message = format!("designers do not know the {what} `{}`", names.join("`, `"));
    let finding = findings.report(&MIME_TYPE_NOT_SUPPORTED, *first, message);
    if unknown.len() < tree.count(list) {
        finding.help("leave out what is not used: designers take those of the list that they know");
    } else if key == "produces" {
        finding.help("a file keeps its true type, and the warning may stay; anything else is best JSON");
    } else {
        finding.help(format!("write {}", alternatives(&MEDIA_TYPES.supported)));
    }
}

/// A media type without its parameters.
fn essence(text: &str) -> &str {
    text.split(';').next().unwrap_or_default().trim()
}

/// RFC 6838 section 4.2, with `*` for ranges.
fn is_media_type(text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+*".contains(&byte))
    };
    essence(text).split_once('/').is_some_and(|(kind, subtype)| is_name(kind) && is_name(subtype))
}

/// Whether what an operation sends can be written as it says.
fn request(survey: &Survey<'_>, found: &Surveyed<'_>, resolver: &mut Resolver, findings: &mut Findings) {
    let Survey { tree, root, .. } = *survey;
    let place = |node: &NodeId| tree.get_str(*node, "in");
    let Some(sent) =
        found.parameters.iter().copied().find(|node| matches!(place(node), Some("body" | "formData")))
    else {
        return;
    };
    let operation = found.operation;
    let list = tree.get(operation.node, "consumes").or_else(|| tree.get(root, "consumes"));
    let types: Vec<&str> = list
        .into_iter()
        .flat_map(|list| tree.items(list))
        .filter_map(|item| tree.str(item))
        .map(essence)
        .collect();
    let Some(list) = list.filter(|_| !types.is_empty()) else {
        let form = place(&sent) == Some("formData");
        let written = if form { MULTIPART } else { "application/json" };
        findings
            .report(
                &CONSUMES_MISSING,
                Site::Key(operation.node),
                format!("{} does not say how its body is written", operation.name()),
            )
            .also(named(tree, sent).1, "what is sent")
            .help(format!("add `\"consumes\": [\"{written}\"]`"));
        return;
    };
    let own = Some(list).filter(|list| tree.parent(*list) == Some(operation.node));
    let site = || own.map_or(Site::Key(operation.node), Site::Value);
    let has = |wanted: &str| types.iter().any(|found| found.eq_ignore_ascii_case(wanted));
    if place(&sent) == Some("formData") {
        form(tree, found, &site, &has, findings);
    } else if let Some(schema) = tree.get(sent, "schema").and_then(|schema| resolver.follow(tree, schema))
        && (tree.get_str(schema, "type") == Some("object") || tree.get(schema, "properties").is_some())
        && !types.iter().any(|found| holds_objects(found))
    {
        findings
            .report(
                &MIME_TYPE_NOT_COMPATIBLE,
                site(),
                format!(
                    "the body of {} is an object, which `{}` cannot hold",
                    operation.name(),
                    types.join("`, `")
                ),
            )
            .also(named(tree, sent).1, "the body")
            .help("add `application/json`, or describe the body as what is really sent");
    }
    if own.is_some() && types.len() > 1 {
        let message = format!(
            "{} takes its body in {} forms, of which designers send one",
            operation.name(),
            types.len()
        );
        findings
            .report(&SEVERAL_REQUEST_TYPES, list, message)
            .help("name the one that is to be sent: they take JSON where it is listed");
    }
}

fn holds_objects(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    ["json", "xml", "*/*", "application/*", URL_ENCODED, "multipart/"]
        .iter()
        .any(|part| media_type.contains(part))
}

fn form(
    tree: &Tree,
    found: &Surveyed<'_>,
    site: &dyn Fn() -> Site,
    has: &dyn Fn(&str) -> bool,
    findings: &mut Findings,
) {
    let name = || found.operation.name();
    let fields =
        || found.parameters.iter().copied().filter(|node| tree.get_str(*node, "in") == Some("formData"));
    let file = fields().find(|field| tree.get_str(*field, "type") == Some("file"));
    if let Some(file) = file.filter(|_| !has(MULTIPART)) {
        findings
            .report(
                &FILE_NOT_COMPATIBLE,
                site(),
                format!("{} sends a file, which needs `{MULTIPART}`", name()),
            )
            .also(named(tree, file).1, "the file")
            .help(format!("write `\"consumes\": [\"{MULTIPART}\"]`"));
    } else if !has(MULTIPART) && !has(URL_ENCODED) {
        findings
            .report(
                &MIME_TYPE_NOT_COMPATIBLE,
                site(),
                format!("{} sends the fields of a form, and consumes none", name()),
            )
            .help(format!("write `{MULTIPART}` or `{URL_ENCODED}`"));
    }
    let is_binary = |field: &NodeId| {
        tree.get_str(*field, "type") == Some("string") && tree.get_str(*field, "format") == Some("binary")
    };
    if let Some(field) = fields().find(is_binary).filter(|_| has(URL_ENCODED)) {
        let (field_name, at) = named(tree, field);
        findings
            .report(
                &STRING_BINARY_NOT_SUPPORTED_FOR_FORM_URL_ENCODED,
                at,
                format!("`{field_name}` holds bytes, which `{URL_ENCODED}` cannot carry"),
            )
            .help(format!("let {} consume `{MULTIPART}` alone", name()));
    }
}
