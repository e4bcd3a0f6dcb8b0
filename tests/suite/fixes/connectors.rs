//! Connectors that exist: what is mended in their files, byte by byte.

use super::{found, mended};
use connectorc::compile::{Options, Purpose};
use connectorc::diagnostic::Profile;
use connectorc::fix::fix;
use connectorc::load::Memory;
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
