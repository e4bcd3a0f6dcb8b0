//! Summaries: designers list the operations by them.

use super::super::document::{EMPTY_TO_PUBLISH, REQUIRED_TO_PUBLISH};
use super::super::facts::TEXTS;
use super::super::info::{FOREIGN_TEXT, PRODUCT_IN_TEXT};
use super::super::survey::Survey;
use super::super::wording;
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::openapi::Operation;
use crate::tree::{Edit, NodeId};
use crate::words;
use std::collections::HashMap;

/// Microsoft's name for a summary that is too long.
pub static OPERATION_SUMMARY_TOO_LONG: Rule =
    Rule::warning("OperationSummaryTooLong", page!("OperationSummaryTooLong")).published(Severity::Error);
/// Microsoft's name for a summary with characters that it must not hold.
pub static RESTRICTED_CHARACTERS_IN_SUMMARY: Rule =
    Rule::warning("RestrictedCharactersInSummary", page!("RestrictedCharactersInSummary"))
        .published(Severity::Error);
/// A label with more than letters, digits, spaces and parentheses.
pub static LABEL_NOT_PLAIN: Rule = Rule::note("LabelNotPlain", page!("LabelNotPlain"));
/// A summary that ends like a sentence.
pub static SUMMARY_ENDS_WITH_PUNCTUATION: Rule =
    Rule::warning("SummaryEndsWithPunctuation", page!("SummaryEndsWithPunctuation"));
/// A summary that is written like a title.
pub static SUMMARY_NOT_SENTENCE_CASE: Rule =
    Rule::note("SummaryNotSentenceCase", page!("SummaryNotSentenceCase"));
/// Two things that makers cannot tell apart.
pub static SUMMARY_NOT_UNIQUE: Rule = Rule::warning("SummaryNotUnique", page!("SummaryNotUnique"));

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let mut first: HashMap<&str, (NodeId, Operation<'_>)> = HashMap::new();
    for found in survey.operations.iter().filter(|found| found.visible) {
        let operation = found.operation;
        let tree = survey.tree;
        let Some(node) = tree.get(operation.node, "summary") else {
            let message = format!("{} has no `summary`", operation.name());
            let finding = findings.report(&REQUIRED_TO_PUBLISH, Site::Key(operation.node), message);
            match operation.id() {
                Some(id) => finding.help(format!("add one: makers see `{id}` in its place")),
                None => finding.help("add one: makers choose the operation by it"),
            };
            continue;
        };
        let Some(text) = tree.str(node) else { continue };
        if wording::is_blank(text) {
            findings
                .report(&EMPTY_TO_PUBLISH, node, format!("the `summary` of {} is empty", operation.name()))
                .help("say in a few words what it does: makers choose the operation by it");
            continue;
        }
        form(text, node, findings);
        let deprecated = tree.is_true(operation.node, "deprecated");
        if deprecated {
            continue;
        }
        if let Some((other, taker)) = first.get(text) {
            let message = format!("{} and {} have the same summary", taker.name(), operation.name());
            findings
                .report(&SUMMARY_NOT_UNIQUE, node, message)
                .also(*other, "first used here")
                .help("say in what they differ: designers list operations by their summaries");
        } else {
            first.insert(text, (node, operation));
        }
    }
}

fn form(text: &str, node: NodeId, findings: &mut Findings) {
    let known = &TEXTS.operation;
    let length = text.chars().count();
    if length > known.summary {
        let message = format!("the summary has {length} characters; up to {} are allowed", known.summary);
        findings
            .report(&OPERATION_SUMMARY_TOO_LONG, node, message)
            .help("say it in a few words, and the rest in the description");
    }
    let restricted = text.chars().find(|char| known.summary_characters.contains(*char));
    if let Some(char) = restricted {
        let all: Vec<String> = known.summary_characters.chars().map(|char| format!("`{char}`")).collect();
        findings
            .report(&RESTRICTED_CHARACTERS_IN_SUMMARY, node, format!("the summary holds `{char}`"))
            .help(format!("write it with words; a summary must not hold {}", all.join(" ")));
    }
    if let Some(foreign) = wording::foreign(text) {
        findings
            .report(&FOREIGN_TEXT, node, format!("the summary holds `{foreign}`"))
            .help("write it in English, with the letters A to Z");
    }
    let label = text.trim_end().trim_end_matches(['.', '!', '?', ',', ';', ':', ' ']);
    if let Some(last) = text.trim_end()[label.len()..].chars().last() {
        let finding =
            findings.report(&SUMMARY_ENDS_WITH_PUNCTUATION, node, format!("the summary ends with `{last}`"));
        finding.help("leave it out: a summary is a label");
        if !label.is_empty() {
            finding.fix(Edit::Replace(node, label.into()));
        }
    }
    if !label.contains(|char| known.summary_characters.contains(char))
        && let Some(char) = label.chars().find(|char| is_marked(*char))
    {
        findings
            .report(&LABEL_NOT_PLAIN, node, format!("the summary holds `{char}`"))
            .help("Microsoft asks for letters, digits, spaces and parentheses in labels");
    }
    if text.starts_with(char::is_lowercase) {
        let finding =
            findings.report(&SUMMARY_NOT_SENTENCE_CASE, node, "the summary does not begin with a capital");
        finding.help("write it like a sentence, such as \"Send an email\"");
        if let Some(capitalised) = wording::with_capital(text) {
            finding.fix(Edit::Replace(node, capitalised.into()));
        }
    } else if wording::is_title_case(text) {
        let sentence = words::sentence(text);
        findings
            .report(&SUMMARY_NOT_SENTENCE_CASE, node, "the summary is written like a title")
            .help(format!("write it like a sentence, such as \"{}\"", sentence.trim_end_matches('.')));
    }
    if let Some(product) = wording::phrase(text, &TEXTS.description.words) {
        findings
            .report(&PRODUCT_IN_TEXT, node, format!("the summary names {product}"))
            .help("the operation is used in several products: leave the name out");
    }
}

/// Whether guidance keeps a character of ASCII out of labels.
pub(in crate::rules) fn is_marked(char: char) -> bool {
    char.is_ascii() && !char.is_ascii_alphanumeric() && !matches!(char, ' ' | '(' | ')')
}
