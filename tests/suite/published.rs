//! Does the real connector come out as its authors published it?

use crate::project::{beside, build, bytes, errors, json, json_file, ours, said, violations};
use crate::values::differences;
use crate::yaml;
use connectorc::compile::{Counts, Options, Purpose};
use connectorc::diagnostic::{Diagnostic, Profile, Severity};
use connectorc::inspect::inspect;
use connectorc::load::Memory;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn the_published_connector_comes_out_as_published() {
    let Some(published) = beside("salestim/published.json") else { return };
    let published = json_file(&published);
    let outcome = build(&ours("fixtures/salestim-published"));
    assert_eq!(errors(&outcome), Vec::<String>::new());
    same("the JSON", &json(&outcome, "apiDefinition.swagger.json"), &published);

    let text = std::str::from_utf8(bytes(&outcome, "apiDefinition.swagger.yaml")).expect("UTF-8");
    let (tree, root, faults) = yaml::read(text);
    assert_eq!(faults, []);
    same("the YAML by our reader", &yaml::to_json(&tree, root.expect("a root")), &published);
    let theirs: Value = serde_yaml::from_str(text).expect("YAML for every reader");
    same("the YAML by another reader", &theirs, &published);

    let properties = json_file(&beside("salestim/apiProperties.json").expect("it lies beside the other"));
    same("the properties", &json(&outcome, "apiProperties.json"), &properties);
}

/// What makers met in the connector that was published, and what its makers could have been told.
#[test]
fn the_published_connector_is_told_what_is_wrong_with_it() {
    let Some(published) = beside("salestim/published.json") else { return };
    let properties = published.with_file_name("apiProperties.json");
    let read = |path: &Path| std::fs::read(path).expect("a file");
    let files = Memory::default()
        .with("apiDefinition.swagger.json", read(&published))
        .with("apiProperties.json", read(&properties));
    let options =
        Options { purpose: Purpose::Check, profile: Some(Profile::Certified), ..Options::default() };
    let outcome = inspect(&files, Path::new(""), &options);
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for finding in &outcome.findings {
        *counts.entry((finding.level, finding.rule.name)).or_default() += 1;
    }
    let counts = counts.into_iter().rev();
    let lines = counts.map(|((level, rule), count)| format!("{} {rule} {count}\n", level.name()));
    insta::assert_snapshot!(lines.collect::<String>());
    // A token's URL that is the authorization's, and 201 without `Location`, are common and work.
    let common = |finding: &&Diagnostic| {
        let pointer = finding.site.node().map(|node| outcome.tree.pointer(node)).unwrap_or_default();
        pointer.contains("tokenUrl") || finding.rule.name == "LocationHeaderUndeclared"
    };
    let levels: BTreeSet<Severity> =
        outcome.findings.iter().filter(common).map(|finding| finding.level).collect();
    assert_eq!(levels, BTreeSet::from([Severity::Note]));
}

/// Fails with the places that differ: the documents are too long to be shown as a whole.
fn same(what: &str, ours: &Value, theirs: &Value) {
    assert_eq!(differences(ours, theirs), [], "{what}: place, ours, theirs");
}

#[test]
fn the_connector_of_this_repository_builds() {
    let outcome = build(&ours("spec"));
    assert_eq!(errors(&outcome), Vec::<String>::new());
    assert_eq!(outcome.counts(), Counts { actions: 18, triggers: 5, hidden: 2 }, "{}", said(&outcome));
    assert_eq!(violations(&outcome), Vec::<String>::new());
    let written: Vec<&str> = outcome.artifacts.iter().map(|artifact| artifact.name).collect();
    assert_eq!(
        written,
        [
            "apiDefinition.swagger.json",
            "apiDefinition.swagger.yaml",
            "apiProperties.json",
            "icon.png",
            "settings.json",
            "appRegistration.json",
        ]
    );
    let text = std::str::from_utf8(bytes(&outcome, "apiDefinition.swagger.yaml")).expect("UTF-8");
    let theirs: Value = serde_yaml::from_str(text).expect("YAML for every reader");
    same("JSON and YAML", &theirs, &json(&outcome, "apiDefinition.swagger.json"));
    let icon = std::fs::read(ours("spec/icon.png")).expect("an icon");
    assert_eq!(bytes(&outcome, "icon.png"), icon);
}

#[test]
fn both_connectors_offer_the_same_operations() {
    let ids = |project: &str| -> BTreeSet<String> {
        let outcome = build(&ours(project));
        let definition = json(&outcome, "apiDefinition.swagger.json");
        let paths = definition["paths"].as_object().expect("paths").values();
        let operations = paths.flat_map(|path| path.as_object().expect("a path item").values());
        operations.filter_map(|operation| Some(operation["operationId"].as_str()?.to_owned())).collect()
    };
    if beside("salestim/canonical.yaml").is_some() {
        assert_eq!(ids("spec"), ids("fixtures/salestim-published"));
    }
}

#[test]
fn the_app_registration_is_what_customers_entered_by_hand() {
    let Some(by_hand) = beside("salestim/app-registration.json") else { return };
    let registration = json(&build(&ours("spec")), "appRegistration.json");
    assert_eq!(facts(&registration), facts(&json_file(&by_hand)));
}

/// The registration with its permissions in no order.
fn facts(registration: &Value) -> (Value, BTreeSet<String>) {
    let mut rest = registration.clone();
    let access = rest["requiredResourceAccess"][0]["resourceAccess"].take();
    let permissions = access.as_array().expect("permissions").iter().map(Value::to_string);
    (rest, permissions.collect())
}

#[test]
fn settings_are_those_of_microsofts_client() {
    let settings = json(&build(&ours("spec")), "settings.json");
    // Source: paconn 0.0.21, settings/settingsserializer.py.
    let keys = [
        "connectorId",
        "environment",
        "apiProperties",
        "apiDefinition",
        "icon",
        "script",
        "powerAppsUrl",
        "powerAppsApiVersion",
    ];
    assert_eq!(settings.as_object().expect("an object").keys().collect::<Vec<_>>(), keys);
    assert_eq!(
        settings,
        json!({
            "connectorId": null,
            "environment": null,
            "apiProperties": "apiProperties.json",
            "apiDefinition": "apiDefinition.swagger.json",
            "icon": "icon.png",
            "script": null,
            "powerAppsUrl": "https://api.powerapps.com",
            "powerAppsApiVersion": "2016-11-01",
        })
    );
}
