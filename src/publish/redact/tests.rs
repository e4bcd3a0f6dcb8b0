//! No secret is left, whatever it stands in; and what is none stays.

use super::{REDACTED, Redactor, Secret, printable};
use base64::Engine as _;
use proptest::prelude::*;
use serde_json::{Value, json};

const JWT: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2EifQ.c2lnbmF0dXJl";

fn text(text: &str) -> String {
    Redactor::new().text(text)
}

#[test]
fn secrets_are_known_by_their_names() {
    for (before, after) in [
        ("authorization: Bearer abc def", "authorization: [redacted]"),
        ("> AUTHORIZATION: NTLM x=\r\n> Host: a", "> AUTHORIZATION: [redacted]\r\n> Host: a"),
        (r#"{"clientSecret":"a\"b","x":1}"#, r#"{"clientSecret":"[redacted]","x":1}"#),
        (r#"{"CLIENT_SECRET" : 'it', "x":1}"#, r#"{"CLIENT_SECRET" : '[redacted]', "x":1}"#),
        (r#""{\"ClientSecret\":\"a\\\"b\",\"x\":1}""#, r#""{\"ClientSecret\":\"[redacted]\",\"x\":1}""#),
        (r#""clientSecret":12345,"x":1"#, r#""clientSecret":[redacted],"x":1"#),
        (r#""clientSecret":"cut o"#, r#""clientSecret":"[redacted]"#),
        ("\"clientSecret\":\"cut o\nhelp: \"x\"", "\"clientSecret\":\"[redacted]\nhelp: \"x\""),
        ("grant_type=x&client_secret=a%26b&scope=c", "grant_type=x&client_secret=[redacted]&scope=c"),
        ("refresh_token=0.AX&client_assertion=b", "refresh_token=[redacted]&client_assertion=[redacted]"),
        ("https://a/b?sv=1&sig=ab%3D&se=2", "https://a/b?sv=1&sig=[redacted]&se=2"),
        ("https://a/b?sig=ab+/=", "https://a/b?sig=[redacted]"),
        (r"?sv=1\u0026sig=ab%3D\u0026se=2", r"?sv=1\u0026sig=[redacted]\u0026se=2"),
        ("?url=https%3A%2F%2Fa%3Fsig%3Dab%252B%26se%3D2", "?url=https%3A%2F%2Fa%3Fsig%3D[redacted]%26se%3D2"),
        ("<clientSecret>a b</clientSecret>", "<clientSecret>[redacted]</clientSecret>"),
        ("x-identity-header: abc\nnext: d", "x-identity-header: [redacted]\nnext: d"),
        ("http://user:pass@proxy:8080/", "http://user:[redacted]@proxy:8080/"),
        ("Bearer 0123456789abcdefghij.", "Bearer [redacted]"),
        ("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nx", "[redacted]\nx"),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc", "[redacted]"),
        ("the token: 0123456789abcdefghij", "the token: [redacted]"),
        ("password: swordfish\nclientSecret: swordfish", "password: [redacted]\nclientSecret: [redacted]"),
        ("{clientSecret: swordfish, x: y}", "{clientSecret: [redacted], x: y}"),
        ("client_secret: Sword fish", "client_secret: [redacted] fish"),
    ] {
        assert_eq!(text(before), after, "{before}");
    }
    assert_eq!(text(&format!("got {JWT}, no more")), "got [redacted], no more");
    assert_eq!(text(&JWT[..30]), REDACTED, "cut off in its header");
}

#[test]
fn what_is_no_secret_stays() {
    for text in [
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent is the client secret value",
        r#"{"error":{"code":"InvalidAuthenticationToken","message":"The token: expired"}}"#,
        r#"{"token_type":"Bearer","expires_in":3599,"tokenUrl":"https://a/token","design":"x"}"#,
        "WWW-Authenticate: Bearer authorization_uri=\"https://login.microsoftonline.com/common\"",
        "A Bearer token is missing; basic authentication is refused",
        r#"{"token":{"type":"oauthSetting"},"clientSecret":null,"password":true}"#,
        "https://a.example/b?design=1&api-version=2016-11-01",
        "eyJ is how one begins",
        "client-secret: AZURE_CLIENT_SECRET is not set",
        "if it was the secret: other programs have seen it",
        "write `id-token: write`, and try again",
        "env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)",
        "",
    ] {
        assert_eq!(self::text(text), text);
    }
}

#[test]
fn members_of_documents_are_known_by_their_names() {
    let document = json!({
        "token": {"type": "oauthSetting", "oAuthSettings": {"clientId": "id", "ClientSecret": "hidden"}},
        "password": ["a", 1, {"value": "b", "hint": "c"}],
        "sharedAccessSignature": "https://a/b?sig=c",
        "message": "{\"client_secret\":\"d\"}",
        "accessToken": "",
        "count": 3,
    });
    insta::assert_json_snapshot!(Redactor::new().json(&document));
}

#[test]
fn a_known_secret_is_found_in_every_spelling() {
    let redactor = Redactor::new();
    let value = "p~ss \"wörd\"&<it's>/+=\\";
    redactor.know(&Secret::new(value));
    let json = json!({ "a": value }).to_string();
    for text in [
        value.to_owned(),
        json.clone(),
        json!({ "a": json }).to_string(),
        r#"p~ss \"w\u00f6rd\"&<it's>/+=\\"#.to_owned(),
        "p~ss%20%22w%C3%B6rd%22%26%3Cit%27s%3E%2F%2B%3D%5C".to_owned(),
        "p~ss+%22w%c3%b6rd%22%26%3cit%27s%3e%2f%2b%3d%5c".to_owned(),
        "p~ss &quot;wörd&quot;&amp;&lt;it&#39;s&gt;/+=\\".to_owned(),
        base64::prelude::BASE64_STANDARD.encode(value),
    ] {
        let seen = redactor.text(&text);
        assert!(seen.contains(REDACTED) && !seen.contains("rd"), "{text}: {seen}");
    }
    assert_eq!(redactor.clone().json(&json!({ value: value })), json!({ REDACTED: REDACTED }));
}

#[test]
fn what_a_server_sends_is_safe_on_a_terminal() {
    let redactor = Redactor::new();
    redactor.know(&Secret::new("hunter2!"));
    for (sent, shown) in [
        (&b"\x1b[31mred\x1b[0m\r\n\x1b]0;title\x07x\tz\x00"[..], "red\nx\tz"),
        (b"\x1b]8;;https://evil/\x1b\\link\x1b]8;;\x1b\\ \x1bc\x1b(B", "link "),
        (b"{\"m\":\"\\u001b[2Jhun\\u200bter2!\"}", "{\"m\":\"\\u001b[2J[redacted]\"}"),
        (b"hun\x1b[1mter2!", "[redacted]"),
        (b"\xff\xfe 502", "\u{FFFD}\u{FFFD} 502"),
        (b"\x1b]never ends\nnext", "\nnext"),
    ] {
        assert_eq!(redactor.body(sent), shown);
    }
}

#[test]
fn debug_shows_nothing() {
    let secret = Secret::new("hunter2!");
    let redactor = Redactor::new();
    redactor.know(&secret);
    assert_eq!(
        format!("{:?} {redactor:?}", (secret.clone(), Some(&secret))),
        "(Secret([redacted]), Some(Secret([redacted]))) Redactor"
    );
}

fn secret() -> impl Strategy<Value = String> {
    let values = prop_oneof!["[ -~]{4,40}", "[A-Za-z0-9~._-]{30,44}", "\\PC{4,12}", "(?s:.){4,12}"];
    // What is in the marker cannot be told from it.
    values.prop_filter("no part of the marker", |value| value.len() >= 4 && !REDACTED.contains(value.trim()))
}

/// The secret in all that a service may send back.
fn carriers(secret: &str) -> Vec<String> {
    let json = json!({"error": {"message": format!("got '{secret}'"), secret: 1}}).to_string();
    vec![
        format!("x {secret} y"),
        json!({ "message": json }).to_string(),
        serde_json::to_string_pretty(&json!([json])).unwrap(),
        json,
    ]
}

proptest! {
    #[test]
    fn no_known_secret_is_left(secret in secret(), other in secret()) {
        let redactor = Redactor::new();
        redactor.know(&Secret::new(other.as_str()));
        redactor.know(&Secret::new(secret.as_str()));
        for carrier in carriers(&secret) {
            let seen = redactor.text(&carrier);
            prop_assert!(!seen.contains(&secret), "{carrier:?}: {seen:?}");
            let seen = redactor.body(carrier.as_bytes());
            prop_assert!(!seen.contains(&secret), "{carrier:?}: {seen:?}");
        }
        let document = json!({"a": [secret.as_str()], secret.as_str(): {"b": secret.as_str()}});
        prop_assert!(!holds(&redactor.json(&document), &secret));
    }

    #[test]
    fn no_named_secret_is_left(value in "[A-Za-z0-9~]{8,40}", name in "[Cc]lient_?[Ss]ecret|access_token|sig|SIG|X-A[Pp][Ii]-Key|[Aa]uthorization|[Pp]assword") {
        for carrier in [
            json!({"a": {name.as_str(): value.as_str()}}).to_string(),
            json!({"m": json!({name.as_str(): value.as_str()}).to_string()}).to_string(),
            format!("a=b&{name}={value}&c=d"),
            format!("a%3Db%26{name}%3D{value}%26c%3Dd"),
            format!("{name}: {value}\r\n"),
            format!("<{name}>{value}</{name}>"),
        ] {
            prop_assert!(!text(&carrier).contains(&value), "{carrier}");
            prop_assert!(!Redactor::new().body(carrier.as_bytes()).contains(&value), "{carrier}");
        }
    }

    #[test]
    fn twice_is_once(before in "(?s:.){0,60}|[a-z&=\"' :%{}\\\\\\[\\]]{0,40}|(sig=|\"token\":|client_secret: )[ -~]{0,30}") {
        let once = text(&before);
        prop_assert_eq!(text(&once), once);
    }

    #[test]
    fn nothing_moves_the_cursor(sent in proptest::collection::vec(any::<u8>(), 0..80)) {
        let shown = Redactor::new().body(&sent);
        prop_assert!(shown.chars().all(|char| matches!(char, '\n' | '\t') || !char.is_control()), "{shown:?}");
        prop_assert_eq!(printable(&shown), shown);
    }
}

fn holds(value: &Value, secret: &str) -> bool {
    match value {
        Value::String(text) => text.contains(secret),
        Value::Array(items) => items.iter().any(|item| holds(item, secret)),
        Value::Object(members) => {
            members.iter().any(|(name, value)| name.contains(secret) || holds(value, secret))
        }
        _ => false,
    }
}
