//! SARIF 2.1.0, as GitHub code scanning reads it.

use super::Told;
use super::told::{Fix, Spot};
use crate::diagnostic::{Rule, Severity};
use serde_json::{Map, Value, json};

/// Findings as one SARIF log with one run.
pub fn sarif(findings: &[Told]) -> String {
    let mut rules: Vec<&'static Rule> = findings.iter().map(|finding| finding.rule).collect();
    rules.sort_by_key(|rule| rule.name);
    rules.dedup_by_key(|rule| rule.name);
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &rules)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "connectorc",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).expect("internal error: a log is plain data");
    text.push('\n');
    text
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "name": rule.name,
        "shortDescription": {"text": rule.summary()},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": level(rule.gravest())},
    })
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn result(finding: &Told, rules: &[&'static Rule]) -> Value {
    let index = rules.iter().position(|rule| rule.name == finding.rule.name);
    let message = match &finding.help {
        Some(help) => format!("{}. {}", finding.message, sentence(help)),
        None => format!("{}.", finding.message),
    };
    let mut result = json!({
        "ruleId": finding.rule.name,
        "ruleIndex": index,
        "level": level(finding.level),
        "message": {"text": sentence(&message)},
        "locations": [location(&finding.spot)],
        "partialFingerprints": {"connectorc/v1": finding.fingerprint},
    });
    if let Some(change) = &finding.change {
        result["properties"] = json!({
            "valuePath": change.value_path,
            "noticedBy": change.noticed_by,
            "microsoft": change.microsoft,
        });
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(index, aside)| {
            let mut location = location(&aside.spot);
            location["id"] = json!(index + 1);
            location["message"] = json!({"text": sentence(&aside.message)});
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([sarif_fix(fix)]);
    }
    result
}

/// Each replacement is a change of its own: a fix may reach into several files.
fn sarif_fix(fix: &Fix) -> Value {
    let changes = fix.replacements.iter().map(|(spot, text)| {
        json!({
            "artifactLocation": {"uri": uri(&spot.file)},
            "replacements": [{"deletedRegion": region(spot), "insertedContent": {"text": text}}],
        })
    });
    json!({
        "description": {"text": sentence(&fix.description)},
        "artifactChanges": changes.collect::<Vec<_>>(),
    })
}

fn location(spot: &Spot) -> Value {
    // Code scanning shows a result at a line: what is said of a whole file stands at its first.
    let region = region(spot).unwrap_or_else(|| json!({"startLine": 1}));
    let physical = json!({"artifactLocation": {"uri": uri(&spot.file)}, "region": region});
    let mut location = json!({"physicalLocation": physical});
    if let Some(pointer) = &spot.pointer {
        location["logicalLocations"] = json!([{"fullyQualifiedName": format!("#{pointer}")}]);
    }
    location
}

fn region(spot: &Spot) -> Option<Value> {
    let (line, column) = (spot.line?, spot.column?);
    let mut region = Map::new();
    region.insert("startLine".to_owned(), json!(line));
    region.insert("startColumn".to_owned(), json!(column));
    if let (Some(end_line), Some(end_column)) = (spot.end_line, spot.end_column) {
        region.insert("endLine".to_owned(), json!(end_line));
        region.insert("endColumn".to_owned(), json!(end_column));
    }
    Some(Value::Object(region))
}

/// A path as a relative reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// With a capital and a full stop, as code scanning shows it.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    let text: String = first.into_iter().flatten().chain(chars).collect();
    if text.ends_with(['.', '?', '!']) { text } else { text + "." }
}
