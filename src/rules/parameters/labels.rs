//! What makers read of a parameter.

use super::super::document::{EMPTY_TO_PUBLISH, REQUIRED_TO_PUBLISH};
use super::super::facts::TEXTS;
use super::super::info::{FIELD_LENGTH_EXCEEDED, LOOSE_LABEL};
use super::super::operations::{
    DESCRIPTION_REPEATS_SUMMARY, LABEL_NOT_PLAIN, SUMMARY_NOT_UNIQUE, is_marked, not_sentence,
};
use super::super::survey::{Survey, Surveyed, named};
use super::super::wording;
use crate::diagnostic::{Findings, Rule, page};
use crate::openapi::is_internal;
use crate::tree::{Edit, NodeId, Tree};
use crate::words;
use std::collections::HashSet;

/// A label of a field that is not written like a title.
pub static LABEL_NOT_TITLE_CASE: Rule = Rule::note("LabelNotTitleCase", page!("LabelNotTitleCase"));

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // A shared parameter is told once, for the first operation that shows it.
    let mut told: HashSet<NodeId> = HashSet::new();
    for found in survey.operations.iter().filter(|found| found.visible) {
        let shown: Vec<NodeId> =
            found.parameters.iter().copied().filter(|node| !is_internal(survey.tree, *node)).collect();
        for parameter in &shown {
            if told.insert(*parameter) {
                one(survey, found, *parameter, findings);
            }
        }
        alike(survey, found, &shown, &mut told, findings);
    }
}

fn one(survey: &Survey<'_>, found: &Surveyed<'_>, parameter: NodeId, findings: &mut Findings) {
    let tree = survey.tree;
    // Makers see the fields of a body, and not the body.
    if tree.get_str(parameter, "in") != Some("body") {
        for key in ["x-ms-summary", "description"] {
            required(tree, found, parameter, key, findings);
        }
    }
    let summary = survey.text(parameter, "x-ms-summary").filter(|(_, text)| !wording::is_blank(text));
    if let Some((node, text)) = summary {
        label(node, text, findings);
    }
    let description = survey.text(parameter, "description").filter(|(_, text)| !wording::is_blank(text));
    let Some((node, text)) = description else { return };
    if let Some((summary, label)) = summary
        && wording::say_the_same(text, label)
    {
        findings
            .report(&DESCRIPTION_REPEATS_SUMMARY, node, "the description says no more than the label")
            .also(summary, "the label")
            .help("say what belongs into the field: its form, an example, where to find it");
    } else if !wording::ends_as_sentence(text) {
        not_sentence(node, text, findings);
    }
}

fn required(tree: &Tree, found: &Surveyed<'_>, parameter: NodeId, key: &str, findings: &mut Findings) {
    let (name, at) = named(tree, parameter);
    let help = match key {
        "x-ms-summary" => format!("add the label that makers read, such as \"{}\"", words::label(name)),
        _ => "say what belongs into the field".to_owned(),
    };
    let who = || format!("the parameter `{name}` of {}", found.operation.name());
    let finding = match tree.get(parameter, key) {
        None => findings.report(&REQUIRED_TO_PUBLISH, at, format!("{} has no `{key}`", who())).help(help),
        Some(node) if tree.str(node).is_some_and(wording::is_blank) => {
            findings.report(&EMPTY_TO_PUBLISH, node, format!("the `{key}` of {} is empty", who())).help(help)
        }
        Some(_) => return,
    };
    if let Some(label) = wording::derived_label(name).filter(|_| key == "x-ms-summary") {
        finding.fix(Edit::set(tree, parameter, "x-ms-summary", label));
    }
}

fn label(node: NodeId, text: &str, findings: &mut Findings) {
    let maximum = TEXTS.parameter.summary;
    let length = text.chars().count();
    if length > maximum {
        let message = format!("the label has {length} characters; up to {maximum} are allowed");
        findings
            .report(&FIELD_LENGTH_EXCEEDED, node, message)
            .help("name the field in a few words, and say the rest in its description");
    }
    if text.trim() != text {
        findings
            .report(&LOOSE_LABEL, node, "the label has white space around it")
            .help(format!("write \"{}\"", text.trim()))
            .fix(Edit::Replace(node, text.trim().into()));
    }
    if let Some(char) = text.chars().find(|char| is_marked(*char)) {
        findings
            .report(&LABEL_NOT_PLAIN, node, format!("the label holds `{char}`"))
            .help("Microsoft asks for letters, digits, spaces and parentheses in labels");
    }
    if let Some(word) = wording::small_word(text) {
        let title = words::title_case(text);
        let finding = findings.report(
            &LABEL_NOT_TITLE_CASE,
            node,
            format!("the label writes \"{word}\" without a capital"),
        );
        finding.help(format!("write it like a title, such as \"{title}\""));
        if wording::only_capitals_differ(text, &title) {
            finding.fix(Edit::Replace(node, title.into()));
        }
    }
}

/// Fields of one form that makers cannot tell apart.
fn alike(
    survey: &Survey<'_>,
    found: &Surveyed<'_>,
    shown: &[NodeId],
    told: &mut HashSet<NodeId>,
    findings: &mut Findings,
) {
    let mut labels: Vec<(&str, NodeId)> = shown
        .iter()
        .filter_map(|parameter| survey.text(*parameter, "x-ms-summary"))
        .map(|(node, text)| (text, node))
        .filter(|(text, _)| !wording::is_blank(text))
        .collect();
    labels.sort_by_key(|(text, _)| *text);
    for pair in labels.windows(2).filter(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1) {
        let ((text, first), (_, second)) = (pair[0], pair[1]);
        if told.insert(second) {
            let message = format!("two fields of {} have the label \"{text}\"", found.operation.name());
            findings
                .report(&SUMMARY_NOT_UNIQUE, second, message)
                .also(first, "the other one")
                .help("say in what they differ: makers see only the labels");
        }
    }
}
