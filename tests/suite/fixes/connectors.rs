//! Connectors that exist: what is mended in their files, byte by byte.

use super::{found, mended};
use connectorc::compile::{Options, Purpose};
use connectorc::diagnostic::Profile;
use connectorc::fix::fix;
use connectorc::inspect::inspect;
use connectorc::load::Memory;
use connectorc::report::{Told, sarif};
use serde_json::Value;
use similar::TextDiff;
use std::path::Path;

const DEFINITION: &str = "apiDefinition.swagger.json";

/// A connector as careless hands leave it: tabs and spaces, escapes, line ends of two kinds, no end of the last line.
const CARELESS: &str = "\u{feff}{\r
\t\"swagger\": \"2.0\",\r
\t\"info\": {\"title\": \"Caf\\u00e9\\/Pets.\", \"description\": \"Pets.\", \"version\": \"1.0\"},\r
  \"host\": \"pets.contoso.com\", \"basePath\": \"v1\",\r
  \"schemes\": [\"HTTPS\"],\r
  \"tags\": [{\"name\": \"a\"}, {\"name\": \"b\"}, {\"name\": \"a\"}],\r
  \"x-ms-connector-metadata\": [\r
    {\"propertyName\": \"Website\", \"propertyValue\": \"https://contoso.com\"},\r
    {\"propertyName\": \"Website\", \"propertyValue\": \"https://contoso.com\"},\r
    {\"propertyName\": \"Categories\", \"propertyValue\": \"it operations;Data\"}\r
  ],\r
  \"paths\": {
    \"/pets/{petId}\": {
      \"parameters\":[{\"name\":\"petId\",\"in\":\"path\",\"type\":\"string\"},{\"name\":\"petId\",\"in\":\"path\",\"type\":\"string\"}],
      \"get\": {
        \"operationId\": \"GetPet\", \"tags\": [\"a\", \"b\" , \"a\", \"a\"],
        \"summary\": \"get \\\"a\\\" pet!?\",
        \"description\" : \"Gets one of \\u0070ets\",
        \"x-ms-visibility\": \"Important\",
        \"deprecated\": \"false\",
        \"parameters\": [
          {
            \"name\": \"page\",
            \"in\": \"query\",
            \"x-ms-url-encoding\": \"single\",
            \"type\": \"integer\"
          },
          { \"name\": \"shop\", \"x-ms-summary\": \" \", \"in\": \"query\", \"type\": \"string\" },
          { \"name\": \"shop\", \"x-ms-summary\": \" \", \"in\": \"query\", \"type\": \"string\" }
        ],
        \"responses\": {\"200\": {\"description\": \"OK\", \"schema\": {\"type\": \"object\", \"required\": [], \"properties\": {\"id\": {\"type\": \"string\"}, \"any\": {}}}}}
      }
    }
  }
}";

fn options() -> Options {
    Options { purpose: Purpose::Check, profile: Some(Profile::Certified), ..Options::default() }
}

#[test]
fn nothing_changes_but_what_is_mended() {
    let properties = "{\"properties\":{\"iconBrandColor\":\"#123456\",\"connectionParameters\":{\"key\":{\"type\":\
                      \"securestring\",\"uiDefinition\":{\"displayName\":\"Key\",\"description\":\"Key\",\"tooltip\":\"Key\",\
                      \"constraints\":{\"required\":true}}}}}}\n";
    let files = Memory::default().with(DEFINITION, CARELESS).with("apiProperties.json", properties);
    let path = Path::new("");
    let fixed = fix(&files, path, &options(), &|_| true);
    let mut text = String::new();
    for change in &fixed.changes {
        let before = change.before.as_deref().expect("a file that was there");
        let diff = TextDiff::from_lines(before, &change.after);
        text += &diff.unified_diff().context_radius(0).to_string();
    }
    insta::assert_snapshot!(text.replace('\r', "␍").replace('\u{feff}', "<BOM>"));
    let left: Vec<String> =
        fixed.left.iter().map(|left| format!("{}: {}", left.finding.rule.name, left.why)).collect();
    insta::assert_snapshot!(left.join("\n"));
    let after = mended(&files, &fixed);
    let (before, now) = (found(&files, path, &options()), found(&after, path, &options()));
    assert!(before.len() - now.len() >= fixed.mended && fixed.mended > 0);
    assert!(fix(&after, path, &options(), &|_| true).changes.is_empty(), "a second run changes something");
    // Every rule that its page does not show is mended somewhere here.
    for rule in super::NOT_ON_PAGES.iter().filter(|rule| !rule.starts_with("InvalidConfig")) {
        let count = |found: &[connectorc::diagnostic::Diagnostic]| {
            found.iter().filter(|finding| finding.rule.name == *rule).count()
        };
        assert!(count(&now) < count(&before), "{rule}: {} stay of {}", count(&now), count(&before));
    }
}

#[test]
fn code_scanning_is_told_what_mends_a_finding() {
    let definition = CARELESS.replace("\r", "");
    let files = Memory::default().with(DEFINITION, definition.clone());
    let outcome = inspect(&files, Path::new(""), &options());
    let log: Value = serde_json::from_str(&sarif(&Told::with_fixes(&outcome.tree, &outcome.findings)))
        .expect("SARIF is JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let result = results.iter().find(|result| result["ruleId"] == "PathParameterMustBeRequired");
    insta::assert_json_snapshot!(result.expect("a finding")["fixes"]);
    // A tool that makes the replacement gets what `--fix` would write.
    let lines: Vec<&str> = definition.trim_start_matches('\u{feff}').split_inclusive('\n').collect();
    let at = |line: &Value, column: &Value| {
        let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("small") - 1;
        let before: usize = lines[..number(line)].iter().map(|line| line.len()).sum();
        let chars = lines[number(line)].chars().take(number(column));
        before + chars.map(char::len_utf8).sum::<usize>()
    };
    let mut replaced = 0;
    for replacement in results.iter().filter_map(|result| {
        let changes = result["fixes"][0]["artifactChanges"].as_array()?;
        changes.iter().flat_map(|change| change["replacements"].as_array()).next()
    }) {
        let region = &replacement[0]["deletedRegion"];
        let start = at(&region["startLine"], &region["startColumn"]);
        let end = at(&region["endLine"], &region["endColumn"]);
        let text = definition.trim_start_matches('\u{feff}');
        let with = replacement[0]["insertedContent"]["text"].as_str().expect("a text");
        let after = format!("{}{with}{}", &text[..start], &text[end..]);
        serde_json::from_str::<Value>(&after).unwrap_or_else(|error| panic!("{error}: {replacement:?}"));
        replaced += 1;
    }
    assert!(replaced > 12, "{replaced}");
}
