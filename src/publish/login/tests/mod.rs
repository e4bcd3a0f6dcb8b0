//! Every way to a token: what is sent, what is made of the answer, and that no secret is told.

mod certificate;
mod challenges;
mod choosing;
mod device_code;
mod faults;
mod page;
mod requests;

use super::{Login, LoginError, Options, SignedIn, Way};
use crate::publish::redact::Redactor;
use crate::publish::token::tests::token;
use crate::publish::world::{BEGINNING, Fake};
use serde_json::{Value, json};
use std::time::Duration;

const TENANT: &str = "aaaaaaaa-0000-1111-2222-333333333333";
const CLIENT: &str = "cccccccc-0000-1111-2222-333333333333";

/// Every secret of these tests that is no token.
const SECRETS: [&str; 8] = [
    "client-secret-1",
    "refresh-1-of-nobody",
    "refresh-2-of-nobody",
    "device-code-of-nobody",
    "github-request-token",
    "pipelines-access-token",
    "federated-assertion-1",
    "identity-header-1",
];

/// A token of a user, for the public cloud, that lasts an hour; `mark` tells it from others.
fn user_token(mark: &str) -> String {
    token(&json!({
        "aud": "https://service.powerapps.com", "exp": BEGINNING + 3600, "tid": TENANT, "oid": "object", "scp": "User",
        "upn": "ada@contoso.example", "mark": mark,
    }))
}

/// The same of an application.
fn app_token(mark: &str) -> String {
    token(&json!({
        "aud": "https://service.powerapps.com", "exp": BEGINNING + 3600, "tid": TENANT, "oid": "object",
        "idtyp": "app", "appid": CLIENT, "mark": mark,
    }))
}

fn granted(access: &str) -> Value {
    json!({ "token_type": "Bearer", "expires_in": 3600, "access_token": access })
}

fn refused(error: &str, description: &str) -> Value {
    json!({ "error": error, "error_description": description, "correlation_id": "1-2-3" })
}

fn options(way: Way) -> Options {
    Options { way: Some(way), needed: Duration::from_secs(600), ..Options::default() }
}

/// An application with its ids in the variables of the SDKs.
fn application() -> Fake {
    Fake::default().with_variable("AZURE_TENANT_ID", TENANT).with_variable("AZURE_CLIENT_ID", CLIENT)
}

fn sign_in(world: &Fake, options: &Options) -> Result<SignedIn, LoginError> {
    Login::new(options.clone(), Redactor::new()).token(world)
}

/// What was sent and told, and how it ended. On the way, that no secret is told.
fn story(world: &Fake, options: &Options) -> String {
    let ended = sign_in(world, options);
    assert!(world.is_done(), "not all answers were fetched:\n{}", world.log());
    format!("{}{}", named(&world.log()), told(&ended))
}

/// How a sign-in ended, for a person.
fn told(ended: &Result<SignedIn, LoginError>) -> String {
    let mut text = match ended {
        Ok(signed_in) => format!("signed in by {} as {}\n", signed_in.way, signed_in.claims),
        Err(error) => format!("error: {error}\n"),
    };
    for note in ended.iter().flat_map(|signed_in| &signed_in.notes) {
        text += &format!("note: {note}\n");
    }
    if let Some(help) = ended.as_ref().err().and_then(LoginError::help) {
        text += &format!("help: {help}\n");
    }
    for shown in [&text, &format!("{ended:?}")] {
        for secret in SECRETS {
            assert!(!shown.contains(secret), "{secret} is told: {shown}");
        }
        assert!(!shown.contains("eyJ"), "a token is told: {shown}");
    }
    // All that is printed is redacted once more, which must not spoil our own words.
    assert_eq!(Redactor::new().text(&text), text);
    text
}

/// The log with tokens by their names.
fn named(log: &str) -> String {
    let token = regex::Regex::new(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+").expect("a pattern");
    token.replace_all(log, "TOKEN").into_owned()
}
