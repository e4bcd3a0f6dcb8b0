//! Changes that were looked at and accepted, each with its reason.

use crate::diagnostic::{Change, Findings, Rule, Site, page};

/// An acceptance of a change that there is not.
pub static STALE_ACCEPTANCE: Rule = Rule::warning("StaleAcceptance", page!("StaleAcceptance"));

/// A change that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The rule that says it.
    pub rule: String,
    /// Where: a ValuePath, which covers what is below it; empty for everywhere.
    pub at: String,
    /// Why.
    pub reason: String,
    /// Where that is written.
    pub site: Site,
}

impl Acceptance {
    fn covers(&self, rule: &Rule, change: &Change) -> bool {
        let rest = change.value_path.strip_prefix(&self.at);
        let is_below =
            self.at.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.rule.eq_ignore_ascii_case(rule.name) && is_below
    }

    /// Takes out of the findings what is accepted, and says which acceptances cover nothing; how many were taken.
    pub fn apply(all: &[Acceptance], findings: &mut Findings) -> usize {
        let before = findings.len();
        let mut used = vec![false; all.len()];
        findings.all_mut().retain(|finding| {
            let Some(change) = &finding.change else { return true };
            let mut is_accepted = false;
            for (acceptance, used) in all.iter().zip(&mut used) {
                if acceptance.covers(finding.rule, change) {
                    *used = true;
                    is_accepted = true;
                }
            }
            !is_accepted
        });
        let accepted = before - findings.len();
        for (acceptance, _) in all.iter().zip(used).filter(|(_, used)| !used) {
            let Acceptance { rule, at, .. } = acceptance;
            let at = if at.is_empty() { String::new() } else { format!(" at `{at}`") };
            let message = format!("`{rule}` is accepted{at}, and there is no such change");
            findings
                .report(&STALE_ACCEPTANCE, acceptance.site.clone(), message)
                .help("remove it, or correct its place: it is the ValuePath that the finding shows");
        }
        accepted
    }
}
