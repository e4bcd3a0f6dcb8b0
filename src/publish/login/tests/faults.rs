//! What the other side says when it says no, or says nothing that can be used.

use super::*;
use crate::publish::transport::Cause;
use proptest::prelude::*;

fn with_secret() -> Fake {
    application().with_variable("AZURE_CLIENT_SECRET", "client-secret-1")
}

/// How it ends, without what was sent.
fn ending(world: &Fake) -> String {
    let ended = told(&sign_in(world, &options(Way::ClientSecret)));
    assert!(world.is_done(), "not all answers were fetched:\n{}", world.log());
    ended
}

#[test]
fn refusals_are_explained() {
    let mut stories = String::new();
    for (error, code) in [
        ("invalid_client", 7_000_215_u64),
        ("invalid_client", 7_000_222),
        ("invalid_client", 700_027),
        ("invalid_client", 700_213),
        ("unauthorized_client", 700_016),
        ("invalid_request", 90_002),
        ("invalid_scope", 500_011),
        ("invalid_grant", 65_001),
        ("invalid_grant", 50_076),
        ("invalid_grant", 53_003),
        ("invalid_grant", 700_082),
        ("interaction_required", 0),
        ("invalid_client", 0),
        ("invalid_scope", 0),
        ("temporarily_unavailable", 0),
        ("something_new", 0),
    ] {
        let description = match code {
            0 => String::new(),
            code => format!(
                "AADSTS{code}: What the server says. Trace ID: 1-2 Correlation ID: 3-4 Timestamp: now"
            ),
        };
        stories += &ending(&with_secret().with_answer(400, refused(error, &description)));
    }
    insta::assert_snapshot!(stories);
}

#[test]
fn codes_are_also_read_from_their_list() {
    let mut answer = refused("invalid_client", "no number here");
    answer["error_codes"] = json!([7_000_222, "x", -1]);
    let ended = ending(&with_secret().with_answer(401, answer));
    assert!(ended.contains("the client secret has expired"), "{ended}");
}

#[test]
fn what_is_sent_back_is_not_told() {
    let secret = "client-secret-1";
    let echo = format!("'{secret}' \u{1b}[31m and {} and client_secret={secret}", user_token("1"));
    for body in [refused("invalid_client", &echo).to_string(), refused(secret, "").to_string(), echo.clone()]
    {
        for (status, kind) in [(400, "application/json"), (200, "text/html"), (500, "text/plain")] {
            let answers = if status == 500 { 4 } else { 1 };
            let world = (0..answers).fold(with_secret(), |world, _| {
                world.with_whole_answer(status, &[("content-type", kind)], &body)
            });
            let ended = ending(&world);
            assert!(ended.contains("[redacted]") && !ended.contains('\u{1b}'), "{ended}");
        }
    }
}

#[test]
fn what_is_no_answer_of_a_token_endpoint_is_told_as_it_is() {
    let page = "<html><title>Sign in to the guest network</title></html>";
    let html = [("content-type", "text/html")];
    let worlds = [
        with_secret().with_whole_answer(200, &html, page),
        with_secret().with_whole_answer(200, &html, &granted(&app_token("1")).to_string()),
        with_secret().with_whole_answer(302, &[("location", "https://elsewhere.example/")], ""),
        with_secret().with_answer(200, json!({})),
        with_secret().with_answer(200, json!({"access_token": ""})),
        with_secret().with_answer(200, json!({"access_token": 5})),
        with_secret().with_answer(200, json!([1])),
        with_secret().with_answer(200, "{\"access_token\": \"cut o"),
        with_secret().with_answer(200, refused("invalid_client", "in an answer 200")),
        with_secret().with_answer(200, granted("not-a-token")),
        with_secret().with_fault(Cause::Tls),
        with_secret().with_fault(Cause::TooLarge),
    ];
    insta::assert_snapshot!(worlds.each_ref().map(ending).join(""));
}

