//! `changes:` what `diff` need not tell, because it was looked at.

use super::Located;
use super::read::Section;

/// A change from the version before that is accepted.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The rule that says it.
    pub rule: Located<String>,
    /// Where: the ValuePath of the finding, or one above it.
    pub at: Option<Located<String>>,
    /// Why.
    pub reason: Located<String>,
}

pub(super) fn read(section: &Section<'_>) -> Vec<Accepted> {
    let accepted = |item: Section<'_>| {
        Some(Accepted { rule: item.text("rule")?, at: item.text("at"), reason: item.text("reason")? })
    };
    section.items("accept").filter_map(accepted).collect()
}
