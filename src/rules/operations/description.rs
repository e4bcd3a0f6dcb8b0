//! Descriptions of operations.

use super::super::document::{EMPTY_TO_PUBLISH, REQUIRED_TO_PUBLISH};
use super::super::facts::TEXTS;
use super::super::info::PRODUCT_IN_TEXT;
use super::super::survey::Survey;
use super::super::wording;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::tree::{Edit, NodeId};

/// A description that repeats the label beside it.
pub static DESCRIPTION_REPEATS_SUMMARY: Rule =
    Rule::note("DescriptionRepeatsSummary", page!("DescriptionRepeatsSummary"));
/// A description that does not end as a sentence does.
pub static DESCRIPTION_NOT_SENTENCE: Rule =
    Rule::note("DescriptionNotSentence", page!("DescriptionNotSentence"));
/// A description with an address of the web.
pub static URL_IN_DESCRIPTION: Rule = Rule::warning("UrlInDescription", page!("UrlInDescription"));
/// The same rule for operations, where it is a matter of taste.
static URL_IN_OPERATION: Rule = Rule::note("UrlInDescription", page!("UrlInDescription"));
/// A description that nobody reads to its end.
pub static DESCRIPTION_TOO_LONG: Rule = Rule::note("DescriptionTooLong", page!("DescriptionTooLong"));

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let tree = survey.tree;
    for found in survey.operations.iter().filter(|found| found.visible) {
        let operation = found.operation;
        let Some(node) = tree.get(operation.node, "description") else {
            let message = format!("{} has no `description`", operation.name());
            findings
                .report(&REQUIRED_TO_PUBLISH, Site::Key(operation.node), message)
                .help("say in a sentence what it does and what makers get from it");
            continue;
        };
        let Some(text) = tree.str(node) else { continue };
        if wording::is_blank(text) {
            findings
                .report(
                    &EMPTY_TO_PUBLISH,
                    node,
                    format!("the `description` of {} is empty", operation.name()),
                )
                .help("say in a sentence what it does and what makers get from it");
            continue;
        }
        let summary = tree.get(operation.node, "summary");
        if let Some(summary) = summary
            && wording::say_the_same(text, tree.text(summary))
        {
            findings
                .report(&DESCRIPTION_REPEATS_SUMMARY, node, "the description says no more than the summary")
                .also(summary, "the summary")
                .help("say what the summary leaves open: what comes back, what is needed, what is not done");
        } else if !wording::ends_as_sentence(text) {
            not_sentence(node, text, findings);
        }
        let length = text.chars().count();
        if length > TEXTS.operation.description {
            findings
                .report(&DESCRIPTION_TOO_LONG, node, format!("the description has {length} characters"))
                .help("keep to what makers need while they build a flow, and leave the rest to the documentation");
        }
        if let Some(address) = wording::address(text) {
            findings
                .report(&URL_IN_OPERATION, node, format!("the description holds an address: `{address}`"))
                .help("designers do not make it a link; `externalDocs` is the place for it");
        }
        if let Some(product) = wording::phrase(text, &TEXTS.description.words) {
            findings
                .report(&PRODUCT_IN_TEXT, node, format!("the description names {product}"))
                .help("the operation is used in several products: leave the name out");
        }
    }
}

/// Tells of a description that does not end as a sentence does.
pub(in crate::rules) fn not_sentence(node: NodeId, text: &str, findings: &mut Findings) {
    let finding =
        findings.report(&DESCRIPTION_NOT_SENTENCE, node, "the description does not end as a sentence");
    finding.help("end it with a full stop");
    // What stands behind an address or a list would belong to it.
    let text = text.trim_end();
    let last = text.rsplit(' ').next().unwrap_or_default();
    let is_prose = text.ends_with(|last: char| last.is_alphanumeric()) && !text.contains('\n');
    if is_prose && !last.contains(['/', '@', ':', '.', '=', '#']) {
        finding.fix(Edit::Replace(node, format!("{text}.").into()));
    }
}
