//! The document, its information and its tags.

use super::Lowering;
use super::edit::{keep, leave_out, rename, set_text};
use super::rules::UNKNOWN_DIALECT;
use crate::diagnostic::Findings;
use crate::openapi::Version;
use crate::tree::{NodeId, Origin, Tree};

pub(super) const PASS: &str = "document";

/// How the dialects begin that a schema of OpenAPI may have: that of the specification itself, in any of its
/// dated revisions, and the draft that it is built on.
const DIALECTS: [&str; 3] = [
    "https://spec.openapis.org/oas/3.1/dialect/",
    "https://spec.openapis.org/oas/3.2/dialect/",
    "https://json-schema.org/draft/2020-12/schema",
];

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let root = lowering.root;
    if lowering.version != Version::V2 {
        dialect(tree, root, findings);
        leave_out(tree, root, "$self", "the definition has no address of its own", PASS, findings);
        info(tree, root, findings);
        // Every 3.x member that 2.0 does not know must go, even where it says nothing.
        for key in ["webhooks", "servers"] {
            let empty = tree.get(root, key).filter(|member| tree.children(*member).next().is_none());
            empty.into_iter().for_each(|member| tree.detach(member));
        }
        // Since 3.1 a document may have none; 2.0 needs the member.
        if lowering.version >= Version::V31 && tree.get(root, "paths").is_none() {
            let paths = tree.make_object(Origin::from(root, PASS));
            tree.append(root, "paths", paths);
        }
    }
    let tags: Vec<NodeId> = tree.get(root, "tags").into_iter().flat_map(|tags| tree.items(tags)).collect();
    for tag in tags {
        for key in ["parent", "kind", "summary"] {
            keep(tree, tag, key, &format!("x-oas3-{key}"), PASS, findings);
        }
    }
}

fn dialect(tree: &mut Tree, root: NodeId, findings: &mut Findings) {
    let Some(dialect) = tree.get(root, "jsonSchemaDialect") else { return };
    let text = tree.text(dialect).trim_end_matches('#');
    if DIALECTS.iter().any(|known| text.starts_with(known)) {
        leave_out(tree, root, "jsonSchemaDialect", "it says what is so anyway", PASS, findings);
        return;
    }
    let message =
        format!("`{text}` is a dialect that connectorc does not know, so schemas may mean something else");
    findings.report(&UNKNOWN_DIALECT, dialect, message).help(
        "remove `jsonSchemaDialect` if the schemas are those of OpenAPI, or waive this finding with a reason",
    );
    rename(tree, dialect, "x-oas3-jsonSchemaDialect", PASS);
}

fn info(tree: &mut Tree, root: NodeId, findings: &mut Findings) {
    let Some(info) = tree.get(root, "info") else { return };
    if let Some(summary) = tree.get(info, "summary") {
        let described = tree.get_str(info, "description").is_some_and(|text| !text.trim().is_empty());
        if !described {
            // Makers see the description only.
            rename(tree, summary, "description", PASS);
        }
    }
    keep(tree, info, "summary", "x-oas3-summary", PASS, findings);
    let Some(license) = tree.get(info, "license") else { return };
    if let Some(identifier) = tree.get(license, "identifier") {
        let name = tree.text(identifier);
        // An expression such as `MIT OR Apache-2.0` has no page.
        if !name.contains([' ', '(']) && tree.get(license, "url").is_none() {
            let url = format!("https://spdx.org/licenses/{name}.html");
            set_text(tree, license, "url", &url, Origin::from(identifier, PASS));
        }
        rename(tree, identifier, "x-oas3-license-identifier", PASS);
    }
}
