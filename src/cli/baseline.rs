//! The findings that were there before: a team that begins with a hundred of them wants to hear of the next one.

use crate::report::Told;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::Path;

/// A file that lists findings by rule and place, never by line.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Baseline {
    version: u32,
    findings: Vec<Entry>,
    #[serde(skip)]
    fingerprints: HashSet<String>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    rule: String,
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    fingerprint: String,
}

impl Baseline {
    /// The baseline that knows all of these findings.
    pub fn of(told: &[Told]) -> Baseline {
        let mut findings: Vec<Entry> = told
            .iter()
            .map(|finding| Entry {
                rule: finding.rule.name.to_owned(),
                file: finding.spot.file.clone(),
                pointer: finding.spot.pointer.clone(),
                fingerprint: finding.fingerprint.clone(),
            })
            .collect();
        findings.sort_by(|left, right| {
            (&left.file, &left.rule, &left.pointer).cmp(&(&right.file, &right.rule, &right.pointer))
        });
        Baseline { version: 1, findings, fingerprints: HashSet::new() }
    }

    pub fn read(path: &Path) -> Result<Baseline, String> {
        let trouble = |why: String| format!("cannot read the baseline {}: {why}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| trouble(error.to_string()))?;
        let mut baseline: Baseline =
            serde_json::from_str(&text).map_err(|error| trouble(error.to_string()))?;
        if baseline.version != 1 {
            return Err(trouble(format!("it has version {}, and 1 is known", baseline.version)));
        }
        baseline.fingerprints = baseline.findings.iter().map(|entry| entry.fingerprint.clone()).collect();
        Ok(baseline)
    }

    pub fn write(&self, path: &Path) -> Result<(), String> {
        let mut text = serde_json::to_string_pretty(self).expect("internal error: a baseline is plain data");
        text.push('\n');
        std::fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
    }

    pub fn knows(&self, finding: &Told) -> bool {
        self.fingerprints.contains(&finding.fingerprint)
    }

    /// How many of its findings are there no more.
    pub fn stale<'a>(&self, known: impl Iterator<Item = &'a Told>) -> usize {
        let met: HashSet<&str> = known.map(|finding| finding.fingerprint.as_str()).collect();
        self.fingerprints.iter().filter(|fingerprint| !met.contains(fingerprint.as_str())).count()
    }
}
