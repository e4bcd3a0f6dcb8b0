//! What is said of a rule that makes triggers of webhooks, where it names what there is not. What comes of a rule
//! that is right is on the page `spec/lower/webhooks.md`.

use connectorc::compile::{Options, Outcome, compile};
use connectorc::load::Memory;
use std::path::Path;

const SOURCE: &str = "openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
servers: [{url: https://pets.contoso.com}]
paths:
  /hooks:
    post:
      operationId: CreateHook
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {address: {type: string}}}
      responses: {'201': {description: The hook}}
webhooks:
  petAdded:
    post: {responses: {'200': {description: Taken}}}
  petSold:
    post: {responses: {'200': {description: Taken}}}
    put: {responses: {'200': {description: Taken}}}
";

fn with_rule(rule: &str) -> Outcome {
    let config = format!("version: 1\nsource: openapi.yaml\ntriggers:\n  - {rule}\n");
    let files = Memory::default().with("openapi.yaml", SOURCE).with("connector.yaml", config);
    compile(&files, Path::new(""), &Options::default())
}

/// The findings of a rule with their help, one per line.
fn said(outcome: &Outcome, rule: &str) -> String {
    let findings = outcome.findings.iter().filter(|finding| finding.rule.name == rule);
    let line = |(message, help): (&str, Option<&str>)| format!("{message} ({})\n", help.unwrap_or_default());
    findings.map(|finding| line((&finding.message, finding.help.as_deref()))).collect()
}

#[test]
fn what_a_rule_names_wrongly_is_told_with_what_was_meant() {
    let outcome = with_rule(
        "{from: CreateHook, webhooks: [petAded, 'order*'], path: '/hooks/{event}', \
         body: {notificationUrl: adress}, summaries: {petAdded: A pet}}",
    );
    insta::assert_snapshot!(said(&outcome, "UnknownSelector"), @r#"
    no webhook is called `petAded` (did you mean `petAdded`?)
    no webhook is called `order*` (remove it, or name one that exists)
    the body of `CreateHook` has no property `adress` (did you mean `address`?)
    no callback or webhook of this rule is called `petAdded` (remove it, or name one that exists)
    "#);
    assert!(outcome.blocked);
}

#[test]
fn a_rule_for_webhooks_says_where_the_address_goes() {
    let outcome = with_rule("{from: CreateHook, webhooks: [petAdded], path: '/hooks/{event}'}");
    insta::assert_snapshot!(said(&outcome, "InvalidConfigValue"), @"`body` is missing in an item of `triggers` (add `body`)");
    assert!(outcome.blocked);
}

#[test]
fn a_webhook_of_two_calls_is_no_trigger() {
    let outcome = with_rule(
        "{from: CreateHook, webhooks: ['*'], path: '/hooks/{event}', body: {notificationUrl: address}}",
    );
    insta::assert_snapshot!(said(&outcome, "TriggerWithoutNotificationUrl"), @"`petSold` is 2 calls, and a trigger is one (give each call an event of its own)");
    assert_eq!(said(&outcome, "EventDropped"), "", "it is told once");
}
