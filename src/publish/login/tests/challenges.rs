//! Claims that the service demands are passed on once.

use super::*;
use crate::publish::login::claims_challenge;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1795478000"},"?":"~~~"}}"#;

#[test]
fn claims_are_read_from_the_header() {
    let in_base64 = BASE64_STANDARD.encode(CLAIMS);
    let url_safe = BASE64_URL_SAFE_NO_PAD.encode(CLAIMS);
    let quoted = CLAIMS.replace('"', "\\\"");
    for claims in [&in_base64, &url_safe, &quoted] {
        for header in [
            format!(
                "Bearer realm=\"\", authorization_uri=\"https://a/b\", error=\"insufficient_claims\", claims=\"{claims}\""
            ),
            format!("Bearer claims=\"{claims}\",error=insufficient_claims"),
            format!(
                "Bearer error_description=\"error=, claims=\", error = \"insufficient_claims\", claims = \"{claims}\""
            ),
        ] {
            assert_eq!(claims_challenge(&header).as_deref(), Some(CLAIMS), "{header}");
        }
    }
    for header in [
        "".to_owned(),
        "Bearer".to_owned(),
        "Bearer error=\"invalid_token\"".to_owned(),
        format!("Bearer error=\"invalid_token\", claims=\"{in_base64}\""),
        "Bearer error=\"insufficient_claims\"".to_owned(),
        "Bearer error=\"insufficient_claims\", claims=\"!!\"".to_owned(),
        "Bearer error=\"insufficient_claims\", claims=\"W10=\"".to_owned(),
        format!("Bearer error=\"insufficient_claims\", claims=\"{in_base64}"),
        format!("Bearer error=\"insufficient_claims\", xclaims=\"{in_base64}\""),
    ] {
        assert_eq!(claims_challenge(&header), None, "{header}");
    }
}

#[test]
fn claims_go_with_the_next_request_and_no_further() {
    let world = application()
        .with_variable("AZURE_CLIENT_SECRET", "client-secret-1")
        .with_answer(200, granted(&app_token("1")))
        .with_answer(200, granted(&app_token("2")));
    let mut login = Login::new(options(Way::ClientSecret), Redactor::new());
    login.token(&world).expect("a token");
    let again =
        login.renew(&world, Some(&BASE64_STANDARD.encode(CLAIMS))).expect("a token").expect("another");
    assert_eq!(again.token.expose(), app_token("2"));
    let error = login.renew(&world, Some(CLAIMS)).expect_err("once");
    assert!(matches!(error, LoginError::ChallengedTwice), "{error}");
    insta::assert_snapshot!(format!("{}{}", named(&world.log()), told(&Err(error))));
}

#[test]
fn a_way_that_cannot_pass_claims_on_says_so() {
    let token = user_token("1");
    let answer = json!({ "accessToken": token }).to_string();
    let world = Fake::default()
        .with_variable("CONNECTORC_TOKEN", &token)
        .with_program("az", move |_| {
            Ok(crate::publish::world::Ran {
                success: true,
                stdout: answer.clone().into(),
                stderr: Vec::new(),
            })
        })
        .with_answer(200, granted(&app_token("1")));
    let mut stories = String::new();
    for way in [Way::Token, Way::AzureCli, Way::ManagedIdentity] {
        let mut login = Login::new(options(way), Redactor::new());
        login.token(&world).expect("a token");
        stories += &told(&login.renew(&world, Some(CLAIMS)).map(|again| again.expect("another")));
    }
    insta::assert_snapshot!(stories);
}

#[test]
fn the_same_token_is_no_other() {
    let world = Fake::default().with_variable("CONNECTORC_TOKEN", &user_token("1"));
    let mut login = Login::new(options(Way::Token), Redactor::new());
    login.token(&world).expect("a token");
    assert!(login.renew(&world, None).expect("no error").is_none());
    let world = application()
        .with_variable("AZURE_CLIENT_SECRET", "client-secret-1")
        .with_answer(200, granted(&app_token("1")))
        .with_answer(200, granted(&app_token("1")));
    let mut login = Login::new(options(Way::ClientSecret), Redactor::new());
    login.token(&world).expect("a token");
    assert!(login.renew(&world, None).expect("no error").is_none());
}
