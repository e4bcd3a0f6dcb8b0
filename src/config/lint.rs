//! `lint:` levels of rules, and places where one does not count.

use super::Located;
use super::read::Section;
use crate::diagnostic::{Profile, Severity};
use crate::tree::NodeId;

/// One place where a rule does not count.
#[derive(Clone, Debug)]
pub struct Ignore {
    /// The rule.
    pub rule: Located<String>,
    /// The place: a JSON Pointer, after `#` or not.
    pub place: Option<Located<String>>,
    /// Why.
    pub reason: Option<Located<String>>,
    /// Until when, as `YYYY-MM-DD`.
    pub until: Option<Located<String>>,
    /// Where it is written.
    pub at: NodeId,
}

/// Levels of rules, and exceptions.
#[derive(Clone, Debug, Default)]
pub struct Lint {
    /// Whose demands count.
    pub profile: Profile,
    /// By rule: its level; `None` is off.
    pub levels: Vec<(Located<String>, Option<Severity>)>,
    /// Places where a rule does not count.
    pub ignore: Vec<Ignore>,
}

impl Lint {
    pub(super) fn read(section: &Section<'_>) -> Lint {
        let levels = section
            .map("rules")
            .into_iter()
            .filter_map(|(rule, level)| Some((rule, self::level(&level.value)?)));
        Lint {
            profile: match section.text("profile").map(|profile| profile.value).as_deref() {
                Some("independent") => Profile::Independent,
                Some("certified") => Profile::Certified,
                _ => Profile::Custom,
            },
            levels: levels.collect(),
            ignore: section.items("ignore").filter_map(|item| ignore(&item)).collect(),
        }
    }
}

fn level(name: &str) -> Option<Option<Severity>> {
    Some(match name {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        "off" => None,
        _ => return None,
    })
}

fn ignore(item: &Section<'_>) -> Option<Ignore> {
    Some(Ignore {
        rule: item.text("rule")?,
        place: item.text("at"),
        reason: item.text("reason"),
        until: item.text("until"),
        at: item.node?,
    })
}
