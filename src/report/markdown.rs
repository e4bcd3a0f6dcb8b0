//! A table for pull requests and step summaries.

use super::{Counts, Told};

/// Findings as a Markdown table, with the counts above it.
pub fn markdown(findings: &[Told]) -> String {
    let counts = Counts::of_levels(findings.iter().map(|finding| finding.level));
    let mut text = format!("### connectorc: {counts}\n");
    if findings.is_empty() {
        return text;
    }
    text.push_str("\n| level | rule | place | message |\n|---|---|---|---|\n");
    for finding in findings {
        let spot = &finding.spot;
        let place = match (spot.line, spot.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", spot.file),
            _ => spot.file.clone(),
        };
        let help: String = finding.more().map(|more| format!("<br>{}", cell(&more))).collect();
        let row = [finding.level.name(), finding.rule.name, &format!("`{}`", cell(&place))];
        text.push_str(&format!("| {} | {}{help} |\n", row.join(" | "), cell(&finding.message)));
    }
    text
}

/// Text that cannot end a cell, and cannot become HTML.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace(['\n', '\r'], " ")
}
