//! References to shared parameters.

use super::super::survey::Survey;
use crate::diagnostic::{Findings, Rule, page};
use crate::nearest::nearest;
use crate::openapi::Resolver;
use crate::tree::unescape_token;

/// Microsoft's name for a reference to a parameter that is not there.
pub static PARAMETER_REFERENCE_NOT_FOUND: Rule =
    Rule::error("ParameterReferenceNotFound", page!("ParameterReferenceNotFound"));
/// Microsoft's name for a reference that does not lead to the shared parameters.
pub static PARAMETER_REFERENCE_NOT_VALID: Rule =
    Rule::error("ParameterReferenceNotValid", page!("ParameterReferenceNotValid"));
/// Microsoft's name for a shared parameter that is itself a reference.
pub static PARAMETER_REF_LOOP_NOT_ALLOWED: Rule =
    Rule::fault("ParameterRefLoopNotAllowed", page!("ParameterRefLoopNotAllowed"));

const PREFIX: &str = "#/parameters/";

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Survey { tree, root, .. } = *survey;
    let shared = tree.get(root, "parameters");
    let mut resolver = Resolver::new(root);
    for holder in &survey.references {
        let Some((reference, text)) = survey.text(*holder, "$ref") else { continue };
        if tree.parent(*holder) == shared {
            let message = format!("the shared parameter `{}` is a reference to another", tree.key(*holder));
            findings
                .report(&PARAMETER_REF_LOOP_NOT_ALLOWED, reference, message)
                .help("write it out: the platform follows one reference and no second one");
            continue;
        }
        let Some(name) = text.strip_prefix(PREFIX).filter(|name| !name.is_empty() && !name.contains('/'))
        else {
            let message = format!("`{text}` does not name a shared parameter");
            findings.report(&PARAMETER_REFERENCE_NOT_VALID, reference, message).help(format!(
                "move the parameter into `parameters` of the document, and write `{PREFIX}` with its name"
            ));
            continue;
        };
        if resolver.resolve(tree, text).is_none() {
            let message = format!("there is no shared parameter `{}`", unescape_token(name));
            let known = shared.into_iter().flat_map(|shared| tree.members(shared)).map(|(key, _)| key);
            let near = nearest(name, known);
            let finding = findings.report(&PARAMETER_REFERENCE_NOT_FOUND, reference, message);
            match near {
                Some(near) => finding.help(format!("did you mean `{PREFIX}{near}`?")),
                None => {
                    finding.help("define it in `parameters` of the document, or write the parameter here")
                }
            };
        }
    }
}
