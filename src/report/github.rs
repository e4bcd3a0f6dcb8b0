//! Annotations of a GitHub Actions step, and the summary for what does not fit among them.

use super::{Told, markdown};
use crate::diagnostic::Severity;

/// How many annotations of each kind GitHub shows for one step.
/// Source: documentation of GitHub Actions, limits of annotations; 2026.
const SHOWN: usize = 10;

/// What a step prints, and what it adds to its summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotations {
    /// Workflow commands, one a line.
    pub commands: String,
    /// Markdown for `GITHUB_STEP_SUMMARY`.
    pub summary: String,
}

/// Findings as annotations, the gravest first, so that the limit never hides an error behind a warning.
pub fn github(findings: &[Told]) -> Annotations {
    let mut commands = String::new();
    let mut more = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let of_level: Vec<&Told> = findings.iter().filter(|finding| finding.level == severity).collect();
        // The last place of a kind says how many more there are.
        let shown = if of_level.len() > SHOWN { SHOWN - 1 } else { of_level.len() };
        for finding in &of_level[..shown] {
            commands.push_str(&command(finding));
        }
        let hidden = of_level.len() - shown;
        if hidden > 0 {
            more += hidden;
            let text = format!("{hidden} more: see the summary of this step");
            commands.push_str(&format!("::{}::{}\n", name(severity), data(&text)));
        }
    }
    let mut summary = markdown(findings);
    if more > 0 {
        summary.push_str(&format!("\n{more} of these are no annotations: GitHub shows {SHOWN} of a kind.\n"));
    }
    Annotations { commands, summary }
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

fn command(finding: &Told) -> String {
    let spot = &finding.spot;
    let mut properties = vec![format!("file={}", property(&spot.file))];
    let numbers = [
        ("line", spot.line),
        ("col", spot.column),
        ("endLine", spot.end_line),
        ("endColumn", spot.end_column),
    ];
    properties.extend(numbers.iter().filter_map(|(key, number)| Some(format!("{key}={}", (*number)?))));
    properties.push(format!("title={}", property(finding.rule.name)));
    let message = finding.more().fold(finding.message.clone(), |message, more| message + "\n" + &more);
    format!("::{} {}::{}\n", name(finding.level), properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