#[test]
fn a_busy_server_is_given_time() {
    let busy = with_secret()
        .with_whole_answer(429, &[("retry-after", "3")], "")
        .with_fault(Cause::Broken)
        .with_whole_answer(503, &[("retry-after", "9000")], "")
        .with_answer(200, granted(&app_token("1")));
    let log = named(&{
        ending(&busy);
        busy.log()
    });
    let waits: Vec<&str> = log.lines().filter(|line| line.starts_with("slept")).collect();
    assert_eq!(waits, ["slept: 3 s", "slept: 2 s", "slept: 30 s"]);
    let down = (0..4).fold(with_secret(), |world, _| world.with_fault(Cause::Refused));
    assert_eq!(
        ending(&down),
        "error: `client-secret` got no answer from the token endpoint: host cannot be reached\n"
    );
    let broken = (0..4).fold(with_secret(), |world, _| world.with_whole_answer(500, &[], ""));
    assert_eq!(
        ending(&broken),
        "error: `client-secret` got an answer from the token endpoint that it cannot use: status 500, without a type: nothing\n"
    );
}

#[test]
fn a_host_that_does_not_vouch_is_told() {
    let github = || {
        application()
            .with_variable("ACTIONS_ID_TOKEN_REQUEST_URL", "https://run.actions.example/token")
            .with_variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "github-request-token")
    };
    let worlds = [
        github().with_answer(403, json!({"message": "github-request-token has no id-token"})),
        github().with_answer(200, json!({"value": ""})),
        github().with_whole_answer(203, &[("content-type", "text/html")], "<html>sign in</html>"),
    ];
    insta::assert_snapshot!(
        worlds.each_ref().map(|world| told(&sign_in(world, &options(Way::GitHub)))).join("")
    );
}

#[test]
fn a_token_that_does_not_fit_is_refused_before_it_is_sent() {
    let claims = |aud: &str, lasts: u64| json!({"aud": aud, "exp": BEGINNING + lasts, "oid": "o", "scp": "User", "tid": TENANT});
    let mut stories = String::new();
    for (claims, tenant) in [
        (claims("https://management.azure.com/", 3600), None),
        (claims("https://service.powerapps.com/", 0), None),
        (claims("https://service.powerapps.com/", 599), None),
        (claims("https://service.powerapps.com/", 3600), Some("bbbbbbbb-0000-1111-2222-333333333333")),
    ] {
        let world = Fake::default().with_variable("CONNECTORC_TOKEN", &token(&claims));
        stories += &story(&world, &Options { tenant: tenant.map(str::to_owned), ..options(Way::Token) });
    }
    insta::assert_snapshot!(stories);
    // A way that can give another one later may begin with one that ends soon.
    let soon = token(&claims("https://service.powerapps.com/", 599));
    let world = with_secret().with_answer(200, granted(&soon));
    assert!(sign_in(&world, &options(Way::ClientSecret)).is_ok());
}

proptest! {
    #[test]
    fn no_answer_breaks_it_and_none_is_quoted_with_a_secret(
        status in prop_oneof![Just(200_u16), Just(400), Just(401), 100..600_u16],
        json in any::<bool>(),
        body in prop_oneof!["(?s:.){0,80}", "\\{\"(error|access_token|error_codes|claims)\": ?(\"[ -~]{0,20}\"|[0-9]{1,30}|\\[\\]|null)\\}"],
    ) {
        let kind = if json { "application/json" } else { "text/html" };
        let body = body.replace('a', "client-secret-1");
        let world = (0..4).fold(with_secret(), |world, _| world.with_whole_answer(status, &[("content-type", kind)], &body));
        let ended = sign_in(&world, &options(Way::ClientSecret));
        let text = format!("{} {ended:?}", told(&ended));
        prop_assert!(text.chars().all(|char| char == '\n' || !char.is_control()), "{text:?}");
    }
}
