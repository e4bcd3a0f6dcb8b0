//! The title: makers find the connector by it.

use super::super::facts::{TEXTS, alternatives};
use super::super::wording;
use crate::diagnostic::{Findings, Levels, Rule, Severity, page};
use crate::tree::{Edit, NodeId};

/// Microsoft's name for a text that is too long.
pub static FIELD_LENGTH_EXCEEDED: Rule =
    Rule::warning("FieldLengthExceeded", page!("FieldLengthExceeded")).published(Severity::Error);
/// Microsoft's name for a text with words that it must not hold.
pub static VALUE_CONTAINS_RESTRICTED_WORDS: Rule =
    Rule::warning("ValueContainsRestrictedWords", page!("ValueContainsRestrictedWords"))
        .published(Severity::Error);
/// The same rule, where only guidance speaks of it.
pub(in crate::rules) static PRODUCT_IN_TEXT: Rule =
    Rule::note("ValueContainsRestrictedWords", page!("ValueContainsRestrictedWords"));
/// Microsoft's name for a text whose last character is neither letter nor digit.
pub static VALUE_MUST_END_WITH_ALPHANUMERIC: Rule =
    Rule::warning("ValueMustEndWithAlphanumeric", page!("ValueMustEndWithAlphanumeric"))
        .published(Severity::Error);
/// Microsoft's name for a text in another language.
pub static VALUE_MUST_BE_IN_ENGLISH: Rule =
    Rule::warning("ValueMustBeInEnglish", page!("ValueMustBeInEnglish")).published(Severity::Error);
/// The same rule, where published connectors show that it does not refuse.
pub(in crate::rules) static FOREIGN_TEXT: Rule =
    Rule::warning("ValueMustBeInEnglish", page!("ValueMustBeInEnglish"));
/// A title that names one of Microsoft's products.
pub static MICROSOFT_PRODUCT_IN_TITLE: Rule =
    Rule::warning("MicrosoftProductInTitle", page!("MicrosoftProductInTitle")).published(Severity::Error);
/// White space around a text.
pub static SURROUNDING_WHITE_SPACE: Rule =
    Rule::warning("SurroundingWhiteSpace", page!("SurroundingWhiteSpace")).published(Severity::Error);
/// The same rule for labels, which designers trim.
pub(in crate::rules) static LOOSE_LABEL: Rule =
    Rule::note("SurroundingWhiteSpace", page!("SurroundingWhiteSpace"));
/// A title with the words that Microsoft adds itself.
pub static INDEPENDENT_PUBLISHER_SUFFIX: Rule = Rule {
    levels: Levels { custom: None, independent: Some(Severity::Note), certified: None },
    ..Rule::note("IndependentPublisherSuffix", page!("IndependentPublisherSuffix"))
};

pub(super) fn check(node: NodeId, written: &str, findings: &mut Findings) {
    let known = &TEXTS.title;
    // What says nothing is told as empty.
    if wording::is_blank(written) {
        return;
    }
    let title = written.trim();
    if title.len() < written.len() || title.contains(['\n', '\r']) {
        let plain = title.split_whitespace().collect::<Vec<_>>().join(" ");
        findings
            .report(&SURROUNDING_WHITE_SPACE, node, "the title has white space around it or a line break")
            .help(format!("write `{plain}`"))
            .fix(Edit::Replace(node, plain.into()));
    }
    // Microsoft does not count what it appends.
    let own = title.strip_suffix(known.suffix.as_str()).map_or(title, str::trim_end);
    if own.len() < title.len() {
        let message = format!("the title ends with \"{}\", which Microsoft adds by itself", known.suffix);
        findings
            .report(&INDEPENDENT_PUBLISHER_SUFFIX, node, message)
            .help(format!("write `{own}`; the suffix belongs into the pull request and the README"))
            .fix(Edit::Replace(node, own.into()));
    }
    let length = own.chars().count();
    if length > known.maximum {
        let message = format!("the title has {length} characters; up to {} are allowed", known.maximum);
        findings.report(&FIELD_LENGTH_EXCEEDED, node, message).help(
            "shorten it to the name of the product: Dataverse refuses to create a connector with a longer one",
        );
    }
    if let Some(word) = wording::whole_word(own, &known.words) {
        let message = format!("the title holds the word \"{word}\"");
        let listed = alternatives(&known.words);
        findings
            .report(&VALUE_CONTAINS_RESTRICTED_WORDS, node, message)
            .help(format!("name the product alone: a title has no {listed}"));
    }
    if let Some(product) = wording::whole_phrase(own, &known.products) {
        findings
            .report(
                &MICROSOFT_PRODUCT_IN_TITLE,
                node,
                format!("the title names a product of Microsoft: {product}"),
            )
            .help("name the product that the connector is for, and not the one that it is used in");
    }
    if let Some(last) = title.chars().last().filter(|last| !last.is_alphanumeric() && *last != ')') {
        let finding =
            findings.report(&VALUE_MUST_END_WITH_ALPHANUMERIC, node, format!("the title ends with `{last}`"));
        finding.help("end it with a letter or a digit");
        // Other signs may belong to the name, as in "C++".
        if matches!(last, '.' | ',' | ';' | ':') {
            finding.fix(Edit::Replace(node, title.trim_end_matches(['.', ',', ';', ':', ' ']).into()));
        }
    }
    if let Some(foreign) = wording::foreign(title) {
        findings
            .report(&VALUE_MUST_BE_IN_ENGLISH, node, format!("the title holds `{foreign}`"))
            .help("write it in English, with the letters A to Z");
    }
}
