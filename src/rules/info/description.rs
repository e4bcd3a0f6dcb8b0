//! The description of the connector.

use super::super::document::{EMPTY_TO_PUBLISH, REQUIRED_TO_PUBLISH};
use super::super::facts::{TEXTS, alternatives};
use super::super::operations::{DESCRIPTION_NOT_SENTENCE, URL_IN_DESCRIPTION};
use super::super::survey::Survey;
use super::super::wording;
use super::{FOREIGN_TEXT, VALUE_CONTAINS_RESTRICTED_WORDS, site_of};
use crate::diagnostic::{Findings, Rule, Severity, page};
use crate::tree::NodeId;

/// Microsoft's name for a text that is too short or too long.
pub static FIELD_LENGTH_NOT_IN_RANGE: Rule =
    Rule::warning("FieldLengthNotInRange", page!("FieldLengthNotInRange")).published(Severity::Error);
/// A description with a picture in it.
pub static EMOJI_IN_DESCRIPTION: Rule = Rule::warning("EmojiInDescription", page!("EmojiInDescription"));

pub(super) fn check(survey: &Survey<'_>, info: NodeId, findings: &mut Findings) {
    let known = &TEXTS.description;
    let range = format!("{} to {} characters", known.minimum, known.maximum);
    if survey.tree.get(info, "description").is_none() {
        findings
            .report(&REQUIRED_TO_PUBLISH, site_of(survey.tree, info), "`info` has no `description`")
            .help(format!("say in {range} what the connector offers: makers read it when they choose one"));
        return;
    }
    let Some((node, text)) = survey.text(info, "description") else { return };
    if wording::is_blank(text) {
        findings
            .report(&EMPTY_TO_PUBLISH, node, "`description` is empty")
            .help(format!("say in {range} what the connector offers"));
        return;
    }
    let length = text.chars().count();
    if length < known.minimum || length > known.maximum {
        let message = format!("the description of the connector has {length} characters");
        findings.report(&FIELD_LENGTH_NOT_IN_RANGE, node, message).help(format!("write {range}"));
    }
    if let Some(word) = wording::phrase(text, &known.words) {
        let message = format!("the description of the connector holds the words \"{word}\"");
        let listed = alternatives(&known.words);
        findings
            .report(&VALUE_CONTAINS_RESTRICTED_WORDS, node, message)
            .help(format!("say what the connector does without {listed}: it is used in all of them"));
    }
    if let Some(address) = wording::address(text) {
        let message = format!("the description of the connector holds an address: `{address}`");
        findings
            .report(&URL_IN_DESCRIPTION, node, message)
            .help("the website has a place of its own in `x-ms-connector-metadata` and in `contact`");
    }
    if let Some(emoji) = text.chars().find(|char| is_emoji(*char)) {
        findings
            .report(&EMOJI_IN_DESCRIPTION, node, format!("the description of the connector holds `{emoji}`"))
            .help("leave it out");
    }
    if let Some(letter) = wording::foreign_letter(text) {
        let message = format!("the description of the connector holds the letter `{letter}`");
        findings.report(&FOREIGN_TEXT, node, message).help("write it in English");
    }
    if !wording::ends_as_sentence(text) {
        findings
            .report(
                &DESCRIPTION_NOT_SENTENCE,
                node,
                "the description of the connector does not end as a sentence",
            )
            .help("end it with a full stop");
    }
}

/// The blocks of Unicode that hold pictures in colour.
fn is_emoji(char: char) -> bool {
    matches!(char, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{1F1E6}'..='\u{1F1FF}')
}
