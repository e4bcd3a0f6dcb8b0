//! `$ref` in place of a response.

use crate::diagnostic::{Findings, Rule, page};
use crate::nearest::nearest;
use crate::openapi::{Object, Resolver};
use crate::rules::Subject;
use crate::rules::places::Places;
use crate::tree::Tree;

/// Microsoft's name for a reference to a response that is not there.
pub static RESPONSE_REFERENCE_NOT_FOUND: Rule =
    Rule::error("ResponseReferenceNotFound", page!("ResponseReferenceNotFound"));
/// Microsoft's name for a reference to something that is not a shared response.
pub static RESPONSE_REFERENCE_NOT_VALID: Rule =
    Rule::error("ResponseReferenceNotValid", page!("ResponseReferenceNotValid"));
/// Microsoft's name for a shared response that refers to another.
pub static RESPONSE_REF_LOOP_NOT_ALLOWED: Rule =
    Rule::error("ResponseRefLoopNotAllowed", page!("ResponseRefLoopNotAllowed"));

pub(super) fn check(
    tree: &Tree,
    subject: &Subject<'_>,
    places: &Places,
    resolver: &mut Resolver,
    findings: &mut Findings,
) {
    let shared = tree.get(subject.definition, "responses");
    for found in places.objects.iter().filter(|found| found.object == Object::Response) {
        let Some(reference) = tree.get(found.node, "$ref") else { continue };
        let Some(text) = tree.str(reference) else { continue };
        if tree.parent(found.node) == shared {
            findings
                .report(
                    &RESPONSE_REF_LOOP_NOT_ALLOWED,
                    reference,
                    format!("the shared response `{}` is only a reference", tree.key(found.node)),
                )
                .help("write the response out, and refer to it directly");
        }
        let name = text.strip_prefix("#/responses/").filter(|name| !name.is_empty() && !name.contains('/'));
        let Some(name) = name else {
            // Of a source it is told where the author wrote it.
            if subject.source.is_some() && !text.starts_with('#') {
                continue;
            }
            findings
                .report(
                    &RESPONSE_REFERENCE_NOT_VALID,
                    reference,
                    format!("`{text}` does not name a shared response"),
                )
                .help("refer to `#/responses/` and a name");
            continue;
        };
        if subject.source.is_some() || resolver.resolve(tree, text).is_some() {
            continue;
        }
        let known = shared.into_iter().flat_map(|shared| tree.members(shared)).map(|(name, _)| name);
        let near = nearest(name, known);
        let finding = findings.report(
            &RESPONSE_REFERENCE_NOT_FOUND,
            reference,
            format!("there is no shared response `{name}`"),
        );
        match near {
            Some(near) => finding.help(format!("did you mean `#/responses/{near}`?")),
            None => finding.help("define it in `responses`, or write the response out here"),
        };
    }
}
