//! Whom to ask about the connector.

use super::super::document::REQUIRED_TO_PUBLISH;
use super::super::survey::Survey;
use super::site_of;
use crate::diagnostic::{Findings, Rule, Severity, page};
use crate::tree::NodeId;

/// Microsoft's name for an object with none of several members.
pub static ONE_OF_PROPERTIES_REQUIRED: Rule =
    Rule::warning("OneOfPropertiesRequired", page!("OneOfPropertiesRequired")).published(Severity::Error);
/// Microsoft's name for a contact whose address is none.
pub static CONTACT_EMAIL_NOT_VALID: Rule = Rule::fault("ContactEmailNotValid", page!("ContactEmailNotValid"));

pub(super) fn check(survey: &Survey<'_>, info: NodeId, findings: &mut Findings) {
    let tree = survey.tree;
    let Some(contact) = tree.get(info, "contact") else {
        findings
            .report(&REQUIRED_TO_PUBLISH, site_of(tree, info), "`info` has no `contact`")
            .help("add `contact` with `name`, `url` and `email` of those who support the connector");
        return;
    };
    if !tree.is_object(contact) {
        return;
    }
    let has = |key: &str| tree.get(contact, key).is_some_and(|node| !tree.text(node).is_empty());
    if !has("url") && !has("email") {
        findings
            .report(
                &ONE_OF_PROPERTIES_REQUIRED,
                site_of(tree, contact),
                "`contact` has neither `url` nor `email`",
            )
            .help("add at least one of them, so that makers can ask for help");
    }
    if let Some((node, email)) = survey.text(contact, "email")
        && !is_email(email)
    {
        findings
            .report(&CONTACT_EMAIL_NOT_VALID, node, format!("`{email}` is not an e-mail address"))
            .help("write one address, such as `support@example.com`");
    }
}

/// Something before and something behind one `@`, in ASCII and without spaces.
fn is_email(text: &str) -> bool {
    let legal = text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b','));
    legal
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.contains('@') && host.split('.').all(|label| !label.is_empty())
        })
}
