//! What a token says is read right, and one that says nonsense is refused without being quoted.

use super::*;
use crate::publish::clouds::Cloud;
use proptest::prelude::*;
use serde_json::json;
use std::time::Duration;

const NOW: u64 = 1_795_478_400;
const TENANT: &str = "aaaaaaaa-0000-1111-2222-333333333333";

/// A token with these claims and a signature that is none.
pub(in crate::publish) fn token(claims: &Value) -> String {
    let part = |value: &Value| BASE64.encode(value.to_string()).trim_end_matches('=').to_owned();
    format!("{}.{}.c2lnbmF0dXJlIG9mIG5vYm9keQ", part(&json!({"typ": "JWT", "alg": "RS256"})), part(claims))
}

fn user() -> Value {
    json!({
        "aud": "https://service.powerapps.com/", "exp": NOW + 3600, "nbf": NOW - 60, "tid": TENANT, "oid": "object",
        "appid": "client", "scp": "User", "upn": "ada@contoso.example", "idtyp": "user",
    })
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

fn read(claims: &Value) -> Claims {
    decode(&Secret::new(token(claims))).expect("a token")
}

#[test]
fn claims_are_read() {
    insta::assert_debug_snapshot!(read(&with(user(), "roles", json!(["a", "b\u{1b}[31m"]))));
    let odd = read(
        &json!({"aud": ["a", 1, "b"], "exp": "12", "nbf": 12.9, "tid": 5, "azp": "c", "preferred_username": "p"}),
    );
    assert_eq!(
        (odd.audiences, odd.expires, odd.not_before, odd.tenant),
        (vec!["a".into(), "b".into()], Some(12), Some(12), None)
    );
    assert_eq!((odd.client, odd.user, odd.actor), (Some("c".into()), Some("p".into()), Actor::App));
}

#[test]
fn what_does_not_fit_is_told() {
    let app = json!({
        "aud": "https://service.powerapps.com", "exp": NOW + 3600, "tid": TENANT, "oid": "o", "appid": "client",
        "app_displayname": "Pipeline", "idtyp": "app",
    });
    let cases = [
        ("fits", user()),
        ("service by its id", with(user(), "aud", json!("475226c6-020e-4fb2-8a90-7a972cbfc1d4"))),
        ("another service", with(user(), "aud", json!("https://management.azure.com/"))),
        ("another cloud", with(user(), "aud", json!("https://service.powerapps.us"))),
        ("no audience", with(user(), "aud", json!(null))),
        ("expired", with(user(), "exp", json!(NOW))),
        ("expired long ago", with(user(), "exp", json!(1_000_000_000))),
        ("no expiry", with(user(), "exp", json!(null))),
        ("too short", with(user(), "exp", json!(NOW + 599))),
        ("long enough", with(user(), "exp", json!(NOW + 600))),
        ("not yet", with(user(), "nbf", json!(NOW + 301))),
        ("a slow clock", with(user(), "nbf", json!(NOW + 300))),
        ("another tenant", with(user(), "tid", json!("bbbbbbbb-0000-1111-2222-333333333333"))),
        ("nobody", with(user(), "oid", json!(null))),
        ("app-only", app),
    ];
    let mut told = String::new();
    for (name, claims) in cases {
        told += &format!("# {name}\n");
        for mismatch in check(&read(&claims), Cloud::Public, Some(TENANT), Duration::from_secs(600), NOW) {
            let gravity = if mismatch.is_fatal() { "fatal" } else { "warning" };
            told += &format!("{gravity}: {mismatch}\n  help: {}\n", mismatch.help());
        }
    }
    insta::assert_snapshot!(told);
    let elsewhere = read(&with(user(), "tid", json!("x")));
    assert_eq!(check(&elsewhere, Cloud::Public, Some("contoso.example"), Duration::ZERO, NOW), []);
}

#[test]
fn a_refusal_is_explained() {
    let app = read(
        &json!({"aud": "https://service.powerapps.com/", "exp": NOW + 9, "oid": "o", "appid": "client"}),
    );
    let told = |status, claims: &Claims| refused(status, claims, Cloud::Public, "Default-x", NOW).join("\n");
    let wrong = read(&with(user(), "aud", json!("https://management.azure.com/")));
    insta::assert_snapshot!(
        [told(401, &read(&user())), told(403, &read(&user())), told(401, &wrong), told(403, &app)]
            .join("\n\n")
    );
}

#[test]
fn what_is_no_token_is_refused_by_name() {
    let good = token(&user());
    let (head, rest) = good.split_once('.').expect("parts");
    for (text, error) in [
        (String::new(), TokenError::Empty),
        ("hunter2!".to_owned(), TokenError::NotThreeParts),
        (format!("{head}."), TokenError::NotThreeParts),
        (format!(".{rest}"), TokenError::NotThreeParts),
        (format!("{good}.x"), TokenError::NotThreeParts),
        (format!("{good}.x.y"), TokenError::Encrypted),
        (format!("{head}.!!!!.x"), TokenError::NotJson),
        (format!("{head}.{}.x", BASE64.encode("[1]")), TokenError::NotJson),
        (format!("{head}.{}.x", BASE64.encode("[".repeat(100_000))), TokenError::TooLarge),
        (format!("{head}.{}.x", BASE64.encode("[".repeat(10_000))), TokenError::NotJson),
        (format!("Bearer {good}"), TokenError::NotOneWord),
        (format!("{good}\n"), TokenError::NotOneWord),
    ] {
        assert_eq!(decode(&Secret::new(text.as_str())), Err(error), "{text:.60}");
    }
}

proptest! {
    #[test]
    fn no_token_breaks_it_and_none_is_quoted(text in "(?s:.){0,40}|[A-Za-z0-9_-]{8,40}(\\.[A-Za-z0-9_-]{8,60}){0,5}") {
        if let Err(error) = decode(&Secret::new(text.as_str())) {
            let told = format!("{error} {error:?}");
            prop_assert!(text.len() < 8 || !told.contains(&text));
        }
    }

    #[test]
    fn no_claims_break_it(name in "aud|exp|nbf|tid|oid|scp|roles|idtyp", text in "(?s:.){0,20}", number in any::<f64>()) {
        for value in [json!(text), json!([text, number]), json!(number), json!({"a": text}), json!(u64::MAX)] {
            let claims = read(&with(user(), &name, value));
            for mismatch in check(&claims, Cloud::China, Some(TENANT), Duration::MAX, NOW) {
                let told = format!("{mismatch} {}", mismatch.help());
                prop_assert!(!told.contains(char::is_control), "{told:?}");
            }
        }
    }
}
