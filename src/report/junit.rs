//! JUnit XML: a suite for each file, a failed case for each finding that is not a note.

use super::Told;
use crate::diagnostic::Severity;

/// Findings as JUnit XML. `files` are those that were looked at: one without findings is a case that passed.
pub fn junit(findings: &[Told], files: &[String]) -> String {
    let mut names: Vec<&str> = files.iter().map(String::as_str).collect();
    for finding in findings {
        if !names.contains(&finding.spot.file.as_str()) {
            names.push(&finding.spot.file);
        }
    }
    let mut suites = String::new();
    let (mut tests, mut failures) = (0, 0);
    for name in names {
        let of_file: Vec<&Told> = findings
            .iter()
            .filter(|finding| finding.spot.file == name && finding.level > Severity::Note)
            .collect();
        let cases = of_file.len().max(1);
        tests += cases;
        failures += of_file.len();
        let name = attribute(name);
        suites.push_str(&format!(
            "  <testsuite name=\"{name}\" tests=\"{cases}\" failures=\"{}\">\n",
            of_file.len()
        ));
        if of_file.is_empty() {
            suites.push_str(&format!("    <testcase classname=\"{name}\" name=\"no findings\"/>\n"));
        }
        for finding in of_file {
            suites.push_str(&case(finding, &name));
        }
        suites.push_str("  </testsuite>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"connectorc\" tests=\"{tests}\" failures=\"{failures}\">\n{suites}</testsuites>\n"
    )
}

fn case(finding: &Told, file: &str) -> String {
    let spot = &finding.spot;
    let line = spot.line.map(|line| format!(":{line}")).unwrap_or_default();
    let name = attribute(&format!("{}{line}", finding.rule.name));
    let help: String = finding.more().map(|more| format!("\n{}", content(&more))).collect();
    format!(
        "    <testcase classname=\"{file}\" name=\"{name}\">\n      \
         <failure type=\"{}\" message=\"{}\">{}{line}{help}</failure>\n    </testcase>\n",
        finding.level.name(),
        attribute(&finding.message),
        content(&spot.file),
    )
}

/// XML 1.0 has no way to write most control characters, nor the two that are none (section 2.2).
fn content(text: &str) -> String {
    let is_legal = |char: char| match char {
        '\n' | '\t' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        _ => !char.is_control(),
    };
    let legal = text.chars().map(|char| if is_legal(char) { char } else { char::REPLACEMENT_CHARACTER });
    legal.collect::<String>().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn attribute(text: &str) -> String {
    content(text).replace('"', "&quot;").replace(['\n', '\t'], " ")
}
