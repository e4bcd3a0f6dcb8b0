//! `x-ms-connector-metadata`: website, privacy policy and categories.

use super::super::facts::METADATA;
use super::super::members::write_out;
use super::super::survey::Survey;
use super::super::wording;
use super::site_of;
use crate::diagnostic::{Findings, Rule, Severity, page};
use crate::nearest::nearest;
use crate::tree::{Edit, NodeId};

/// The rule of missing members, for what only a published connector needs.
static METADATA_MISSING: Rule =
    Rule::fault("RequiredPropertyMissing", page!("RequiredPropertyMissing")).not_custom();
/// The rule of addresses, for what only certification looks at.
static URL_TO_PUBLISH: Rule = Rule::warning("UrlNotValid", page!("UrlNotValid")).published(Severity::Error);
/// Microsoft's name for metadata without an entry that must be there.
pub static CONNECTOR_METADATA_PROPERTIES_MISSING: Rule =
    Rule::warning("ConnectorMetadataPropertiesMissing", page!("ConnectorMetadataPropertiesMissing"))
        .published(Severity::Error);
/// Microsoft's name for a category that the gallery does not have.
pub static INVALID_CONNECTOR_CATEGORY: Rule =
    Rule::warning("InvalidConnectorCategory", page!("InvalidConnectorCategory")).published(Severity::Error);
/// Microsoft's name for more categories than a connector may have.
pub static TOO_MANY_CONNECTOR_CATEGORIES: Rule =
    Rule::warning("TooManyConnectorCategories", page!("TooManyConnectorCategories"))
        .published(Severity::Error);
/// An entry of the metadata that stands twice.
pub static METADATA_REDEFINED: Rule = Rule::warning("MetadataRedefined", page!("MetadataRedefined"));
/// An entry of the metadata that nobody reads.
pub static METADATA_UNKNOWN: Rule = Rule::note("MetadataUnknown", page!("MetadataUnknown"));

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Survey { tree, root, .. } = *survey;
    let Some(list) = tree.get(root, "x-ms-connector-metadata") else {
        let required = METADATA.required.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>();
        findings
            .report(&METADATA_MISSING, root, "the definition has no `x-ms-connector-metadata`")
            .label("not said here")
            .help(format!("add it, with {}", required.join(", ")));
        return;
    };
    let mut entries: Vec<(&str, NodeId)> = Vec::new();
    for item in tree.items(list) {
        let Some((node, name)) = survey.text(item, "propertyName") else { continue };
        if let Some((_, first)) = entries.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)) {
            let finding =
                findings.report(&METADATA_REDEFINED, node, format!("the metadata has \"{name}\" twice"));
            finding.also(tree.get(*first, "propertyName").unwrap_or(*first), "first here");
            finding.help("keep one of the two");
            if tree.equal(*first, item) {
                finding.fix(Edit::Remove(item));
            }
            continue;
        }
        // Lists of another length are no metadata, and searching them would take long.
        if entries.len() < 64 {
            entries.push((name, item));
        }
        if !METADATA.required.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            let message = format!("nothing reads \"{name}\" in the metadata");
            let near = nearest(name, METADATA.required.iter().map(String::as_str));
            let finding = findings.report(&METADATA_UNKNOWN, node, message);
            match near {
                Some(near) => finding.help(format!("did you mean \"{near}\"?")),
                None => finding.help("it does no harm; leave it out if it was meant to have an effect"),
            };
        }
    }
    for required in &METADATA.required {
        let Some((_, entry)) = entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(required)) else {
            findings
                .report(
                    &CONNECTOR_METADATA_PROPERTIES_MISSING,
                    site_of(tree, list),
                    format!("the metadata has no \"{required}\""),
                )
                .help(format!(
                    "add `{{\"propertyName\": \"{required}\", \"propertyValue\": …}}`; makers see it in the gallery"
                ));
            continue;
        };
        let Some((node, value)) = survey.text(*entry, "propertyValue") else { continue };
        if METADATA.urls.contains(required) {
            if !wording::is_web_address(value.trim()) {
                let message = format!("\"{required}\" is not an absolute address: `{value}`");
                findings.report(&URL_TO_PUBLISH, node, message).help(write_out(value));
            }
        } else {
            categories(node, value, findings);
        }
    }
}

fn categories(node: NodeId, value: &str, findings: &mut Findings) {
    let known = &METADATA.categories;
    let categories = || value.split(';').map(str::trim).filter(|category| !category.is_empty());
    let most = METADATA.maximum_categories;
    if categories().count() > most {
        let message = format!("the connector has {} categories", categories().count());
        findings
            .report(&TOO_MANY_CONNECTOR_CATEGORIES, node, message)
            .help(format!("choose the {most} that fit best"));
    }
    for category in categories().filter(|category| !known.iter().any(|known| known == category)) {
        let finding = findings.report(
            &INVALID_CONNECTOR_CATEGORY,
            node,
            format!("there is no category \"{category}\""),
        );
        if let Some(meant) = known.iter().find(|known| known.eq_ignore_ascii_case(category)) {
            finding.fix(Edit::Replace(node, value.replace(category, meant).into()));
        }
        match nearest(category, known.iter().map(String::as_str)) {
            Some(near) => finding.help(format!("did you mean \"{near}\"?")),
            None if category.contains(',') => finding.help("separate two categories by a semicolon"),
            None => finding.help(format!("the gallery has: {}", known.join("; "))),
        };
    }
}
